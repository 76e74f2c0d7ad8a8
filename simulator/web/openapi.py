"""The OpenAPI document of the server, made from its table of doors and from our own models."""

from __future__ import annotations

import json
from functools import cache
from threading import Lock
from typing import Any

from pydantic.json_schema import models_json_schema

from simulator.acts import COMMAND
from simulator.domain.history import Happening
from simulator.domain.presence import Presence
from simulator.domain.view import View
from simulator.web.bodies import JOIN_KEY, KEY
from simulator.web.doors import DOORS, HERE, Door, parameters

TEXT: dict[str, Any] = {"type": "string"}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}
COUNT: dict[str, Any] = {"type": "integer"}
OBJECTS: dict[str, Any] = {"type": "array", "items": {"type": "object"}}
HEADERS: dict[str, list[dict[str, Any]]] = {
    f"{HERE}/commands": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A command given again under its key gets its first answer.",
            "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
        }
    ],
    f"{HERE}/join": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A join given again under its key gets the same seat; it is random.",
            "schema": {"type": "string", "pattern": f"^{JOIN_KEY.pattern}$"},
        }
    ],
    f"{HERE}/stream": [
        {
            "name": "Last-Event-ID",
            "in": "header",
            "description": "The number of the last message; goes before `after`.",
            "schema": {"type": "string"},
        }
    ],
}
"""What doors take in headers."""
_WRITING = Lock()
COMPONENTS = "#/components/schemas/"


def _object(required: tuple[str, ...] = (), **fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(required)}


SMALL: dict[str, dict[str, Any]] = {
    "Health": _object(("simulacro", "exercises"), simulacro=TEXT,
                      exercises={"type": "array", "items": {"type": "object"}}),
    "Join": _object(("code",), code=TEXT, name=TEXT),
    "Seat": _object(("person", "role"), person=TEXT, role=TEXT, team=MAYBE, team_role=MAYBE,
                    code=MAYBE, names=TEXT, token=TEXT),
    "Answer": _object(("first", "last", "repeated"), first=COUNT, last=COUNT, at=MAYBE,
                      elapsed={"type": ["number", "null"]}, repeated={"type": "boolean"}),
    "Names": {"type": "object", "additionalProperties": TEXT},
    "Name": _object(("name",), name=TEXT),
    "History": {"type": "array", "items": {"$ref": f"{COMPONENTS}Happening"}},
    "Codes": {"type": "array", "items": _object(("role", "code"), role=TEXT, team=MAYBE,
                                                team_role=MAYBE, code=TEXT)},
    "Table": _object(("teams", "seats"), teams=OBJECTS, seats=OBJECTS),
    "Kit": _object(("language", "editions", "rubric"), language=TEXT, editions={"type": "object"},
                   rubric={"type": "object"}),
    "Document": {"type": "object"},
    "Library": OBJECTS,
    "Problem": _object(("error", "values", "text"), error=TEXT, values={"type": "object"},
                       text=TEXT),
}  # fmt: skip
EMPTY = (204, 303)
"""Answers that say nothing: it was done, or it is to be seen somewhere else."""
PROBLEMS = {
    "401": "Nobody has this seat, or no longer.",
    "403": "Not from this seat, or not from that page.",
    "404": "There is no such exercise.",
    "409": "Refused by the rules of play; `error` says which.",
    "422": "It cannot be read; `text` says where.",
    "429": "Too many wrong codes from this device, or too much from this seat.",
    "500": "Our fault; it was written down under the number that `text` says.",
    "503": "It could not be kept; nothing has happened.",
}


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    from simulator import __version__

    paths: dict[str, dict[str, Any]] = {}
    for door in DOORS:
        paths.setdefault(door.address, {})[door.method.lower()] = _operation(door)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Simulacro",
            "version": __version__,
            "description": "An exercise as one seat has it: commands in, views out.",
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "seat": {"type": "apiKey", "in": "cookie", "name": "seat"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def written() -> bytes:
    """The document as it is sent; made once, which takes a while, and beside what else goes on."""
    with _WRITING:
        return _written()


@cache
def _written() -> bytes:
    return json.dumps(document()).encode()


def _operation(door: Door) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": door.summary,
        "description": f"For: {door.who}.",
        "parameters": parameters(door) + HEADERS.get(door.path, []),
        "responses": {str(door.status): _given(door)} | _problems(door),
    }
    if door.takes:
        schema = {"$ref": f"{COMPONENTS}{door.takes}"}
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    if door.who != "anyone":
        found["security"] = [{"seat": []}, {"bearer": []}]
    return found


def _given(door: Door) -> dict[str, Any]:
    given: dict[str, Any] = {"description": door.summary}
    if door.answers:
        given["content"] = {door.gives: {"schema": {"$ref": f"{COMPONENTS}{door.answers}"}}}
    elif door.gives != "application/json" and door.status not in EMPTY:
        given["content"] = {door.gives: {"schema": {"type": "string"}}}
    return given


def _problems(door: Door) -> dict[str, Any]:
    schema = {"application/json": {"schema": {"$ref": f"{COMPONENTS}Problem"}}}
    return {code: {"description": said, "content": schema} for code, said in PROBLEMS.items()}


def _schemas() -> dict[str, Any]:
    """Our models' schemas, each where a reference finds it."""
    _, defined = models_json_schema(
        [(View, "validation"), (Happening, "validation"), (Presence, "serialization")],
        ref_template=COMPONENTS + "{model}",
    )
    command: dict[str, Any] = COMMAND.json_schema(ref_template=COMPONENTS + "{model}")
    found: dict[str, Any] = dict(defined.get("$defs", {})) | command.pop("$defs", {})
    found["View"]["properties"]["names"] = SMALL["Names"]
    return found | SMALL | {"Command": command}
