"""Who is there and who is not, on control's screen and in its plain console (F8)."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from simulator.acts.people import JoinExercise
from simulator.consoles import app
from simulator.consoles.attendance import people_lines
from simulator.consoles.line import LineConsole
from simulator.consoles.reader import Reader
from simulator.consoles.screens.facilitator import FacilitatorScreen
from simulator.consoles.session import Session
from simulator.domain.errors import StoreError
from simulator.domain.people import Actor
from simulator.domain.presence import Attendant, Presence
from simulator.web.caller import Caller
from tests.builders import FACILITATOR, a_kit, a_scenario, a_team, an_inject
from tests.screens import ID, LARGE, REMOTE, SMALL, Room, console

KIT = a_kit(
    a_scenario(an_inject("a"), an_inject("b"), teams=[a_team("red", "chief"), a_team("blue")])
)
ANA = Actor(person="p-00000000000a", role="participant", team="red")
BEN = Actor(person="p-00000000000b", role="participant", team="red", team_role="chief")
EVA = Actor(person="p-00000000000e", role="evaluator")


class Open:
    """A stream that does nothing."""

    def ring(self) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


@asynccontextmanager
async def served(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int] = SMALL, language: str = "en"
) -> AsyncIterator[Room]:
    monkeypatch.setattr(app, "LOOK", 0.3)
    remote = REMOTE.set(True)
    try:
        async with console(KIT, size=size, language=language) as room:
            assert room.site is not None
            await room.site.server.names.put(ID, ANA.person, "Ana")
            for actor in (ANA, BEN, EVA):
                await room.give(JoinExercise(), actor)
            yield room
    finally:
        REMOTE.reset(remote)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_how_many_are_disconnected_stands_on_the_small_screen(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = {"en": "disconnected", "es": "sin conexión"}[language]
    async with served(monkeypatch, language=language) as room:
        assert room.site is not None
        await room.sees(f"3 {away}")
        await room.sees("●0/2")
        with room.site.server.following(Caller(ID, ANA), Open()):
            await room.sees(f"2 {away}")
            await room.sees("●1/2")
            others = (Caller(ID, BEN), Caller(ID, EVA))
            with (
                room.site.server.following(others[0], Open()),
                room.site.server.following(others[1], Open()),
            ):
                await room.sees({"en": "all connected", "es": "con conexión: todos"}[language])
                await room.sees("●2")
                assert "●2/" not in room.page
        await room.sees(f"3 {away}")


async def test_a_team_that_is_read_says_who_of_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with served(monkeypatch, size=LARGE) as room:
        assert room.site is not None
        with room.site.server.following(Caller(ID, ANA), Open()):
            await room.sees("●1/2")
            await room.press("4", "enter")
            await room.sees(f"connected: Ana; disconnected: {BEN.person} (chief)")


async def test_where_nobody_keeps_count_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK", 0.3)
    async with console(KIT) as room:
        await room.give(JoinExercise(), ANA)
        await asyncio.sleep(0.5)
        await room.settled()
        assert "disconnected" not in room.page
        assert "●" not in room.page


async def test_that_backups_fail_stands_on_the_screen_while_they_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with served(monkeypatch) as room:
        assert room.site is not None
        room.site.server.ailing = lambda: StoreError("store_full", file="/usb/one.zip")
        await room.sees("No backup is being made")
        room.app.seat.live("nobody answers")
        await room.sees("nobody answers")
        room.app.seat.live("")
        await room.sees("No backup is being made")
        room.site.server.ailing = lambda: None
        end = asyncio.get_running_loop().time() + 10
        while "No backup" in room.page:
            assert asyncio.get_running_loop().time() < end
            await room.settled()


async def test_the_plain_console_says_with_the_teams_who_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with served(monkeypatch) as room:
        site = room.site
        assert site is not None
        out = io.StringIO()
        plain = LineConsole(lambda _: site.gateway(FACILITATOR), [("red", ())], "en", out)
        assert await plain._take("teams")
        assert f"red: disconnected: Ana, {BEN.person} (chief)" in out.getvalue()
        assert f"Evaluator: disconnected: {EVA.person}" in out.getvalue()


async def test_who_is_there_may_be_known_before_the_screen_is_drawn() -> None:
    async with console(KIT) as room:
        session = Session(FACILITATOR, room.app.seat.session.gateway, "en")
        FacilitatorScreen(session).meet(Presence())  # draws nothing, and ends nothing


def test_nobody_came_in_and_nothing_is_said() -> None:
    assert people_lines(None, Reader("en")) == people_lines(Presence(), Reader("en")) == []
    ana = Attendant(person="ana", role="participant", team="red", here=True)
    assert people_lines(Presence(people=(ana,)), Reader("en", {"ana": "Ana"})) == [
        "red: connected: Ana"
    ]
