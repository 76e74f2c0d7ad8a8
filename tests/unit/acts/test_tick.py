"""What follows from time: proposals, automatic releases, deferral, time limits, the end."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.facts import SetMilestone
from simulator.acts.injects import InjectReleased, ReleaseInject
from simulator.acts.passes import GoBack
from simulator.acts.play import EndExercise
from simulator.acts.tick import (
    EndProposed,
    ExpectationMet,
    InjectOverdue,
    InjectProposed,
    ProposalDropped,
    Tick,
    TimeRanOut,
)
from tests.builders import (
    FACILITATOR,
    Table,
    a_choice,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

M = {"milestones": [{"id": "m", "text": "M"}]}
TWO = {"teams": [a_team("red"), a_team("blue")]}


def auto(**release: Any) -> dict[str, Any]:
    return {"release": {"auto": True} | release}


def test_only_the_program_lets_time_enter() -> None:
    table = Table().start()
    assert table.refusal(Tick(), FACILITATOR) == "system_only"
    assert table.refusal(Tick(), a_player()) == "system_only"


def test_nothing_follows_before_startex() -> None:
    assert Table().wait(30).proposed() == []


def test_a_second_look_at_the_same_moment_adds_nothing() -> None:
    table = Table(a_scenario("a", an_inject("x", **auto(at=1)))).start().wait(2)
    number = len(table.records)
    assert len(table.wait(0).records) == number


def test_a_proposal_says_why_and_since_when_it_is_due() -> None:
    options = (an_option("o", next="b"), an_option("p", next="c"))
    table = Table(a_scenario(an_inject("a", decision=a_choice(*options)), "b", "c")).start()
    table.release("a").wait(4).decide("a", "o")
    first, second = table.events(InjectProposed)
    assert (first.because, first.source, first.due) == ("start", None, 0)
    assert (second.because, second.source, second.option, second.due) == ("option", "a", "o", 240)


def test_a_proposal_disappears_when_its_condition_ceases_and_comes_back_with_it() -> None:
    scenario = a_scenario("a", an_inject("x", release={"when": {"milestone": "m"}}), **M)
    table = Table(scenario).start().do(SetMilestone(milestone="m"))
    assert table.proposed() == ["a", "x"]
    table.do(SetMilestone(milestone="m", value=False))
    assert table.proposed() == ["a"]
    assert [e.inject for e in table.events(ProposalDropped)] == ["x"]
    assert table.do(SetMilestone(milestone="m")).proposed() == ["a", "x"]


def test_an_inject_that_was_sent_now_is_proposed_no_more() -> None:
    assert Table(a_scenario("a", "b")).start().release_now("a").proposed() == ["b"]


# Automatic releases


def test_an_automatic_inject_goes_by_itself_when_it_is_due() -> None:
    table = Table(a_scenario("a", an_inject("x", **auto(at=10, after="start")))).start().wait(9)
    assert table.received() == []
    table.wait(1)
    assert table.received() == ["x"]
    (event,) = table.events(InjectReleased)
    assert (event.auto, event.forced) == (True, False)
    assert table.records[-1].actor.role == "system"


def test_one_automatic_inject_may_set_off_the_next() -> None:
    injects = [an_inject(id, **auto()) for id in "abc"]
    assert Table(a_scenario(*injects)).start().received() == ["a", "b", "c"]


def test_an_automatic_inject_that_is_not_open_waits_for_its_way() -> None:
    table = Table(a_scenario("a", an_inject("b", **auto(at=5)))).start().wait(30)
    assert table.received() == []
    assert table.release("a").received() == ["a", "b"]


def test_what_becomes_due_in_a_pause_is_deferred_and_goes_when_play_goes_on() -> None:
    scenario = a_scenario("a", an_inject("x", **auto(when={"milestone": "m"})), **M)
    table = Table(scenario).start().pause().do(SetMilestone(milestone="m"))
    assert table.deferred() == {"x": "paused"}
    assert table.resume().received() == ["x"]


def test_what_was_jumped_over_is_deferred_and_goes_by_hand_only() -> None:
    table = Table(a_scenario("a", an_inject("x", **auto(at=10, after="start")))).start()
    table.wait(5).jump(30)
    assert table.deferred() == {"x": "jumped_over"}
    assert table.wait(30).received() == []
    assert table.release("x").received() == ["x"]


def test_what_falls_due_after_a_jump_goes_by_itself() -> None:
    scenario = a_scenario("a", an_inject("x", **auto(at=40, after="start")))
    assert Table(scenario).start().jump(30).wait(10).received() == ["x"]


def test_a_jump_in_a_pause_defers_as_jumped_over() -> None:
    table = Table(a_scenario("a", an_inject("x", **auto(at=10, after="start")))).start()
    table.pause().jump(30)
    assert table.deferred() == {"x": "jumped_over"}
    assert table.resume().received() == []


def test_an_inject_that_is_not_automatic_is_only_proposed_after_a_jump() -> None:
    scenario = a_scenario("a", an_inject("x", release={"at": 10, "after": "start"}))
    table = Table(scenario).start().jump(30)
    assert (table.proposed(), table.deferred()) == (["a", "x"], {})


def test_a_deferred_inject_is_released_by_the_plain_release() -> None:
    scenario = a_scenario("a", an_inject("x", **auto(when={"milestone": "m"})), **M)
    table = Table(scenario).start().pause().do(SetMilestone(milestone="m"))
    assert table.refusal(ReleaseInject(inject="x")) == "paused"
    assert table.release_now("x").received() == ["x"]


# Overdue


def test_a_proposal_past_its_until_is_overdue_and_never_lost() -> None:
    table = Table(a_scenario(an_inject("a", release={"until": 5}))).start().wait(5)
    assert table.events(InjectOverdue) == []
    table.wait(1).wait(60)
    assert [e.inject for e in table.events(InjectOverdue)] == ["a"]
    assert table.exercise.facts[""].proposals["a"].overdue is True
    assert table.release("a").received() == ["a"]


# Time limits


def asked(**point: Any) -> Table:
    options = (an_option("o", next="b"), an_option("p", next="c"))
    decision = a_choice(*options, time_limit=10, **point)
    return Table(a_scenario(an_inject("a", decision=decision), "b", "c", **TWO)).start()


def test_when_nobody_decides_in_time_an_event_says_so_and_what_to_assume() -> None:
    table = asked(on_timeout={"assume": "p"}).release("a").wait(9)
    assert table.events(TimeRanOut) == []
    (event,) = table.wait(1).events(TimeRanOut)
    assert (event.inject, event.assume) == ("a", "p")


def test_what_a_timeout_proposes_is_never_taken_by_itself() -> None:
    table = asked(on_timeout={"assume": "p"}).release("a").wait(60)
    assert table.proposed() == []
    assert table.decide("a", "o").proposed() == ["b"]


def test_a_decision_in_time_keeps_the_time_limit_quiet() -> None:
    assert asked().release("a").wait(5).decide("a", "o").wait(60).events(TimeRanOut) == []


def test_time_runs_out_once() -> None:
    assert len(asked().release("a").wait(20).wait(20).events(TimeRanOut)) == 1


def test_a_time_limit_stands_still_in_a_pause() -> None:
    assert asked().release("a").wait(5).pause().wait(60).events(TimeRanOut) == []


def test_a_skipped_question_has_no_time_limit() -> None:
    assert asked().skip("a").wait(60).events(TimeRanOut) == []


def test_a_time_limit_runs_from_the_release_though_another_team_was_skipped() -> None:
    table = asked().skip("a", "red").wait(5).release("a").wait(9)
    assert table.events(TimeRanOut) == []
    assert len(table.wait(1).events(TimeRanOut)) == 1


# Expectations by condition


def test_an_expectation_is_met_when_its_condition_comes_true() -> None:
    expected = {"id": "e", "text": "E", "done_by": {"milestone": "m"}}
    table = Table(a_scenario(an_inject("a", expectations=[expected]), **M)).start()
    table.do(SetMilestone(milestone="m"))
    assert table.met() == []
    table.wait(2).release("a")
    assert table.met() == ["a/e"]
    assert [e.team for e in table.events(ExpectationMet)] == ["red"]


def test_a_fact_of_each_team_meets_that_teams_expectation_only() -> None:
    own = [{"id": "m", "text": "M", "scope": "team"}]
    expected = [
        {"id": f"e-{team}", "text": "E", "team": team, "done_by": {"milestone": "m"}}
        for team in ("red", "blue")
    ]
    scenario = a_scenario(an_inject("a", expectations=expected), milestones=own, **TWO)
    table = Table(scenario).start().release("a").do(SetMilestone(milestone="m", team="blue"))
    assert (table.met("red"), table.met("blue")) == ([], ["a/e-blue"])


# The end


def test_the_end_is_proposed_once_every_team_is_past_an_inject_that_ends() -> None:
    scenario = a_scenario("a", an_inject("z", to="red", ends=True), "never", **TWO)
    table = Table(scenario).start().release("a")
    assert table.events(EndProposed) == []
    table.release("z").wait(5)
    assert len(table.events(EndProposed)) == 1
    assert table.exercise.facts[""].end_proposed is True
    assert table.exercise.status == "running"


def test_the_end_waits_for_the_last_team() -> None:
    table = Table(a_scenario(an_inject("z", ends=True), **TWO)).start().release("z", teams=("red",))
    assert table.events(EndProposed) == []
    assert len(table.skip("z", "blue").events(EndProposed)) == 1


def test_without_an_ender_the_last_of_the_line_ends() -> None:
    table = Table(a_scenario("a", "b")).start().release("a")
    assert table.events(EndProposed) == []
    assert len(table.release("b").events(EndProposed)) == 1


def test_each_copy_of_a_team_comes_to_its_own_end() -> None:
    table = Table(a_scenario("a", story={"scope": "team"}), copies=2).start()
    table.release("a", teams=("red-2",))
    assert [e.story for e in table.events(EndProposed)] == ["red-2"]


@pytest.mark.parametrize("minutes", [1, 10])
def test_after_endex_nothing_follows(minutes: int) -> None:
    table = Table(a_scenario("a", an_inject("x", **auto(at=1, after="start")))).start()
    table.do(EndExercise())
    number = len(table.records)
    assert len(table.wait(minutes).records) == number


def test_where_no_options_are_offered_words_decide_in_time() -> None:
    scenario = a_scenario(an_inject("a", decision={"question": "Who leads?", "time_limit": 5}))
    silent = Table(scenario).start().release("a").wait(5)
    assert len(silent.events(TimeRanOut)) == 1
    assert Table(scenario).start().release("a").decide("a").wait(5).events(TimeRanOut) == []


# Automatic injects whose time comes before their way is open


def early(option: str | None = None) -> Table:
    """Two ways, x by b and y by c; c, d behind it and s beside go by themselves at minute 5."""
    options = (an_option("x", next="b"), an_option("y", next="c"))
    table = Table(
        a_scenario(
            an_inject("a", decision=a_choice(*options)),
            an_inject("b", ends=True),
            an_inject("c", next="d", **auto(at=5)),
            an_inject("d", **auto(at=5)),
            an_inject("s", **auto(at=5, after="d")),
        )
    )
    table.start().release("a")
    return table.decide("a", option) if option else table


def test_what_cannot_go_for_its_way_is_shut_says_so_while_it_may_still_open() -> None:
    table = early().wait(5)
    assert table.deferred() == {"c": "not_open", "d": "not_open", "s": "not_open"}
    assert table.refusal(ReleaseInject(inject="c")) == "not_proposed"
    assert [c.about for c in table.offers(kind="release_inject")] == []


def test_it_goes_when_its_way_opens_each_after_the_other() -> None:
    table = early().wait(6).decide("a", "y")
    assert table.received() == ["a", "c", "d", "s"]
    assert table.deferred() == {}


def test_the_way_not_chosen_may_still_open_while_nobody_went_the_other() -> None:
    table = early("x").wait(5)
    assert set(table.deferred()) == {"c", "d", "s"}


def test_once_play_went_the_other_way_it_is_told_no_more() -> None:
    table = early("x").wait(5).release("b").wait(1)
    assert (table.deferred(), table.proposed()) == ({}, [])
    assert {e.inject for e in table.events(ProposalDropped)} >= {"c", "d", "s"}


def test_on_a_branch_that_play_left_it_is_never_told() -> None:
    table = early("x").release("b").wait(5)
    assert table.deferred() == {}


def test_when_play_comes_back_to_the_fork_it_is_told_again() -> None:
    table = early("x").release("b").wait(5).do(GoBack(inject="a"))
    assert set(table.deferred()) == {"c", "d", "s"}
    assert table.decide("a", "y").received()[-3:] == ["c", "d", "s"]
