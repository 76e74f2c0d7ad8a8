"""Whatever people write, it is text on every screen: no control, no direction, no markup."""

from __future__ import annotations

import re

import pytest

from simulator.consoles import safe
from simulator.domain.people import Actor
from tests.builders import FACILITATOR
from tests.contract.hostile import clean
from tests.screens import LARGE, SMALL, Room
from tests.terminal.tour import opened, strips, tour
from tests.terminal.world import CORPUS, World, hostile

WALL = re.compile("[\u0300-\u036f\u0489\u0e47]{5}")
LEAD = Actor(person="red-lead", role="participant", team="red", team_role="lead")
SEATS = [pytest.param(FACILITATOR, id="facilitator"), pytest.param(LEAD, id="team")]
SIZES = [pytest.param(SMALL, id="small"), pytest.param(LARGE, id="large")]


def harm(room: Room) -> list[str]:
    """What on screen is more than text: signs that move something, links, actions."""
    found = [line for line in room.shown if WALL.search(line)]
    for strip in strips(room):
        for text, style, _ in strip:
            if not clean(text) or "\n" in text:
                found.append(ascii(text))
            if style is not None and (style.link or "evil" in str(style.meta)):
                found.append(f"{text!r} {style.link} {style.meta}")
            if style is not None and "app.quit" in str(style.meta):
                found.append(f"{text!r} {style.meta}")
    return found


async def looked_at(world: World, size: tuple[int, int]) -> int:
    await world.call({"red-lead": CORPUS["markup"], "eve": CORPUS["escapes"]})
    stops = 0
    async with opened(world, size) as room:
        async for stop in tour(room):
            stops += 1
            assert not harm(room), stop
    return stops


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "size"),
    [
        pytest.param(FACILITATOR, LARGE, id="facilitator-large"),
        pytest.param(LEAD, SMALL, id="team-small"),
    ],
)
async def test_all_attacks_together_are_text_on_every_screen(
    first: Actor, size: tuple[int, int]
) -> None:
    assert await looked_at(World(hostile(), first=first), size) > 20


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("first", SEATS)
@pytest.mark.parametrize("name", CORPUS)
async def test_each_attack_is_text_on_every_screen(
    name: str, first: Actor, size: tuple[int, int]
) -> None:
    assert await looked_at(World(hostile(name), first=first), size) > 20


async def test_without_cleaning_the_screen_would_be_attacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened(World(hostile("escapes", "turned"))) as room:
        assert not harm(room)
    monkeypatch.setattr(safe, "cleaned", str)
    async with opened(World(hostile("escapes", "turned"))) as room:
        assert harm(room)
