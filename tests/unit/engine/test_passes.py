"""Where teams stand on the line: what came since an inject, what lies between, who is behind."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.passes import GoBack, SyncTeams, WithdrawInject
from simulator.engine import passes
from tests.builders import Table, a_choice, a_scenario, a_team, an_inject, an_option

TWO: dict[str, Any] = {"teams": [a_team("red"), a_team("blue")]}


def place(table: Table, inject: str, team: str = "blue") -> str:
    found = table.exercise.scenario.inject(inject)
    assert found is not None
    return passes.place(table.exercise, team, found)


def between(table: Table, inject: str, team: str = "blue") -> tuple[str, ...]:
    found = table.exercise.scenario.inject(inject)
    assert found is not None
    return passes.between(table.exercise, team, found)


def a_line(*red: str, **fields: Any) -> Table:
    """Four injects in a row, out to red up to these, and the first to blue."""
    table = Table(a_scenario("a", "b", "c", "d", **(TWO | fields))).start().release("a")
    for inject in red:
        table.release(inject, teams=("red",))
    return table


@pytest.mark.parametrize(
    ("inject", "red", "blue"),
    [
        ("a", "ahead", "there"),
        ("b", "ahead", "brought"),
        ("c", "there", "brought"),
        ("d", "brought", "brought"),
    ],
)
def test_a_team_is_behind_there_or_ahead(inject: str, red: str, blue: str) -> None:
    table = a_line("b", "c")
    assert (place(table, inject, "red"), place(table, inject)) == (red, blue)


def test_a_team_that_has_nothing_is_behind_everything() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a", teams=("red",))
    assert (place(table, "a"), between(table, "a")) == ("brought", ())
    assert (place(table, "b"), between(table, "b")) == ("brought", ("a",))


def test_what_lies_between_leaves_out_both_ends_and_what_the_team_has() -> None:
    table = a_line("b", "c")
    assert between(table, "d") == ("b", "c")
    assert between(table.skip("b", "blue"), "d") == ("c",)


def test_the_way_that_has_come_goes_before_a_shorter_one_that_has_not() -> None:
    options = (an_option("x", next="short"), an_option("y", next="long"))
    scenario = a_scenario(
        an_inject("a", decision=a_choice(*options)),
        an_inject("short", next="end"),
        an_inject("long", next="longer"),
        an_inject("longer", next="end"),
        "end",
        **TWO,
    )
    table = Table(scenario).start().release("a")
    assert between(table, "end") == ("short",)
    table.decide("a", "y").release("long", "longer", teams=("red",))
    assert between(table, "end") == ("long", "longer")


def test_a_ring_is_gone_round_once() -> None:
    scenario = a_scenario(
        an_inject("a", next="b"), an_inject("b", next="a"), an_inject("c"), "d", **TWO
    )
    table = Table(scenario).start().release_now("a").release_now("b", "red")
    assert between(table, "b") == ()
    assert (place(table, "d"), between(table, "d")) == ("brought", ())


def test_where_no_way_leads_the_order_of_the_list_decides() -> None:
    options = (an_option("x", next="b"), an_option("y", next="c"))
    scenario = a_scenario(an_inject("a", decision=a_choice(*options)), "b", "c", **TWO)
    table = Table(scenario).start().release("a").release_now("b", "red").release_now("c", "blue")
    assert (place(table, "c", "red"), place(table, "b", "blue")) == ("brought", "ahead")
    assert between(table, "c", "red") == ()


def test_a_story_without_a_line_has_nothing_between() -> None:
    scenario = a_scenario(an_inject("x", release={"after": "start"}))
    assert between(Table(scenario).start(), "x", "red") == ()


def test_what_came_since_begins_with_the_inject_and_keeps_skips() -> None:
    table = a_line("b", "c").skip("d", "red")
    state = table.exercise.teams["red"]
    assert passes.since(state, "b") == ("b", "c", "d")
    assert passes.since(state, "a") == ("a", "b", "c", "d")


def test_what_was_withdrawn_came_not() -> None:
    table = a_line("b", "c").do(WithdrawInject(inject="b"))
    assert passes.since(table.exercise.teams["red"], "a") == ("a", "c")


def test_the_place_without_an_inject_is_the_one_before_it_in_the_present_pass() -> None:
    table = a_line("b", "c").do(GoBack(inject="b", teams=("red",)))
    assert passes.position_without(table.exercise, "red", "b") == "a"
    assert passes.position_without(table.exercise, "red", "z") == "b"
    assert passes.position_without(table.exercise, "blue", "a") is None


def test_who_has_an_inject_in_the_present_pass() -> None:
    table = a_line("b")
    red, blue = table.exercise.teams["red"], table.exercise.teams["blue"]
    assert (passes.has(red, "b"), passes.has(blue, "b")) == (True, False)
    assert passes.somebody_has(table.exercise, "b")
    assert passes.others_have(table.exercise, "", "b", ("blue",))
    assert not passes.others_have(table.exercise, "", "b", ("red",))
    table.do(GoBack(inject="a"))
    assert not passes.somebody_has(table.exercise, "b")
    table.skip("b", "red")
    assert not passes.has(table.exercise.teams["red"], "b")
    assert passes.others_have(table.exercise, "", "b", ("blue",))


def test_nothing_is_between_after_a_sync() -> None:
    table = a_line("b", "c").do(SyncTeams(inject="c"))
    assert (place(table, "c"), between(table, "d")) == ("there", ())
