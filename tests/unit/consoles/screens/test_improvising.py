"""Improvising with one from the library: found, read, taken into the form, changed, sent."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from simulator.service.ready import ReadyInject
from tests.builders import a_kit, a_scenario, a_team
from tests.screens import LARGE, SMALL, console

RADIO = ReadyInject(
    id="press/radio",
    theme="press",
    group="Press",
    title="School radio",
    body="What do I tell my grandmother?",
    channel="phone",
    sender="Alma",
    details={"line": "Switchboard"},
    label="Phone call",
    facts=(("Line", "Switchboard"),),
    guidance=(("delivery", "Play Alma."),),
)
CAKE = ReadyInject("noise/cake", "noise", "Noise", "Cake in the kitchen", "Peaches.", "chat")
KIT = a_kit(a_scenario("a", "b", teams=[a_team("red"), a_team("blue")]))


def shelf() -> tuple[ReadyInject, ...]:
    return (CAKE, RADIO)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_form_names_the_way_to_the_library(size: tuple[int, int]) -> None:
    async with console(KIT, size=size, shelf=shelf) as room:
        await room.press("i")
        assert "From the library (F3)" in room.page
        assert "Send" in room.page


async def test_everything_is_listed_and_the_one_pointed_at_is_read() -> None:
    async with console(KIT, size=LARGE, shelf=shelf) as room:
        await room.press("i", "f3")
        assert "Press: School radio · Phone call" in room.page
        assert "Noise: Cake in the kitchen" in room.page
        assert "What do I tell my grandmother?" in room.page
        assert "Play Alma." in room.page
        await room.press("down")
        assert "Peaches." in room.page
        assert "grandmother" not in room.page


async def test_letters_find_it_in_title_and_text() -> None:
    async with console(KIT, size=SMALL, shelf=shelf) as room:
        await room.press("i", "f3")
        await room.type("peach")
        assert "Cake in the kitchen" in room.page
        assert "School radio" not in room.page
        await room.type("zzz")
        assert "Nothing that lies ready" in room.page
        await room.press("enter")
        assert "Nothing that lies ready" in room.page


async def test_what_is_taken_stands_in_the_form_and_goes_out_changed() -> None:
    async with console(KIT, size=LARGE, shelf=shelf) as room:
        await room.press("i", "f3", "enter")
        assert "Goes with it on this channel: Line: Switchboard" in room.page
        field = room.app.screen.query_one("#field-title", Input)
        field.focus()
        await room.press("end")
        await room.type(" calls")
        await room.press("f2")
        exercise = await room.exercise()
        (made,) = exercise.improvised.values()
        face = made.faces["en"]
        assert made.title == "School radio calls"
        assert face.channel == "phone"
        assert any(fact.value == "Switchboard" for fact in face.facts)
        assert "Alma" in (face.byline or "")


async def test_on_another_channel_its_details_stay_behind() -> None:
    async with console(KIT, size=LARGE, shelf=shelf) as room:
        await room.press("i", "f3", "enter")
        room.app.screen.query_one("#field-channel", Input).value = "chat"
        await room.press("f2")
        (made,) = (await room.exercise()).improvised.values()
        assert made.faces["en"].channel == "chat"
        assert made.faces["en"].facts == ()


async def test_what_was_taken_is_still_there_when_the_form_is_opened_again() -> None:
    async with console(KIT, size=LARGE, shelf=shelf) as room:
        await room.press("i", "f3", "enter", "escape", "i", "f2")
        (made,) = (await room.exercise()).improvised.values()
        assert made.title == "School radio"
        assert any(fact.value == "Switchboard" for fact in made.faces["en"].facts)


async def test_leaving_the_shelf_changes_nothing() -> None:
    async with console(KIT, size=LARGE, shelf=shelf) as room:
        await room.press("i")
        await room.type("Mine")
        await room.press("f3", "escape", "f2")
        assert not (await room.exercise()).improvised
        assert room.app.screen.query_one("#field-title", Input).value == "Mine"
