"""The course of an exercise: where both clocks stood at each record."""

from __future__ import annotations

from datetime import datetime

import pytest

from simulator.acts.course import course
from simulator.acts.play import EndExercise
from simulator.domain.course import Course
from tests.builders import Table, a_scenario


def played(**fields: object) -> Course:
    """Created, started, proposed; a at 1 minute, a jump to 11, ended at 12."""
    table = Table(a_scenario(**fields)).start().wait(1).release("a").jump(10).wait(1)
    return course(table.do(EndExercise()).records)


def test_each_record_has_its_place_and_the_last_one_by_a_moment_is_found() -> None:
    found = played()
    assert [i.seq for i in found.instants] == list(range(1, 8))
    assert found.instant(4).kind == "inject_released"
    assert found.last_by(0).seq == 3
    assert found.last_by(90).seq == 6
    assert found.last_by(-1).seq == 1


def test_a_jump_lands_later_than_it_began() -> None:
    jump = next(i for i in played().instants if i.kind == "clock_jumped")
    assert (jump.elapsed, jump.landed) == (60, 660)


def test_it_begins_with_startex_and_ends_with_endex_or_where_it_stands() -> None:
    found = played()
    assert (found.begin.kind, found.end.kind) == ("exercise_started", "exercise_ended")
    table = Table()
    assert course(table.records).begin.kind == "exercise_created"
    assert course(table.start().release("a").records).end.kind == "inject_proposed"


@pytest.mark.parametrize(
    ("story", "wanted"),
    [
        ({}, None),
        ({"starts": "2031-05-12 08:00", "pace": 2}, datetime.fromisoformat("2031-05-12 08:24")),
    ],
)
def test_story_time_is_known_where_the_story_has_a_clock(
    story: dict[str, object], wanted: datetime | None
) -> None:
    end = played(story=story).end
    assert end.clocks[""].at(end.elapsed) == wanted
