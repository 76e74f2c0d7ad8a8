"""What comes next for each team, what it waits for, and what forcing it would do."""

from __future__ import annotations

from typing import Any

from simulator.acts.passes import SyncTeams
from simulator.acts.pending import HoldInject
from simulator.engine.ahead import Coming, ahead
from tests.builders import (
    Table,
    a_choice,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

TWO: dict[str, Any] = {"teams": [a_team("red"), a_team("blue")]}
FACTS: dict[str, Any] = {
    "milestones": [{"id": "m", "text": "M"}, {"id": "n", "text": "N"}],
    "variables": [{"id": "v", "text": "V"}],
}


def coming(table: Table, team: str = "red") -> dict[str, Coming]:
    return {each.inject: each for each in ahead(table.exercise, team)}


def waits(table: Table, inject: str, team: str = "red") -> tuple[tuple[str, str], ...]:
    return coming(table, team)[inject].waits


def forces(table: Table, inject: str, team: str = "red") -> set[tuple[str, str]]:
    return set(coming(table, team)[inject].forces)


def test_what_is_due_waits_for_the_facilitator() -> None:
    found = coming(Table().start())
    assert list(found) == ["a"]
    assert (found["a"].because, found["a"].due) == ("start", 0)
    assert found["a"].waits == (("time", "0"), ("facilitator", ""))


def test_what_is_due_later_says_when_and_the_soonest_comes_first() -> None:
    scenario = a_scenario(
        "a",
        an_inject("b", release={"delay": 10}),
        an_inject("x", release={"after": "a", "delay": 5, "auto": True}),
        an_inject("y", release={"when": {"milestone": "m"}}),
        **FACTS,
    )
    table = Table(scenario).start().release("a")
    assert list(coming(table)) == ["x", "b", "y"]
    assert waits(table, "b") == (("time", "600"), ("facilitator", ""))
    assert waits(table, "x") == (("time", "300"),)
    assert (coming(table)["y"].due, waits(table, "y")) == (None, (("milestone", "m"),))


def test_each_reason_is_named() -> None:
    scenario = a_scenario(
        "a",
        "b",
        an_inject("after", release={"after": "a/x"}),
        an_inject("when", release={"when": {"milestone": "m"}}),
        an_inject("unless", release={"after": "a", "not_by": 5, "unless": {"milestone": "n"}}),
        **FACTS,
    )
    table = Table(scenario).start().release("a")
    because = {id: each.because for id, each in coming(table).items()}
    assert because == {"b": "line", "after": "after", "when": "condition", "unless": "contingency"}


def test_a_contingency_says_what_would_make_it_needless_and_that_it_is() -> None:
    unless = {"after": "a", "not_by": 5, "unless": {"variable": {"v": {"at_least": 1}}}}
    raising = an_inject("b", effects=[{"add": {"v": 1}}])
    table = Table(a_scenario("a", raising, an_inject("u", release=unless), **FACTS)).start()
    table.release("a")
    assert waits(table, "u") == (("time", "300"), ("unless", "u"), ("facilitator", ""))
    table.release("b")
    assert (coming(table)["u"].because, waits(table, "u")) == (
        "contingency",
        (("not_needed", ""),),
    )


def test_what_stands_beside_waits_until_its_source_is_out() -> None:
    table = Table(a_scenario("a", "b", an_inject("x", release={"after": "b"}))).start()
    assert "x" not in coming(table.release("a"))
    assert "x" in coming(table.release("b"))


def forked(**fields: Any) -> Table:
    options = (an_option("x", next="b"), an_option("y", next="c"))
    scenario = a_scenario(
        an_inject("a", decision=a_choice(*options)), an_inject("b", next="d"), "c", "d", **fields
    )
    return Table(scenario).start().release("a")


def test_a_way_by_an_option_waits_for_it() -> None:
    table = forked()
    assert {id: waits(table, id) for id in coming(table)} == {
        "b": (("option", "a/x"),),
        "c": (("option", "a/y"),),
    }
    table.decide("a", "x")
    assert waits(table, "b") == (("time", "0"), ("facilitator", ""))
    assert waits(table, "c") == (("option", "a/y"),)


def test_an_inject_after_an_option_waits_for_it() -> None:
    options = (an_option("x"), an_option("y"))
    scenario = a_scenario(
        an_inject("a", decision=a_choice(*options)), an_inject("s", release={"after": "a/y"})
    )
    table = Table(scenario).start().release("a").decide("a", "x")
    assert waits(table, "s") == (("option", "a/y"),)
    assert waits(table.decide("a", "y"), "s")[0] == ("time", "0")


def test_of_several_ways_only_those_that_play_came_to_are_told() -> None:
    scenario = a_scenario(
        an_inject("a", next=[{"to": "c", "when": {"milestone": "m"}}]),
        an_inject("b", next=[{"to": "c", "when": {"milestone": "n"}}]),
        "c",
        **FACTS,
    )
    table = Table(scenario).start().release("a")
    assert waits(table, "c") == (("milestone", "m"),)


def test_ways_that_are_spent_do_not_come() -> None:
    table = forked().decide("a", "x").release("b")
    assert list(coming(table)) == ["d"]


def test_a_way_with_a_condition_waits_for_its_terms() -> None:
    routes = [
        {"to": "b", "when": {"all": [{"milestone": "m"}, {"not": {"milestone": "n"}}]}},
        {"to": "c", "when": {"milestone": "n"}},
    ]
    table = Table(a_scenario(an_inject("a", next=routes), "b", "c", **FACTS)).start().release("a")
    assert waits(table, "b") == (("milestone", "m"),)
    assert waits(table, "c") == (("milestone", "n"),)


def test_a_second_way_is_not_open_while_the_first_one_is() -> None:
    routes = [{"to": "b"}, {"to": "c"}]
    table = Table(a_scenario(an_inject("a", next=routes), "b", "c")).start().release("a")
    assert (coming(table)["b"].due, coming(table)["c"].due) == (0, None)
    assert waits(table, "c") == ()


def test_what_is_not_for_a_team_or_is_out_to_it_does_not_come() -> None:
    table = Table(a_scenario("a", an_inject("b", to="blue"), **TWO)).start()
    table.release("a", teams=("red",))
    assert (list(coming(table)), list(coming(table, "blue"))) == ([], ["a", "b"])


def test_nothing_comes_where_no_line_begins_and_no_pool_ever_does() -> None:
    scenario = a_scenario(an_inject("x", release={"after": "start", "at": 5}))
    assert list(coming(Table(scenario).start())) == ["x"]
    assert list(coming(Table(a_scenario(an_inject("h", pool="hint"))).start())) == []


# What keeps it back


def test_a_hold_is_named_for_the_team_it_is_for_alone() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().do(HoldInject(inject="a", teams=("red",)))
    assert waits(table, "a") == (("time", "0"), ("held", ""))
    assert waits(table, "a", "blue") == (("time", "0"), ("facilitator", ""))
    assert ("overrules", "held") in forces(table, "a")
    assert ("overrules", "held") not in forces(table, "a", "blue")


def test_a_hold_is_named_though_the_way_is_not_open_yet() -> None:
    table = forked().do(HoldInject(inject="b"))
    assert waits(table, "b") == (("option", "a/x"), ("held", ""))


def test_an_automatic_inject_waits_for_the_end_of_a_pause() -> None:
    scenario = a_scenario("a", an_inject("x", release={"after": "start", "at": 5, "auto": True}))
    table = Table(scenario).start().pause()
    assert waits(table, "x") == (("time", "300"), ("paused", ""))
    assert waits(table, "a") == (("time", "0"), ("facilitator", ""))


def test_what_was_jumped_over_says_so() -> None:
    scenario = a_scenario("a", an_inject("x", release={"after": "start", "at": 5, "auto": True}))
    assert waits(Table(scenario).start().jump(9), "x") == (("time", "300"), ("jumped_over", ""))


def test_a_team_ahead_after_a_sync_waits_for_the_others() -> None:
    scenario = a_scenario("a", "b", "c", "d", **TWO, story={"scope": "team"})
    table = Table(scenario).start().release("a").release("b", "c", teams=("red",))
    table.do(SyncTeams(inject="b"))
    assert waits(table, "d") == (("others", ""),)
    assert waits(table, "c", "blue") == (("time", "0"), ("facilitator", ""))


# What forcing would do


def test_forcing_moves_the_line_and_spends_the_other_ways() -> None:
    assert forces(forked(), "b") == {("moves", "b"), ("spends", "c"), ("overrules", "not_open")}
    decided = forked().decide("a", "x")
    assert forces(decided, "b") == {("moves", "b"), ("spends", "c")}
    assert forces(decided, "c") == {("moves", "c"), ("spends", "b"), ("overrules", "not_open")}


def test_what_was_spent_already_is_not_spent_again() -> None:
    table = forked(**TWO).decide("a", "x").release("b", teams=("red",))
    assert ("spends", "c") not in forces(table, "b", "blue")


def test_forcing_what_stands_beside_moves_nothing() -> None:
    scenario = a_scenario(
        "a", an_inject("x", release={"after": "start", "when": {"milestone": "m"}}), **FACTS
    )
    assert forces(Table(scenario).start(), "x") == {("overrules", "not_open")}


def test_forcing_has_the_effects_of_a_first_release_only() -> None:
    effects = [{"set": "m"}, {"clear": "n"}, {"add": {"v": 2}}, {"let": {"v": 5}}]
    inject = an_inject("a", effects=effects, story_time="2031-05-13 09:00", ends=True)
    story = {"starts": "2031-05-12 08:00"}
    table = Table(a_scenario(inject, story=story, **TWO, **FACTS)).start()
    assert forces(table, "a") == {
        ("moves", "a"),
        ("sets", "m"),
        ("clears", "n"),
        ("adds", "v 2"),
        ("lets", "v 5"),
        ("story_time", "2031-05-13T09:00:00"),
        ("ends", ""),
    }
    table.release("a", teams=("blue",))
    assert forces(table, "a") == {("moves", "a"), ("ends", "")}


def test_forcing_overrules_a_pause() -> None:
    assert ("overrules", "paused") in forces(Table().start().pause(), "a")


# On control's screen


def test_control_sees_it_for_each_team_while_play_is_under_way() -> None:
    table = Table(a_scenario("a", "b", **TWO))
    assert [c.coming for c in table.cards(kind="ahead")] == [(), ()]
    red, blue = table.start().cards(kind="ahead")
    assert (red.team, blue.team) == ("red", "blue")
    assert [(each.inject, each.title, each.because) for each in red.coming] == [
        ("a", "Title of a", "start")
    ]
    assert table.cards(a_player(), "ahead") == []
