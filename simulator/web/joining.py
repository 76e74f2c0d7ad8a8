"""Coming in: a code for a seat, a seat for a cookie; the same seat again on whatever device."""

from __future__ import annotations

from secrets import token_urlsafe

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.acts.people import JoinExercise
from simulator.domain.access import Place
from simulator.domain.errors import Refused, SimulatorError, UsageError
from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor
from simulator.service.access import new_person, places
from simulator.service.naming import keep_name, usable_name
from simulator.web.bodies import JOIN_KEY, key_of, object_of, text_of
from simulator.web.caller import Caller
from simulator.web.callers import caller_of, server_of, token_of
from simulator.web.cookies import DEVICE, JOINING, SEAT, WEEK, drop, keep, kept
from simulator.web.server import Server

MOST_LETTERS = 64
"""The longest code that is looked at."""


async def join(request: Request) -> Response:
    """Exchange a code for a seat; whoever has one already keeps it."""
    said = await object_of(request)
    exercise, actor = await let_in(request, text_of(said, "code"), text_of(said, "name"))
    token = server_of(request).access.token(exercise, actor.person)
    answer = JSONResponse(_seat(actor) | {"token": token}, 201)
    return give_seat(request, answer, token)


async def let_in(request: Request, code: str | None, name: str | None) -> tuple[str, Actor]:
    """Whose seat a code is for, in the exercise of the address. Raises `Refused`."""
    server, typed = server_of(request), (code or "")[:MOST_LETTERS]
    exercise = await _exercise(request, server)
    server.throttle.check(_device(request, server))
    person = server.access.person_by(exercise, typed)
    if person is not None:
        server.audit.note("came_back", exercise=exercise.id, person=person)
        await _named(server, exercise, person, name)
        return exercise.id, exercise.seats[person].actor
    actor = await _actor(request, server, exercise, typed)
    name = usable_name(name) if name and exercise.names != "role-only" else None
    if actor.person not in exercise.seats:
        await _seated(server, exercise, actor)
    await keep_name(server.names, exercise.names, exercise.id, actor.person, name)
    server.audit.note("joined", exercise=exercise.id, person=actor.person, role=actor.role)
    return exercise.id, actor


async def _named(server: Server, exercise: Exercise, person: str, name: str | None) -> None:
    """Whoever takes a seat that was passed on has no name yet."""
    if name and person not in await server.called(exercise.id):
        await keep_name(server.names, exercise.names, exercise.id, person, usable_name(name))


async def _actor(request: Request, server: Server, exercise: Exercise, typed: str) -> Actor:
    """Who comes in with a place's code. Raises `Refused` for a wrong one."""
    place = server.access.place_of(exercise, typed)
    if place is None:
        server.throttle.wrong(_device(request, server))
        server.audit.note("wrong_code", exercise=exercise.id)
        raise Refused("wrong_code")
    before = await _seated_before(request, server, exercise, place)
    return before or _newcomer(place, _person(request, server, exercise, place))


async def _seated(server: Server, exercise: Exercise, actor: Actor) -> None:
    try:
        await server.hub.submit(exercise.id, actor, JoinExercise())
    except SimulatorError as error:
        if error.code == "already_joined":  # the same join, given twice at the same moment
            return
        server.audit.note("not_admitted", exercise=exercise.id, role=actor.role, why=error.code)
        raise


async def seat(request: Request) -> Response:
    """Whose seat the cookie is for."""
    caller = await caller_of(request)
    server = server_of(request)
    exercise = await server.hub.exercise(caller.exercise)
    code = None if caller.house else server.access.personal_code(exercise, caller.actor.person)
    return JSONResponse(_seat(caller.actor) | {"code": code, "names": exercise.names})


async def codes(request: Request) -> Response:
    """Every code there is, for the facilitator alone; the projector's page never asks for it."""
    caller = await caller_of(request)
    server = server_of(request)
    must_be_facilitator(caller)
    exercise = await server.hub.exercise(caller.exercise)
    found = [
        {"role": p.role, "team": p.team, "team_role": p.team_role}
        | {"code": server.access.code(exercise, p)}
        for p in places(exercise)
    ]
    return JSONResponse(found)


async def stop(request: Request) -> Response:
    """End the server; only from the machine it runs on."""
    caller = await caller_of(request)
    if not caller.house:
        raise Refused("house_only")
    server = server_of(request)
    server.audit.note("stopped")
    server.stop()
    return Response(status_code=202)


def must_be_facilitator(caller: Caller) -> None:
    """Raises `Refused` for anybody else."""
    if caller.actor.role != "facilitator":
        raise Refused("facilitator_only")


async def _exercise(request: Request, server: Server) -> Exercise:
    return await server.hub.exercise(must_be_served(request))


def must_be_served(request: Request) -> str:
    """The exercise of the address. Raises `Refused` where there is none: a code is wrong there."""
    id: str = request.path_params["exercise"]
    if not server_of(request).served(id):
        raise Refused("wrong_code")
    return id


async def _seated_before(
    request: Request, server: Server, exercise: Exercise, place: Place
) -> Actor | None:
    """Whoever comes again from the same device to the same place has the same seat."""
    person = server.access.person_of(exercise.id, token_of(request))
    seat = exercise.seats.get(person) if person else None
    there = seat and (seat.actor.role, seat.actor.team, seat.actor.team_role)
    return seat.actor if seat and there == (place.role, place.team, place.team_role) else None


def _newcomer(place: Place, person: str) -> Actor:
    parts = {"role": place.role, "team": place.team, "team_role": place.team_role}
    return Actor.model_validate({"person": person, **parts})


def _person(request: Request, server: Server, exercise: Exercise, place: Place) -> str:
    """Who somebody new is: the same for a join given again under its key, its answer being lost."""
    key = _key(request)
    person = server.access.person_for(exercise.id, place, key) if key else new_person()
    return new_person() if person in exercise.access.revoked else person


def _key(request: Request) -> str:
    """The key of a join; so long that nobody has another's. Raises `UsageError`."""
    key = key_of(request) or kept(request, JOINING)
    if key and not JOIN_KEY.fullmatch(key):
        raise UsageError("wrong_value", field="Idempotency-Key")
    return key


def give_seat(request: Request, answer: Response, token: str, *, shared: bool = False) -> Response:
    """Let a device have the seat; a shared one forgets it when its browser is closed."""
    keep(request, answer, SEAT, token, None if shared else WEEK)
    if kept(request, JOINING):
        drop(request, answer, JOINING)
    return answer


def _device(request: Request, server: Server) -> str | None:
    """What tells one device from another: a cookie it was given; None for one not met before."""
    return server.access.known_device(kept(request, DEVICE))


def give_device(request: Request, server: Server, answer: Response) -> Response:
    """Let a device that is new here be known again."""
    if server.access.known_device(kept(request, DEVICE)) is None:
        keep(request, answer, DEVICE, server.access.device(), WEEK)
    return answer


def give_key(request: Request, answer: Response) -> Response:
    """Let whoever joins by the page do so once, however often: until it is answered (K33)."""
    if not kept(request, JOINING):
        keep(request, answer, JOINING, token_urlsafe(16))
    return answer


def _seat(actor: Actor) -> dict[str, str | None]:
    return {
        "person": actor.person,
        "role": actor.role,
        "team": actor.team,
        "team_role": actor.team_role,
    }


async def health(request: Request) -> Response:
    """That a server is here, and the exercises it serves; and that the device is known from now."""
    from simulator import __version__

    server = server_of(request)
    listed = await server.listed()
    answer = JSONResponse({"simulacro": __version__, "exercises": listed})
    return give_device(request, server, answer)
