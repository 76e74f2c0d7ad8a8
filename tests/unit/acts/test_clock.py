"""The exercise clock: speed beside wall time, interruptions, and who sees where it stands."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simulator.acts.clock import (
    FASTEST,
    ChangeSpeed,
    ExerciseInterrupted,
    InterruptExercise,
    JumpClock,
    PauseExercise,
    ResumeExercise,
    SpeedChanged,
)
from simulator.acts.play import EndExercise, StopExercise
from simulator.domain.people import SYSTEM, Actor
from simulator.domain.view import Card
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_player,
    a_scenario,
    an_inject,
)

STORY: dict[str, Any] = {"story": {"starts": "2031-05-12 08:00", "pace": 2}}
CUT = InterruptExercise(cause="clock", gap=90.0)
EVERYBODY = (FACILITATOR, EVALUATOR, OBSERVER, PROJECTOR, a_player())


def clock(table: Table, actor: Actor = FACILITATOR) -> Card:
    (card,) = table.cards(actor, "exercise")
    return card


def story_time(table: Table) -> str:
    found = table.exercise.facts[""].story_time(table.elapsed)
    assert found is not None
    return found.strftime("%H:%M")


# Speed


def test_exercise_time_runs_at_the_speed_given_and_what_has_passed_stays() -> None:
    table = Table().start().wait(5).do(ChangeSpeed(factor=3)).wait(4)
    assert table.elapsed == (5 + 12) * 60
    table.do(ChangeSpeed(factor=0.5)).wait(4)
    assert table.elapsed == (5 + 12 + 2) * 60
    assert [e.factor for e in table.events(SpeedChanged)] == [3.0, 0.5]


def test_story_time_runs_by_its_pace_of_exercise_time_whatever_the_speed() -> None:
    table = Table(a_scenario(**STORY)).start().do(ChangeSpeed(factor=3)).wait(5)
    assert (table.elapsed, story_time(table)) == (900, "08:30")


def test_what_is_due_comes_sooner_at_a_higher_speed() -> None:
    scenario = a_scenario("a", an_inject("x", release={"auto": True, "after": "start", "at": 10}))
    table = Table(scenario).start().do(ChangeSpeed(factor=10)).wait(1)
    assert table.received() == ["x"]


def test_a_speed_may_be_set_in_a_pause_and_counts_from_the_resumption() -> None:
    table = Table().start().wait(1).pause().do(ChangeSpeed(factor=2)).wait(30)
    assert table.elapsed == 60
    assert clock(table).speed == 0
    assert table.resume().wait(1).elapsed == 180
    assert clock(table).speed == 2


def test_the_speed_that_is_is_not_set_again() -> None:
    assert Table().start().refusal(ChangeSpeed(factor=1)) == "already_so"


@pytest.mark.parametrize("factor", [0, -1, FASTEST + 1])
def test_time_neither_stands_nor_runs_back_nor_faster_than_a_tick_can_follow(factor: int) -> None:
    with pytest.raises(ValidationError):
        ChangeSpeed(factor=factor)


def test_only_the_facilitator_sets_the_speed_and_only_in_play() -> None:
    command = ChangeSpeed(factor=2)
    assert Table().refusal(command) == "not_started"
    table = Table().start()
    for actor in (a_player(), EVALUATOR, OBSERVER, PROJECTOR):
        assert table.refusal(command, actor) == "facilitator_only"
        assert table.offers(actor, "change_speed") == []
    assert len(table.offers(kind="change_speed")) == 1
    table.do(EndExercise())
    assert table.refusal(command) == "has_ended"
    assert table.offers(kind="change_speed") == []


@pytest.mark.parametrize("actor", EVERYBODY)
def test_everybody_sees_from_when_and_how_fast_to_count(actor: Actor) -> None:
    table = Table(a_scenario(**STORY)).start().wait(5).do(ChangeSpeed(factor=3))
    card = clock(table, actor)
    assert (card.at, card.elapsed, card.speed, card.pace) == (table.now, 300, 3, 2)
    assert card.marks == ("running",)


def test_a_scenario_without_story_time_shows_none() -> None:
    card = clock(Table().start())
    assert (card.story, card.pace) == (None, None)


# Interruptions


def test_an_interruption_pauses_play_where_it_was_last_known_to_stand() -> None:
    table = Table().start().wait(5).do(CUT, SYSTEM)
    (found,) = table.exercise.interruptions
    assert (found.since, found.gap, found.cause) == (300, 90.0, "clock")
    assert (table.exercise.status, table.elapsed) == ("paused", 300)


def test_the_gap_is_shown_until_the_facilitator_resumes_or_jumps() -> None:
    cut = Table().start().wait(5).do(CUT, SYSTEM)
    assert (clock(cut).marks, clock(cut).numbers) == (
        ("paused", "interrupted"),
        {"gap": 90.0, "jump": 90.0},
    )
    for goes_on in (cut.branch().resume(), cut.branch().jump(1.5)):
        assert clock(goes_on).numbers == {}
        assert "interrupted" not in clock(goes_on).marks
    assert cut.jump(1.5).resume().elapsed == 390


def test_a_later_pause_is_no_interruption() -> None:
    table = Table().start().do(CUT, SYSTEM).resume().pause()
    assert clock(table).marks == ("paused",)


def test_what_was_due_by_then_and_had_not_gone_goes_by_hand_only() -> None:
    scenario = a_scenario(
        "a",
        an_inject("x", release={"auto": True, "after": "start", "at": 5}),
        an_inject("y", release={"auto": True, "after": "start", "at": 6}),
    )
    table = Table(scenario).start()
    table._moved = 300.0  # nobody looked in the meantime
    table.do(CUT, SYSTEM)
    assert table.deferred() == {"x": "interrupted"}
    table.resume().wait(10)
    assert (table.received(), table.deferred()) == (["y"], {"x": "interrupted"})
    assert table.release("x").received() == ["y", "x"]


@pytest.mark.parametrize(
    "table",
    [Table(), Table().start().pause(), Table().start().do(StopExercise())],
    ids=["created", "paused", "stopped"],
)
def test_what_does_not_run_is_not_interrupted(table: Table) -> None:
    before = len(table.records)
    assert len(table.do(CUT, SYSTEM).records) == before


def test_only_the_program_interrupts_and_nobody_is_offered_it() -> None:
    table = Table().start()
    for actor in EVERYBODY:
        assert table.refusal(CUT, actor) == "system_only"
        assert table.offers(actor, "interrupt_exercise") == []


def test_an_interruption_is_kept_with_its_cause() -> None:
    table = Table().start().do(InterruptExercise(cause="restart", gap=-7.0), SYSTEM)
    assert table.events(ExerciseInterrupted) == [ExerciseInterrupted(cause="restart", gap=-7.0)]


# What is offered


def test_a_jump_of_story_time_is_offered_where_there_is_story_time() -> None:
    (plain,) = Table().start().offers(kind="jump_clock")
    (told,) = Table(a_scenario(**STORY)).start().offers(kind="jump_clock")
    assert [f.name for f in plain.fields] == ["exercise"]
    assert [(f.name, f.unless) for f in told.fields] == [("exercise", "story"), ("story", None)]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (PauseExercise(), "stopped"),
        (JumpClock(exercise=1), "stopped"),
        (ChangeSpeed(factor=2), "stopped"),
    ],
)
def test_while_stopped_the_clock_is_not_moved(command: Any, code: str) -> None:
    assert Table().start().do(StopExercise()).refusal(command) == code


def test_after_the_stop_play_goes_on_where_it_stood() -> None:
    table = Table().start().wait(5).do(StopExercise()).wait(60).do(ResumeExercise()).wait(1)
    assert table.elapsed == 360
