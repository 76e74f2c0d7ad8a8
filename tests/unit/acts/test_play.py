"""The course of an exercise: create, start, pause, resume, jump, end; copies of a team."""

from __future__ import annotations

from datetime import datetime

import pytest

from simulator.acts import Command, Moment
from simulator.acts.clock import JumpClock, PauseExercise, ResumeExercise
from simulator.acts.decisions import LogDecision
from simulator.acts.play import CreateExercise, EndExercise, StartExercise
from simulator.domain.errors import Refused
from simulator.domain.exercise import EXERCISE, Exercise
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    NOON,
    Table,
    a_kit,
    a_player,
    a_scenario,
    a_team,
)

STORY = {"story": {"starts": "2031-05-12 08:00", "pace": 2}}


def story_time(table: Table, story: str = EXERCISE) -> str:
    found = table.exercise.facts[story].story_time(table.elapsed)
    return found.isoformat(sep=" ", timespec="minutes") if isinstance(found, datetime) else "none"


def test_an_exercise_begins_as_the_scenario_declares_it() -> None:
    scenario = a_scenario(
        milestones=[{"id": "m", "text": "M"}],
        variables=[{"id": "v", "text": "V", "start": 3}],
        **STORY,
    )
    table = Table(scenario)
    assert table.exercise.status == "created"
    assert (table.milestone("m"), table.variable("v")) == (False, 3)
    assert story_time(table) == "2031-05-12 08:00"


def test_an_exercise_is_created_once() -> None:
    table = Table()
    assert table.refusal(CreateExercise(kit=table.kit)) == "already_created"


@pytest.mark.parametrize("name", ["", "Two Words", "../up", "a" * 61, "dot.ted"])
def test_a_name_that_no_file_could_have_is_refused(name: str) -> None:
    kit = a_kit()
    with pytest.raises(Refused, match="unusable_name"):
        CreateExercise(kit=kit).decide(
            Exercise(id=name, kit=kit), Moment(FACILITATOR, NOON, 0.0, "e1")
        )


def test_copies_of_a_team_are_numbered_with_equal_width() -> None:
    table = Table(a_scenario(story={"scope": "team"}), copies=10)
    assert list(table.exercise.teams)[:2] == ["red-01", "red-02"]
    assert {state.declared for state in table.exercise.teams.values()} == {"red"}


@pytest.mark.parametrize(
    "scenario",
    [
        a_scenario(),
        a_scenario(story={"scope": "team"}, teams=[a_team("red"), a_team("blue")]),
    ],
    ids=["one story", "two teams declared"],
)
def test_only_a_team_scenario_of_one_team_is_multiplied(scenario: object) -> None:
    with pytest.raises(Refused, match="cannot_multiply"):
        Table(scenario, copies=2)  # type: ignore[arg-type]


def test_startex_happens_once() -> None:
    table = Table().start()
    assert table.exercise.status == "running"
    assert table.exercise.started_at == NOON
    assert table.refusal(StartExercise()) == "already_started"


@pytest.mark.parametrize(
    "command",
    [StartExercise(), PauseExercise(), ResumeExercise(), JumpClock(exercise=1), EndExercise()],
    ids=lambda c: c.kind,
)
def test_only_the_facilitator_moves_the_course(command: Command) -> None:
    table = Table() if isinstance(command, StartExercise) else Table().start()
    assert table.refusal(command, a_player()) == "facilitator_only"
    assert table.refusal(command, EVALUATOR) == "facilitator_only"


@pytest.mark.parametrize(
    "command",
    [PauseExercise(), ResumeExercise(), JumpClock(exercise=1), EndExercise()],
    ids=lambda c: c.kind,
)
def test_the_course_is_moved_between_startex_and_endex_only(command: Command) -> None:
    table = Table()
    assert table.refusal(command) == "not_started"
    table.start().do(EndExercise())
    assert table.refusal(command) == "has_ended"


def test_exercise_time_stands_still_in_a_pause() -> None:
    table = Table().start().wait(5).pause().wait(60).resume().wait(2)
    assert table.elapsed == 7 * 60


def test_pausing_twice_and_resuming_what_runs_are_refused() -> None:
    table = Table().start()
    assert table.refusal(ResumeExercise()) == "not_paused"
    assert table.pause().refusal(PauseExercise()) == "already_paused"


def test_nothing_is_decided_after_endex() -> None:
    table = Table().start().do(EndExercise(reason="Time is up."))
    assert table.exercise.status == "ended"
    assert table.refusal(LogDecision(text="x"), a_player()) == "has_ended"


def test_a_jump_moves_both_clocks_by_the_pace() -> None:
    table = Table(a_scenario(**STORY)).start().wait(5).jump(30)
    assert table.elapsed == 35 * 60
    assert story_time(table) == "2031-05-12 09:10"
    assert table.exercise.jumps == ((300, 2100),)


def test_a_jump_of_story_time_moves_it_alone() -> None:
    table = Table(a_scenario(**STORY)).start().wait(5).jump(story=48 * 60)
    assert table.elapsed == 300
    assert story_time(table) == "2031-05-14 08:10"
    assert table.exercise.jumps == ()
    assert story_time(table.wait(1)) == "2031-05-14 08:12"


def test_story_time_that_stands_still_can_jump() -> None:
    scenario = a_scenario(story={"starts": "2031-05-12 08:00", "pace": 0})
    table = Table(scenario).start().wait(10).jump(story=60)
    assert story_time(table.wait(10)) == "2031-05-12 09:00"


def test_a_jump_in_a_pause_moves_the_stopped_clock() -> None:
    table = Table(a_scenario(**STORY)).start().pause().jump(30)
    assert (table.elapsed, table.exercise.status) == (1800, "paused")


@pytest.mark.parametrize(
    ("jump", "code"),
    [
        (JumpClock(), "jump_one_clock"),
        (JumpClock(exercise=1, story=1), "jump_one_clock"),
        (JumpClock(exercise=0), "jump_one_clock"),
        (JumpClock(story=5), "no_story_time"),
    ],
    ids=["none", "both", "nowhere", "no story clock"],
)
def test_a_jump_is_of_one_clock_that_there_is(jump: JumpClock, code: str) -> None:
    assert Table().start().refusal(jump) == code


def test_records_hold_the_exercise_time_at_which_they_happened() -> None:
    table = Table().start().wait(2).release("a").jump(10).release("b")
    by_kind = {record.event.kind: record.elapsed for record in table.records}
    assert by_kind["clock_jumped"] == 120
    assert table.records[-1].elapsed == 720
