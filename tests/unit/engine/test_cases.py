"""A case: one team in one exercise, laid out for the scoring rules."""

from __future__ import annotations

import pytest

from simulator.acts.course import course
from simulator.engine.case import Case
from simulator.engine.cases import cases
from simulator.engine.evidence import Point
from tests.unit.scoring.response import a_rubric, a_table, ended, the_scenario


def the_case(**fields: object) -> Case:
    """The case of a team whose exercise took ten minutes."""
    table = ended(a_table(the_scenario(**fields)).wait(10))
    (case, *_), _ = cases(course(table.records), a_rubric())
    return case


@pytest.mark.parametrize(
    ("story", "clock", "minutes"),
    [
        ({"starts": "2031-05-12 08:00", "pace": 3}, "story", 30),
        ({"starts": "2031-05-12 08:00", "pace": 3}, "exercise", 10),
        ({}, "story", 10),
    ],
)
def test_time_is_counted_in_the_storys_clock_where_it_has_one(
    story: dict[str, object], clock: str, minutes: float
) -> None:
    case = the_case(story=story)
    assert case.minutes(clock, Point(0.0, 2, (2,)), case.end) == minutes
