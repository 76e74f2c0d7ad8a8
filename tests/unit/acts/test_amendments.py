"""Decisions retracted, and what is offered to be amended and retracted (K12, P8)."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts import Command
from simulator.acts.amendments import AmendDecision, DecisionRetracted, RetractDecision
from simulator.acts.evaluation import Observe
from simulator.acts.facts import SetMilestone
from simulator.acts.play import EndExercise
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_choice,
    a_playbook,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

RED, BLUE = a_player("red"), a_player("blue")
CHIEF, CLERK = a_player("red", "chief"), a_player("red", "clerk")
BOOK = a_playbook("cut", "watch", "inform")
RETRACT = RetractDecision(inject="a")


def forked() -> Scenario:
    """A decision with two ways: x by b and sets m, y by c and adds; an expectation for each."""
    options = (
        an_option("x", next="b", effects=[{"set": "m"}, {"add": {"v": 1}}], step=["book/cut"]),
        an_option("y", next="c", effects=[{"add": {"v": 10}}], step=["book/watch"]),
    )
    return a_scenario(
        an_inject(
            "a",
            decision=a_choice(*options),
            expectations=[
                {"id": "cut", "text": "Cut.", "step": "book/cut"},
                {"id": "inform", "text": "Inform.", "step": "book/inform"},
            ],
        ),
        "b",
        "c",
        an_inject("k", to="red/clerk", release={"after": "start"}),
        teams=[a_team("red", "chief", "clerk"), a_team("blue")],
        milestones=[{"id": "m", "text": "M"}],
        variables=[{"id": "v", "text": "V"}],
    )


def at_the_fork() -> Table:
    return Table(forked(), BOOK).start().release("a")


def retract(table: Table, by: Actor = RED, **fields: Any) -> Table:
    return table.do(RetractDecision.model_validate(fields), by)


def about(table: Table, kind: str, actor: Actor = RED) -> list[str]:
    return [choice.about for choice in table.offers(actor, kind)]


# Retract


def test_a_retracted_decision_stays_struck_through_with_its_reason() -> None:
    table = retract(Table().start().decide(text="We pay."), reason="We never said so.")
    (card,) = table.cards(RED, "decision")
    assert (card.body, "retracted" in card.marks) == ("We pay.", True)
    assert ("retracted", "We never said so.") in card.details


def test_it_takes_back_what_it_set_and_what_it_met_but_no_sum() -> None:
    table = at_the_fork().decide("a", "x", "book/inform")
    assert (set(table.met()), table.milestone("m")) == ({"a/cut", "a/inform"}, True)
    retract(table, inject="a")
    assert (table.met(), table.milestone("m"), table.variable("v")) == ([], False, 1)
    assert table.proposed() == ["k"]


def test_what_was_touched_since_is_not_taken_back() -> None:
    table = at_the_fork().decide("a", "x").do(SetMilestone(milestone="m", value=False))
    table.do(SetMilestone(milestone="m"))
    assert retract(table, inject="a").milestone("m") is True


def test_what_staff_saw_done_stays_met() -> None:
    seen = Observe(team="red", expectation="a/inform", result="done")
    table = at_the_fork().do(seen, EVALUATOR).decide("a", "x")
    assert retract(table, inject="a").met() == ["a/inform"]


def test_the_option_before_it_is_in_force_again() -> None:
    table = at_the_fork().decide("a", "x").decide("a", "y")
    assert "c" in table.proposed()
    assert "b" in retract(table, inject="a").proposed()


def test_what_the_option_in_force_set_stays_though_an_earlier_choice_of_it_is_retracted() -> None:
    table = at_the_fork().decide("a", "x").decide("a", "x", by=CHIEF)
    first, _ = table.exercise.teams["red"].decisions["a"]
    retract(table, decision=first.id)
    assert (table.milestone("m"), "b" in table.proposed()) == (True, True)


def test_all_wordings_of_an_amended_decision_go() -> None:
    table = at_the_fork().decide("a", "x").amend(inject="a", text="Now.")
    retract(table, inject="a")
    assert (table.met(), table.milestone("m")) == ([], False)
    assert table.refusal(RETRACT, RED) == "no_such_decision"


def test_once_its_branch_is_out_it_stands() -> None:
    table = at_the_fork().decide("a", "x").release("b")
    assert table.refusal(RETRACT, RED) == "branch_taken"
    assert about(table, "retract_decision") == []


def test_words_that_open_no_way_may_be_retracted_whatever_is_out() -> None:
    table = Table(a_scenario("a", "b")).start().release("a").decide("a").release("b")
    assert about(table, "retract_decision") == ["", "a"]
    assert retract(table, inject="a").last_decision("a").retracted > 0


def test_the_one_named_is_meant_else_the_latest() -> None:
    table = Table().start().decide(text="One.").decide(text="Two.")
    first, _ = table.exercise.teams["red"].decisions[""]
    retract(table, decision=first.id)
    assert [d.retracted > 0 for d in table.exercise.teams["red"].decisions[""]] == [True, False]
    retract(table)
    assert table.refusal(RetractDecision(), RED) == "no_such_decision"


def test_a_retracted_decision_is_not_amended() -> None:
    table = retract(Table().start().decide())
    assert table.refusal(AmendDecision(text="x"), RED) == "no_such_decision"


def test_control_retracts_for_a_team_and_a_pause_is_said() -> None:
    table = Table().start().decide().pause().do(RetractDecision(team="red"))
    (event,) = table.events(DecisionRetracted)
    assert (event.by_control, event.during_pause) == (True, True)
    (own,) = retract(Table().start().decide()).events(DecisionRetracted)
    assert (own.by_control, own.during_pause) == (False, False)


def test_a_teammate_may_retract() -> None:
    table = retract(Table().start().decide(), by=a_player(person="ben"))
    assert table.last_decision().retracted > 0


@pytest.mark.parametrize("command", [RetractDecision(team="red"), AmendDecision(team="red")])
def test_who_may(command: Command) -> None:
    assert Table().refusal(command, RED) == "not_started"
    table = Table(a_scenario(teams=[a_team("red"), a_team("blue")])).start().decide()
    assert table.refusal(command, BLUE) == "other_team"
    for actor in (EVALUATOR, OBSERVER, PROJECTOR):
        assert table.refusal(command, actor) == "not_a_player"
        assert about(table, command.kind, actor) == []
    assert table.do(EndExercise()).refusal(command, RED) == "has_ended"
    assert about(table, command.kind) == []


def test_another_teams_decision_is_not_ones_own() -> None:
    table = Table(a_scenario(teams=[a_team("red"), a_team("blue")])).start().decide()
    mine = table.last_decision().id
    assert table.refusal(RetractDecision(decision=mine), BLUE) == "no_such_decision"
    assert about(table, "retract_decision", BLUE) == []


def test_a_role_does_not_touch_what_it_cannot_read() -> None:
    table = at_the_fork().release("k").decide("k", by=CLERK)
    hidden = table.last_decision("k").id
    assert table.refusal(RetractDecision(decision=hidden), CHIEF) == "no_such_decision"
    assert about(table, "retract_decision", CHIEF) == []
    assert about(table, "retract_decision", CLERK) == ["", "k"]


# What is offered


def test_an_amendment_offers_the_options_where_it_was_about_some() -> None:
    table = at_the_fork().decide("a", "x").decide(text="More.")
    general, on_a = table.offers(RED, "amend_decision")
    assert "option" not in {f.name for f in general.fields}
    (option,) = (f for f in on_a.fields if f.name == "option")
    assert [value for value, _ in option.options] == ["x", "y"]
    assert "team" not in {f.name for f in on_a.fields}


def test_control_chooses_among_the_teams_that_decided() -> None:
    table = at_the_fork().decide("a", "x").decide(text="More.", by=BLUE)
    general, on_a = table.offers(FACILITATOR, "amend_decision")
    teams = [
        [team for f in choice.fields if f.name == "team" for team, _ in f.options]
        for choice in (general, on_a)
    ]
    assert teams == [["red", "blue"], ["red"]]


def test_what_was_said_stays_where_an_amendment_does_not_say_it_anew() -> None:
    table = at_the_fork().decide(
        "a",
        "x",
        "book/inform",
        rationale="It spreads.",
        considered=("Wait",),
        assignee="Ana",
        confidence="low",
        links=("a",),
    )
    table.amend(inject="a", confidence="high", reason="Sure now.")
    found = table.last_decision("a")
    assert (found.rationale, found.considered, found.assignee, found.links) == (
        "It spreads.",
        ("Wait",),
        "Ana",
        ("a",),
    )
    assert (found.confidence, found.steps) == ("high", ("book/inform", "book/cut"))


def test_a_teammates_link_to_what_one_does_not_read_stands_in_ones_amendment() -> None:
    """Offered to amend the team's decision, a clerk was refused for the chief's link in it."""
    scenario = a_scenario(an_inject("a", to="red/chief"), teams=[a_team("red", "chief", "clerk")])
    table = Table(scenario).start().release("a").decide(links=("a",), by=CHIEF)
    assert table.amend(CLERK, text="Better.").last_decision().links == ("a",)
    assert table.refusal(AmendDecision(links=("b",)), CLERK) == "inject_not_received"


def test_once_a_branch_is_taken_no_option_is_offered_in_an_amendment() -> None:
    """The options were offered still, and every one but the present was refused."""
    table = Table(forked(), BOOK).start().release("a").decide("a", "x")
    fields = [f.name for c in table.offers(RED, "amend_decision") for f in c.fields]
    assert "option" in fields
    table.release("b")
    (choice,) = (c for c in table.offers(RED, "amend_decision") if c.about == "a")
    assert "option" not in [f.name for f in choice.fields]
