"""Minute 40 of the hospital exercise, every text hostile, as pictures that are compared.

`pytest tests/snapshot --update-snapshots` draws them anew.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import TextArea

from simulator.acts import Recorded
from simulator.acts.clock import ResumeExercise
from simulator.cli.exercises import play_at, scenario_of
from simulator.cli.play import play
from simulator.domain.people import Actor
from simulator.stores.memory import MemoryLog
from tests.builders import FACILITATOR, NOON
from tests.contract.hostile import attacked
from tests.docs.tree import ROOT
from tests.screens import ID, LARGE, SMALL, Room
from tests.terminal.tour import opened
from tests.terminal.world import CORPUS, World

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ALIKE = 3
"""So many pictures that are alike, one after the other, are of a screen at rest."""
MINUTE_40 = 40 * 60.0
FULL_HOUSE = "scenarios/hospital-ransomware/plays/full-house.yaml"
SHORT = ("markup", "escapes", "turned", "directions", "controls", "marks", "inline")
"""Attacks that leave something else to be seen."""
DIRECTOR = Actor(person="elena", role="participant", team="hospital", team_role="director")
SEATS = {"facilitator": FACILITATOR, "hospital": DIRECTOR}
SIZES = {"80x24": SMALL, "160x50": LARGE}


@pytest.fixture(scope="module")
def records() -> list[Recorded]:
    """What had happened by minute 40, each text with an attack behind it."""
    path = ROOT / FULL_HOUSE
    script = play_at(path)
    played = asyncio.run(play(script, scenario_of(script, path, {}), MemoryLog(), "minute-40"))
    later = NOON - played.records[0].at
    found = [each.having(at=each.at + later) for each in played.records]
    before = [each for each in found if each.elapsed <= MINUTE_40]
    return attacked(before, [CORPUS[name] for name in SHORT], behind=True)


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The wall clock shows UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


async def at_rest(room: Room) -> str:
    """The picture once it no longer changes."""
    drawn = [""] * ALIKE
    while len(set(drawn)) > 1 or not drawn[0]:
        await room.pilot.pause(0.05)
        room.app.seat.beat()
        await room.settled()
        drawn = [*drawn, settled(room.app.export_screenshot(title="Simulacro"))][-ALIKE:]
    return drawn[-1]


def settled(svg: str) -> str:
    """A picture without the number that is drawn anew for each."""
    return re.sub(r"terminal-\d+", "terminal", svg)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seat", SEATS)
async def test_minute_40_looks_as_it_was_approved(
    seat: str,
    size: str,
    language: str,
    records: list[Recorded],
    request: pytest.FixtureRequest,
) -> None:
    world = World(records, language=language, first=SEATS[seat])
    await world.call({"elena": f"Elena {CORPUS['markup']}"})
    async with opened(world, SIZES[size]) as room:
        await room.give(ResumeExercise())
        await room.wait((MINUTE_40 - await world.hub.elapsed(ID)) / 60)
        room.app.clear_notifications()
        for field in room.app.screen.query(TextArea):
            field.cursor_blink = False
        drawn = await at_rest(room)
    kept = HERE / f"{seat}-{size}-{language}.svg"
    if request.config.getoption("--update-snapshots"):
        kept.write_text(drawn, encoding="utf-8")
    assert kept.is_file(), "run pytest tests/snapshot --update-snapshots, and look at the picture"
    assert drawn == kept.read_text(encoding="utf-8"), f"{kept.name} looks different now"
