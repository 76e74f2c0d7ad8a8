"""Decisions: logged for a team, amended with the original kept, with or without authority."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.amendments import AmendDecision
from simulator.acts.decisions import DecisionLogged, LogDecision
from simulator.acts.facts import SetMilestone
from simulator.acts.improvise import Improvise
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

TWO: dict[str, Any] = {"teams": [a_team("red", "chief", "clerk"), a_team("blue")]}
FACTS: dict[str, Any] = {
    "milestones": [{"id": "m", "text": "M"}, {"id": "own", "text": "Own", "scope": "team"}],
    "variables": [{"id": "v", "text": "V"}, {"id": "w", "text": "W"}],
}
BOOK = a_playbook("inform", "cut", "watch", never=[{"id": "pay", "text": "Pay in secret."}])


def branching(**point: Any) -> Scenario:
    """A decision with two ways that meet again: x by b, y by c, both to d."""
    options = (
        an_option("x", next="b", effects=[{"set": "m"}, {"add": {"v": 1}}], step=["book/cut"]),
        an_option("y", next="c", effects=[{"add": {"v": 10}}], step=["book/watch"]),
    )
    return a_scenario(
        an_inject("a", decision=a_choice(*options, **point)),
        an_inject("b", next="d"),
        an_inject("c", next="d"),
        "d",
        **TWO,
        **FACTS,
    )


def at_the_fork(**point: Any) -> Table:
    return Table(branching(**point), BOOK).start().release("a")


# What a decision says and about what


def test_a_decision_stands_in_the_teams_thread_with_who_said_it_and_when() -> None:
    table = Table(a_scenario(), BOOK).start().release("a").wait(3)
    table.decide("a", None, "book/inform", text="We call.", confidence="high")
    found = table.last_decision("a")
    assert (found.text, found.since, found.actor.person) == ("We call.", 180, "red-player")
    assert (found.steps, found.confidence) == (("book/inform",), "high")


def test_a_decision_may_be_about_no_inject() -> None:
    assert Table().start().decide(text="We meet at six.").last_decision().inject is None


def test_a_decision_about_an_inject_the_team_has_not_is_refused() -> None:
    table = Table(a_scenario(an_inject("a", to="blue"), "b", **TWO)).start().release("a")
    assert table.refusal(LogDecision(inject="a", text="x"), a_player()) == "inject_not_received"


def test_a_decision_about_a_skipped_inject_is_refused() -> None:
    table = Table().start().skip("a")
    assert table.refusal(LogDecision(inject="a", text="x"), a_player()) == "inject_not_received"


def test_a_decision_may_name_other_injects_that_the_team_has() -> None:
    table = Table().start().release("a", "b").decide("a", links=("b",))
    assert table.last_decision("a").links == ("b",)
    unknown = LogDecision(inject="a", text="x", links=("c",))
    assert table.refusal(unknown, a_player()) == "inject_not_received"


def test_a_decision_may_answer_an_improvised_inject() -> None:
    table = Table().start().release("a").do(Improvise(title="x", body="y"))
    made = table.received()[-1]
    table.decide(made)
    assert table.last_decision(made).text == "We act."
    assert table.exercise.teams["red"].position == "a"


def test_an_option_alone_speaks_by_its_label() -> None:
    assert at_the_fork().decide("a", "x").last_decision("a").text == "Label x"


def test_an_option_that_is_not_there_is_refused() -> None:
    assert at_the_fork().refusal(LogDecision(inject="a", option="z"), a_player()) == (
        "unknown_option"
    )


def test_a_decision_says_something() -> None:
    assert Table().start().refusal(LogDecision(), a_player()) == "text_needed"


def test_without_free_text_an_option_is_needed() -> None:
    table = at_the_fork(free_text=False)
    assert table.refusal(LogDecision(inject="a", text="Wait."), a_player()) == "option_needed"
    assert at_the_fork().decide("a", text="Wait.").last_decision("a").option is None


def test_a_step_that_no_playbook_has_is_refused() -> None:
    table = Table(a_scenario(), BOOK).start()
    unknown = LogDecision(text="x", steps=("book/nothing",))
    assert table.refusal(unknown, a_player()) == "unknown_step"


def test_a_step_that_must_not_be_done_may_be_named() -> None:
    table = Table(a_scenario(), BOOK).start().decide(None, None, "book/pay")
    assert table.last_decision().steps == ("book/pay",)


def test_an_options_step_is_among_the_decisions() -> None:
    table = at_the_fork().decide("a", "x", "book/inform")
    assert table.last_decision("a").steps == ("book/inform", "book/cut")


# Who decides


def test_before_startex_nothing_is_decided() -> None:
    assert Table().refusal(LogDecision(text="x"), a_player()) == "not_started"


def test_a_participant_decides_for_the_own_team_only() -> None:
    table = Table(a_scenario(**TWO)).start()
    assert table.refusal(LogDecision(text="x", team="blue"), a_player("red")) == "other_team"


def test_the_facilitator_names_the_team_and_the_entry_says_so() -> None:
    table = Table(a_scenario(**TWO)).start()
    assert table.refusal(LogDecision(text="x")) == "team_needed"
    assert table.refusal(LogDecision(text="x", team="green")) == "unknown_team"
    table.do(LogDecision(text="x", team="blue"))
    assert table.last_decision(team="blue").by_control is True
    assert table.decide().last_decision().by_control is False


@pytest.mark.parametrize("actor", [EVALUATOR, OBSERVER, PROJECTOR])
def test_who_neither_plays_nor_facilitates_decides_nothing(actor: Any) -> None:
    table = Table().start()
    assert table.refusal(LogDecision(text="x", team="red"), actor) == "not_a_player"


def test_a_decision_in_a_pause_is_kept_and_marked() -> None:
    table = Table().start().decide(text="Before.").wait(4).pause().wait(5).decide(text="During.")
    found = table.last_decision()
    assert (found.during_pause, found.since) == (True, 240)
    assert table.exercise.teams["red"].decisions[""][0].during_pause is False


def test_another_roles_decision_is_kept_and_marked_without_authority() -> None:
    table = at_the_fork(decides="red/chief")
    table.decide("a", "x", by=a_player("red", "clerk"))
    assert table.last_decision("a").authority is False
    assert table.proposed() == ["b"]
    table.decide("a", "x", by=a_player("red", "chief"))
    assert table.last_decision("a").authority is True


@pytest.mark.parametrize("actor", [a_player("red"), FACILITATOR])
def test_a_seat_without_a_role_and_control_speak_for_the_whole_team(actor: Any) -> None:
    table = at_the_fork(decides="red/chief")
    team = "red" if actor is FACILITATOR else None
    table.decide("a", "x", by=actor, team=team)
    assert table.last_decision("a").authority is True


def test_another_teams_option_does_not_count() -> None:
    table = at_the_fork(decides="red").decide("a", "y", by=a_player("blue"))
    assert table.last_decision("a", "blue").authority is False
    assert table.proposed() == []
    assert table.variable("v") == 0


def test_what_another_team_only_says_needs_no_authority() -> None:
    table = at_the_fork(decides="red").decide("a", by=a_player("blue"), text="We advise to cut.")
    assert table.last_decision("a", "blue").authority is True


# Options: routes, effects, branches that meet


@pytest.mark.parametrize(("option", "way"), [("x", "b"), ("y", "c")])
def test_an_option_opens_its_own_way_and_the_branches_meet(option: str, way: str) -> None:
    table = at_the_fork().decide("a", option)
    assert table.proposed() == [way]
    assert table.release(way).proposed() == ["d"]


def test_until_an_option_is_chosen_no_way_is_open() -> None:
    assert at_the_fork().proposed() == []
    assert at_the_fork().decide("a", text="We think.").proposed() == []


def test_choosing_an_option_changes_the_facts() -> None:
    table = at_the_fork().decide("a", "x")
    assert (table.milestone("m"), table.variable("v")) == (True, 1)


def test_choosing_the_option_in_force_again_changes_nothing_again() -> None:
    table = at_the_fork().decide("a", "x").decide("a", "x", by=a_player(person="second"))
    assert table.variable("v") == 1


def test_the_option_in_force_is_that_of_the_latest_decision() -> None:
    table = at_the_fork().decide("a", "x").decide("a", "y")
    assert table.proposed() == ["c"]


def test_a_later_decision_without_an_option_leaves_the_option_in_force() -> None:
    assert at_the_fork().decide("a", "x").decide("a", text="Quickly.").proposed() == ["b"]


# Amending


def test_an_amendment_takes_the_place_and_the_original_is_kept() -> None:
    table = at_the_fork().decide("a", "x", text="Cut.").amend(inject="a", text="Cut all.")
    first, second = table.exercise.teams["red"].decisions["a"]
    assert (first.text, second.text, second.amends) == ("Cut.", "Cut all.", first.id)
    assert second.option == "x"


def test_a_teammate_may_amend_and_both_names_are_kept() -> None:
    table = at_the_fork().decide("a", "x").amend(a_player(person="ben"), inject="a", text="No.")
    first, second = table.exercise.teams["red"].decisions["a"]
    assert (first.actor.person, second.actor.person) == ("red-player", "ben")


def test_the_decision_meant_is_the_one_named_else_the_latest() -> None:
    table = Table().start().decide(text="One.").decide(text="Two.")
    first, second = table.exercise.teams["red"].decisions[""]
    table.amend(decision=first.id, text="One, better.")
    assert table.last_decision().amends == first.id
    table.amend(text="Latest.")
    assert table.last_decision().amends not in (first.id, second.id)


def test_there_must_be_a_decision_to_amend() -> None:
    table = Table(a_scenario(**TWO)).start()
    assert table.refusal(AmendDecision(text="x"), a_player()) == "no_such_decision"
    table.decide()
    mine = table.last_decision().id
    other = AmendDecision(decision=mine, text="x")
    assert table.refusal(other, a_player("blue")) == "no_such_decision"


def test_an_amended_decision_cannot_be_amended_again() -> None:
    table = Table().start().decide()
    first = table.last_decision().id
    table.amend(decision=first, text="Better.")
    again = AmendDecision(decision=first, text="Best.")
    assert table.refusal(again, a_player()) == "amended_since"


def test_amending_the_option_changes_the_way() -> None:
    table = at_the_fork().decide("a", "x").amend(inject="a", option="y")
    assert table.proposed() == ["c"]
    assert table.last_decision("a").text == "Label y"


def test_once_the_branch_is_taken_the_option_stands() -> None:
    table = at_the_fork().decide("a", "x").release("b")
    changed = AmendDecision(inject="a", option="y")
    assert table.refusal(changed, a_player()) == "branch_taken"
    table.amend(inject="a", text="The words may change.")
    table.decide("a", "y")
    assert table.last_decision("a").option == "y"


def test_a_skipped_branch_is_not_taken() -> None:
    table = at_the_fork().decide("a", "x").skip("b").amend(inject="a", option="y")
    assert table.last_decision("a").option == "y"


def test_amending_the_option_away_undoes_what_it_set() -> None:
    table = at_the_fork().decide("a", "x").amend(inject="a", option="y")
    assert table.milestone("m") is False


def test_amending_undoes_no_sum() -> None:
    table = at_the_fork().decide("a", "x").amend(inject="a", option="y")
    assert table.variable("v") == 11


def test_amending_the_words_alone_changes_no_facts_again() -> None:
    table = at_the_fork().decide("a", "x").amend(inject="a", text="Cut, please.")
    assert (table.variable("v"), table.milestone("m")) == (1, True)
    assert table.events(DecisionLogged)[-1].changes == ()


def test_what_an_option_set_is_undone_though_the_words_were_amended_in_between() -> None:
    table = at_the_fork().decide("a", "x").amend(inject="a", text="Cut, please.")
    assert table.amend(inject="a", option="y").milestone("m") is False


def test_what_was_touched_since_is_not_undone() -> None:
    table = at_the_fork().decide("a", "x")
    table.do(SetMilestone(milestone="m", value=False)).do(SetMilestone(milestone="m"))
    assert table.amend(inject="a", option="y").milestone("m") is True


def test_what_was_true_before_is_not_undone() -> None:
    table = at_the_fork().do(SetMilestone(milestone="m")).decide("a", "x")
    assert table.amend(inject="a", option="y").milestone("m") is True


def test_what_both_options_set_stays_set_and_belongs_to_the_new_one() -> None:
    options = [an_option(o, effects=[{"set": "m"}]) for o in "xy"] + [an_option("z")]
    scenario = a_scenario(an_inject("a", decision=a_choice(*options)), **FACTS)
    table = Table(scenario).start().release("a").decide("a", "x").wait(5)
    table.amend(inject="a", option="y")
    assert table.milestone("m") is True
    assert table.amend(inject="a", option="z").milestone("m") is False


def test_an_options_step_goes_with_the_option_and_the_typed_one_stays() -> None:
    table = at_the_fork().decide("a", "x", "book/inform").amend(inject="a", option="y")
    assert table.last_decision("a").steps == ("book/inform", "book/watch")


def test_an_amendment_carries_its_reason() -> None:
    table = Table().start().decide().amend(text="Better.", reason="We misheard.")
    assert table.last_decision().reason == "We misheard."
