"""What is laid over the facilitator's screen: timeline, map, decks, outlook, editor."""

from __future__ import annotations

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject
from simulator.domain.edition import Kit
from simulator.domain.people import Actor
from tests.builders import a_choice, a_kit, a_scenario, a_team, an_inject
from tests.screens import LARGE, console

RED = Actor(person="red", role="participant", team="red")


def kit() -> Kit:
    decision = a_choice("pay", "refuse", question="Do you pay?")
    return a_kit(
        a_scenario(
            an_inject("a", title="Screens go dark", body="All of them.", decision=decision),
            an_inject("b", title="Press calls", release={"delay": 10}),
            an_inject("c", title="The end"),
            an_inject("x", title="The minister calls", body="At once!", pool="pressure"),
            an_inject("y", title="A card in the drawer", body="Read it.", pool="hint"),
            teams=[a_team("red"), a_team("blue")],
        )
    )


async def test_the_timeline_tells_everything_with_both_times() -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("r")
        await room.wait(5)
        await room.give(LogDecision(inject="a", text="We pull the plug"), RED)
        await room.press("t")
        line = next(line for line in room.shown if "We pull the plug" in line)
        assert "05:00" in line
        assert "12:05:00" in line
        assert "STARTEX" in room.page


async def test_the_timeline_is_filtered_by_words_and_by_kind() -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("r")
        await room.give(LogDecision(inject="a", text="We pull the plug"), RED)
        await room.press("t", "slash")
        await room.type("plug")
        await room.press("enter")
        assert "STARTEX" not in room.page
        assert "We pull the plug" in room.page
        await room.press("g")
        assert "We pull the plug" not in room.page
        assert "0 of" in room.page


async def test_the_timeline_grows_while_it_is_open() -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("r", "t")
        await room.give(LogDecision(inject="a", text="We pull the plug"), RED)
        assert "We pull the plug" in room.page


async def test_the_map_shows_where_each_team_is() -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("r", "m")
        line = next(line for line in room.shown if "Screens go dark" in line)
        assert "✓" in line
        assert "HERE: red, blue" in line
        assert any("Press calls" in line and "HERE" not in line for line in room.shown)


async def test_the_map_follows_what_happens() -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("r", "m")
        await room.wait(15)
        await room.give(ReleaseInject(inject="b"))
        assert any("Press calls" in line and "HERE: red, blue" in line for line in room.shown)


async def test_a_deck_is_one_key_away_and_sends_what_is_pointed_at() -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("r", "d")
        assert "pressure: The minister calls" in room.page
        assert "At once!" in room.page
        await room.press("down")
        assert "Read it." in room.page
        await room.press("enter", "enter")
        assert "y" in (await room.exercise()).teams["red"].received


async def test_an_inject_is_edited_with_a_preview_and_sent_at_once() -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("e")
        await room.type("Really ")
        assert room.page.count("Really All of them.") == 2
        await room.press("f3", "enter")
        exercise = await room.exercise()
        assert "a" in exercise.teams["red"].received
        (edited,) = exercise.edits["a"]
        assert edited.faces["en"].body == "Really All of them."


async def test_an_inject_left_as_it_is_goes_out_unchanged() -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("e", "f3", "enter")
        exercise = await room.exercise()
        assert "a" in exercise.teams["red"].received
        assert not exercise.edits
