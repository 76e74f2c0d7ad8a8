"""Back and together again: injects withdrawn, teams gone back, teams brought to one place."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts import Command
from simulator.acts.amendments import RetractDecision
from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import Observe
from simulator.acts.facts import SetMilestone
from simulator.acts.improvise import Improvise
from simulator.acts.injects import InjectReleased, ReleaseInject
from simulator.acts.messages import AcknowledgeInject
from simulator.acts.passes import (
    GoBack,
    InjectWithdrawn,
    PassStarted,
    SyncTeams,
    TeamSynced,
    WithdrawInject,
)
from simulator.acts.pending import HoldInject, UnholdInject
from simulator.acts.play import EndExercise
from simulator.acts.tick import EndDropped, EndProposed, TimeRanOut
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from simulator.domain.view import Card
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

TWO: dict[str, Any] = {"teams": [a_team("red"), a_team("blue")]}
EACH: dict[str, Any] = {"story": {"scope": "team"}}
FACTS: dict[str, Any] = {
    "milestones": [{"id": "m", "text": "M"}, {"id": "own", "text": "Own", "scope": "team"}],
    "variables": [{"id": "v", "text": "V"}],
}
BOOK = a_playbook("cut", "watch")
RED, BLUE = a_player("red"), a_player("blue")


def withdraw(inject: str, *teams: str, reason: str | None = None) -> WithdrawInject:
    return WithdrawInject(inject=inject, teams=teams, reason=reason)


def back(inject: str, *teams: str, reason: str | None = None) -> GoBack:
    return GoBack(inject=inject, teams=teams, reason=reason)


def sync(inject: str, *teams: str, reason: str | None = None) -> SyncTeams:
    return SyncTeams(inject=inject, teams=teams, reason=reason)


def forked(**fields: Any) -> Scenario:
    """A decision with two ways that meet again: x by b, y by c, both to d."""
    options = (
        an_option("x", next="b", effects=[{"set": "m"}, {"add": {"v": 1}}], step=["book/cut"]),
        an_option("y", next="c", effects=[{"add": {"v": 10}}]),
    )
    point = {"time_limit": 5, "on_timeout": {"assume": "y"}}
    return a_scenario(
        an_inject(
            "a",
            decision=a_choice(*options, **point),
            expectations=[{"id": "e", "text": "Cut.", "step": "book/cut"}],
        ),
        an_inject("b", next="d"),
        an_inject("c", next="d"),
        "d",
        **(FACTS | fields),
    )


def at_the_fork(**fields: Any) -> Table:
    return Table(forked(**fields), BOOK).start().release("a")


def about(table: Table, kind: str) -> list[str]:
    return [choice.about for choice in table.offers(kind=kind)]


def positions(table: Table) -> list[str | None]:
    return [state.position for state in table.exercise.teams.values()]


def card(table: Table, actor: Actor, inject: str) -> Card:
    (found,) = (c for c in table.cards(actor, "inject") if c.inject == inject)
    return found


# Withdraw


def test_a_team_reads_why_an_inject_was_withdrawn_in_place_of_its_text() -> None:
    table = Table().start().release("a").do(withdraw("a", reason="Sent by mistake."))
    for actor in (RED, OBSERVER):
        found = card(table, actor, "a")
        assert (found.title, found.face, found.state) == ("Title of a", None, "withdrawn")
        assert found.details == (("reason", "Sent by mistake."),)


def test_without_a_reason_it_is_just_withdrawn() -> None:
    table = Table().start().release("a").do(withdraw("a"))
    assert card(table, RED, "a").details == ()


def test_the_team_stands_where_it_stood_before_and_the_inject_is_on_hold_for_it() -> None:
    table = Table(a_scenario("a", "b", "c")).start().release("a", "b").do(withdraw("b"))
    assert positions(table) == ["a"]
    assert table.deferred() == {"b": "held"}
    assert table.refusal(ReleaseInject(inject="b")) == "held"
    table.do(UnholdInject(inject="b")).release("b")
    assert (positions(table), card(table, RED, "b").state) == (["b"], "released")


def test_before_the_first_inject_there_is_no_position() -> None:
    assert positions(Table().start().release("a").do(withdraw("a"))) == [None]


def test_withdrawing_what_lies_further_back_leaves_the_team_where_it_is() -> None:
    table = Table(a_scenario("a", "b", "c")).start().release("a", "b").do(withdraw("a"))
    assert positions(table) == ["b"]


def test_it_may_be_taken_from_one_team_alone() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a").do(withdraw("a", "red"))
    assert positions(table) == [None, "a"]
    assert (card(table, RED, "a").state, card(table, BLUE, "a").state) == ("withdrawn", "released")
    assert card(table, OBSERVER, "a").state == "released"
    assert table.refusal(withdraw("a", "red")) == "not_released"
    assert table.do(withdraw("a")).events(InjectWithdrawn)[-1].teams == ("blue",)


def test_the_way_on_from_what_was_withdrawn_is_shut_again() -> None:
    table = Table(a_scenario("a", "b")).start().release("a")
    assert table.proposed() == ["b"]
    assert table.do(withdraw("a")).proposed() == ["a"]


def test_facts_and_decisions_about_it_stay_and_are_labelled() -> None:
    table = at_the_fork().decide("a", "x").do(withdraw("a"))
    assert (table.milestone("m"), table.variable("v")) == (True, 1)
    (said,) = table.cards(RED, "decision")
    assert "earlier_pass" in said.marks
    assert table.proposed() == ["a"]


def test_a_decision_on_what_was_withdrawn_counts_for_nothing() -> None:
    table = at_the_fork().do(withdraw("a")).decide("a", "x").decide("a", "x")
    assert (table.milestone("m"), table.variable("v")) == (False, 0)
    assert table.proposed() == ["a"]
    assert {m for c in table.cards(RED, "decision") for m in c.marks} == {"earlier_pass"}


def test_released_again_its_effects_do_not_happen_again() -> None:
    inject = an_inject("a", effects=[{"add": {"v": 1}}], story_time="2031-05-13 09:00")
    scenario = a_scenario(inject, story={"starts": "2031-05-12 08:00"}, **FACTS)
    table = Table(scenario).start().release("a").do(withdraw("a")).wait(5).release_now("a")
    assert table.variable("v") == 1
    first, second = table.events(InjectReleased)
    assert first.story_time is not None
    assert second.story_time is None


def test_an_inject_of_a_pool_is_withdrawn_without_a_hold() -> None:
    table = Table(a_scenario("a", an_inject("h", pool="hint"))).start().release("h")
    table.do(withdraw("h"))
    assert dict(table.exercise.teams["red"].held) == {}
    assert table.release("h").received() == ["h", "h"]


def test_an_improvised_inject_is_withdrawn_for_good() -> None:
    table = Table().start().do(Improvise(title="The mayor", body="He is here."))
    made = table.received()[-1]
    (before,) = (c for c in table.cards(kind="inject") if c.inject == made)
    table.do(withdraw(made, reason="She is."))
    assert card(table, RED, made).state == "withdrawn"
    after = card(table, FACILITATOR, made)
    assert (before.state, after.state) == ("released", "withdrawn")
    assert after.changed > before.changed
    assert table.proposed() == ["a"]


def test_an_automatic_inject_does_not_come_back_by_itself() -> None:
    scenario = a_scenario("a", an_inject("x", release={"auto": True, "after": "start", "at": 5}))
    table = Table(scenario).start().wait(5).do(withdraw("x")).wait(60)
    assert (table.received(), table.deferred()) == (["x"], {"x": "held"})
    table.do(UnholdInject(inject="x"))
    assert table.received() == ["x", "x"]


def test_taking_back_what_ended_the_story_takes_back_the_proposal_to_end() -> None:
    table = Table(a_scenario("a", an_inject("b", ends=True))).start().release("a", "b")
    assert len(table.events(EndProposed)) == 1
    table.do(withdraw("b"))
    assert len(table.events(EndDropped)) == 1
    assert table.exercise.facts[""].end_proposed is False
    (plan,) = table.cards(kind="proposal")
    assert not any("\tend\t" in line for line in plan.lines)


def test_the_time_limit_begins_anew_where_nobody_else_has_the_inject() -> None:
    table = at_the_fork().wait(5)
    assert table.exercise.facts[""].timed_out == {"a": 300}
    table.do(withdraw("a")).do(UnholdInject(inject="a")).release("a").wait(4)
    assert table.exercise.facts[""].timed_out == {}
    table.wait(1)
    assert [r.elapsed for r in table.records if isinstance(r.event, TimeRanOut)] == [300, 600]


def test_the_time_limit_stays_where_another_team_has_the_inject() -> None:
    table = at_the_fork(**TWO).wait(5).do(withdraw("a", "red"))
    assert table.exercise.facts[""].timed_out == {"a": 300}


def test_an_option_assumed_by_a_skip_goes_with_the_inject() -> None:
    table = Table(forked(**TWO), BOOK).start().skip("a", "red", as_if="x").release("a")
    assert table.exercise.facts[""].assumed["a"][0] == "x"
    table.do(withdraw("a", "blue"))
    assert table.exercise.facts[""].assumed["a"][0] == "x"


def test_in_each_copys_story_it_is_withdrawn_by_an_event_of_its_own() -> None:
    table = Table(a_scenario("a", "b", **EACH), copies=2).start().release("a").do(withdraw("a"))
    assert [(e.story, e.teams, e.reset) for e in table.events(InjectWithdrawn)] == [
        ("red-1", ("red-1",), True),
        ("red-2", ("red-2",), True),
    ]


# Go back


def test_a_team_that_goes_back_begins_a_further_pass_and_reads_the_inject_again() -> None:
    table = Table(a_scenario("a", "b", "c")).start().release("a", "b", "c").wait(3)
    table.do(back("b", reason="Too fast."))
    state = table.exercise.teams["red"]
    assert (state.position, state.number) == ("b", 2)
    assert [(p.number, p.inject, p.since) for p in state.passes] == [(2, "b", 180)]
    assert table.proposed() == ["c"]
    assert table.events(PassStarted)[0].reason == "Too fast."
    assert {c.inject: "earlier_pass" in c.marks for c in table.cards(RED, "inject")} == {
        "a": False,
        "b": False,
        "c": True,
    }


def test_what_came_since_may_come_again_and_what_came_before_stays() -> None:
    table = Table(a_scenario("a", "b", "c")).start().release("a", "b", "c").do(back("b"))
    assert table.release("c").received() == ["a", "b", "c", "b", "c"]
    assert table.refusal(ReleaseInject(inject="a")) == "already_released"


def test_going_back_twice_counts_a_third_pass() -> None:
    table = Table(a_scenario("a", "b", "c")).start().release("a", "b", "c")
    table.do(back("b")).release("c").do(back("a"))
    assert (table.exercise.teams["red"].number, positions(table)) == (3, ["a"])
    assert table.proposed() == ["b"]
    assert {d.number for d in table.release("b").exercise.teams["red"].received["b"]} == {1, 2, 3}
    (board,) = table.cards(kind="team")
    assert board.numbers["pass"] == 3


def test_going_back_before_an_option_asks_for_it_again() -> None:
    table = at_the_fork().decide("a", "x").release("b", "d").do(back("a"))
    assert table.proposed() == []
    assert table.decide("a", "y").proposed() == ["c"]
    first, second = table.cards(RED, "decision")
    assert ("earlier_pass" in first.marks, "earlier_pass" in second.marks) == (True, False)


def test_facts_stay_and_an_option_chosen_again_has_its_effects_again() -> None:
    table = at_the_fork().decide("a", "x").release("b").do(back("a"))
    assert (table.milestone("m"), table.variable("v")) == (True, 1)
    assert table.decide("a", "x").variable("v") == 2


def test_an_injects_own_effects_happen_once_whatever_the_pass() -> None:
    inject = an_inject("b", effects=[{"add": {"v": 1}}])
    table = Table(a_scenario("a", inject, **FACTS)).start().release("a", "b").do(back("a"))
    assert table.release("b").variable("v") == 1


def test_the_time_limit_begins_anew() -> None:
    table = at_the_fork().wait(5).do(back("a")).wait(4)
    assert table.exercise.facts[""].timed_out == {}
    assert table.wait(1).exercise.facts[""].timed_out == {"a": 600}


def test_an_expectation_is_met_again_and_the_first_time_stays() -> None:
    table = at_the_fork().wait(1).decide("a", "x").do(back("a"))
    assert table.exercise.teams["red"].met_now("a/e") is None
    table.wait(2).decide("a", "x")
    met = table.exercise.teams["red"].met["a/e"]
    assert met.before is not None
    assert (met.since, met.before.since, met.before.before) == (180, 60, None)


def test_staff_may_see_it_done_again_too() -> None:
    seen = Observe(team="red", expectation="a/e", result="done")
    table = at_the_fork().do(seen, EVALUATOR).do(back("a")).wait(2).do(seen, EVALUATOR)
    met = table.exercise.teams["red"].met["a/e"]
    assert met.before is not None
    assert (met.how, met.since, met.before.since) == ("staff", 120, 0)


def test_taking_the_second_time_back_leaves_the_first() -> None:
    table = at_the_fork().wait(1).decide("a", "x").do(back("a")).wait(2).decide("a", "x")
    amended = table.branch().amend(inject="a", option="y").exercise.teams["red"].met["a/e"]
    assert (amended.since, amended.before) == (60, None)
    retracted = table.do(RetractDecision(inject="a"), RED).exercise.teams["red"].met["a/e"]
    assert (retracted.since, retracted.before) == (60, None)


def test_one_team_may_go_back_in_a_story_that_it_shares() -> None:
    table = at_the_fork(**TWO).decide("a", "x").release("b").do(back("a", "red"))
    assert positions(table) == ["a", "b"]
    assert table.events(PassStarted)[0].reset == ()
    assert "b" in table.proposed()
    table.release("b")
    assert (positions(table), table.received("blue")) == (["b", "b"], ["a", "b"])


def test_each_copy_goes_back_in_a_story_of_its_own() -> None:
    table = Table(forked(**EACH), BOOK, copies=2).start().release("a")
    for each in ("red-1", "red-2"):
        table.decide("a", "x", by=a_player(each))
    table.release("b").do(back("a", "red-2"))
    assert positions(table) == ["b", "a"]
    assert (table.proposed("red-1"), table.proposed("red-2")) == (["d"], [])
    assert table.events(PassStarted)[0].reset == ("a", "b")


def test_going_back_takes_back_the_proposal_to_end() -> None:
    table = Table(a_scenario("a", an_inject("b", ends=True))).start().release("a", "b")
    table.do(back("a"))
    assert [type(e) for r in table.records if isinstance(e := r.event, EndProposed | EndDropped)][
        -1
    ] is EndDropped
    assert len(table.release("b").events(EndProposed)) == 2


def test_an_inject_is_opened_once_a_pass() -> None:
    table = Table().start().release("a").do(AcknowledgeInject(inject="a"), RED).do(back("a"))
    assert table.exercise.teams["red"].opened["a"].seq < table.exercise.teams["red"].fresh["a"]
    table.do(AcknowledgeInject(inject="a"), RED)
    assert table.refusal(AcknowledgeInject(inject="a"), RED) == "already_opened"


def test_what_a_sync_left_out_on_the_way_stays_out_when_going_back_to_where_it_led() -> None:
    table = Table(a_scenario("a", "b", "c", "d", **TWO)).start().release("a")
    table.release("b", teams=("red",)).release("c", teams=("red",)).do(sync("c")).release("d")
    table.do(back("c", "blue"))
    assert table.events(PassStarted)[0].fresh == ("c", "d")
    assert table.proposed() == ["d"]


def test_after_going_back_to_what_came_before_a_sync_everything_may_come_again() -> None:
    table = Table(a_scenario("a", "b", "c", **TWO)).start().release("a")
    table.release("b", teams=("red",)).release("c", teams=("red",)).do(sync("c"))
    table.do(back("a", "blue"))
    assert set(table.events(PassStarted)[0].fresh) == {"a", "b", "c"}
    assert table.proposed() == ["b", "c"]


# Sync


def test_teams_behind_are_brought_and_what_lies_between_is_left_out() -> None:
    table = Table(a_scenario("a", "b", "c", "d", **TWO)).start().release("a")
    table.release("b", teams=("red",)).release("c", teams=("red",))
    table.do(sync("c", reason="Together."))
    assert positions(table) == ["c", "c"]
    assert table.proposed() == ["d"]
    there, brought = table.events(TeamSynced)
    assert (there.team, there.how, there.skipped) == ("red", "there", ())
    assert (brought.team, brought.how, brought.skipped) == ("blue", "brought", ("b",))
    (left_out,) = table.exercise.teams["blue"].received["b"]
    assert (left_out.how, left_out.reason) == ("skipped", "sync")
    assert table.sees(BLUE) == ["a", "c"]


def test_a_team_that_has_nothing_yet_is_brought_from_the_beginning() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a", "b", teams=("red",))
    table.do(sync("b"))
    assert table.events(TeamSynced)[-1].skipped == ("a",)


def test_what_is_not_for_a_team_is_not_left_out_for_it() -> None:
    table = Table(a_scenario("a", an_inject("b", to="red"), "c", **TWO)).start()
    table.release("a", "b").release("c", teams=("red",)).do(sync("c"))
    assert table.events(TeamSynced)[-1].skipped == ()


def test_a_team_on_another_branch_is_brought_to_where_the_branches_meet() -> None:
    table = Table(forked(**EACH), BOOK, copies=2).start().release("a")
    table.decide("a", "x", by=a_player("red-1")).decide("a", "y", by=a_player("red-2"))
    table.release("b", "c").release("d", teams=("red-1",)).do(sync("d"))
    assert positions(table) == ["d", "d"]
    assert table.events(TeamSynced)[-1].skipped == ()


def test_a_team_on_another_branch_is_brought_across_in_the_order_of_the_list() -> None:
    table = Table(forked(**EACH), BOOK, copies=2).start().release("a")
    table.decide("a", "x", by=a_player("red-1")).decide("a", "y", by=a_player("red-2"))
    table.release("b", "c").do(sync("c"))
    assert positions(table) == ["c", "c"]
    assert table.events(TeamSynced)[0].skipped == ()
    other = Table(forked(**EACH), BOOK, copies=2).start().release("a")
    other.decide("a", "x", by=a_player("red-1")).decide("a", "y", by=a_player("red-2"))
    assert other.release("b", "c").refusal(sync("b")) == "nobody_behind"


def ahead(scope: str = "exercise") -> Table:
    """Two teams under either scope: one at c, the other behind and just brought to b."""
    scenario = a_scenario("a", "b", "c", "d", "e", **TWO, story={"scope": scope})
    table = Table(scenario).start().release("a").release("b", teams=("red",))
    return table.release("c", teams=("red",)).do(sync("b"))


@pytest.mark.parametrize("scope", ["exercise", "team"])
def test_a_team_ahead_stays_and_gets_nothing_proposed_until_others_get_it_too(scope: str) -> None:
    table = ahead(scope)
    stories = list(table.exercise.stories)
    assert positions(table) == ["c", "b"]
    assert [e.how for e in table.events(TeamSynced)] == ["ahead", "brought"]
    (board,) = (c for c in table.cards(kind="team") if c.team == "red")
    assert "ahead" in board.marks
    proposed = [table.proposed(s) for s in stories]
    assert proposed == ([[], ["c"]] if scope == "team" else [["c", "d"]])
    table.release("c").release("d")
    assert positions(table) == ["d", "d"]
    assert not any(state.ahead for state in table.exercise.teams.values())
    assert [table.proposed(s) for s in stories] == [["e"]] * len(stories)


@pytest.mark.parametrize("scope", ["exercise", "team"])
def test_an_automatic_release_to_others_is_a_common_one_too(scope: str) -> None:
    going = an_inject("d", release={"auto": True, "delay": 2})
    scenario = a_scenario("a", "b", "c", going, "e", **TWO, story={"scope": scope})
    table = Table(scenario).start().release("a").release("b", teams=("red",))
    table.release("c", teams=("red",)).do(sync("b")).release("c").wait(2)
    assert positions(table) == ["d", "d"]
    assert table.received("red") == ["a", "b", "c", "d"]


def test_what_goes_to_several_at_once_reaches_a_team_ahead_once() -> None:
    going = an_inject("d", release={"auto": True, "delay": 2})
    three = [a_team("red"), a_team("blue"), a_team("green")]
    table = Table(a_scenario("a", "b", "c", going, teams=three, story={"scope": "team"})).start()
    table.release("a").release("b", "c", teams=("red",)).do(sync("b")).release("c").wait(2)
    assert positions(table) == ["d", "d", "d"]
    assert len(table.events(InjectReleased)[-3:]) == 3
    assert table.received("red") == ["a", "b", "c", "d"]


def test_a_team_ahead_may_be_given_what_is_next_for_it_alone() -> None:
    table = ahead("team").release("d", teams=("red",))
    assert positions(table) == ["d", "b"]
    assert table.exercise.teams["red"].ahead is False


def test_what_is_held_for_a_team_ahead_does_not_go_to_it_with_the_others() -> None:
    table = ahead().do(HoldInject(inject="d", teams=("red",))).release("c", "d")
    assert positions(table) == ["c", "d"]


def test_a_team_that_was_brought_waits_no_longer_for_others() -> None:
    table = ahead().release("c", "d", teams=("blue",)).do(sync("d"))
    assert positions(table) == ["d", "d"]
    assert table.exercise.teams["red"].ahead is False


def test_in_its_own_story_a_team_brought_has_the_injects_effects_and_story_time() -> None:
    inject = an_inject("b", effects=[{"set": "m"}], story_time="2031-05-13 09:00")
    story = {"scope": "team", "starts": "2031-05-12 08:00"}
    table = Table(a_scenario("a", inject, story=story, **FACTS), copies=2).start().release("a")
    table.release("b", teams=("red-1",)).do(sync("b"))
    assert table.milestone("m", "red-2") is True
    found = table.exercise.facts["red-2"].story_time(table.elapsed)
    assert found is not None
    assert found.isoformat() == "2031-05-13T09:00:00"


def test_in_a_shared_story_only_what_the_team_has_alone_changes() -> None:
    inject = an_inject("b", effects=[{"set": "own"}, {"add": {"v": 1}}])
    table = Table(a_scenario("a", inject, **TWO, **FACTS)).start().release("a")
    table.release("b", teams=("red",)).do(sync("b"))
    assert (table.milestone("own", "blue"), table.variable("v")) == (True, 1)


def test_a_team_brought_reads_the_version_whose_condition_holds_for_it() -> None:
    versions = [{"when": {"milestone": "m"}, "to": "blue", "body": "They know."}]
    scenario = a_scenario("a", an_inject("b", versions=versions), **TWO, **FACTS)
    table = Table(scenario).start().release("a").release("b", teams=("red",))
    table.do(SetMilestone(milestone="m")).do(sync("b"))
    face = card(table, BLUE, "b").face
    assert face is not None
    assert face.body == "They know."


def test_only_the_teams_named_are_brought() -> None:
    scenario = a_scenario("a", "b", teams=[a_team("red"), a_team("blue"), a_team("green")])
    table = Table(scenario).start().release("a").release("b", teams=("red",))
    table.do(sync("b", "blue"))
    assert positions(table) == ["b", "b", "a"]
    assert [e.team for e in table.events(TeamSynced)] == ["blue"]


def test_a_team_to_which_it_is_not_addressed_is_left_alone() -> None:
    scenario = a_scenario(
        "a",
        an_inject("b", to=["red", "blue"]),
        teams=[a_team("red"), a_team("blue"), a_team("green")],
    )
    table = Table(scenario).start().release("a").release("b", teams=("red",)).do(sync("b"))
    assert positions(table) == ["b", "b", "a"]
    assert table.refusal(sync("b", "green")) == "nobody_behind"


# Who may, and what cannot be


def out() -> Table:
    """Two teams with a behind them, and things beside the line."""
    scenario = a_scenario(
        "a", "b", an_inject("x", release={"after": "a"}), an_inject("h", pool="hint"), **TWO
    )
    return Table(scenario).start().release("a")


COMMANDS = (withdraw("a"), back("a"), sync("a"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.kind)
def test_only_the_facilitator_does_it_and_only_in_play(command: Command) -> None:
    assert Table().refusal(command) == "not_started"
    table = out()
    for actor in (RED, EVALUATOR, OBSERVER, PROJECTOR):
        assert table.refusal(command, actor) == "facilitator_only"
        assert table.offers(actor, command.kind) == []
    table.do(EndExercise())
    assert table.refusal(command) == "has_ended"
    assert about(table, command.kind) == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (withdraw("z"), "unknown_inject"),
        (back("z"), "unknown_inject"),
        (sync("z"), "unknown_inject"),
        (withdraw("a", "green"), "unknown_team"),
        (back("a", "green"), "unknown_team"),
        (sync("a", "green"), "unknown_team"),
        (withdraw("b"), "not_released"),
        (back("b"), "not_released"),
        (sync("b"), "not_released"),
        (back("x"), "not_on_line"),
        (sync("h"), "not_on_line"),
        (sync("a"), "nobody_behind"),
    ],
)
def test_what_cannot_be_is_refused(command: Command, code: str) -> None:
    assert out().refusal(command) == code


def test_a_skipped_inject_is_neither_withdrawn_nor_gone_back_to() -> None:
    table = Table(a_scenario("a", "b")).start().skip("a")
    assert table.refusal(withdraw("a")) == table.refusal(back("a")) == "not_released"


def test_the_latest_is_offered_first_and_only_the_line_to_go_back_to() -> None:
    table = out().release("x").do(Improvise(title="y", body="Y."))
    made = table.received()[-1]
    assert about(table, "withdraw_inject") == [made, "x", "a"]
    assert about(table, "go_back") == ["a"]
    assert about(table, "sync_teams") == []
    table.release("b", teams=("red",))
    assert about(table, "sync_teams") == ["b"]


def test_what_was_withdrawn_is_not_offered_to_be_withdrawn_again() -> None:
    assert about(out().do(withdraw("a")), "withdraw_inject") == []


def test_a_team_may_still_say_something_on_what_belongs_to_an_earlier_pass() -> None:
    table = Table(a_scenario("a", "b")).start().release("a", "b").do(back("a"))
    table.do(LogDecision(inject="b", text="For the record."), RED)
    (said,) = table.cards(RED, "decision")
    assert said.marks == ("earlier_pass",)
