"""Which injects are open, when each is due and why: the line, beside it, routes, timing."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.clock import InterruptExercise
from simulator.acts.facts import SetMilestone
from simulator.acts.passes import GoBack, WithdrawInject
from simulator.acts.pending import HoldInject, UnholdInject
from simulator.domain.people import SYSTEM
from simulator.domain.scenario import Scenario
from simulator.engine.plan import openings
from simulator.engine.reach import is_over
from tests.builders import (
    Table,
    a_choice,
    a_kit,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

M: dict[str, Any] = {"milestones": [{"id": "m", "text": "M"}, {"id": "n", "text": "N"}]}
TWO: dict[str, Any] = {"teams": [a_team("red"), a_team("blue")]}


def beside(**release: Any) -> Scenario:
    return a_scenario("a", "b", an_inject("x", release=release), **M)


def due(table: Table, inject: str = "x", story: str = "") -> float | None:
    """When an inject is due, in minutes; None where its way is not open."""
    found = (o.due / 60 for o in openings(table.exercise, story) if o.inject == inject)
    return next(found, None)


# The line


def test_a_plain_list_is_a_sequence() -> None:
    table = Table(a_scenario("a", "b", "c")).start()
    for inject in "abc":
        assert table.proposed() == [inject]
        table.release(inject)
    assert table.proposed() == []


def test_next_goes_where_it_says_and_play_rejoins_the_list() -> None:
    table = Table(a_scenario(an_inject("a", next="c"), "b", "c", "d")).start().release("a")
    assert table.proposed() == ["c"]
    assert table.release("c").proposed() == ["d"]


def test_an_inject_that_a_next_names_is_no_default() -> None:
    table = Table(a_scenario("a", an_inject("b", next="d"), "c", "d")).start().release("a", "b")
    assert table.proposed() == ["d"]


def test_of_several_ways_the_first_whose_condition_holds_is_proposed() -> None:
    ways = [{"to": "b", "when": {"milestone": "m"}}, {"to": "c"}]
    scenario = a_scenario(an_inject("a", next=ways), an_inject("b", next="d"), "c", "d", **M)
    table = Table(scenario).start().release("a")
    assert table.proposed() == ["c"]
    table.do(SetMilestone(milestone="m"))
    assert table.proposed() == ["b"]


def test_a_way_is_open_since_its_condition_came_true() -> None:
    ways = [{"to": "b", "when": {"milestone": "m"}}]
    table = Table(a_scenario(an_inject("a", next=ways), "b", **M)).start().release("a")
    assert table.proposed() == []
    table.wait(7).do(SetMilestone(milestone="m"))
    assert due(table, "b") == 7


def test_once_play_went_one_way_the_others_are_spent() -> None:
    ways = [{"to": "b", "when": {"milestone": "m"}}, {"to": "c"}]
    scenario = a_scenario(
        an_inject("a", next=ways), an_inject("b", next="d"), an_inject("c", next="d"), "d", **M
    )
    table = Table(scenario).start().release("a", "c").do(SetMilestone(milestone="m"))
    assert table.proposed() == ["d"]


def test_options_with_the_same_way_all_lead_there() -> None:
    scenario = a_scenario(an_inject("a", decision=a_choice("x", "y")), "b")
    assert Table(scenario).start().release("a").proposed() == ["b"]


def test_an_option_without_a_way_of_its_own_goes_on_with_the_list() -> None:
    options = (an_option("x", next="c"), an_option("y"))
    scenario = a_scenario(an_inject("a", decision=a_choice(*options)), "b", "c")
    assert Table(scenario).start().release("a").decide("a", "y").proposed() == ["b"]
    assert Table(scenario).start().release("a").decide("a", "x").proposed() == ["c"]


def test_an_option_may_have_ways_with_conditions() -> None:
    ways = [{"to": "b", "when": {"milestone": "m"}}, {"to": "c"}]
    scenario = a_scenario(
        an_inject("a", decision=a_choice(an_option("x", next=ways), "y")), "b", "c", **M
    )
    table = Table(scenario).start().release("a").decide("a", "x")
    assert table.proposed() == ["c"]
    assert table.do(SetMilestone(milestone="m")).proposed() == ["b"]


def test_the_way_by_an_option_is_open_since_it_was_chosen() -> None:
    scenario = a_scenario(an_inject("a", decision=a_choice(an_option("x", next="b"))), "b")
    table = Table(scenario).start().release("a").wait(9).decide("a", "x")
    assert due(table, "b") == 9


# Beside the line


def test_what_stands_beside_never_holds_up_the_line() -> None:
    table = Table(a_scenario("a", an_inject("x", release={"after": "a"}), "b")).start()
    assert table.release("a").proposed() == ["b", "x"]


@pytest.mark.parametrize("source", ["a", ["a", "b"], "start"])
def test_after_opens_when_any_of_its_sources_is_out(source: Any) -> None:
    table = Table(beside(after=source)).start().wait(3)
    expected = 0 if source == "start" else None
    assert due(table) == expected
    table.release("a")
    assert due(table) == (0 if source == "start" else 3)


def test_after_counts_a_skipped_source_too() -> None:
    assert due(Table(beside(after="a")).start().wait(2).skip("a")) == 2


def test_after_may_be_an_option() -> None:
    scenario = a_scenario(
        an_inject("a", decision=a_choice("x", "y")), an_inject("z", release={"after": "a/y"})
    )
    table = Table(scenario).start().release("a")
    assert due(table.decide("a", "x"), "z") is None
    assert due(table.wait(4).decide("a", "y"), "z") == 4


def test_when_needs_no_source() -> None:
    table = Table(beside(when={"milestone": "m"})).start().wait(5)
    assert due(table) is None
    assert due(table.do(SetMilestone(milestone="m"))) == 5


def test_after_and_when_are_both_needed() -> None:
    table = Table(beside(after="a", when={"milestone": "m"})).start()
    assert due(table.do(SetMilestone(milestone="m"))) is None
    assert due(table.wait(6).release("a")) == 6


def test_an_inject_beside_the_line_is_due_no_more_once_it_is_out() -> None:
    table = Table(beside(after="a")).start().release("a", "x")
    assert due(table) is None


# Contingency


def contingency() -> Scenario:
    return beside(after="a", not_by=10, unless={"milestone": "m"})


def test_a_contingency_inject_is_due_when_nothing_was_done_in_time() -> None:
    table = Table(contingency()).start().wait(2).release("a")
    assert due(table) == 12
    assert "x" not in table.wait(9).proposed()
    assert "x" in table.wait(1).proposed()


def test_a_contingency_inject_is_not_due_when_it_was_done() -> None:
    table = Table(contingency()).start().release("a").wait(3).do(SetMilestone(milestone="m"))
    assert due(table) is None
    assert "x" not in table.wait(60).proposed()


def test_a_contingency_inject_is_dropped_when_it_was_done_late() -> None:
    table = Table(contingency()).start().release("a").wait(20)
    assert "x" in table.proposed()
    assert "x" not in table.do(SetMilestone(milestone="m")).proposed()


def test_a_contingency_inject_is_due_when_what_spared_it_has_ceased() -> None:
    """It was due in the past, so that a jump which ended what spared it fired it (K18)."""
    deadline = {"id": "dl", "title": "D", "starts": {"released": "a"}, "within": 5}
    unless = {"not": {"deadline": {"dl": "missed"}}}
    release = {"after": "a", "not_by": 1, "unless": unless, "auto": True}
    scenario = a_scenario("a", an_inject("x", release=release), deadlines=[deadline])
    table = Table(scenario).start().release("a").wait(2).jump(30)
    assert table.received() == ["a"]
    assert table.deferred() == {"x": "jumped_over"}


def test_without_a_source_a_contingency_counts_from_startex() -> None:
    scenario = beside(not_by=10, unless={"milestone": "m"})
    assert due(Table(scenario).start().wait(3)) == 10


def test_a_contingency_inject_gives_its_reason() -> None:
    table = Table(contingency()).start().release("a").wait(10)
    found = table.exercise.facts[""].proposals["x"]
    assert (found.because, found.source) == ("contingency", "a")


# Timing


@pytest.mark.parametrize(
    ("release", "at"),
    [
        ({"after": "a", "delay": 4}, 6),
        ({"after": "a", "at": 30}, 30),
        ({"after": "a", "at": 1}, 2),
        ({"after": "a", "at": 5, "delay": 4}, 6),
    ],
)
def test_due_is_the_later_of_opened_and_delay_and_the_clock(
    release: dict[str, Any], at: float
) -> None:
    assert due(Table(beside(**release)).start().wait(2).release("a")) == at


def test_timing_alone_leaves_an_inject_on_the_line() -> None:
    table = Table(a_scenario("a", an_inject("b", release={"delay": 5}), "c")).start().release("a")
    assert table.proposed() == []
    assert table.wait(5).proposed() == ["b"]


def test_of_several_routes_the_earliest_counts() -> None:
    table = Table(beside(after=["a", "b"], delay=10)).start().release("a").wait(4).release("b")
    assert due(table) == 10


def test_those_due_together_come_line_before_beside_in_list_order() -> None:
    scenario = a_scenario(
        an_inject("z", release={"after": "start"}), "a", an_inject("y", release={"after": "start"})
    )
    assert Table(scenario).start().proposed() == ["a", "z", "y"]


def test_what_was_due_earlier_comes_first() -> None:
    scenario = a_scenario(
        an_inject("a", release={"at": 5}), an_inject("y", release={"after": "start", "at": 3})
    )
    assert Table(scenario).start().wait(5).proposed() == ["y", "a"]


def test_a_late_arrival_takes_its_place_by_its_due_time() -> None:
    """A proposal made later may have been due earlier, or stand on the line."""
    ways = [{"to": "b", "when": {"milestone": "m"}}, {"to": "c"}]
    scenario = a_scenario(
        an_inject("a", next=ways),
        "b",
        "c",
        an_inject("y", release={"after": "a", "at": 3}),
        **M,
    )
    table = Table(scenario).start().release("a").do(SetMilestone(milestone="m")).wait(4)
    assert table.proposed() == ["b", "y"]
    assert table.do(SetMilestone(milestone="m", value=False)).proposed() == ["c", "y"]


# The end, the audience, the scopes


def test_a_pool_is_never_open() -> None:
    table = Table(a_scenario("a", an_inject("h", pool="noise"))).start()
    assert [o.inject for o in openings(table.exercise, "")] == ["a"]


def test_a_story_without_a_line_has_no_first() -> None:
    table = Table(a_scenario(an_inject("x", release={"at": 2, "after": "start"}))).start()
    assert table.proposed() == []
    assert table.wait(2).proposed() == ["x"]


def test_under_scope_exercise_a_source_counts_when_its_first_team_has_it() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a", teams=("blue",))
    assert table.proposed() == ["a", "b"]


def test_under_scope_team_a_source_counts_for_its_own_team() -> None:
    table = Table(a_scenario("a", "b", story={"scope": "team"}), copies=2).start()
    table.release("a", teams=("red-1",))
    assert (table.proposed("red-1"), table.proposed("red-2")) == (["b"], ["a"])


def test_the_end_is_reached_when_every_team_is_past_an_ender() -> None:
    table = Table(a_scenario("a", an_inject("z", ends=True), **TWO)).start().release("a")
    assert is_over(table.exercise, "") is False
    table.release("z", teams=("red",))
    assert is_over(table.exercise, "") is False
    assert is_over(table.skip("z", "blue").exercise, "") is True


def test_the_plan_reads_the_scenarios_own_language_only() -> None:
    other = a_scenario(an_inject("a", next="c"), "b", "c")
    kit = a_kit(a_scenario("a", "b", "c"), translations={"es": other})
    assert Table(kit=kit).start().release("a").proposed() == ["b"]


def test_a_decision_of_the_deciding_team_alone_opens_the_way() -> None:
    options = (an_option("x", next="b"), an_option("y", next="c"))
    scenario = a_scenario(
        an_inject("a", decision=a_choice(*options, decides="blue")), "b", "c", **TWO
    )
    table = Table(scenario).start().release("a").decide("a", "x")
    assert table.proposed() == []
    assert table.decide("a", "y", by=a_player("blue")).proposed() == ["c"]


# What some teams have already


def test_for_the_others_it_is_due_when_it_was_without_a_second_wait() -> None:
    """Released to one team, an inject with a delay began its delay anew for the others."""
    slow = an_inject("b", release={"delay": 5})
    table = Table(a_scenario("a", slow, **TWO)).start().release("a").wait(7)
    table.release("b", teams=("red",))
    assert due(table, "b") == 5
    assert table.proposed() == ["b"]
    late = an_inject("x", release={"after": "a", "not_by": 5, "unless": {"milestone": "m"}})
    table = Table(a_scenario("a", late, **TWO, **M)).start().release("a").wait(7)
    assert due(table.release("x", teams=("red",))) == 5


def test_released_now_to_one_team_it_keeps_its_time_for_the_others() -> None:
    slow = an_inject("b", release={"delay": 5, "auto": True})
    table = Table(a_scenario("a", slow, **TWO)).start().release("a").release_now("b", "red")
    assert table.wait(4).received("blue") == ["a"]
    assert table.wait(1).received("blue") == ["a", "b"]


def test_out_to_some_it_stays_proposed_to_the_others_though_its_condition_ceased() -> None:
    scenario = a_scenario("a", an_inject("x", release={"when": {"milestone": "m"}}), **TWO, **M)
    table = Table(scenario).start().do(SetMilestone(milestone="m")).release("x", teams=("red",))
    assert table.do(SetMilestone(milestone="m", value=False)).proposed() == ["a", "x"]


@pytest.mark.parametrize(
    "release", [{"after": "b", "auto": True}, {"auto": True}], ids=["beside", "on the line"]
)
def test_an_automatic_inject_does_not_go_again_before_what_it_follows(
    release: dict[str, Any],
) -> None:
    """A team that went back was sent at once what another team still had of the first pass."""
    table = Table(a_scenario("a", "b", an_inject("x", release=release), **TWO)).start()
    table.release("a").release("b", teams=("red",)).do(GoBack(inject="a", teams=("red",)))
    assert table.exercise.teams["red"].delivery("x") is None
    assert table.release("b", teams=("red",)).exercise.teams["red"].delivery("x") is not None


def test_a_way_with_a_condition_or_an_option_counts_for_the_others_too() -> None:
    options = (an_option("o", next=[{"to": "b", "when": {"milestone": "m"}}]), an_option("p"))
    decision = a_choice(*options, decides="red")
    table = Table(a_scenario(an_inject("a", decision=decision), "b", **TWO, **M)).start()
    table.release("a").wait(1).decide("a", "o").wait(1).do(SetMilestone(milestone="m"))
    assert due(table.wait(1).release("b", teams=("red",)), "b") == 2
    assert due(table.do(SetMilestone(milestone="m", value=False)), "b") == 3
    assert due(table.decide("a", "p"), "b") == 3


# Kept back


def test_what_opens_after_an_interruption_waits_for_play_only() -> None:
    """What was opened in the pause after a restart counted as passed over by it."""
    scenario = a_scenario("a", an_inject("x", release={"after": "a", "auto": True}))
    table = Table(scenario).start().do(InterruptExercise(cause="restart", gap=9), SYSTEM)
    assert table.release_now("a").deferred() == {"x": "paused"}
    assert table.resume().received() == ["a", "x"]


def test_what_was_on_hold_at_an_interruption_goes_by_hand_only() -> None:
    scenario = a_scenario("a", an_inject("x", release={"after": "a", "auto": True}))
    table = Table(scenario).start().do(HoldInject(inject="x")).release("a")
    table.do(InterruptExercise(cause="restart", gap=9), SYSTEM).do(UnholdInject(inject="x"))
    assert table.resume().deferred() == {"x": "interrupted"}


def test_what_was_jumped_over_and_closes_is_said_to_be_not_open() -> None:
    """It went on being offered as jumped over, as if it could be released."""
    timed = an_inject("x", release={"after": "a", "at": 5, "auto": True})
    table = Table(a_scenario("a", timed)).start().release("a").jump(10)
    assert table.deferred() == {"x": "jumped_over"}
    assert table.do(WithdrawInject(inject="a")).deferred() == {"a": "held", "x": "not_open"}
