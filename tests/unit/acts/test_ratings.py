"""Ratings on evidence flags: each evaluator's own, and the lead's final one (A5, A6)."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.evaluation import TakeNote
from simulator.acts.people import JoinExercise
from simulator.acts.play import EndExercise
from simulator.acts.ratings import Rate, RatingGiven
from simulator.domain.people import Actor, Viewer
from simulator.domain.playbook import Ratings
from simulator.domain.view import Card
from simulator.engine.view import view
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_kit,
    a_player,
    a_scenario,
)

LEAD = Actor(person="lea", role="lead-evaluator")
OTHER = Actor(person="otto", role="evaluator")
OWN_SCALE = Ratings(scale="scenario")
RATED: dict[str, Any] = {
    "objectives": [
        {"id": "share", "text": "Share.", "critical_tasks": [{"id": "call", "text": "Call."}]}
    ],
    "evaluation": {"rows": [{"id": "calm", "text": "Calm."}]},
}


def rated() -> Table:
    return Table(a_scenario(**RATED)).start()


def rate(subject: str = "share", *, achieved: bool = True, **fields: Any) -> Rate:
    given = {"subject": subject, "achieved": achieved, "team": "red"}
    return Rate.model_validate(given | fields)


FINAL = rate(final=True)


def shown(table: Table, actor: Actor) -> list[Card]:
    """The ratings and notes somebody sees under the own name."""
    viewer = Viewer(role=actor.role, team=actor.team, person=actor.person)
    cards = view(table.exercise, viewer, lambda *_: ()).cards
    return [c for c in cards if c.kind in ("rating", "note")]


@pytest.mark.parametrize("subject", ["share", "share/call", "calm"])
def test_an_objective_a_task_and_a_row_are_rated_for_a_team_or_for_all(subject: str) -> None:
    table = rated().wait(2).do(rate(subject, text="Quick."), EVALUATOR)
    table.do(rate(subject, team=None), EVALUATOR)
    first, second = table.exercise.ratings
    assert (first.subject, first.team, first.since, first.text) == (subject, "red", 120, "Quick.")
    assert (second.team, second.actor.person, second.final) == (None, "eva", False)


def test_the_level_comes_from_the_flags_and_travels_in_the_event() -> None:
    table = rated().do(rate(safety_risk=True, improvement_found=True), EVALUATOR)
    (event,) = table.events(RatingGiven)
    assert (event.given, event.achieved, event.safety_risk) == ("M", True, True)
    (card,) = table.cards(kind="rating")
    assert (card.title, card.state) == ("Share.", "M")
    assert card.marks == ("safety_risk", "improvement_found")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (rate("z"), "unknown_subject"),
        (rate("share/z"), "unknown_subject"),
        (rate(team="green"), "unknown_team"),
    ],
)
def test_what_there_is_not_is_not_rated(command: Rate, code: str) -> None:
    assert rated().refusal(command, EVALUATOR) == code


def test_evaluators_and_the_facilitator_rate_from_startex_on_and_after_endex() -> None:
    assert Table(a_scenario(**RATED)).refusal(rate(), EVALUATOR) == "not_started"
    table = rated()
    for actor in (OBSERVER, PROJECTOR, a_player()):
        assert table.refusal(rate(), actor) == "evaluators_only"
        assert table.offers(actor, "rate") == []
    table.do(rate(), FACILITATOR).do(EndExercise()).do(rate(), EVALUATOR).do(rate(), LEAD)
    assert len(table.exercise.ratings) == 3


def test_where_nothing_can_be_rated_nothing_is_offered() -> None:
    assert Table().start().offers(EVALUATOR, "rate") == []


# Who sees them


def test_evaluators_do_not_see_each_others_ratings_and_notes() -> None:
    table = rated().do(rate(), EVALUATOR).do(TakeNote(text="Mine."), EVALUATOR).do(rate(), OTHER)
    assert [c.person for c in shown(table, EVALUATOR)] == ["eva", "eva"]
    assert [c.person for c in shown(table, OTHER)] == ["otto"]
    for actor in (LEAD, FACILITATOR):
        assert sorted(c.person or "" for c in shown(table, actor)) == ["eva", "eva", "otto"]
    for actor in (OBSERVER, PROJECTOR, a_player()):
        assert shown(table, actor) == []


# The final one


def test_the_final_rating_is_the_leads_after_endex() -> None:
    table = rated().do(JoinExercise(), LEAD)
    assert table.refusal(FINAL, LEAD) == "not_ended"
    assert table.refusal(FINAL, EVALUATOR) == "lead_only"
    table.do(EndExercise())
    assert table.refusal(FINAL, EVALUATOR) == "lead_only"
    assert table.refusal(FINAL, FACILITATOR) == "lead_only"
    (card,) = table.do(FINAL, LEAD).cards(kind="rating")
    assert card.marks == ("final",)


def test_the_facilitator_is_lead_where_nobody_else_is() -> None:
    table = rated().do(JoinExercise(), EVALUATOR).do(EndExercise()).do(FINAL, FACILITATOR)
    assert table.exercise.ratings[0].final is True


def test_whoever_overrules_an_evaluator_says_why() -> None:
    table = rated().do(rate(achieved=False), EVALUATOR).do(EndExercise())
    assert table.refusal(FINAL) == "reason_needed"
    table.do(rate(final=True, text="They did it after the call."))
    assert table.exercise.ratings[-1].level == "P"


def test_agreeing_needs_no_reason_nor_does_what_was_rated_again_or_elsewhere() -> None:
    table = rated().do(rate(achieved=False), EVALUATOR).do(rate(), EVALUATOR)
    table.do(rate("calm", achieved=False), OTHER).do(rate(team=None, achieved=False), OTHER)
    table.do(EndExercise()).do(FINAL)
    assert table.exercise.ratings[-1].final is True


def test_final_is_offered_to_the_lead_after_endex_alone() -> None:
    def final(table: Table, actor: Actor) -> bool:
        (choice,) = table.offers(actor, "rate")
        return "final" in {f.name for f in choice.fields}

    table = rated().do(JoinExercise(), LEAD)
    assert not final(table, LEAD)
    table.do(EndExercise())
    assert [final(table, a) for a in (LEAD, FACILITATOR, EVALUATOR)] == [True, False, False]


# The scenario's own scale


SCALE = [{"id": "good", "title": "Good"}, {"id": "poor", "title": "Poor", "text": "Not yet."}]


def on_own_scale() -> Table:
    evaluation = {"scale": SCALE, "rows": [{"id": "calm", "text": "Calm."}]}
    kit = a_kit(a_scenario(**(RATED | {"evaluation": evaluation})))
    return Table(kit=kit.having(rubric=kit.rubric.having(ratings=OWN_SCALE))).start()


def test_on_the_scenarios_own_scale_a_level_is_given_and_kept() -> None:
    table = on_own_scale().do(Rate(subject="share", level="poor", team="red"), EVALUATOR)
    (given,) = table.exercise.ratings
    assert (given.level, given.achieved) == ("poor", False)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Rate(subject="share"), "level_needed"),
        (Rate(subject="share", achieved=True), "level_needed"),
        (Rate(subject="share", level="superb"), "unknown_level"),
    ],
)
def test_on_the_own_scale_one_of_its_levels_is_needed(command: Rate, code: str) -> None:
    assert on_own_scale().refusal(command, EVALUATOR) == code


def test_without_an_own_scale_what_was_achieved_is_needed_and_no_level_is_known() -> None:
    assert rated().refusal(Rate(subject="share"), EVALUATOR) == "achieved_needed"
    assert rated().refusal(Rate(subject="share", level="good"), EVALUATOR) == "unknown_level"


def test_a_scale_counts_only_where_the_rubric_rates_on_it() -> None:
    table = Table(a_scenario(**(RATED | {"evaluation": {"scale": SCALE}}))).start()
    assert table.refusal(Rate(subject="share", level="good"), EVALUATOR) == "unknown_level"
    assert table.do(rate(), EVALUATOR).exercise.ratings[0].level == "P"


def test_whoever_overrules_a_level_says_why() -> None:
    table = on_own_scale().do(Rate(subject="share", level="poor"), EVALUATOR).do(EndExercise())
    assert table.refusal(Rate(subject="share", level="good", final=True)) == "reason_needed"
    table.do(Rate(subject="share", level="good", final=True, text="They did, later."))
    assert table.exercise.ratings[-1].level == "good"


def test_the_levels_are_offered_in_the_place_of_the_first_question() -> None:
    (own,), (flags,) = on_own_scale().offers(EVALUATOR, "rate"), rated().offers(EVALUATOR, "rate")
    fields = {f.name: f for f in own.fields}
    assert fields["level"].options == (("good", "Good"), ("poor", "Poor"))
    assert (fields["level"].required, "achieved" in fields) == (True, False)
    assert "level" not in {f.name for f in flags.fields}
