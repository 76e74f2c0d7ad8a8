"""What a story may still come to, and whether it can end."""

from __future__ import annotations

from typing import Any

from simulator.acts.facts import SetMilestone
from simulator.acts.passes import GoBack, WithdrawInject
from simulator.engine.reach import can_end, is_over, still_ahead
from tests.builders import Table, a_choice, a_scenario, a_team, an_inject, an_option

M: dict[str, Any] = {"milestones": [{"id": "m", "text": "M"}]}
EACH: dict[str, Any] = {"story": {"scope": "team"}}


def ahead(table: Table, story: str = "") -> set[str]:
    return set(still_ahead(table.exercise, story))


def forked(*more: Any, **fields: Any) -> Table:
    """Two ways, x by b and y by c, of which only that by b ends."""
    options = (an_option("x", next="b"), an_option("y", next="c"))
    scenario = a_scenario(
        an_inject("a", decision=a_choice(*options)),
        an_inject("b", ends=True),
        an_inject("c", next="d"),
        an_inject("d", next="c"),
        *more,
        **fields,
    )
    return Table(scenario).start()


def test_at_startex_everything_that_is_planned_is_ahead() -> None:
    table = Table(a_scenario("a", "b", an_inject("h", pool="hint"))).start()
    assert ahead(table) == {"a", "b"}
    assert ahead(table.release("a")) == {"b"}


def test_both_ways_are_ahead_until_play_went_along_one() -> None:
    table = forked().release("a")
    assert ahead(table) == {"b", "c", "d"}
    assert ahead(table.decide("a", "x")) == {"b", "c", "d"}
    assert ahead(table.release("b")) == set()


def test_after_a_skip_only_the_way_assumed_is_ahead() -> None:
    assert ahead(forked().skip("a")) == set()
    assert ahead(forked().skip("a", as_if="y")) == {"c", "d"}


def test_going_back_brings_the_other_way_ahead_again() -> None:
    table = forked().release("a").decide("a", "x").release("b").do(GoBack(inject="a"))
    assert ahead(table) == {"b", "c", "d"}


def test_what_stands_beside_is_ahead_while_a_source_of_it_is_out_or_ahead() -> None:
    table = forked(
        an_inject("s", release={"after": ["c", "b"]}),
        an_inject("t", release={"after": "s"}),
        an_inject("u", release={"when": {"milestone": "m"}}),
        an_inject("v", release={"after": "c"}),
        **M,
    ).release("a")
    assert ahead(table) == {"b", "c", "d", "s", "t", "u", "v"}
    table.decide("a", "x").release("b")
    assert ahead(table) == {"s", "t", "u"}


def test_a_contingency_that_is_not_needed_is_not_ahead() -> None:
    release = {"after": "start", "not_by": 5, "unless": {"milestone": "m"}}
    table = Table(a_scenario("a", an_inject("x", release=release), **M)).start()
    assert "x" in ahead(table)
    assert "x" not in ahead(table.do(SetMilestone(milestone="m")))


def test_a_story_without_a_line_has_only_what_stands_beside() -> None:
    table = Table(a_scenario(an_inject("x", release={"after": "start"}))).start()
    assert ahead(table) == {"x"}


# The end


def test_a_story_can_end_until_it_went_the_way_that_does_not() -> None:
    table = forked().release("a")
    assert can_end(table.exercise, "")
    assert not can_end(table.branch().decide("a", "y").release("c").exercise, "")
    ended = table.decide("a", "x").release("b")
    assert can_end(ended.exercise, "")
    assert is_over(ended.exercise, "")


def test_a_skip_that_assumes_nothing_cannot_end() -> None:
    assert not can_end(forked().skip("a").exercise, "")


def test_what_nothing_ends_but_the_facilitator_can_always_end() -> None:
    table = Table(a_scenario(an_inject("x", release={"after": "start"}))).start()
    assert can_end(table.exercise, "")


def test_the_facilitator_is_told_when_no_way_leads_to_the_end() -> None:
    table = forked()
    assert [card.marks for card in table.cards(kind="ahead")] == [()]
    assert [card.marks for card in table.skip("a").cards(kind="ahead")] == [("no_end",)]


def test_without_an_inject_that_ends_the_last_of_the_line_does() -> None:
    table = Table(a_scenario("a", "b")).start().release("a")
    assert not is_over(table.exercise, "")
    assert is_over(table.release("b").exercise, "")
    assert not is_over(table.do(WithdrawInject(inject="b")).exercise, "")


def test_a_story_is_over_when_every_team_is_past_its_end() -> None:
    table = Table(a_scenario("a", teams=[a_team("red"), a_team("blue")])).start()
    table.release("a", teams=("red",))
    assert not is_over(table.exercise, "")
    assert is_over(table.skip("a", "blue").exercise, "")


def test_each_copy_reaches_the_end_of_its_own_story() -> None:
    table = Table(a_scenario("a", "b", **EACH), copies=2).start().release("a")
    table.release("b", teams=("red-1",))
    assert (is_over(table.exercise, "red-1"), is_over(table.exercise, "red-2")) == (True, False)
    assert (ahead(table, "red-1"), ahead(table, "red-2")) == (set(), {"b"})
