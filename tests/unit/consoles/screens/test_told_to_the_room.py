"""What a console shows where many look on: no ids of people, and every button whole."""

from __future__ import annotations

import pytest

from simulator.acts.evaluation import TakeNote
from simulator.consoles.reader import Reader
from simulator.consoles.screens.leaving import LeavingServer
from simulator.domain.people import Actor
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.screens import ID, LARGE, SMALL, console

KIT = a_kit(a_scenario(an_inject("a"), teams=[a_team("red")]))
EVALUATOR = Actor(person="p-1f0cc86003d4", role="evaluator")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_note_of_somebody_without_a_name_shows_no_id(size: tuple[int, int]) -> None:
    async with console(KIT, size=size) as room:
        await room.hub.submit(ID, EVALUATOR, TakeNote(text="The lead is taken."))
        await room.sees("The lead is taken.")
        assert "p-1f0c" not in room.page


@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_way_of_leaving_fits_on_eighty_columns(language: str) -> None:
    async with console(KIT, size=SMALL) as room:
        await room.app.push_screen(LeavingServer(Reader(language), "running"))
        await room.pilot.pause()
        row = room.app.screen.query_one(".dialog-buttons").region
        for button in room.app.screen.query("Button"):
            assert row.contains_region(button.region), button.id
            assert len(str(button.render())) <= button.region.width


async def test_the_real_stop_is_asked_about_in_words_that_fit_its_buttons() -> None:
    async with console(KIT, size=LARGE) as room:
        await room.press("exclamation_mark")
        await room.sees("real emergency")
        assert "type stop" not in room.page
        await room.press("y")
        await room.sees("Stopped for a real emergency")
