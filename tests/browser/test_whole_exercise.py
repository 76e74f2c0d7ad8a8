"""The whole hospital exercise in browsers, at the address that phones use: nobody has a console.

A play's own script is the plan: its people do by hand, at pages of their own, what it says; the log
that comes of it is held against the one that the script makes without any page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, expect

from simulator.acts import Recorded
from simulator.cli.exercises import channels, play_at, scenario_at
from simulator.plays.run import Player
from simulator.stores.memory import MemoryLog
from simulator.web.addresses import lan_addresses
from tests.browser.stage import IN_A_BROWSER, PHONE, staged
from tests.browser.tables import Tables
from tests.docs.tree import ROOT
from tests.web import ID

pytestmark = [*IN_A_BROWSER]
SCENARIO = ROOT / "scenarios" / "hospital-ransomware"
DESK, WALL = {"width": 1440, "height": 900}, {"width": 1920, "height": 1080}
ENTRY = re.compile(r"\be\d+\b")
COMING = {"person_joined", "inject_acknowledged", "seat_taken"}
"""Events of people at their devices, which a script has no need of."""


async def test_the_hospital_exercise_is_played_on_phones_alone(
    chromium: Browser, tmp_path: Path
) -> None:
    loaded = scenario_at(str(SCENARIO), {})
    play = play_at(SCENARIO / "plays" / "full-house.yaml")
    async with staged(chromium, tmp_path, loaded.kit, started=False, still=True) as there:
        host = next(iter(lan_addresses()), "127.0.0.1")
        tables = Tables(there, play, f"http://{host}:{there.stage.port}")
        await tables.sit_down("facilitator", viewport=DESK)
        for name, person in play.people.items():
            size = DESK if person.staff == "lead-evaluator" else PHONE
            await tables.sit_down(name, viewport=size)
        wall = await _wall(tables)
        for step, after in zip(play.play, (*play.play[1:], None), strict=True):
            refused = after is not None and after.expect is not None and after.expect.refused
            await tables.step(step, refused=bool(refused))
        records = await tables.records()
        await _is_over(tables, wall)
        await tables.close()
        assert [each for each in there.errors if "409" not in each] == []
        assert there.dialogs == []
    scripted = Player(play, loaded.kit, MemoryLog(), channels(), exercise=ID)
    wanted = (await scripted.run()).records
    assert _essence(records) == _essence(wanted)
    assert tables.expectations > 30


async def _wall(tables: Tables) -> Page:
    """The projector's page."""
    return await tables.open("projector", viewport=WALL)


async def _is_over(tables: Tables, wall: Page) -> None:
    """Every page says that it has ended; the wall showed nothing that is not for the room."""
    for page in (*tables.pages.values(), wall):
        await expect(page.locator(".exercise-mark")).to_be_visible()
        await expect(page.locator("#clocks")).to_have_attribute("data-status", "ended")
    state = await tables.exercise()
    for_room = {i.id for i in state.scenario.injects if i.projector}
    cards = await wall.locator(".inject").all()
    shown = {str(await each.get_attribute("data-inject")) for each in cards}
    assert shown <= for_room
    assert shown


def _essence(records: Iterable[Recorded]) -> list[tuple[str, float, str | None, str]]:
    """What happened, when and for which team, without who had which device."""
    return [
        (each.event.kind, each.elapsed, each.actor.team, _said(each.event))
        for each in records
        if each.event.kind not in COMING
    ]


def _said(event: Any) -> str:
    said = event.model_dump(mode="json", exclude={"kit", "person", "by", "author", "seen"})
    if isinstance(said.get("to"), int):
        del said["to"]  # the number of the delivery that is meant: devices are numbered, too
    return ENTRY.sub("entry", str(said))
