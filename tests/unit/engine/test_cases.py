"""A case: one team in one exercise, laid out for the scoring rules."""

from __future__ import annotations

import pytest

from simulator.acts.course import course
from simulator.acts.facts import SetMilestone
from simulator.engine.case import Case
from simulator.engine.cases import cases
from simulator.engine.evidence import Point
from tests.builders import Table, a_team, an_inject
from tests.unit.scoring.response import (
    a_rubric,
    a_step,
    a_table,
    done,
    ended,
    the_playbook,
    the_scenario,
    times,
)


def laid_out(table: Table) -> dict[str | None, Case]:
    """The cases of a table after ENDEX, by team."""
    found, _ = cases(course(ended(table).records), a_rubric())
    return {case.team: case for case in found}


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
    case = laid_out(a_table(the_scenario(story=story)).wait(10))["red"]
    assert case.minutes(clock, Point(0.0, 2, (2,)), case.end) == minutes


def test_a_deadline_is_laid_before_the_team_whose_screen_shows_it() -> None:
    deadline = {
        "id": "d",
        "title": "D",
        "to": "red",
        "starts": {"released": "a"},
        "met_by": {"milestone": "m"},
        "within": 10,
        "clock": "exercise",
    }
    scenario = the_scenario(
        teams=[a_team("red"), a_team("blue")],
        milestones=[{"id": "m", "text": "M"}],
        deadlines=[deadline],
    )
    found = laid_out(a_table(scenario).wait(3).do(SetMilestone(milestone="m")))
    (clock,) = found["red"].clocks
    assert clock.done is not None
    assert (clock.run.state, clock.done.since) == ("met", 180)
    assert all(not case.clocks for team, case in found.items() if team != "red")


@pytest.mark.parametrize(("level", "target"), [(2, 60), (3, 5), (4, 5)])
def test_a_step_has_the_anchors_of_the_severity_that_was_true(level: int, target: float) -> None:
    severe = [{"from": 3, "target": 5}]
    step = a_step("inform", times=times(target=60, acceptable=90, by_severity=severe))
    scenario = the_scenario(
        an_inject("a", phase="detection"),
        phases=["Detection"],
        truth={"severity": [{"phase": "detection", "level": level}]},
    )
    (asked,) = laid_out(a_table(scenario, the_playbook(step)))["red"].steps
    assert asked.times is not None
    assert (asked.times.target, asked.times.acceptable) == (target, 90)


def test_what_an_amended_decision_still_says_was_done_when_it_was_first_said() -> None:
    inject = an_inject("a", expectations=[{"id": "e", "text": "E.", "step": "book/declare"}])
    table = done(a_table(the_scenario(inject, "b")), "declare").wait(30)
    (expected,) = laid_out(table.amend(inject="a", text="We do, clearly."))["red"].expectations
    assert expected.done is not None
    assert (expected.done.at.since, expected.done.marks) == (60, ("amended",))
