"""JSON Schema (draft 7) of every kind of content file, for editors: all that our models accept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from pydantic.json_schema import models_json_schema

from simulator.acts.debriefed import ComparisonFile, DebriefFile
from simulator.content.faces import Channels
from simulator.content.files import TRANSLATED, InjectFile
from simulator.content.problems import FOLLOWED
from simulator.content.translation import file_model
from simulator.domain.model import Model
from simulator.domain.play import Play, PlayStep
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scenario import Scenario

DRAFT = "http://json-schema.org/draft-07/schema#"
KINDS: Mapping[str, type[Model]] = MappingProxyType(
    {
        "scenario": Scenario,
        "inject": InjectFile,
        "playbook": Playbook,
        "rubric": Rubric,
        "play": Play,
    }
)
"""Kind of file → what it holds; the sixth kind, `translation`, has the shape of another."""

PAPERS: Mapping[str, type[Model]] = MappingProxyType(
    {"debrief": DebriefFile, "comparison": ComparisonFile, "rehearsal": Rehearsal}
)
"""Kind of paper → what its JSON holds; nobody writes these by hand."""

NAMES = (*KINDS, "translation", *PAPERS)
"""The kinds of file that have a schema."""

Schema = dict[str, Any]

ONE_OF_MANY = frozenset({"PlayStep", "Effect"})
"""Things that have exactly one of their keys."""

UNKNOWN_TO_EDITORS = frozenset({"title", "discriminator"})

_FOLLOWED: Mapping[str, Schema] = {
    "use": {
        "type": "string",
        "pattern": "^[a-z0-9-]{1,60}/[a-z0-9-]{1,60}$",
        "description": "A reusable inject, `theme/id`; what is written beside it replaces its own.",
    },
    "body_file": {
        "type": "string",
        "description": "A file in this folder that holds the body.",
    },
}
_BASED: Schema = {
    "type": "string",
    "pattern": "^[a-z0-9-]{1,60}$",
    "description": "The playbook this one is made from; what is written here replaces its own.",
}


def schema(kind: str, channels: Channels) -> Schema:
    """The schema of one kind of file; the details of these channels are spelled out."""
    one = KINDS.get(kind) or PAPERS.get(kind)
    models = [one] if one else [file_model(model) for model in TRANSLATED]
    payloads = {name: channel.Payload for name, channel in channels.items()}
    every = [(model, "validation") for model in dict.fromkeys([*models, *payloads.values()])]
    references, whole = models_json_schema(every)  # type: ignore[arg-type]
    definitions: dict[str, Schema] = whole["$defs"]
    for name, definition in definitions.items():
        _widen(name, _object(definition))
    if "PlayStep" in definitions:
        words = {"enum": sorted(PlayStep.BARE)}
        definitions["PlayStep"] = {"anyOf": [words, definitions["PlayStep"]]}
    for name in definitions.keys() & {"Inject"}:
        sentence = {"type": "string", "description": "The body; its beginning is the title."}
        definitions[name] = {"anyOf": [sentence, definitions[name]]}
    if kind in ("scenario", "inject"):
        details = {name: references[model, "validation"] for name, model in payloads.items()}
        _spell_out(
            _object(definitions[models[0].__name__ if kind == "inject" else "Inject"]), details
        )
    tops = [references[model, "validation"] for model in models]
    if kind == "playbook":
        _allow_based(definitions)
    used = _reached(definitions, tops)
    return {
        "$schema": DRAFT,
        "title": f"Simulacro {kind}",
        "anyOf": [_draft7(top) for top in tops],
        "definitions": {name: _draft7(definitions[name]) for name in sorted(used)},
    }


def _object(definition: Schema) -> Schema:
    """The part of a definition that describes a mapping, beside its short form."""
    if "properties" in definition or "anyOf" not in definition:
        return definition
    found: Schema = definition["anyOf"][-1]
    return found


def _widen(name: str, thing: Schema) -> None:
    """Allow what our models allow and do not say in their schema."""
    properties = thing.get("properties", {})
    for key in FOLLOWED.get(name, ()) if name != "Playbook" else ():  # only in a file of its own
        properties[key] = _FOLLOWED[key]
    bodies = [{"required": [key]} for key in ("title", "body", *FOLLOWED.get(name, ()))]
    if name in ("Inject", "InjectFile"):
        thing.pop("required", None)
        thing["anyOf"] = bodies
    elif name == "Version":
        thing.pop("required", None)
        thing["anyOf"] = bodies[1:]
    elif name in ONE_OF_MANY:
        thing |= {"minProperties": 1, "maxProperties": 1}
    if name == "Expect":
        for key in ("sees", "sees_not", "finding"):
            items = properties[key]["items"]
            properties[key] = {"anyOf": [items, properties[key]]}


def _allow_based(definitions: Mapping[str, Schema]) -> None:
    """Let a playbook say with `use` from which other it takes what it and its things leave out."""
    book = _object(definitions["Playbook"])
    book["properties"]["use"] = _BASED
    book["anyOf"] = [{"required": book.pop("required")}, {"required": ["use"]}]
    for name in ("PlaybookRole", "Trigger", "Branch", "Step", "AntiStep"):
        thing = _object(definitions[name])
        thing["anyOf"] = [{"required": thing.pop("required")}, {"required": ["id"]}]


def _spell_out(inject: Schema, details: Mapping[str, Schema]) -> None:
    """Say what the details of each channel are, in an inject and in its versions."""
    properties = inject["properties"]
    properties["channel"]["anyOf"] = [{"enum": sorted(details)}, {"type": "string"}]
    plain = details.get(properties["channel"]["default"])
    inject["allOf"] = [
        {
            "if": {"properties": {"channel": {"const": name}}, "required": ["channel"]},
            "then": _with_details(model),
        }
        for name, model in sorted(details.items())
    ]
    if plain:
        known = [{"required": ["channel"]}, {"required": ["use"]}]
        inject["allOf"].append({"if": {"not": {"anyOf": known}}, "then": _with_details(plain)})


def _with_details(model: Schema) -> Schema:
    version = {"properties": {"details": model}}
    return {"properties": {"details": model, "versions": {"items": version}}}


def _reached(definitions: Mapping[str, Schema], tops: Iterable[Any]) -> set[str]:
    """The names of the definitions that are used, from these on."""
    found: set[str] = set()
    waiting = [name for top in tops for name in _references(top)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(definitions[name])
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].rpartition("/")[2]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _references(each)


def _draft7(value: Any, *, named: bool = False) -> Any:
    """The same in the words of draft 7, without what editors have no use for.

    `named` is for mappings whose keys are names: there `title` is a property, not a remark.
    """
    if isinstance(value, list):
        return [_draft7(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {
        key: _draft7(each, named=key == "properties")
        for key, each in value.items()
        if named or not (key in UNKNOWN_TO_EDITORS or (key == "default" and each in (None, [], {})))
    }
    if named or "$ref" not in made:
        return made
    reference = {"$ref": made.pop("$ref").replace("#/$defs/", "#/definitions/")}
    return {**made, "allOf": [reference]} if made else reference
