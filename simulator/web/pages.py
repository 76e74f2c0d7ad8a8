"""The pages: the door, and the exercise as each role has it; without scripts up to live news."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from importlib import resources
from types import MappingProxyType
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from simulator.acts.people import LeaveExercise
from simulator.domain.access import Place
from simulator.domain.errors import Refused, SimulatorError, UsageError
from simulator.domain.exercise import Exercise
from simulator.domain.view import Choice
from simulator.text import languages, words
from simulator.web import joining, rooms
from simulator.web.api import given
from simulator.web.attendance import attended, beat_of
from simulator.web.bodies import JSON, form_of, key_of, number_of, usable_key, whole
from simulator.web.caller import Caller, viewer_of
from simulator.web.callers import caller_of, language_of, server_of, spoken
from simulator.web.cookies import LANGUAGE, SEAT, SHARED, YEAR, drop, keep, kept
from simulator.web.drawing import Drawer
from simulator.web.forms import Group, command_of, typed_again
from simulator.web.inviting import invited, way_in
from simulator.web.quota import READING
from simulator.web.seats import titled
from simulator.web.server import Server
from simulator.web.shelf import details_of
from simulator.web.stream import Stream
from simulator.web.waiting import PATIENCE, Waiting

HOMES = ("injects", "say", "notes", "clock", "people")
"""The headings under which forms stand."""
TOP = "top"
"""Where those stand that their reader uses all the time."""
HEARTBEAT = 5.0
"""Seconds after which a page hears something even if nothing happened; so it polls within ten."""
STATIC = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


async def home(request: Request) -> Response:
    """The door: a code for a seat."""
    wanted = request.query_params.get("language")
    return _chosen(request, wanted, "/") if wanted in languages() else await _door(request)


async def join(request: Request) -> Response:
    """Come in by the form of the door."""
    exercise, form = joining.must_be_served(request), await form_of(request)
    code, name, shared = (form.get(field, [""])[0] for field in ("code", "name", SHARED))
    try:
        _, actor = await joining.let_in(request, code, name or None)
    except SimulatorError as error:
        problem = words(f"errors.{error.code}", language_of(request), **error.values)
        return await _door(request, problem, exercise, name)
    answer = RedirectResponse(f"/x/{exercise}", 303)
    if shared:
        keep(request, answer, SHARED, "yes")
    else:
        drop(request, answer, SHARED)
    token = server_of(request).access.token(exercise, actor.person)
    return joining.give_seat(request, answer, token, shared=bool(shared))


async def leave(request: Request) -> Response:
    """Give the seat up; nothing of it stays on the device."""
    caller, server = await caller_of(request), server_of(request)
    with suppress(Refused):
        await given(server, caller, LeaveExercise(), None)
    answer = RedirectResponse("/?left=yes", 303)
    drop(request, answer, SEAT)
    drop(request, answer, SHARED)
    return answer


async def room(request: Request) -> Response:
    """The exercise as one seat has it."""
    caller = await caller_of(request)
    wanted = request.query_params.get("language")
    if wanted in spoken(request):
        return _chosen(request, wanted, f"/x/{caller.exercise}")
    return HTMLResponse(await _room(request, caller))


async def look(request: Request) -> Response:
    """The exercise as it is now, with what somebody without scripts has typed of a decision."""
    caller = await caller_of(request)
    return HTMLResponse(await _room(request, caller, await form_of(request)))


async def do(request: Request) -> Response:
    """A form of the page was sent; with scripts it says how it went, without it goes back."""
    caller, server = await caller_of(request), server_of(request)
    form = request.state.form = await form_of(request)
    viewer = viewer_of(caller.actor, language_of(request))
    choices = (await server.hub.look(caller.exercise, viewer)).choices
    more = await details_of(server, caller, viewer.language, form)
    command = command_of(form, choices, more)
    key = key_of(request) or usable_key(next(iter(form.get("token", ())), None))
    answer = await given(server, caller, command, key)
    if JSON not in request.headers.get("accept", ""):
        return RedirectResponse(f"/x/{caller.exercise}", 303)
    at = answer.at.isoformat() if answer.at else None
    body = json.dumps({"first": answer.first, "last": answer.last, "at": at})
    return Response(body, media_type=JSON)


async def cards(request: Request) -> Response:
    """What has changed after a number, as elements of the page; nothing where nothing has.

    Whoever says so waits some seconds for it; whoever says what they were told of who is there
    hears of that, too.
    """
    caller, server = await caller_of(request), server_of(request)
    server.quota.spend(caller, READING)
    after, patience = number_of(request, "after"), min(number_of(request, "wait"), PATIENCE)
    language, told_last = language_of(request), request.query_params.get("told")

    async def others() -> bytes:
        """Who is there, where that is asked for and is not what was told last."""
        if told_last is None:
            return b""
        mark, said = await attended(server, caller, language)
        return said if mark != told_last else b""

    async def beside() -> bool:
        return bool(await others())

    if after and patience:
        viewer, pause = viewer_of(caller.actor, language), min(HEARTBEAT, server.heartbeat)
        await Waiting(server, caller, viewer, after, beside, pause).wait(request, patience)
        caller = await caller_of(request)
    server.asked(caller)
    here = await others()
    if after and after == await server.number(caller.exercise):
        answer = Response(b'{"beat":%b}' % here, media_type=JSON)
        return answer if here else Response(status_code=204)
    viewer = viewer_of(caller.actor, language)
    body = (await server.rooms.message(caller.exercise, viewer, after)).body
    return Response(body[:-1] + b',"beat":%b}' % here if here else body, media_type=JSON)


async def stream(request: Request) -> ASGIApp | Response:
    """The same, whenever something happened."""
    caller, server = await caller_of(request), server_of(request)
    server.quota.spend(caller, READING)
    last = whole(request.headers.get("last-event-id", ""))
    after = number_of(request, "after") if last is None else last
    viewer = viewer_of(caller.actor, language_of(request))
    heartbeat = min(HEARTBEAT, server.heartbeat)
    beat = beat_of(server, caller, viewer.language)
    return Stream(server, caller, viewer, after, server.rooms, heartbeat, beat)


async def static(request: Request) -> Response:
    """A file that pages need; they are few, and come with the program."""
    name = request.path_params["file"]
    known = resources.files("simulator.web") / "static"
    file = next((f for f in known.iterdir() if f.name == name), None)
    kind = STATIC.get(name[name.rfind(".") :]) if "." in name else None
    if file is None or kind is None:
        raise UsageError("no_such_page")
    return Response(file.read_bytes(), media_type=kind, headers={"cache-control": "max-age=300"})


def told(request: Request, error: SimulatorError, status: int) -> Response:
    """A page that says what could not be done; whoever has no seat is led to the door."""
    if status == 401:
        return RedirectResponse("/", 303)
    exercise = request.path_params.get("exercise")
    problem = words(f"errors.{error.code}", language_of(request), **error.values)
    back = f"/x/{exercise}" if exercise else "/"
    again = typed_again(getattr(request.state, "form", {}), error, f"{back}/do")
    drawer = Drawer(language_of(request))
    page = drawer.page("problem.html", problem=problem, back=back, again=again)
    return HTMLResponse(page, status)


def _chosen(request: Request, language: str | None, back: str) -> Response:
    """A language was chosen: it is kept, and the address is as it was."""
    answer = RedirectResponse(back, 303)
    keep(request, answer, LANGUAGE, language or "", YEAR)
    return answer


async def _door(
    request: Request, problem: str = "", problem_in: str = "", name: str = ""
) -> Response:
    """The door; after a problem with what was typed beside the code."""
    server, drawer = server_of(request), Drawer(language_of(request))
    found = []
    for served in server.exercises:
        state = await server.hub.exercise(served)
        title = state.kit.edition(drawer.language).scenario.title
        about = {"exercise": served, "title": title, "status": state.status, "names": state.names}
        found.append(about)
    shown = {"exercises": found, "problem": problem, "problem_in": problem_in, "typed": name}
    page = drawer.page("join.html", languages=_languages(), **shown)
    answer = joining.give_key(request, HTMLResponse(page, 409 if problem else 200))
    return joining.give_device(request, server, answer)


async def _room(
    request: Request, caller: Caller, typed: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> str:
    server = server_of(request)
    viewer = viewer_of(caller.actor, language_of(request))
    names = await server.called(caller.exercise)
    state = await server.hub.exercise(caller.exercise)
    seen = await server.hub.look(caller.exercise, viewer)
    drawer = rooms.drawer_of(state, viewer, names, _came(state, caller))
    drawer = replace(drawer, number=seen.number)
    now, scenario = datetime.now().astimezone(), state.kit.edition(viewer.language).scenario
    shown: dict[str, Any] = {
        "title": scenario.title,
        "tlp": scenario.tlp,
        "exercise": caller.exercise,
        "role": viewer.role,
        "seat": caller.actor.person,
        "number": seen.number,
        "now": now.timestamp(),
        "wall": f"{now:%H:%M}",
        "clock": rooms.clock_of(state, viewer) | {"now": await _elapsed(server, state)},
        "lists": rooms.lists(seen.cards, viewer, drawer),
        "languages": _languages(),
    }
    if viewer.role == "projector":
        return drawer.page("projector.html", **shown, **way_in(request))
    decide = rooms.deciding(state.id, seen, viewer, replace(drawer, typed=typed))
    own = None if caller.house else server.access.personal_code(state, caller.actor.person)
    token = secrets.token_urlsafe(12)
    people = drawer.page("people.html", people=rooms.people(state, viewer, drawer))
    return drawer.page(
        "room.html",
        **shown,
        **_forms(rooms.forms(seen.choices, viewer, drawer), state.id, drawer, token),
        without=_drawn(rooms.without_scripts(seen.choices, drawer), state.id, drawer, token),
        place=titled(state, Place(viewer.role, viewer.team, viewer.team_role), drawer),
        called=drawer.called(caller.actor.person),
        staff=rooms.is_staff(viewer),
        decide=decide | {n: Markup(decide[n]) for n in ("options", "further")},  # noqa: S704  # ours
        people=Markup(people),  # noqa: S704  # made by our template
        code=own,
        came=drawer.came,
        catch_up=rooms.catch_up(seen.cards, drawer.came),
        **_control(request, server, state, seen.choices, drawer),
        shared=bool(kept(request, SHARED)),
        token=token,
        typed=typed,
        about=typed.get("inject", ("",))[0] if typed else None,
    )


def _forms(groups: list[Group], exercise: str, drawer: Drawer, token: str) -> Mapping[str, Any]:
    """The forms of a page: large ones on top, the others below."""
    homes = {
        home: _drawn([g for g in groups if g.home == home], exercise, drawer, token)
        for home in (TOP, *HOMES)
    }
    return {"forms_top": homes.pop(TOP), "forms_rest": homes}


def _drawn(groups: list[Group], exercise: str, drawer: Drawer, token: str) -> Markup:
    drawn = drawer.page("forms.html", groups=groups, exercise=exercise, token=token)
    return Markup(drawn)  # noqa: S704  # made by our template


def _came(state: Exercise, caller: Caller) -> float | None:
    """When a participant came in, who may have missed something."""
    seat = state.seats.get(caller.actor.person) if caller.actor.role == "participant" else None
    return seat.since if seat else None


def _control(
    request: Request, server: Server, state: Exercise, choices: Sequence[Choice], drawer: Drawer
) -> Mapping[str, Any]:
    """What the facilitator alone has on the page: what is next, how others come in, the codes."""
    if drawer.role != "facilitator":
        return {"invited": ()}
    return {
        "next": rooms.upcoming(choices),
        "invited": invited(server.access, state, drawer),
        "renewed": rooms.renewed(state),
        **way_in(request),
    }


async def _elapsed(server: Server, state: Exercise) -> float:
    return await server.hub.elapsed(state.id) if state.clock else 0.0


def _languages() -> list[tuple[str, str]]:
    return [(code, words("page.language_name", code)) for code in languages()]
