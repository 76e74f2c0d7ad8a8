"""What can be asked over HTTP: commands in, views out; the same for whoever asks."""

from __future__ import annotations

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from simulator.acts import COMMAND, Command
from simulator.acts.people import JoinExercise
from simulator.acts.play import CreateExercise
from simulator.acts.tick import Tick
from simulator.domain.errors import Refused, UsageError
from simulator.service.hub import Answer
from simulator.web.bodies import JSON, body_of, key_of, number_of, object_of, text_of, whole
from simulator.web.caller import Caller, viewer_of
from simulator.web.callers import caller_of, language_of, server_of
from simulator.web.quota import READING
from simulator.web.server import Server
from simulator.web.stream import Stream

NOT_OVER_HTTP = (CreateExercise, Tick)
"""Commands that nobody gives over HTTP."""
MOST_HAPPENED = 1_000
NOTED = {
    "leave_exercise": "left",
    "hand_over_seat": "handed_over",
    "rotate_codes": "codes_rotated",
    "lock_lobby": "lobby_locked",
    "unlock_lobby": "lobby_unlocked",
    "revoke_seat": "seat_revoked",
    "mute_person": "muted",
    "unmute_person": "unmuted",
    "go_back": "went_back",
    "end_exercise": "ended",
}
"""Commands that the audit trail tells of, and as what."""


async def submit(request: Request) -> Response:
    """A command, decided and kept; a repeat of a request gets its first answer (K33)."""
    caller = await caller_of(request)
    server = server_of(request)
    command = _command(await body_of(request))
    answer = await given(server, caller, command, key_of(request))
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


async def given(server: Server, caller: Caller, command: Command, key: str | None) -> Answer:
    """Have a command decided that somebody gave, by whichever door. Raises as the hub does."""
    _must_be_by_hand(command, house=caller.house)
    server.quota.spend(caller)
    answer = await server.hub.submit(caller.exercise, caller.actor, command, key)
    if command.kind in NOTED and not answer.repeated:
        about = getattr(command, "person", None)
        who = caller.actor.person
        server.audit.note(NOTED[command.kind], exercise=caller.exercise, person=who, about=about)
    return answer


async def view(request: Request) -> Response:
    """What a seat may see and do now; of the cards those changed after a number."""
    caller = await caller_of(request)
    server = server_of(request)
    server.quota.spend(caller, READING)
    viewer = viewer_of(caller.actor, language_of(request))
    server.asked(caller)
    message = await server.views.message(caller.exercise, viewer, number_of(request, "after"))
    return Response(message.body, media_type=JSON)


async def stream(request: Request) -> ASGIApp | Response:
    """The same, whenever something happened; resumable by the number of the last message."""
    caller = await caller_of(request)
    server = server_of(request)
    server.quota.spend(caller, READING)
    asked = number_of(request, "after")
    last = whole(request.headers.get("last-event-id", ""))
    viewer = viewer_of(caller.actor, language_of(request))
    return Stream(server, caller, viewer, asked if last is None else last)


async def history(request: Request) -> Response:
    """What happened, for staff: so many events after a number."""
    caller = await caller_of(request)
    server = server_of(request)
    server.quota.spend(caller, READING)
    most = min(number_of(request, "most", MOST_HAPPENED), MOST_HAPPENED)
    after = number_of(request, "after")
    found = await server.gateway(caller, language_of(request)).history(after, most)
    return JSONResponse([each.model_dump(mode="json") for each in found])


async def names(request: Request) -> Response:
    """Person → name, of those who have one."""
    caller = await caller_of(request)
    return JSONResponse(dict(await server_of(request).called(caller.exercise)))


async def rename(request: Request) -> Response:
    """Be called so from now on."""
    caller = await caller_of(request)
    server = server_of(request)
    name = text_of(await object_of(request), "name")
    if name is None:
        raise UsageError("wrong_value", field="name")
    server.quota.spend(caller)
    exercise = await server.hub.exercise(caller.exercise)
    if caller.actor.person in exercise.access.muted:
        raise Refused("muted")
    await server.gateway(caller, language_of(request)).call_me(name)
    return Response(status_code=204)


def _command(body: bytes) -> Command:
    """The command that a body says. Raises `UsageError`."""
    try:
        return COMMAND.validate_json(body)
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in wrong["loc"])
        raise UsageError("wrong_command", field=place or "kind", problem=wrong["msg"]) from error


def _must_be_by_hand(command: Command, *, house: bool) -> None:
    """Raises `Refused` for what the server alone does."""
    if isinstance(command, NOT_OVER_HTTP):
        raise Refused("not_by_this_door")
    if isinstance(command, JoinExercise) and not house:
        raise Refused("not_by_this_door")  # there is a door of its own, for those with a code
