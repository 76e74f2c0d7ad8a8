"""Which routes of a scenario its plays have taken."""

from __future__ import annotations

from simulator.acts.facts import SetMilestone
from simulator.domain.scenario import Scenario
from simulator.plays.coverage import Coverage, coverage, routes_of
from tests.builders import Table, a_choice, a_scenario, an_inject, an_option


def branching() -> Scenario:
    """Two ways by options that meet at d, a contingency and a prepared answer."""
    options = (an_option("x", next="b"), an_option("y", next="c"))
    return a_scenario(
        an_inject("a", decision=a_choice(*options)),
        an_inject("b", next="d"),
        an_inject("c", next="d"),
        "d",
        an_inject("k", release={"after": "a", "not_by": 5, "unless": {"milestone": "m"}}),
        milestones=[{"id": "m", "text": "M"}],
        requests=[{"id": "r", "title": "R", "answer": "Yes."}],
    )


WAYS = {"a/x>b", "a/y>c", "b>d", "c>d"}


def covered(*tables: Table) -> Coverage:
    return coverage(branching(), [table.records for table in tables])


def table() -> Table:
    return Table(branching()).start().release("a")


def test_routes_are_ways_injects_contingencies_both_ways_and_answers() -> None:
    assert routes_of(branching()) == WAYS | {"a", "b", "c", "d", "k", "!k", "?r"}


def test_a_play_takes_the_ways_it_went() -> None:
    found = covered(table().decide("a", "x").release("b", "d"))
    assert found.taken & WAYS == {"a/x>b", "b>d"}
    assert set(found.missing) == {"a/y>c", "c>d", "c", "k", "!k", "?r"}


def test_plays_together_take_all() -> None:
    one = table().decide("a", "x").release("b", "d").do(SetMilestone(milestone="m"))
    two = table().decide("a", "y").release("c", "d").wait(5).release("k")
    two.ask("x?").answer(request="r")
    found = covered(one, two)
    assert (found.missing, found.share) == ((), 1.0)


def test_a_way_that_was_not_open_is_not_taken_by_sending_its_inject_now() -> None:
    found = covered(table().decide("a", "x").release_now("c"))
    assert "a/y>c" not in found.taken
    assert "c" in found.taken


def test_an_inject_where_ways_meet_was_come_to_by_one_of_them() -> None:
    found = covered(table().decide("a", "y").release("c", "d"))
    assert found.taken & WAYS == {"a/y>c", "c>d"}


def test_of_ways_with_conditions_only_the_one_that_held_is_taken() -> None:
    ways = [{"to": "b", "when": {"milestone": "m"}}, {"to": "c"}]
    scenario = a_scenario(
        an_inject("a", next=ways),
        an_inject("b", next="c"),
        "c",
        milestones=[{"id": "m", "text": "M"}],
    )
    played = Table(scenario).start().release("a").do(SetMilestone(milestone="m")).release("b", "c")
    found = coverage(scenario, [played.records])
    assert found.taken & {"a>b", "a>c", "b>c"} == {"a>b", "b>c"}


def test_a_contingency_is_not_needed_only_when_what_it_waits_for_was_done() -> None:
    assert "!k" in covered(table().do(SetMilestone(milestone="m"))).taken
    assert "!k" not in covered(table()).taken
    assert "!k" not in covered(Table(branching()).start().do(SetMilestone(milestone="m"))).taken
    assert "!k" not in covered(table().wait(5).do(SetMilestone(milestone="m"))).taken


def test_a_contingency_from_startex_needs_no_source() -> None:
    inject = an_inject("k", release={"not_by": 5, "unless": {"milestone": "m"}})
    scenario = a_scenario("a", inject, milestones=[{"id": "m", "text": "M"}])
    played = Table(scenario).start().do(SetMilestone(milestone="m"))
    assert "!k" in coverage(scenario, [played.records]).taken


def test_without_routes_everything_is_covered() -> None:
    assert Coverage(frozenset(), frozenset()).share == 1.0


def test_a_play_that_never_started_takes_nothing() -> None:
    assert covered(Table(branching())).taken == frozenset()
