"""The clocks of an exercise at this moment, counted on from what its card says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from simulator.consoles.reader import Reader
from simulator.domain.view import Card
from simulator.text import clock


def elapsed_now(card: Card, now: datetime) -> float:
    """Exercise time, seconds: it runs from where the card says as fast as it says."""
    begun, speed = card.elapsed or 0.0, card.speed or 0.0
    return begun + max(0.0, (now - card.at).total_seconds()) * speed if card.at else begun


def story_now(card: Card, now: datetime) -> datetime | None:
    """Story time; none where the story has no clock."""
    if card.story is None:
        return None
    passed = elapsed_now(card, now) - (card.elapsed or 0.0)
    return card.story + timedelta(seconds=passed * (card.pace or 1.0))


def clock_lines(card: Card, now: datetime, reader: Reader) -> Iterator[str]:
    """All three clocks, each on a line of its own."""
    state = reader.coded("status", card.marks[0])
    speed = card.speed or 0.0
    factor = (
        f", {reader.say('console.at_speed', factor=f'{speed:g}')}" if speed not in (0, 1) else ""
    )
    yield f"{reader.say('console.exercise_time')} {clock(elapsed_now(card, now))}, {state}{factor}"
    story = story_now(card, now)
    if story is not None:
        yield f"{reader.say('console.story')} {story:%Y-%m-%d %H:%M:%S}"
    yield f"{reader.say('console.wall_time')} {now.astimezone():%H:%M:%S}"
