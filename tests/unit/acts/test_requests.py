"""Questions of teams: suggested, answered from what is prepared or typed, declined."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts import Command
from simulator.acts.requests import AnswerQuestion, AskQuestion, DeclineQuestion
from simulator.domain.scenario import Scenario
from tests.builders import (
    EVALUATOR,
    OBSERVER,
    Table,
    a_kit,
    a_player,
    a_scenario,
    a_team,
    an_inject,
)


def asking(**request: Any) -> Scenario:
    given = {"id": "r", "title": "Backups", "ask": ["backup", "tape"], "answer": "Eleven months."}
    return a_scenario("a", "b", requests=[given | request], teams=[a_team("red"), a_team("blue")])


def test_the_words_of_a_question_only_make_a_suggestion() -> None:
    table = Table(asking()).start().ask("Where are our BACKUPS?")
    (question,) = table.exercise.teams["red"].questions
    assert (question.suggested, question.state) == (("r",), "open")


def test_other_words_suggest_nothing() -> None:
    (question,) = Table(asking()).start().ask("What now?").exercise.teams["red"].questions
    assert question.suggested == ()


def test_words_in_any_language_of_the_exercise_suggest() -> None:
    spanish = asking(ask=["copias"])
    table = Table(kit=a_kit(asking(), translations={"es": spanish})).start()
    (question,) = table.ask("¿Hay copias?").exercise.teams["red"].questions
    assert question.suggested == ("r",)


def test_a_prepared_answer_goes_to_the_team_that_asked() -> None:
    table = Table(asking()).start().ask("Backups?").answer(request="r")
    (question,) = table.exercise.teams["red"].questions
    assert (question.state, question.answer, question.request) == (
        "answered",
        "Eleven months.",
        "r",
    )


def test_a_typed_answer_needs_no_preparation() -> None:
    table = Table(asking()).start().ask("Coffee?").answer(text="In ten minutes.")
    assert table.exercise.teams["red"].questions[0].answer == "In ten minutes."


def test_a_prepared_answer_may_be_worded_otherwise() -> None:
    table = Table(asking()).start().ask("Backups?").answer(request="r", text="Old ones.")
    (question,) = table.exercise.teams["red"].questions
    assert (question.answer, question.request) == ("Old ones.", "r")


def test_a_prepared_answer_goes_to_a_team_once() -> None:
    table = Table(asking()).start().ask("Backups?").answer(request="r").ask("Backups?")
    assert table.exercise.teams["red"].questions[1].suggested == ()
    assert table.refusal(AnswerQuestion(request="r")) == "request_unavailable"
    table.ask("Backups?", a_player("blue")).answer(team="blue", request="r")
    assert table.exercise.teams["blue"].questions[0].state == "answered"


def test_a_prepared_answer_goes_to_its_teams_only() -> None:
    table = Table(asking(to="blue")).start().ask("Backups?")
    assert table.exercise.teams["red"].questions[0].suggested == ()
    assert table.refusal(AnswerQuestion(request="r")) == "request_unavailable"


def test_a_prepared_answer_waits_for_its_condition() -> None:
    table = Table(asking(when={"released": "b"})).start().ask("Backups?")
    assert table.refusal(AnswerQuestion(request="r")) == "request_unavailable"
    assert table.release_now("b").answer(request="r").exercise.teams["red"].questions[0].answer


def test_a_prepared_answer_takes_the_time_its_author_gave_it() -> None:
    table = Table(asking(delay=3)).start().ask("Backups?").wait(2)
    assert table.refusal(AnswerQuestion(request="r")) == "answer_too_early"
    table.wait(1).answer(request="r")
    assert table.exercise.teams["red"].questions[0].answered == 180


def test_the_oldest_open_question_is_meant_unless_one_is_named() -> None:
    table = Table(asking()).start().ask("One?").ask("Two?").ask("Three?")
    ids = [q.id for q in table.exercise.teams["red"].questions]
    table.answer(question=ids[1], text="Second.").answer(text="First.")
    states = [(q.state, q.answer) for q in table.exercise.teams["red"].questions]
    assert states == [("answered", "First."), ("answered", "Second."), ("open", None)]


def test_a_question_may_be_declined_with_a_reason() -> None:
    table = Table(asking()).start().ask("Who did it?").do(DeclineQuestion(reason="Not now."))
    (question,) = table.exercise.teams["red"].questions
    assert (question.state, question.answer) == ("declined", "Not now.")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AnswerQuestion(), "text_needed"),
        (AnswerQuestion(request="z"), "unknown_request"),
        (AnswerQuestion(question="e99", text="x"), "no_open_question"),
        (AnswerQuestion(team="blue", text="x"), "no_open_question"),
        (DeclineQuestion(team="blue"), "no_open_question"),
    ],
)
def test_an_answer_is_refused_where_there_is_nothing_to_send(command: Command, code: str) -> None:
    assert Table(asking()).start().ask("x?").refusal(command) == code


def test_a_closed_question_stays_closed() -> None:
    table = Table(asking()).start().ask("x?").answer(text="y")
    id = table.exercise.teams["red"].questions[0].id
    assert table.refusal(AnswerQuestion(question=id, text="z")) == "question_closed"
    assert table.refusal(DeclineQuestion(question=id)) == "question_closed"


def test_only_teams_ask_and_only_the_facilitator_answers() -> None:
    table = Table(asking()).start().ask("x?")
    assert table.refusal(AnswerQuestion(text="y"), a_player()) == "facilitator_only"
    assert table.refusal(DeclineQuestion(), EVALUATOR) == "facilitator_only"
    assert table.refusal(AskQuestion(text="x?"), OBSERVER) == "not_a_player"
    assert table.refusal(AskQuestion(text="x?")) == "team_needed"


def test_a_question_in_a_pause_is_kept() -> None:
    table = Table(asking()).start().pause().ask("Still there?")
    assert len(table.exercise.teams["red"].questions) == 1


def test_an_answer_opens_what_waits_for_it() -> None:
    table = Table(
        a_scenario(
            "a",
            an_inject("x", release={"when": {"answered": "r"}}),
            requests=[{"id": "r", "title": "R", "answer": "Yes."}],
        )
    ).start()
    assert table.ask("x?").answer(request="r").proposed() == ["a", "x"]


def test_a_prepared_answer_is_offered_only_once_its_time_has_come() -> None:
    """It was offered at once, and then refused as too early."""
    table = Table(asking(delay=5)).start().ask("Backups?")
    assert usable(table) == []
    assert usable(table.wait(4)) == []
    assert usable(table.wait(1)) == ["r"]
    table.answer(request="r").ask("Backups?", a_player("blue"))
    assert usable(table) == []


def usable(table: Table) -> list[str]:
    (choice,) = table.offers(kind="answer_question")
    return [
        value for field in choice.fields if field.name == "request" for value, _ in field.options
    ]
