"""What a happening knows of itself."""

from __future__ import annotations

from datetime import timedelta

from simulator.domain.exercise import Facts, StoryPoint
from simulator.domain.history import Happening
from tests.builders import NOON


def test_wall_time_is_read_as_it_stood_on_the_wall() -> None:
    found = Happening(
        number=1,
        kind="note_taken",
        group="evaluation",
        at=NOON,
        offset=-90,
        elapsed=0.0,
        person="eva",
        text="A note.",
    )
    assert found.wall == NOON - timedelta(minutes=90)


def test_story_time_is_known_as_the_clock_stood_after_any_record() -> None:
    starts = NOON
    facts = Facts(clocks=(StoryPoint(base=starts),), pace=2.0)
    hour = timedelta(hours=1)
    later = facts.set_to(5, starts + 9 * hour, 600.0).set_to(7, starts + 20 * hour, 900.0)
    assert later.story_time(600.0, after=4) == starts + timedelta(minutes=20)
    assert later.story_time(600.0, after=5) == later.story_time(600.0, after=6) == starts + 9 * hour
    assert later.story_time(900.0, after=99) == later.story_time(900.0) == starts + 20 * hour
    assert Facts().story_time(60.0, after=1) is None
