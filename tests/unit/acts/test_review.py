"""Decisions that exercise control has looked at, and those it has not."""

from __future__ import annotations

import pytest

from simulator.acts.amendments import RetractDecision
from simulator.acts.play import EndExercise
from simulator.acts.review import DecisionReviewed, ReviewDecision
from simulator.domain.people import Actor
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_player,
    a_scenario,
    a_team,
)

BLUE = a_player("blue")


def a_table() -> Table:
    teams = [a_team("red"), a_team("blue")]
    return Table(a_scenario("a", "b", teams=teams)).start().release("a")


def new(table: Table, actor: Actor = FACILITATOR) -> list[str]:
    """The decisions marked as not looked at, by what they say."""
    return [c.body for c in table.cards(actor, "decision") if "unreviewed" in c.marks]


def test_a_decision_is_new_until_somebody_of_control_looked_at_it() -> None:
    table = a_table().decide("a", text="Go.")
    assert new(table) == new(table, EVALUATOR) == ["Go."]
    number = table.exercise.seq
    table.do(ReviewDecision(decision=table.last_decision("a").id), EVALUATOR)
    assert new(table) == []
    changed = [c.id for c in table.view(after=number).cards if c.kind in ("decision", "team")]
    assert changed == ["team-red", f"decision-{table.last_decision('a').id}"]


def test_one_look_may_take_in_several_of_several_teams() -> None:
    table = a_table().decide("a", text="One.").decide("a", text="Two.").decide("a", text="Three.")
    table.decide("a", text="Blue.", by=BLUE)
    red = [d.id for d in table.exercise.teams["red"].decisions["a"]]
    blue = table.last_decision("a", "blue").id
    table.do(ReviewDecision(decisions=(red[0], red[2], blue, "unheard-of"), decision=red[0]))
    assert new(table) == ["Two."]
    assert table.events(DecisionReviewed) == [
        DecisionReviewed(team="red", decisions=(red[0], red[2])),
        DecisionReviewed(team="blue", decisions=(blue,)),
    ]


def test_without_a_name_all_are_meant_or_all_of_a_team() -> None:
    table = a_table().decide("a", text="Red.").decide("a", text="Blue.", by=BLUE)
    assert new(table.branch().do(ReviewDecision())) == []
    assert new(table.do(ReviewDecision(team="red"))) == ["Blue."]


def test_a_team_does_not_narrow_what_is_named() -> None:
    table = a_table().decide("a", text="Blue.", by=BLUE)
    named = table.last_decision("a", "blue").id
    assert new(table.do(ReviewDecision(decision=named, team="red"))) == []


def test_another_wording_is_new_again_and_the_one_before_needs_no_look() -> None:
    table = a_table().decide("a", text="Go.").do(ReviewDecision())
    assert new(table.amend(text="Stay.")) == ["Stay."]
    assert new(table.amend(text="Wait.")) == ["Wait."]
    assert new(table.do(RetractDecision(), a_player())) == []


def test_what_control_entered_itself_is_not_new() -> None:
    table = a_table().wait(5).decide("a", text="Go.", by=FACILITATOR, team="red")
    table.decide("a", text="Late.", by=FACILITATOR, team="red", at=2, reason="On paper.")
    assert new(table) == []


@pytest.mark.parametrize("actor", [a_player(), OBSERVER])
def test_others_are_not_told(actor: Actor) -> None:
    table = a_table().decide("a", text="Go.")
    number = table.exercise.seq
    assert new(table, actor) == []
    assert table.do(ReviewDecision()).view(actor, after=number).cards == ()


def test_it_changes_nothing_else() -> None:
    table = a_table().decide("a", text="Go.")
    before = table.exercise
    after = table.do(ReviewDecision()).exercise
    assert after.teams is before.teams
    assert after.facts is before.facts
    assert table.replayed() == after


def test_who_may_look_and_when() -> None:
    table = a_table()
    assert Table().refusal(ReviewDecision()) == "not_started"
    assert table.refusal(ReviewDecision()) == "nothing_to_review"
    table.decide("a", text="Go.")
    for actor in (a_player(), OBSERVER, PROJECTOR):
        assert table.refusal(ReviewDecision(), actor) == "evaluators_only"
    assert table.refusal(ReviewDecision(team="green")) == "unknown_team"
    assert table.refusal(ReviewDecision(decision="unheard-of")) == "nothing_to_review"
    table.do(EndExercise()).do(ReviewDecision(), EVALUATOR)
    assert table.refusal(ReviewDecision()) == "nothing_to_review"


def test_it_is_offered_while_something_is_new_for_the_teams_that_have_it() -> None:
    table = a_table()
    assert table.offers(EVALUATOR, "review_decision") == []
    table.decide("a", text="Blue.", by=BLUE)
    (choice,) = table.offers(EVALUATOR, "review_decision")
    assert choice.fields[0].options == (("blue", "Team blue"),)
    assert table.offers(a_player(), "review_decision") == []
    assert table.do(ReviewDecision()).offers(kind="review_decision") == []
