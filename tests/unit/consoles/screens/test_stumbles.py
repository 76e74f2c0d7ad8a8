"""Where somebody stumbled who was new to the console: keys that say nothing, what is in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from textual.fuzzy import Matcher
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea
from textual.widgets._toast import Toast

from simulator.acts import Command
from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject
from simulator.acts.pending import HoldInject
from simulator.acts.play import EndExercise
from simulator.acts.requests import AskQuestion
from simulator.consoles.palette import ActionsOfScreen, fitting
from simulator.consoles.reader import Reader
from simulator.consoles.screens.leaving import LeavingServer
from simulator.consoles.screens.reading import Reading
from simulator.consoles.widgets.clockbar import ClockBar
from simulator.consoles.widgets.rows import Rows
from simulator.domain.edition import Kit
from simulator.domain.errors import UsageError
from simulator.domain.people import Actor
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.screens import LARGE, SMALL, Room, console

RED = Actor(person="red", role="participant", team="red")
AWAY = UsageError("server_lost", url="http://127.0.0.1:8075")


def kit() -> Kit:
    return a_kit(
        a_scenario(
            an_inject("a", title="Screens go dark", body="All of them."),
            an_inject("b", title="Press calls", release={"delay": 10}),
            an_inject("c", title="The end"),
            an_inject("x", title="The minister calls", body="At once!", pool="pressure"),
            teams=[a_team("red"), a_team("blue")],
        )
    )


# The palette


@pytest.mark.parametrize(
    ("language", "typed", "first"),
    [("en", "real", "stop"), ("en", "emer", "stop"), ("es", "real", "stop")],
)
async def test_the_palette_begins_with_what_is_called_so(
    language: str, typed: str, first: str
) -> None:
    async with console(kit(), language=language) as room:
        found = [hit async for hit in ActionsOfScreen(room.app.seat).search(typed)]
        best = max(found, key=lambda hit: hit.score)
        assert len(found) > 1
        label = Reader(language).say(f"screen.action.{first}.label")
        assert (best.text or "").startswith(label)


def test_letters_here_and_there_come_behind_the_beginning_of_a_word() -> None:
    matcher = Matcher("sta")
    scattered = fitting(matcher, "Send to all", "sta sta sta")
    assert fitting(matcher, "Pause/start", "") > scattered > 0
    assert fitting(matcher, "Bring", "nothing of it") == 0


# Release


async def release_says(room: Room) -> str:
    room.app.clear_notifications()
    before = (await room.exercise()).seq
    await room.press("r")
    assert (await room.exercise()).seq == before
    (said,) = room.toasts
    return said


async def test_a_release_of_nothing_says_what_can_be_done_instead() -> None:
    async with console(kit()) as room:
        await room.press("r")
        await room.wait(1)
        assert "Nothing is due yet" in await release_says(room)
        await room.press("2", "down")
        assert "press x" in await release_says(room)


async def test_a_release_of_what_is_on_hold_says_how_it_is_let_go() -> None:
    async with console(kit()) as room:
        await room.give(HoldInject(inject="a"))
        said = await release_says(room)
        assert "a is on hold" in said
        assert "press h" in said or "with h" in said


async def test_a_release_after_the_last_inject_says_that_play_may_end() -> None:
    async with console(kit()) as room:
        for inject in ("a", "b", "c"):
            await room.wait(15)
            await room.give(ReleaseInject(inject=inject))
        await room.wait(1)
        assert "end play" in await release_says(room)


@pytest.mark.parametrize("first", [(), ("r",)], ids=["one is due", "nothing is due"])
async def test_a_release_while_another_inject_is_read_says_why_not(first: Sequence[str]) -> None:
    async with console(kit()) as room:
        await room.press(*first)
        await room.wait(1)
        await room.press("2", "home", "down", "enter")
        assert "Press calls is not due yet" in await release_says(room)
        assert isinstance(room.app.screen, Reading)


async def test_what_is_next_is_released_while_it_is_read() -> None:
    async with console(kit()) as room:
        await room.press("2", "home", "enter", "r")
        assert list((await room.exercise()).teams["red"].received) == ["a"]


# Toasts over dialogs

DIALOGS = {
    "confirm": ["exclamation_mark"],
    "form": ["n"],
    "improvise": ["i"],
    "editor": ["2", "e"],
    "reading": ["2", "enter"],
    "help": ["f1"],
    "seats": ["v"],
    "decks": ["d"],
    "map": ["m"],
    "timeline": ["t"],
    "outlook": ["o"],
    "palette": ["colon"],
}
LONG_SAID = "Something that is told at some length, since there is much to be told about it. " * 4


@pytest.mark.parametrize("dialog", [*DIALOGS, "leaving"])
async def test_a_toast_covers_nothing_of_a_dialog_that_is_used(dialog: str) -> None:
    async with console(kit()) as room:
        room.app._disable_notifications = False  # tests draw no toasts unless they are told to
        if dialog == "leaving":
            await room.app.push_screen(LeavingServer(Reader("en"), "running"))
        await room.press(*DIALOGS.get(dialog, []))
        screen = room.app.screen
        assert screen is not room.app.seat
        for severity in ("information", "warning", "error"):
            room.app.tell(f"{severity}: {LONG_SAID}", severity)
        await room.settled()
        assert "error: Something" in room.page, "the newest is to be read"
        used = [*screen.query(Button), *screen.query(Input), *screen.query(TextArea)]
        assert used
        for each in used:
            on_top = {screen.get_widget_at(*cell)[0] for cell in _cells(screen, each)}
            assert not any(isinstance(widget, Toast) for widget in on_top), each


def _cells(screen: Screen[object], widget: Widget) -> list[tuple[int, int]]:
    """The places where it stands."""
    region = widget.region.intersection(screen.region)
    return [(x, y) for y in range(region.y, region.bottom) for x in range(region.x, region.right)]


@pytest.mark.parametrize("keys", [("2", "home", "enter"), ("2", "end", "enter")])
async def test_every_button_of_a_reading_is_whole_on_eighty_columns(keys: Sequence[str]) -> None:
    async with console(kit(), size=SMALL) as room:
        await room.press(*keys)
        row = room.app.screen.query_one(".dialog-buttons").region
        for button in room.app.screen.query(Button):
            assert row.contains_region(button.region), button.id


# Clocks while nobody answers


def bar(room: Room) -> str:
    return str(room.app.seat.query_one(ClockBar).render())


@pytest.mark.parametrize("seat", ["facilitator", "team"])
async def test_the_clocks_stand_while_nobody_answers(seat: str) -> None:
    first = {"first": RED} if seat == "team" else {}
    async with console(kit(), **first) as room:  # type: ignore[arg-type]
        await room.wait(5)
        assert "exercise 05:00" in bar(room)
        assert "running" in bar(room)
        room.app.trouble(AWAY)
        room.clock.move(600)
        room.app.trouble(AWAY)
        room.app.seat.beat()
        assert "exercise 05:00" in bar(room)
        assert "Not live since" in bar(room)
        assert "running" not in bar(room)
        assert room.app.seat.query_one(ClockBar).has_class("-halted")
        room.app.trouble(None)
        room.app.seat.beat()
        assert "exercise 15:00" in bar(room)
        assert "running" in bar(room)
        assert not room.app.seat.query_one(ClockBar).has_class("-halted")


@pytest.mark.parametrize("language", ["en", "es"])
async def test_what_stands_of_the_clocks_fits_on_eighty_columns(language: str) -> None:
    story = a_scenario(an_inject("a"), story={"starts": "2026-09-18 05:40"})
    async with console(a_kit(story), language=language, size=SMALL) as room:
        await room.wait(100)
        room.app.trouble(AWAY)
        room.app.seat.beat()
        assert len(bar(room)) <= 80
        assert "1:40:00" in bar(room)


# Leaving


@pytest.mark.parametrize("status", ["created", "running", "ended"])
async def test_leaving_offers_an_end_only_where_there_is_something_to_end(status: str) -> None:
    async with console(kit(), started=status != "created") as room:
        if status == "ended":
            await room.give(EndExercise())
        room.app.leaving = "server"
        await room.press("q")
        screen = room.app.screen
        assert isinstance(screen, LeavingServer)
        said = " ".join(str(each.content) for each in screen.query(Static))
        offered = {each.id for each in screen.query(Button)}
        assert {"button-go", "button-stop", "button-leave"} <= offered
        assert ("button-end" in offered) is (status == "running")
        assert ("ENDEX" in said) is (status == "running")
        assert ("hot wash" in said) is (status == "ended")
        await room.press("e")
        assert (room.app.screen is screen) is (status != "running")


# Shown to the room


async def on_wall(room: Room, entry: str) -> bool:
    return (await room.exercise()).wall.shows(entry)


async def test_a_decision_that_waits_is_shown_to_the_room_by_its_key() -> None:
    async with console(kit()) as room:
        await room.press("r")
        await room.give(LogDecision(inject="a", text="We pull the plug"), RED)
        await room.give(AskQuestion(text="Is it raining?"), RED)
        (decision,) = (await room.exercise()).teams["red"].decisions["a"]
        (question,) = (await room.exercise()).teams["red"].questions
        await room.press("5", "home", "u")
        assert await on_wall(room, question.id)
        await room.press("down", "u")
        assert await on_wall(room, decision.id)
        await room.press("u")
        assert not await on_wall(room, decision.id)


@pytest.mark.parametrize("read", [False, True], ids=["pointed at", "read"])
async def test_a_decision_of_long_ago_is_shown_and_taken_off(read: bool) -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("r")
        for number in range(14):
            await room.give(LogDecision(inject="a", text=f"Decision {number}"), RED)
        first = (await room.exercise()).teams["red"].decisions["a"][0]
        await room.press("3", "home")
        keys = ("enter", "u") if read else ("u",)
        await room.press(*keys)
        assert await on_wall(room, first.id)
        await room.press(*keys)
        assert not await on_wall(room, first.id)


async def test_a_key_that_cannot_be_followed_while_something_is_read_says_so() -> None:
    async with console(kit()) as room:
        await room.press("2", "down", "enter")
        await room.press("u")
        assert any("no such entry" in each for each in room.toasts)


async def test_a_key_pressed_while_another_is_under_way_says_so() -> None:
    async with console(kit()) as room:
        await room.press("r")
        await room.give(LogDecision(inject="a", text="We pull the plug"), RED)
        session, answers = room.app.seat.session, asyncio.Event()
        give = session.give

        async def slowly(command: Command) -> None:
            await answers.wait()
            await give(command)

        session.give = slowly  # type: ignore[method-assign]
        await room.press("3", "end", "u")
        room.app.clear_notifications()
        await room.press("u")
        assert any("Project: sending" in each for each in room.toasts)
        answers.set()
        await room.settled()
        (decision,) = (await room.exercise()).teams["red"].decisions["a"]
        assert await on_wall(room, decision.id)
        assert room.app.seat.query_one("#panel-feed", Rows).items
