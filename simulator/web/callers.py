"""Who asks: a seat by its cookie, or this machine's own user by the key that lies in a file."""

from __future__ import annotations

from contextlib import suppress

from starlette.requests import Request

from simulator.domain.errors import SimulatorError, StoreError, UsageError
from simulator.domain.people import Actor
from simulator.text import FALLBACK, languages
from simulator.web.caller import HOUSE, Caller
from simulator.web.cookies import LANGUAGE, SEAT, kept
from simulator.web.server import Server

LET_IN = "let_in"
"""What a door keeps whom it has let in as, beside the request."""


def server_of(request: Request) -> Server:
    """The server a request has come to."""
    found = request.app.server
    assert isinstance(found, Server)
    return found


def language_of(request: Request) -> str:
    """The language somebody asks for: said in the address, kept in a cookie, else the browser's.

    One of the interface's, or one that the exercise they have a seat in can be read in.
    """
    wanted = [request.query_params.get("language"), kept(request, LANGUAGE)]
    wanted += [part.split(";")[0].strip() for part in _accepted(request)]
    known = {code.lower(): code for code in spoken(request)}
    asked = (code.lower() for code in wanted if code)
    found = (form for code in asked for form in (code, code.split("-")[0]))
    return next((known[form] for form in found if form in known), FALLBACK)


def spoken(request: Request) -> tuple[str, ...]:
    """The languages that somebody may ask for."""
    return (*languages(), *getattr(request.state, "editions", ()))


def _accepted(request: Request) -> list[str]:
    return request.headers.get("accept-language", "").split(",")


async def caller_of(request: Request) -> Caller:
    """Who asks about the exercise in the address. Raises `NotSeated`.

    Whom the door has let in is not looked at a second time at once, only if asked for again later.
    """
    let_in = request.scope.pop(LET_IN, None)
    return let_in if isinstance(let_in, Caller) else await _caller(request)


async def _caller(request: Request) -> Caller:
    server, exercise = server_of(request), request.path_params["exercise"]
    person = server.access.person_of(exercise, token_of(request))
    with suppress(StoreError):
        if server.served(exercise):
            request.state.editions = await server.editions(exercise)
    if person == HOUSE and server.served(exercise):
        return Caller(exercise, _acting(request), house=True)
    actor = await server.seated(exercise, person) if person else None
    if actor is None:
        raise NotSeated("no_seat")
    return Caller(exercise, actor)


def token_of(request: Request) -> str:
    """What somebody says to be known by; empty where they say nothing."""
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    return bearer or kept(request, SEAT)


class NotSeated(SimulatorError):
    """Somebody asks who has no seat here, or no longer."""


def _acting(request: Request) -> Actor:
    """The seat that this machine's user acts from. Raises `UsageError`."""
    said = request.headers.get("act-as", "facilitator;facilitator;;")
    person, role, team, team_role, *_ = (*said.split(";"), "", "", "", "")
    try:
        return Actor.model_validate(
            {"person": person, "role": role, "team": team or None, "team_role": team_role or None}
        )
    except ValueError as error:
        raise UsageError("wrong_seat") from error
