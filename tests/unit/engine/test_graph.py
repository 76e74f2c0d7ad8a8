"""The scenario as a graph: own answers held against networkx."""

from __future__ import annotations

from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.scenario import Scenario
from simulator.engine import graph
from simulator.engine.graph import reached, strong_groups
from simulator.engine.line import first
from tests.unit.engine.kits import a_choice, a_scenario

MOST = 9
PLACES = st.integers(0, MOST - 1)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Scenarios with routes every which way, injects beside the line, in pools, and endings."""
    injects: list[dict[str, Any]] = []
    for place in range(draw(st.integers(1, MOST))):
        inject: dict[str, Any] = {"id": f"i{place}"}
        kind = draw(st.sampled_from(["plain", "next", "options", "after", "when", "pool", "ends"]))
        to = [f"i{n}" for n in draw(st.lists(PLACES, min_size=1, max_size=3))]
        if kind == "next":
            inject["next"] = [{"to": id} for id in to]
        elif kind == "options":
            inject["decision"] = a_choice({"id": "x", "next": to[0]}, "y")
        elif kind == "after":
            inject["release"] = {"after": [*to, *draw(st.sampled_from([[], ["start"]]))]}
        elif kind == "when":
            inject["release"] = {"when": {"released": to[0]}}
        elif kind == "pool":
            inject["pool"] = "noise"
        elif kind == "ends":
            inject["ends"] = True
        injects.append(inject)
    return a_scenario(*injects)


def starts(scenario: Scenario) -> set[str]:
    """Where play may begin, said a second time and in other words."""
    found = {begin.id} if (begin := first(scenario)) else set()
    for inject in scenario.injects:
        after = inject.release.after
        waits_for_time = inject.release.beside_line and (not after or "start" in after)
        if inject.pool or waits_for_time:
            found.add(inject.id)
    return found


def alive(scenario: Scenario) -> set[str]:
    """What play can come to, by networkx."""
    whole = graph.to_digraph(scenario)
    return set().union(*({id} | nx.descendants(whole, id) for id in starts(scenario)))


def line_alone(scenario: Scenario) -> nx.DiGraph[str]:
    whole = graph.to_digraph(scenario)
    bare: nx.DiGraph[str] = nx.DiGraph()
    bare.add_nodes_from(whole)
    for source, to, told in whole.edges(data=True):
        if told["kind"] == "line":
            bare.add_edge(source, to)
    return bare


@given(scenarios())
def test_what_is_unreachable_agrees_with_networkx(scenario: Scenario) -> None:
    lost = set(graph.unreachable(scenario))
    assert lost == {inject.id for inject in scenario.injects} - alive(scenario)


@given(scenarios())
def test_what_cuts_off_reaches_all_that_is_lost(scenario: Scenario) -> None:
    whole = graph.to_digraph(scenario)
    causes = graph.cut_off(scenario)
    lost = set(graph.unreachable(scenario))
    assert set().union(*({id} | nx.descendants(whole, id) for id in causes)) & lost == lost
    assert set(causes) <= lost


@given(scenarios())
def test_circles_agree_with_networkx(scenario: Scenario) -> None:
    line, living = line_alone(scenario), alive(scenario)
    expected = {
        frozenset(group)
        for group in nx.strongly_connected_components(line)
        if group <= living and (len(group) > 1 or line.has_edge(*(2 * tuple(group))))
    }
    assert {frozenset(circle) for circle in graph.cycles(scenario)} == expected
    stuck = {
        circle
        for circle in expected
        if not any(scenario.inject(id).ends for id in circle)  # type: ignore[union-attr]
        and all(to in circle for id in circle for to in line[id])
    }
    assert {frozenset(circle) for circle in graph.cycles_without_exit(scenario)} == stuck


@given(scenarios())
def test_dead_ends_are_reached_and_go_nowhere(scenario: Scenario) -> None:
    line, living = line_alone(scenario), alive(scenario)
    on_line = [inject for inject in scenario.injects if inject.on_line]
    expected = [
        i.id for i in on_line if i.id in living and not i.ends and line.out_degree(i.id) == 0
    ]
    somewhere = any(inject.ends for inject in on_line)
    assert list(graph.dead_ends(scenario)) == (expected if somewhere else [])


@given(st.lists(st.lists(PLACES, max_size=4), min_size=MOST, max_size=MOST))
def test_strong_groups_agree_with_networkx(edges: list[list[int]]) -> None:
    expected: nx.DiGraph[int] = nx.DiGraph()
    expected.add_nodes_from(range(MOST))
    expected.add_edges_from((node, to) for node, found in enumerate(edges) for to in found)
    groups = {frozenset(group) for group in strong_groups(edges, range(MOST))}
    assert groups == {frozenset(group) for group in nx.strongly_connected_components(expected)}


def test_a_very_long_chain_and_ring_need_no_recursion() -> None:
    many = 50_000
    chain = [[n + 1] if n + 1 < many else [] for n in range(many)]
    assert len(list(strong_groups(chain, [0]))) == many
    ring = [[(n + 1) % many] for n in range(many)]
    assert [len(group) for group in strong_groups(ring, [0])] == [many]
    assert len(reached(ring, [7])) == many


def test_the_graph_for_networkx_says_what_is_what() -> None:
    ask = {"id": "ask", "decision": a_choice({"id": "x", "next": "left"}, "y")}
    beside = {"id": "beside", "release": {"after": "ask/y", "when": {"released": "left"}}}
    scenario = a_scenario(ask, "left", {"id": "end", "ends": True}, beside)
    whole = graph.to_digraph(scenario)
    assert whole.nodes["end"] == {"title": "Title of end", "on_line": True, "ends": True}
    assert whole.nodes["beside"]["on_line"] is False
    told = {(a, b): data for a, b, data in whole.edges(data=True)}
    assert told["ask", "left"] == {"kind": "line", "option": "x", "conditional": False}
    assert told["ask", "beside"] == {"kind": "after", "option": "y", "conditional": True}


def test_pointers_to_nothing_are_left_out() -> None:
    scenario = a_scenario(
        {"id": "one", "next": "nowhere"}, {"id": "two", "release": {"after": "x"}}
    )
    assert list(graph.to_digraph(scenario)) == ["one", "two"]
    assert graph.unreachable(scenario) == ("two",)


def test_the_graph_is_worked_out_once() -> None:
    scenario = a_scenario("one", "two")
    assert graph.graph_of(scenario) is graph.graph_of(scenario)
