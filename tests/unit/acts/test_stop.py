"""The real-world stop: everything stands still, and only its end or play's is accepted (K20)."""

from __future__ import annotations

import pytest

from simulator.acts import Command
from simulator.acts.amendments import AmendDecision, RetractDecision
from simulator.acts.clock import ChangeSpeed, JumpClock, PauseExercise, ResumeExercise
from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import Observe, TakeNote
from simulator.acts.facts import SetMilestone, SetVariable
from simulator.acts.hotwash import NoteHotWash, PlanImprovement
from simulator.acts.improvise import Improvise
from simulator.acts.injects import ReleaseInject, ReleaseInjectNow
from simulator.acts.messages import AcknowledgeInject, SendMessage
from simulator.acts.passes import GoBack, SyncTeams, WithdrawInject
from simulator.acts.pending import EditInject, HoldInject, SkipInject, UnholdInject
from simulator.acts.people import HandOverSeat, JoinExercise, LeaveExercise
from simulator.acts.play import EndExercise, StartExercise, StopExercise
from simulator.acts.ratings import Rate
from simulator.acts.requests import AnswerQuestion, AskQuestion, DeclineQuestion
from simulator.domain.people import Actor
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

RED = a_player()
STOP = StopExercise(reason="A real alarm.")
BY_CONTROL: tuple[Command, ...] = (
    PauseExercise(),
    JumpClock(exercise=1),
    ChangeSpeed(factor=2),
    StopExercise(),
    ReleaseInject(inject="a"),
    ReleaseInjectNow(inject="a"),
    HoldInject(inject="a"),
    UnholdInject(inject="a"),
    SkipInject(inject="a", reason="x"),
    EditInject(inject="a", body="x"),
    Improvise(title="x", body="y"),
    WithdrawInject(inject="a"),
    GoBack(inject="a"),
    SyncTeams(inject="a"),
    SetMilestone(milestone="m"),
    SetVariable(variable="v", value=1),
    AnswerQuestion(team="red", text="x"),
    DeclineQuestion(team="red"),
)
BY_OTHERS: tuple[tuple[Command, Actor], ...] = (
    (LogDecision(text="x"), RED),
    (LogDecision(text="x", team="red", at=0, reason="x"), FACILITATOR),
    (AmendDecision(text="x"), RED),
    (RetractDecision(), RED),
    (AskQuestion(text="x"), RED),
    (SendMessage(text="x"), RED),
    (AcknowledgeInject(inject="a"), RED),
    (Observe(team="red", row="r", result="done"), EVALUATOR),
    (TakeNote(text="x"), EVALUATOR),
    (Rate(subject="o", achieved=True), EVALUATOR),
    (JoinExercise(), RED),
    (LeaveExercise(), RED),
    (HandOverSeat(to="ben"), RED),
)


def stopped() -> Table:
    table = Table().start().do(JoinExercise(), RED).wait(5)
    return table.do(STOP)


def test_the_clock_and_what_is_automatic_stand_still() -> None:
    scenario = a_scenario("a", an_inject("x", release={"auto": True, "after": "start", "at": 6}))
    table = Table(scenario).start().wait(5).do(STOP).wait(60)
    assert (table.exercise.status, table.elapsed, table.received()) == ("stopped", 300, [])
    table.do(ResumeExercise()).wait(1)
    assert table.received() == ["x"]


def test_a_stop_may_come_in_a_pause_too() -> None:
    assert Table().start().pause().do(STOP).exercise.status == "stopped"


@pytest.mark.parametrize("command", BY_CONTROL, ids=lambda c: c.kind)
def test_control_does_nothing_while_it_lasts(command: Command) -> None:
    assert stopped().refusal(command) == "stopped"


@pytest.mark.parametrize(("command", "actor"), BY_OTHERS, ids=lambda c: getattr(c, "kind", ""))
def test_nobody_does_anything_while_it_lasts(command: Command, actor: Actor) -> None:
    assert stopped().refusal(command, actor) == "stopped"


def test_what_comes_before_startex_or_after_endex_is_refused_as_ever() -> None:
    table = stopped()
    assert table.refusal(StartExercise()) == "already_started"
    assert table.refusal(NoteHotWash(topic="gap", text="x")) == "not_ended"
    assert table.refusal(PlanImprovement(issue="x")) == "not_ended"


def test_only_its_end_and_plays_are_offered_and_only_to_the_facilitator() -> None:
    table = stopped()
    assert {c.kind for c in table.offers()} == {"resume_exercise", "end_exercise"}
    for actor in (EVALUATOR, OBSERVER, PROJECTOR, RED):
        assert table.offers(actor) == []


def test_play_goes_on_or_ends() -> None:
    assert stopped().do(ResumeExercise()).exercise.status == "running"
    assert stopped().do(EndExercise()).exercise.status == "ended"


@pytest.mark.parametrize("command", [STOP, ResumeExercise(), EndExercise()], ids=lambda c: c.kind)
def test_only_the_facilitator_stops_and_lets_go_on(command: Command) -> None:
    table = Table().start() if command is STOP else stopped()
    for actor in (EVALUATOR, OBSERVER, RED):
        assert table.refusal(command, actor) == "facilitator_only"


def test_nothing_is_stopped_before_startex_or_after_endex() -> None:
    assert Table().refusal(STOP) == "not_started"
    assert Table().start().do(EndExercise()).refusal(STOP) == "has_ended"


@pytest.mark.parametrize("actor", [FACILITATOR, EVALUATOR, OBSERVER, PROJECTOR, RED])
def test_everybody_sees_that_play_is_stopped(actor: Actor) -> None:
    (card,) = stopped().cards(actor, "exercise")
    assert (card.marks, card.speed, card.elapsed) == (("stopped",), 0, 300)
