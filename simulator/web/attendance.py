"""Who of an exercise is there now, and what goes wrong beside play; told to staff (K29)."""

from __future__ import annotations

import hashlib
import json

from starlette.requests import Request
from starlette.responses import Response

from simulator.domain.presence import Attendant, Presence
from simulator.service.access import came_in
from simulator.text import words
from simulator.web.bodies import JSON
from simulator.web.caller import Caller
from simulator.web.callers import caller_of, language_of, server_of
from simulator.web.server import Server
from simulator.web.stream import Beat


async def present(request: Request) -> Response:
    """Who came in, and who of them is there."""
    caller = await caller_of(request)
    found = await presence(server_of(request), caller.exercise, language_of(request))
    return Response(found.model_dump_json(), media_type=JSON)


async def presence(server: Server, exercise: str, language: str) -> Presence:
    """Everybody with a code's seat, whoever else is there, and how the server fares."""
    there = server.present(exercise)
    seats = (await server.hub.exercise(exercise)).seats
    people = [
        Attendant(
            person=person,
            role=seat.actor.role,
            team=seat.actor.team,
            team_role=seat.actor.team_role,
            here=person in there,
        )
        for person, seat in seats.items()
        if person in there or came_in(seat)
    ]
    return Presence(people=tuple(people), trouble=_trouble(server, language))


def beat_of(server: Server, caller: Caller, language: str) -> Beat:
    """What tells a page who is there now, whenever that has changed: a team of its own people,
    staff of everybody, and of what goes wrong."""
    said: dict[str, object] = {"here": []}

    async def beat() -> bytes:
        nonlocal said
        before, said = said, await _news(server, caller, language)
        return json.dumps(said).encode() if said != before else b"{}"

    return beat


async def attended(server: Server, caller: Caller, language: str) -> tuple[str, bytes]:
    """The same for a page that asks, and a mark by which it says later what it was told last."""
    said = await _news(server, caller, language)
    mark = hashlib.blake2b(json.dumps(said).encode(), digest_size=6).hexdigest()
    return mark, json.dumps(said | {"mark": mark}).encode()


async def _news(server: Server, caller: Caller, language: str) -> dict[str, object]:
    actor = caller.actor
    if actor.is_staff:
        found = await presence(server, caller.exercise, language)
        here = sorted(each.person for each in found.people if each.here)
        away = sorted(each.person for each in found.away)
        return {"here": here, "away": away, "tables": _tables(found), "trouble": found.trouble}
    seats = (await server.hub.exercise(caller.exercise)).seats
    there = server.present(caller.exercise) if actor.role == "participant" else ()
    return {"here": sorted(p for p in there if p in seats and seats[p].actor.team == actor.team)}


def _tables(found: Presence) -> dict[str, dict[str, int]]:
    """How many of each team came in, and how many of them are there."""
    teams = dict.fromkeys(p.team for p in found.people if p.team and p.role == "participant")
    return {
        team: {"here": sum(p.here for p in found.of(team)), "all": len(found.of(team))}
        for team in teams
    }


def _trouble(server: Server, language: str) -> str:
    error = server.ailing()
    if error is None:
        return ""
    problem = words(f"errors.{error.code}", language, **error.values)
    return words("keeping.backup.failed", language, problem=problem)
