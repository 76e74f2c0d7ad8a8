"""Every door of the server: its address, who may use it, what it takes and gives.

Routes, the role check and the OpenAPI document are all made from this one table, so that there is
no door without a rule.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from simulator.domain.people import STAFF
from simulator.web import api, attached, attendance, joining, pages, table
from simulator.web.inviting import invitations
from simulator.web.papers import report, timeline
from simulator.web.passing import hand_over
from simulator.web.shelf import library

Who = Literal["anyone", "seated", "staff", "facilitator", "house"]
Handler = Callable[[Request], Awaitable[Response | ASGIApp]]


@dataclass(frozen=True, slots=True)
class Door:
    """One method at one address."""

    method: Literal["GET", "POST", "PUT"]
    path: str
    handler: Handler
    who: Who
    summary: str
    gives: str = "application/json"
    takes: str = ""
    """The name of the schema of its body; empty where it takes none."""
    answers: str = ""
    """The name of the schema of its answer."""
    query: tuple[str, ...] = ()
    status: int = 200

    @property
    def address(self) -> str:
        """The path as OpenAPI writes it."""
        return self.path.replace(":path}", "}")


async def described(request: Request) -> Response:
    """This table, for programs."""
    from simulator.web.openapi import written

    return Response(await asyncio.to_thread(written), media_type="application/json")


HTML = "text/html"
HERE = "/api/exercises/{exercise}"
ROOM = "/x/{exercise}"
DOORS: tuple[Door, ...] = (
    Door("GET", "/api/health", joining.health, "anyone", "What is served here.", answers="Health"),
    Door("GET", "/api/openapi.json", described, "anyone", "This document.", answers="Document"),
    Door("POST", f"{HERE}/join", joining.join, "anyone", "Exchange a code for a seat.",
         takes="Join", answers="Seat", status=201),
    Door("GET", f"{HERE}/seat", joining.seat, "seated", "Whose seat this is.", answers="Seat"),
    Door("POST", f"{HERE}/commands", api.submit, "seated", "Give a command.",
         takes="Command", answers="Answer"),
    Door("GET", f"{HERE}/view", api.view, "seated", "What this seat may see and do.",
         answers="View", query=("after", "language")),
    Door("GET", f"{HERE}/stream", api.stream, "seated", "The same, whenever something happened.",
         gives="text/event-stream", query=("after", "language")),
    Door("GET", HERE + "/attachments/{file:path}", attached.attachment, "seated",
         "A file that came with an inject.", gives="application/octet-stream"),
    Door("GET", f"{HERE}/names", api.names, "seated", "What people are called.", answers="Names"),
    Door("PUT", f"{HERE}/name", api.rename, "seated", "Be called so from now on.",
         takes="Name", status=204),
    Door("GET", f"{HERE}/history", api.history, "staff", "What happened.",
         answers="History", query=("after", "most", "language")),
    Door("GET", f"{HERE}/codes", joining.codes, "facilitator", "The codes to join with.",
         answers="Codes"),
    Door("GET", f"{HERE}/table", table.table, "facilitator", "The teams, and who sits where.",
         answers="Table"),
    Door("GET", f"{HERE}/kit", table.kit, "facilitator", "All it is played from.", answers="Kit"),
    Door("GET", f"{HERE}/present", attendance.present, "staff", "Who is there now.",
         answers="Presence", query=("language",)),
    Door("GET", f"{HERE}/library", library, "facilitator", "Injects that lie ready.",
         answers="Library", query=("language",)),
    Door("POST", f"{HERE}/stop", joining.stop, "house", "End the server.", status=202),
    Door("GET", "/", pages.home, "anyone", "The page to join on.", HTML, query=("language",)),
    Door("GET", "/static/{file:path}", pages.static, "anyone", "What pages need.", "text/css"),
    Door("POST", f"{ROOM}/join", pages.join, "anyone", "Exchange a code for a seat.", HTML,
         status=303),
    Door("POST", f"{ROOM}/leave", pages.leave, "seated", "Give the seat up.", HTML, status=303),
    Door("GET", ROOM, pages.room, "seated", "The page of this seat.", HTML, query=("language",)),
    Door("POST", f"{ROOM}/look", pages.look, "seated", "It again, with what was typed.", HTML),
    Door("POST", f"{ROOM}/do", pages.do, "seated", "A form of the page.", HTML, status=303),
    Door("GET", f"{ROOM}/cards", pages.cards, "seated", "What has changed on the page.",
         query=("after", "wait", "language")),
    Door("GET", f"{ROOM}/stream", pages.stream, "seated", "The same, whenever it changes.",
         gives="text/event-stream", query=("after", "language")),
    Door("POST", f"{ROOM}/hand-over", hand_over, "seated", "Pass a seat on.", HTML),
    Door("GET", f"{ROOM}/timeline", timeline, "staff", "What happened, to be looked through.", HTML,
         query=("before", "find", "group")),
    Door("GET", f"{ROOM}/report", report, "facilitator", "The after-action report.", HTML),
    Door("GET", f"{ROOM}/invitations", invitations, "facilitator", "Codes to be printed.", HTML),
)  # fmt: skip


def may(who: Who, role: str, *, house: bool) -> bool:
    """Whether somebody with a seat may use a door."""
    if who == "house":
        return house
    if who == "facilitator":
        return role == "facilitator"
    return who != "staff" or role in STAFF


def parameters(door: Door) -> list[dict[str, Any]]:
    """What a door's address takes, as OpenAPI says it."""
    found: list[dict[str, Any]] = []
    if "{exercise}" in door.path:
        found.append(_parameter("exercise", "path", {"type": "string"}))
    if "{file" in door.path:
        found.append(_parameter("file", "path", {"type": "string", "minLength": 1}))
    kinds = {name: {"type": "string"} for name in ("language", "find", "group")}
    number = {"type": "integer", "minimum": 0, "maximum": 999_999_999_999_999}
    found += [_parameter(name, "query", kinds.get(name, number)) for name in door.query]
    return found


def _parameter(name: str, place: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}
