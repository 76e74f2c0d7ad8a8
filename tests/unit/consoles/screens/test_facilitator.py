"""The facilitator's screen, driven by keys."""

from __future__ import annotations

from simulator.acts.decisions import LogDecision
from simulator.acts.requests import AskQuestion
from simulator.consoles.widgets.rows import Rows
from simulator.domain.edition import Kit
from simulator.domain.people import Actor
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.screens import console

RED = Actor(person="red", role="participant", team="red")


def kit() -> Kit:
    return a_kit(
        a_scenario(
            an_inject("a", title="Screens go dark", body="All of them."),
            an_inject("b", title="Press calls", release={"delay": 10}),
            an_inject("c", title="The end"),
            teams=[a_team("red"), a_team("blue")],
        )
    )


async def test_start_asks_before_it_begins_play() -> None:
    async with console(kit(), started=False) as room:
        assert "not started" in room.page
        await room.press("p")
        assert (await room.exercise()).status == "created"
        await room.press("y")
        assert (await room.exercise()).status == "running"
        assert "running" in room.page


async def test_one_key_releases_what_is_next() -> None:
    async with console(kit()) as room:
        assert "Next: Screens go dark" in room.page
        await room.press("r")
        assert list((await room.exercise()).teams["red"].received) == ["a"]


async def test_a_release_pressed_twice_at_once_releases_one() -> None:
    async with console(kit()) as room:
        await room.wait(30)
        await room.press("r", "r")
        assert list((await room.exercise()).teams["red"].received) == ["a"]
        assert any("has just gone out" in each for each in room.toasts)
        await room.wait(30)
        await room.press("r")
        assert list((await room.exercise()).teams["red"].received) == ["a", "b"]


async def test_pause_and_going_on_are_one_key() -> None:
    async with console(kit()) as room:
        await room.press("p")
        assert (await room.exercise()).status == "paused"
        assert "Paused. Press p to go on." in room.page
        await room.press("p")
        assert (await room.exercise()).status == "running"


async def test_skipping_asks_for_the_reason() -> None:
    async with console(kit()) as room:
        await room.press("s")
        await room.type("no time")
        await room.press("enter")
        skipped = (await room.exercise()).teams["red"].delivery("a")
        assert skipped is not None
        assert skipped.how == "skipped"


async def test_a_form_that_was_left_keeps_what_was_typed() -> None:
    async with console(kit()) as room:
        await room.press("n")
        await room.type("seen it")
        await room.press("escape", "n")
        assert "seen it" in room.page
        await room.press("enter")
        assert (await room.exercise()).observations[0].text == "seen it"
        await room.press("n")
        assert "seen it" not in room.page.replace("Note: done", "")


async def test_what_teams_say_arrives_while_a_form_is_open() -> None:
    async with console(kit()) as room:
        await room.press("r", "n")
        await room.type("half a")
        await room.give(LogDecision(inject="a", text="We pull the plug"), RED)
        assert "half a" in room.page
        await room.type(" note")
        await room.press("escape", "3")
        assert "We pull the plug" in room.page


async def test_a_question_is_answered_with_one_key_and_a_text() -> None:
    async with console(kit()) as room:
        await room.give(AskQuestion(text="Is it raining?"), RED)
        assert "red: Is it raining?" in room.page
        await room.press("a")
        await room.type("No.")
        await room.press("enter")
        (question,) = (await room.exercise()).teams["red"].questions
        assert question.answer == "No."


async def test_what_cannot_be_done_says_why() -> None:
    async with console(kit(), started=False) as room:
        await room.press("i")
        assert "not begun" in room.page or "not started" in room.page


async def test_decisions_wait_until_they_were_looked_at() -> None:
    async with console(kit()) as room:
        await room.press("r")
        await room.give(LogDecision(inject="a", text="We pull the plug"), RED)
        await room.give(LogDecision(inject="a", text="We call the press"), RED)
        assert "◆ red: We pull the plug" in room.page
        await room.press("5", "l")
        states = (await room.exercise()).teams["red"].decisions["a"]
        assert len(states) == 2
        rows = [row.about for row in room.app.seat.query_one("#panel-waiting", Rows).items]
        assert rows == [states[1].id]
        await room.press("1", "l")
        assert not room.app.seat.query_one("#panel-waiting", Rows).items


async def test_a_decision_that_was_read_has_been_looked_at() -> None:
    async with console(kit()) as room:
        await room.press("r")
        await room.give(LogDecision(inject="a", text="We pull the plug"), RED)
        await room.press("5", "enter", "escape")
        assert not room.app.seat.query_one("#panel-waiting", Rows).items


async def test_how_an_inject_is_to_be_told_stands_with_what_is_next() -> None:
    story = a_scenario(an_inject("a", body="Dark.", details={"voice": "Calm and tired"}))
    async with console(a_kit(story), size=(160, 50)) as room:
        assert "Tell it so: Calm and tired" in room.page
        await room.press("r", "v")
        await room.type("team")
        await room.press("enter")
        assert "Calm and tired" not in room.page


async def test_a_release_leaves_the_msel_where_somebody_points() -> None:
    async with console(kit()) as room:
        await room.press("2", "end", "r")
        pointed = room.app.seat.query_one("#panel-msel", Rows).at
        assert pointed is not None
        assert pointed.inject == "c"


async def test_what_is_hard_to_take_back_names_the_teams() -> None:
    async with console(kit()) as room:
        await room.press("r", "2", "home", "w")
        await room.type("wrong one")
        await room.press("enter")
        assert "For: Team red, Team blue" in room.page
        await room.press("enter")
        assert any("Nothing was done" in each for each in room.toasts)


async def test_a_length_of_time_may_be_typed_as_the_clock_shows_it() -> None:
    async with console(kit()) as room:
        await room.press("g")
        await room.type("9:30")
        await room.press("enter")
        assert (await room.exercise()).elapsed == 570
