"""Who follows is rung table by table: what a table is told is drawn once for all who sit there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest

from simulator.acts.decisions import LogDecision
from simulator.web import server as module
from simulator.web.caller import Caller
from simulator.web.rooms import message as message_of_rooms
from tests.builders import FACILITATOR, a_kit, a_player, a_scenario, a_team
from tests.unit.web.test_stream_line import until
from tests.web import ID, Site, site

KIT = a_kit(a_scenario("a", "b", teams=[a_team("red")], story={"scope": "team"}))
RED, BLUE = "red-1", "red-2"
LONG = 1000.0
ROOM = f"/x/{ID}"


class Someone:
    """A stream that says when it was rung; after it, others have their turn."""

    def __init__(self, name: str, said: list[str]) -> None:
        self._name = name
        self._said = said

    def ring(self) -> None:
        self._said.append(self._name)
        asyncio.get_running_loop().call_soon(self._said.append, "others")

    def end(self) -> None:
        """Nothing."""


async def rung(there: Site) -> list[str]:
    """Who is rung in which order, of two of each team who came by turns."""
    said: list[str] = []
    seats = (await there.server.hub.exercise(ID)).seats.values()
    by_team = {team: [s.actor for s in seats if s.actor.team == team] for team in (RED, BLUE)}
    async with AsyncExitStack() as here:
        for number in range(2):
            for team in (RED, BLUE):
                caller = Caller(ID, by_team[team][number])
                here.enter_context(there.server.following(caller, Someone(team, said)))
        await until(lambda: sum(each != "others" for each in said) == 4)
    return said


@asynccontextmanager
async def seated() -> AsyncIterator[Site]:
    """Two at each of two tables, who came in by turns."""
    async with site(KIT, copies=2) as there:
        for _ in range(2):
            for team in (RED, BLUE):
                await there.joined(team=team)
        yield there


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> Callable[[float, float], None]:
    """For how long streams are served at once."""

    def set_(usual: float, longest: float) -> None:
        monkeypatch.setattr(module, "SLICE", usual)
        monkeypatch.setattr(module, "LONGEST", longest)

    return set_


async def test_others_have_their_turn_between_tables(slices: Any) -> None:
    slices(0.0, LONG)
    async with seated() as there:
        said = await rung(there)
    assert said[:6] == [RED, RED, "others", "others", BLUE, BLUE]


async def test_others_need_not_wait_for_the_end_of_a_large_table(slices: Any) -> None:
    slices(0.0, 0.0)
    async with seated() as there:
        said = await rung(there)
    assert said[:4] == [RED, "others", RED, "others"]


async def test_where_little_is_to_be_said_all_are_told_at_once(slices: Any) -> None:
    slices(LONG, LONG)
    async with seated() as there:
        said = await rung(there)
    assert said[:4] == [RED, RED, BLUE, BLUE]


@pytest.mark.parametrize(("pause", "times"), [(LONG, 1), (0.0, 4)])
async def test_control_is_told_at_once_but_not_of_each_event_of_a_burst(
    monkeypatch: pytest.MonkeyPatch, pause: float, times: int
) -> None:
    monkeypatch.setattr(module, "PAUSE", pause)
    async with seated() as there, AsyncExitStack() as here:
        seats = (await there.server.hub.exercise(ID)).seats.values()
        red = next(seat.actor for seat in seats if seat.actor.team == RED)
        control, table = list[str](), list[str]()
        for actor, said in ((FACILITATOR, control), (red, table)):
            here.enter_context(there.server.following(Caller(ID, actor), Someone("rung", said)))
        for number in range(4):
            await until(lambda: table.count("rung") > number)  # noqa: B023  # awaited here
            await until(lambda: control.count("rung") >= min(number + 1, times))  # noqa: B023
            await decides(there, BLUE, f"Blue waits, {number}")
        assert control.count("rung") == times


async def test_a_table_that_came_page_by_page_is_drawn_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its pages begin at other numbers; what others did meanwhile changes that for none of them."""
    drawn: list[tuple[str | None, int]] = []
    real = message_of_rooms

    def message(state: Any, viewer: Any, *rest: Any) -> Any:
        drawn.append((viewer.team, state.seq))
        return real(state, viewer, *rest)

    monkeypatch.setattr(module, "message", message)
    async with seated() as there, AsyncExitStack() as here:
        one, other = [await there.joined(team=RED) for _ in range(2)]
        first = await following(one, here, await there.server.number(ID))
        await decides(there, BLUE, "Blue waits")
        second = await following(other, here, await there.server.number(ID))
        await decides(there, BLUE, "Blue goes home")
        await quiet(there)
        drawn.clear()
        await decides(there, RED, "Red waits")
        await until(lambda: all(b"Red waits" in b"".join(each) for each in (first, second)))
        assert drawn == [(RED, await there.server.number(ID))]
        assert b"Blue" not in b"".join(first + second)


async def decides(there: Site, team: str, text: str) -> None:
    await there.give(LogDecision(text=text), a_player(team))


async def quiet(there: Site) -> None:
    """Wait until all who follow were rung about what has happened."""
    said: list[str] = []
    seats = (await there.server.hub.exercise(ID)).seats.values()
    last = next(seat.actor for seat in seats if seat.actor.team == BLUE)
    with there.server.following(Caller(ID, last), Someone("last", said)):
        await decides(there, BLUE, "Blue is still there")
        await until(lambda: "last" in said)


async def following(browser: httpx.AsyncClient, here: AsyncExitStack, after: int) -> list[bytes]:
    """What a page of the red team is told after a number."""
    heard: list[bytes] = []
    cut = asyncio.Event()
    app = browser._transport.app  # type: ignore[attr-defined]
    request = browser.build_request("GET", f"{ROOM}/stream", params={"after": after})
    headers = [(name.lower(), value) for name, value in request.headers.raw]
    scope = {
        "type": "http", "method": "GET", "path": request.url.path, "headers": headers,
        "query_string": request.url.query, "scheme": "http", "root_path": "",
    }  # fmt: skip

    async def receive() -> Any:
        await cut.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        heard.append(message.get("body", b""))

    running = asyncio.create_task(app(scope, receive, send))
    here.push_async_callback(asyncio.wait_for, running, 5)
    here.callback(cut.set)
    await until(lambda: any(b"event: beat" in each for each in heard))
    return heard
