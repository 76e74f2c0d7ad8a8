"""What evaluators see and note."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts import Command
from simulator.acts.evaluation import Observe, TakeNote
from simulator.acts.play import EndExercise
from tests.builders import EVALUATOR, OBSERVER, Table, a_player, a_scenario, a_team, an_inject

OBSERVED: dict[str, Any] = {
    "teams": [a_team("red"), a_team("blue")],
    "evaluation": {"rows": [{"id": "calm", "text": "Calm"}]},
    "objectives": [{"id": "share", "text": "Share"}],
}


def observed() -> Table:
    expected = [{"id": "e", "text": "Call.", "team": "red"}]
    return Table(a_scenario(an_inject("a", expectations=expected), **OBSERVED)).start().release("a")


def saw(result: str = "done", **about: Any) -> Observe:
    given = about or {"expectation": "a/e"}
    return Observe.model_validate({"team": "red", "result": result} | given)


def test_an_expectation_seen_done_is_met_by_staff() -> None:
    table = observed().wait(2).do(saw(), EVALUATOR)
    met = table.exercise.teams["red"].met["a/e"]
    assert (met.how, met.since) == ("staff", 120)


@pytest.mark.parametrize("result", ["partly", "not_done", "not_observed"])
def test_anything_else_is_noted_and_meets_nothing(result: str) -> None:
    table = observed().do(saw(result), EVALUATOR)
    assert table.met() == []
    assert table.exercise.observations[0].result == result


def test_what_was_met_before_keeps_its_time() -> None:
    table = observed().do(saw(), EVALUATOR).wait(5).do(saw(), EVALUATOR)
    assert table.exercise.teams["red"].met["a/e"].since == 0


def test_a_row_of_the_evaluation_is_observed_too() -> None:
    table = observed().do(saw(row="calm", text="They laughed."), EVALUATOR)
    assert table.exercise.observations[0].row == "calm"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (saw(expectation="a/e", row="calm"), "observe_one"),
        (Observe(team="red", result="done"), "observe_one"),
        (saw(expectation="a/z"), "unknown_expectation"),
        (saw(expectation="z/e"), "unknown_expectation"),
        (saw(row="z"), "unknown_row"),
        (saw(team="green", row="calm"), "unknown_team"),
        (TakeNote(text="x", team="green"), "unknown_team"),
        (TakeNote(text="x", inject="z"), "unknown_inject"),
        (TakeNote(text="x", objective="z"), "unknown_objective"),
    ],
)
def test_what_is_about_nothing_known_is_refused(command: Command, code: str) -> None:
    assert observed().refusal(command, EVALUATOR) == code


@pytest.mark.parametrize("actor", [a_player(), OBSERVER])
def test_only_staff_evaluate(actor: Any) -> None:
    assert observed().refusal(saw(), actor) == "evaluators_only"
    assert observed().refusal(TakeNote(text="x"), actor) == "evaluators_only"


def test_staff_evaluate_from_startex_on_and_after_endex() -> None:
    assert Table().refusal(TakeNote(text="x"), EVALUATOR) == "not_started"
    table = observed().do(EndExercise()).do(TakeNote(text="Late.", objective="share"), EVALUATOR)
    assert table.exercise.observations[0].objective == "share"


def test_what_is_expected_of_an_inject_that_is_not_out_cannot_be_seen() -> None:
    """It was accepted, and the team had met what it was never asked, though it was not offered."""
    expected = [{"id": "e", "text": "Call."}]
    table = Table(a_scenario(an_inject("a", expectations=expected), **OBSERVED)).start()
    assert table.refusal(saw(), EVALUATOR) == "inject_not_received"
    assert table.release("a").do(saw(), EVALUATOR).met() == ["a/e"]
