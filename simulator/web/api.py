"""What can be asked over HTTP: commands in, views out; the same for whoever asks."""

from __future__ import annotations

import json

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from simulator.acts import COMMAND, Command
from simulator.acts.people import JoinExercise, LeaveExercise
from simulator.acts.play import CreateExercise
from simulator.acts.tick import Tick
from simulator.domain.errors import Refused, UsageError
from simulator.web.caller import viewer_of
from simulator.web.callers import caller_of, language_of, server_of
from simulator.web.messages import with_names
from simulator.web.stream import Stream

MOST_BYTES = 256_000
"""The longest command that is read."""
NOT_OVER_HTTP = (CreateExercise, Tick)
"""Commands that nobody gives over HTTP."""
JSON = "application/json"


async def submit(request: Request) -> Response:
    """A command, decided and kept; a repeat of a request gets its first answer (K33)."""
    caller = await caller_of(request)
    server = server_of(request)
    command = _command(await body_of(request), house=caller.house)
    key = request.headers.get("idempotency-key") or None
    server.quota.spend(caller)
    answer = await server.hub.submit(caller.exercise, caller.actor, command, key)
    if isinstance(command, LeaveExercise):
        server.audit.note("left", exercise=caller.exercise, person=caller.actor.person)
    at = answer.at.isoformat() if answer.at else None
    return JSONResponse(
        {
            "first": answer.first,
            "last": answer.last,
            "at": at,
            "elapsed": answer.elapsed,
            "repeated": answer.repeated,
        }
    )


async def view(request: Request) -> Response:
    """What a seat may see and do now; of the cards those changed after a number."""
    caller = await caller_of(request)
    server = server_of(request)
    viewer = viewer_of(caller.actor, language_of(request))
    message = await server.views.message(caller.exercise, viewer, _number(request, "after"))
    names = await server.called(caller.exercise)
    return Response(with_names(message, names), media_type=JSON)


async def stream(request: Request) -> ASGIApp | Response:
    """The same, whenever something happened; resumable by the number of the last message."""
    caller = await caller_of(request)
    said = request.headers.get("last-event-id")
    after = int(said) if said and said.isdecimal() else _number(request, "after")
    viewer = viewer_of(caller.actor, language_of(request))
    return Stream(server_of(request), caller, viewer, after)


async def history(request: Request) -> Response:
    """What happened, for staff: so many events after a number."""
    caller = await caller_of(request)
    gateway = server_of(request).gateway(caller, language_of(request))
    most = min(_number(request, "most", 1_000), 1_000)
    found = await gateway.history(_number(request, "after"), most)
    return JSONResponse([each.model_dump(mode="json") for each in found])


async def names(request: Request) -> Response:
    """Person → name, of those who have one."""
    caller = await caller_of(request)
    return JSONResponse(dict(await server_of(request).called(caller.exercise)))


async def rename(request: Request) -> Response:
    """Be called so from now on."""
    caller = await caller_of(request)
    said = json.loads(await body_of(request) or b"{}")
    name = said.get("name") if isinstance(said, dict) else None
    if not isinstance(name, str):
        raise UsageError("wrong_value", field="name")
    await server_of(request).gateway(caller, language_of(request)).call_me(name)
    return Response(status_code=204)


def _command(body: bytes, *, house: bool) -> Command:
    """The command that a body says. Raises `UsageError`, `Refused`."""
    try:
        command = COMMAND.validate_json(body)
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(str(part) for part in wrong["loc"])
        raise UsageError("wrong_command", field=place or "kind", problem=wrong["msg"]) from error
    if isinstance(command, NOT_OVER_HTTP):
        raise Refused("not_by_this_door")
    if isinstance(command, JoinExercise) and not house:
        raise Refused("not_by_this_door")  # there is a door of its own, for those with a code
    return command


async def body_of(request: Request) -> bytes:
    """The body of a request, up to a limit. Raises `UsageError`."""
    if request.headers.get("content-type", "").split(";")[0].strip() != JSON:
        raise UsageError("wants_json")
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > MOST_BYTES:
            raise UsageError("body_too_long", most=MOST_BYTES)
    return bytes(found)


def _number(request: Request, name: str, unless: int = 0) -> int:
    said = request.query_params.get(name)
    if said is None:
        return unless
    if not said.isdecimal() or len(said) > 15:
        raise UsageError("wrong_number", field=name)
    return int(said)
