"""Deviations that were right after all: who may say so, of what, and that it takes a reason."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simulator.acts.justify import DeviationJustified, JustifyDeviation
from simulator.acts.play import EndExercise
from simulator.domain.people import Actor
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_playbook,
    a_player,
    a_scenario,
    an_inject,
)

LEAD = Actor(person="lea", role="lead-evaluator")
BOOK = a_playbook("inform", never=[{"id": "wipe", "text": "Wipe."}])
KNOWN = ("book/inform", "book/wipe", "a", "a/e")


def played() -> Table:
    inject = an_inject("a", expectations=[{"id": "e", "text": "Told.", "free": True}])
    return Table(a_scenario(inject), BOOK).start()


def justify(about: str = "book/inform", **fields: Any) -> JustifyDeviation:
    given = {"team": "red", "about": about, "text": "The line was tapped."}
    return JustifyDeviation.model_validate(given | fields)


@pytest.mark.parametrize("about", KNOWN)
def test_a_step_a_never_step_an_inject_and_an_expectation_may_be_deviated_from(about: str) -> None:
    table = played().wait(2).do(justify(about), EVALUATOR)
    (said,) = table.exercise.justified
    assert (said.team, said.about, said.text) == ("red", about, "The line was tapped.")
    assert (said.since, said.actor.person, said.seq) == (120, "eva", len(table.records))
    assert table.events(DeviationJustified)[0].justification == said.id


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (justify(team="green"), "unknown_team"),
        (justify("book/luck"), "unknown_deviation"),
        (justify("other/inform"), "unknown_deviation"),
        (justify("b"), "unknown_deviation"),
        (justify("a/luck"), "unknown_deviation"),
    ],
)
def test_what_there_is_not_is_not_justified(command: JustifyDeviation, code: str) -> None:
    assert played().refusal(command, EVALUATOR) == code


def test_it_takes_a_reason() -> None:
    with pytest.raises(ValidationError):
        JustifyDeviation.model_validate({"team": "red", "about": "book/inform"})


def test_evaluators_and_the_facilitator_justify_from_startex_on_and_after_endex() -> None:
    assert Table(a_scenario("a"), BOOK).refusal(justify(), EVALUATOR) == "not_started"
    table = played()
    for actor in (OBSERVER, PROJECTOR, a_player()):
        assert table.refusal(justify(), actor) == "evaluators_only"
        assert table.offers(actor, "justify_deviation") == []
    table.do(justify(), FACILITATOR).do(EndExercise()).do(justify(), EVALUATOR).do(justify(), LEAD)
    assert len(table.exercise.justified) == 3


def test_everything_that_can_be_deviated_from_is_offered() -> None:
    assert Table(a_scenario("a"), BOOK).offers(EVALUATOR, "justify_deviation") == []
    (choice,) = played().offers(EVALUATOR, "justify_deviation")
    fields = {f.name: f for f in choice.fields}
    assert {value for value, _ in fields["about"].options} == set(KNOWN)
    assert [value for value, _ in fields["team"].options] == ["red"]
    assert all(field.required for field in choice.fields)
