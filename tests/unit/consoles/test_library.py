"""The library screen: what was begun, and what can be begun."""

from __future__ import annotations

from datetime import UTC, datetime

from textual.pilot import Pilot

from simulator.consoles.library import Begun, Chosen, LibraryApp, Shelved

BEGUN = Begun("night-1", "A night", "open", datetime(2031, 5, 12, 12, 0, tzinfo=UTC))
SHELF = {
    "night": Shelved(
        "night", "A night", "It is dark.", ("60 min", "2 teams"), ("a: Dark", "  [/] Very.")
    ),
    "broken": Shelved("broken", problem="scenario.yaml:3: [/nonsense]"),
}


async def settled(app: LibraryApp, pilot: Pilot[Chosen]) -> str:
    await app.workers.wait_for_complete()
    await pilot.pause()
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def opened(language: str = "en") -> LibraryApp:
    return LibraryApp([BEGUN], list(SHELF), SHELF.__getitem__, language)


async def test_what_was_begun_is_gone_on_with() -> None:
    app = opened()
    async with app.run_test() as pilot:
        assert "Enter goes on with night-1" in " ".join((await settled(app, pilot)).split())
        await pilot.press("enter")
    assert app.return_value == Chosen("resume", "night-1")


async def test_a_scenario_is_looked_through_and_begun() -> None:
    app = opened()
    async with app.run_test() as pilot:
        await settled(app, pilot)
        await pilot.press("down")
        assert "It is dark." in await settled(app, pilot)
        await pilot.press("l")
        assert "[/] Very." in await settled(app, pilot)
        await pilot.press("escape", "enter")
    assert app.return_value == Chosen("run", "night")


async def test_a_scenario_that_cannot_be_played_says_why() -> None:
    app = opened()
    async with app.run_test() as pilot:
        await settled(app, pilot)
        await pilot.press("end")
        assert "[/nonsense]" in await settled(app, pilot)
        await pilot.press("enter")
        assert app.return_value is None


async def test_leaving_chooses_nothing() -> None:
    app = opened("es")
    async with app.run_test() as pilot:
        assert "¿Qué quiere jugar?" in await settled(app, pilot)
        await pilot.press("q")
    assert app.return_value is None
