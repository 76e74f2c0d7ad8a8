"""The line: which inject comes after which."""

from __future__ import annotations

import pytest

from simulator.domain.scenario import Scenario
from simulator.engine.line import Way, first, line_of, routes_from, sources
from tests.unit.engine.kits import a_choice, a_scenario


def ways(scenario: Scenario, inject: str) -> list[tuple[str | None, str]]:
    found = scenario.inject(inject)
    assert found is not None
    return [(way.option, way.to) for way in routes_from(scenario, found)]


def default(scenario: Scenario, inject: str) -> str | None:
    return line_of(scenario).default[inject]


def test_a_plain_list_is_a_sequence() -> None:
    scenario = a_scenario("one", "two", "three")
    assert [ways(scenario, id) for id in ("one", "two", "three")] == [
        [(None, "two")],
        [(None, "three")],
        [],
    ]


def test_branches_rejoin_by_themselves() -> None:
    ask = {"id": "ask", "decision": a_choice({"id": "x", "next": "left"}, "y")}
    scenario = a_scenario(ask, "left", "meet")
    assert ways(scenario, "ask") == [("x", "left"), ("y", "meet")]
    assert ways(scenario, "left") == [(None, "meet")]


def test_options_without_any_next_leave_the_way_on_to_the_inject() -> None:
    scenario = a_scenario({"id": "ask", "decision": a_choice("x", "y")}, "after")
    assert ways(scenario, "ask") == [(None, "after")]


def test_an_option_without_next_takes_the_injects_next() -> None:
    ask = {"id": "ask", "decision": a_choice({"id": "x", "next": "left"}, "y"), "next": "right"}
    scenario = a_scenario(ask, "left", "right", "meet")
    assert ways(scenario, "ask") == [("x", "left"), ("y", "right")]


def test_routes_keep_their_order_and_conditions() -> None:
    routes = [{"to": "left", "when": {"released": "ask"}}, {"to": "right"}]
    scenario = a_scenario({"id": "ask", "next": routes}, "left", "right")
    ask = scenario.injects[0]
    assert ask.next is not None
    assert routes_from(scenario, ask) == (
        Way("ask", "left", None, ask.next[0].when, 0, said=True),
        Way("ask", "right", None, None, 1, said=True),
    )


def test_what_some_next_names_is_never_gone_on_to_by_itself() -> None:
    scenario = a_scenario({"id": "one", "next": "three"}, "two", "three", "four")
    assert default(scenario, "two") == "four"
    assert default(scenario, "one") == "two"


def test_what_ends_has_no_default_and_may_say_next() -> None:
    scenario = a_scenario({"id": "one", "ends": True}, "two")
    assert ways(scenario, "one") == []
    scenario = a_scenario({"id": "one", "ends": True, "next": "two"}, "two")
    assert ways(scenario, "one") == [(None, "two")]


@pytest.mark.parametrize(
    "aside",
    [
        {"release": {"after": "one"}},
        {"release": {"when": {"released": "one"}}},
        {"release": {"not_by": 5, "unless": {"released": "three"}}},
        {"pool": "hint"},
    ],
)
def test_the_line_passes_what_stands_beside_it(aside: dict[str, object]) -> None:
    scenario = a_scenario("one", {"id": "two", **aside}, "three")
    assert ways(scenario, "one") == [(None, "three")]
    assert ways(scenario, "two") == []
    assert default(scenario, "two") == "three"


def test_times_alone_leave_an_inject_on_the_line() -> None:
    timed = {"id": "two", "release": {"at": 5, "delay": 1, "until": 9, "auto": True}}
    assert ways(a_scenario("one", timed), "one") == [(None, "two")]


def test_play_begins_with_the_first_that_no_next_names() -> None:
    scenario = a_scenario({"id": "one", "next": "three"}, {"id": "two", "next": "one"}, "three")
    assert first(scenario) == scenario.inject("two")


def test_play_begins_with_the_first_of_the_line_where_all_are_named() -> None:
    scenario = a_scenario(
        {"id": "zero", "pool": "hint"}, {"id": "one", "next": "two"}, {"id": "two", "next": "one"}
    )
    assert first(scenario) == scenario.inject("one")


def test_play_begins_nowhere_without_a_line() -> None:
    assert first(a_scenario({"id": "one", "pool": "hint"})) is None


def test_sources_are_the_ways_reversed() -> None:
    ask = {"id": "ask", "decision": a_choice({"id": "x", "next": "left"}, "y")}
    scenario = a_scenario(ask, "left", "meet")
    leading = {to: [way.source for way in found] for to, found in sources(scenario).items()}
    assert leading == {"left": ["ask"], "meet": ["ask", "left"]}


def test_order_is_the_place_in_the_list() -> None:
    scenario = a_scenario("one", {"id": "two", "pool": "hint"}, "three")
    assert dict(line_of(scenario).order) == {"one": 0, "two": 1, "three": 2}


def test_the_line_is_worked_out_once_and_anew_for_other_injects() -> None:
    scenario = a_scenario("one", "two")
    assert line_of(scenario) is line_of(scenario)
    other = scenario.model_copy(update={"injects": scenario.injects[:1]})
    assert line_of(other).ways == {"one": ()}
    assert line_of(scenario).ways["one"]


def test_the_line_is_no_part_of_the_scenario() -> None:
    scenario = a_scenario("one", "two")
    line_of(scenario)
    assert scenario == a_scenario("one", "two")
    assert Scenario.model_validate_json(scenario.model_dump_json(by_alias=True)) == scenario
