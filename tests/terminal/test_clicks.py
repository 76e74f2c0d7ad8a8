"""What a key can do a click can do, and everything is named, explained and found."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Static

from simulator.consoles.actions import TABLES, Action
from simulator.consoles.palette import ActionsOfScreen
from simulator.consoles.widgets.fields import PickSome
from simulator.consoles.widgets.keybar import KeyCap
from simulator.domain.people import Actor
from simulator.text import has, languages
from tests.builders import FACILITATOR
from tests.screens import LARGE, Room, console
from tests.terminal.tour import opened
from tests.terminal.world import World, everything
from tests.unit.consoles.screens.test_sheets import kit

RED = Actor(person="red", role="participant", team="red")
SEATS = [pytest.param(FACILITATOR, id="facilitator"), pytest.param(RED, id="team")]
DIALOGS = {
    "confirm": ["exclamation_mark"],
    "form": ["n"],
    "reading": ["2", "enter"],
    "help": ["f1"],
    "seats": ["v"],
    "decks": ["d"],
    "map": ["m"],
    "timeline": ["t"],
    "outlook": ["o"],
    "editor": ["2", "e"],
}
"""The keys that open each kind of dialog."""
SAME = {"leave": "escape", "send": "f2", "do": "y", "release": "f3"}
"""The key that does what a button does."""


@pytest.mark.parametrize("first", SEATS)
async def test_a_click_on_every_key_that_is_named_does_what_the_key_does(first: Actor) -> None:
    async with console(kit(), size=LARGE, first=first) as room:
        seat, done = room.app.seat, list[str]()
        seat.act = done.append  # type: ignore[method-assign, assignment]
        for panel in seat.query(".panel"):
            panel.focus()
            await room.settled()
            caps = [cap.action.id for cap in seat.query(KeyCap)]
            assert {"help", "palette"} <= {*caps}
            for number, id in enumerate(caps):
                await room.pilot.click(list(seat.query(KeyCap))[number])
                assert done[-1:] == [id]


async def outcome(room: Room) -> tuple[int, str]:
    """What came of it: how many events there are, and the screen that is there."""
    await room.settled()
    return (await room.exercise()).seq, type(room.app.screen).__name__


@pytest.mark.slow
@pytest.mark.parametrize("dialog", DIALOGS)
async def test_every_button_does_what_its_key_does(dialog: str) -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press(*DIALOGS[dialog])
        assert room.app.screen is not room.app.seat
        buttons = {each.id or "": str(each.label) for each in room.app.screen.query(Button)}
    assert "button-leave" in buttons
    for id, label in buttons.items():
        name = id.removeprefix("button-")
        key = SAME.get(name, label.partition(" ")[0])
        found = []
        for by_mouse in (False, True):
            async with console(kit(), size=LARGE) as room:
                await room.press(*DIALOGS[dialog])
                if by_mouse:
                    await room.pilot.click(f"#{id}")
                else:
                    await room.press(key)
                found.append(await outcome(room))
        assert found[0] == found[1], id


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("action", dict.fromkeys(a for t in TABLES for a in t), ids=lambda a: a.id)
def test_every_action_is_named_and_explained(action: Action, language: str) -> None:
    assert has(f"screen.action.{action.id}.label", language)
    assert has(f"screen.action.{action.id}.help", language)


@pytest.mark.parametrize("first", SEATS)
@pytest.mark.parametrize("started", [True, False], ids=["running", "created"])
async def test_the_palette_has_every_action_and_says_why_one_cannot_be_done(
    first: Actor, started: bool
) -> None:
    async with console(kit(), first=first, started=started) as room:
        seat = room.app.seat
        hits = [hit async for hit in ActionsOfScreen(seat).discover()]
        assert len(hits) == len(seat.table)
        assert all(hit.help and hit.text for hit in hits)
        for action in seat.table:
            about = seat.about(action)
            if action.kinds and not seat.session.sight.offered(action.kinds, about):
                room.app.clear_notifications()
                assert seat.why_not(action)
                seat.act(action.id)
                await room.settled()
                assert any(toast.strip() for toast in room.toasts), action.id


async def test_what_cannot_be_done_is_dim_and_says_why_when_clicked() -> None:
    async with opened(World(everything())) as room:
        caps = [cap for cap in room.app.seat.query(KeyCap) if cap.action.id == "release"]
        await room.pilot.click(caps[0])
        await room.settled()
        assert any(room.toasts)


async def test_a_click_on_one_of_several_chooses_it_and_sends_nothing() -> None:
    async with console(kit(), size=LARGE) as room:
        await room.press("i")
        await room.type("A call")
        several = room.app.screen.query(PickSome).first()
        await room.pilot.click(several, offset=(2, 0))
        await room.settled()
        assert several.kept()
        assert room.app.screen is not room.app.seat
        assert not str(room.app.screen.query_one("#form-problem", Static).content)
