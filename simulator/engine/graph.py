"""The scenario as a graph: what can be reached, where play stops, where it turns in circles.

Nodes are injects. Edges are the ways of the line, and what `after` says of injects beside it. The
questions a check asks are answered on plain lists, linear in injects and ways, never recursive, and
without networkx; `to_digraph` hands the same graph to networkx for everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.domain.model import Id
from simulator.domain.scenario import START, Inject, Scenario
from simulator.engine.line import line_of

if TYPE_CHECKING:
    import networkx as nx

Edges = Sequence[Sequence[int]]
"""Node → the nodes behind it."""
_KEPT_AS = "_graph"


@dataclass(frozen=True)
class Graph:
    """A scenario's injects as numbers in list order, and how play gets from one to another."""

    injects: tuple[Inject, ...]
    ways: Edges
    """The ways of the line alone."""
    all_ways: Edges
    """The same, and from each source to the injects beside the line that `after` opens."""
    starts: tuple[int, ...]
    """What needs no other inject: the line's first, `after: start`, a bare `when`, the pools."""
    ends: tuple[bool, ...]
    """Which injects end the scenario."""

    @cached_property
    def alive(self) -> frozenset[int]:
        """What play can come to."""
        return frozenset(reached(self.all_ways, self.starts))

    @cached_property
    def circles(self) -> tuple[list[int], ...]:
        """The circles of the line that play can come to, each in list order."""
        if all(to > node for node, ways in enumerate(self.ways) for to in ways):
            return ()
        groups = strong_groups(self.ways, sorted(self.alive))
        return tuple(sorted(g) for g in groups if len(g) > 1 or g[0] in self.ways[g[0]])

    def ids(self, nodes: Sequence[int]) -> tuple[Id, ...]:
        """The ids of nodes."""
        return tuple(self.injects[node].id for node in nodes)


def graph_of(scenario: Scenario) -> Graph:
    """The graph of a scenario, worked out once and kept with it, without pointers to nothing."""
    kept = scenario.__dict__.get(_KEPT_AS)
    if isinstance(kept, Graph) and kept.injects is scenario.injects:
        return kept
    graph = _worked_out(scenario)
    scenario.__dict__[_KEPT_AS] = graph
    return graph


def unreachable(scenario: Scenario) -> tuple[Id, ...]:
    """The injects that no course of play reaches, in list order."""
    return graph_of(scenario).ids(_unreachable(graph_of(scenario)))


def cut_off(scenario: Scenario) -> tuple[Id, ...]:
    """Of the injects that are never reached those that cut off the others: one for each group."""
    graph = graph_of(scenario)
    lost = _unreachable(graph)
    led_to = {to for node in lost for to in graph.all_ways[node] if to != node}
    causes, seen = [], set[int]()
    for node in (*(n for n in lost if n not in led_to), *lost):
        if node not in seen:
            causes.append(node)
            seen |= reached(graph.all_ways, (node,), seen)
    return graph.ids(sorted(causes))


def dead_ends(scenario: Scenario) -> tuple[Id, ...]:
    """Injects of the line with no way on although the scenario says elsewhere where it ends."""
    graph, line = graph_of(scenario), line_of(scenario)
    if not any(inject.ends and inject.id in line.ways for inject in graph.injects):
        return ()
    stopping = (node for node in graph.alive if not graph.ways[node] and not graph.ends[node])
    return graph.ids(sorted(n for n in stopping if graph.injects[n].id in line.ways))


def cycles(scenario: Scenario) -> tuple[tuple[Id, ...], ...]:
    """The circles of the line that play can come to: from each inject all others follow."""
    graph = graph_of(scenario)
    return tuple(graph.ids(circle) for circle in graph.circles)


def cycles_without_exit(scenario: Scenario) -> tuple[tuple[Id, ...], ...]:
    """Those circles of the line that no way leaves and in which nothing ends the scenario."""
    graph = graph_of(scenario)
    return tuple(graph.ids(circle) for circle in graph.circles if not _has_exit(graph, circle))


def to_digraph(scenario: Scenario) -> nx.MultiDiGraph[str]:
    """The graph for networkx: a node for every inject, an edge for every way and every `after`.

    Nodes have `title`, `on_line`, `ends`; edges `kind` (line or after), `option`, `conditional`.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=scenario.id)
    for inject in scenario.injects:
        graph.add_node(inject.id, title=inject.title, on_line=inject.on_line, ends=inject.ends)
    for ways in line_of(scenario).ways.values():
        for way in ways:
            if way.to in graph:
                told = {"option": way.option, "conditional": way.when is not None}
                graph.add_edge(way.source, way.to, kind="line", **told)
    for inject in scenario.injects:
        for source, option in opened_by(inject):
            if source in graph:
                told = {"option": option, "conditional": inject.release.when is not None}
                graph.add_edge(source, inject.id, kind="after", **told)
    return graph


def opened_by(inject: Inject) -> Iterator[tuple[Id, Id | None]]:
    """The injects, each with the option if one is named, that open one beside the line."""
    for source in inject.release.after:
        if source != START:
            id, _, option = source.partition("/")
            yield id, option or None


def reached(edges: Edges, starts: Sequence[int], known: set[int] | None = None) -> set[int]:
    """The nodes that follow from some, themselves included; beyond known ones nobody looks."""
    past = known or set()
    found = {node for node in starts if node not in past}
    waiting = list(found)
    while waiting:
        for to in edges[waiting.pop()]:
            if to not in found and to not in past:
                found.add(to)
                waiting.append(to)
    return found


def strong_groups(edges: Edges, nodes: Sequence[int]) -> Iterator[list[int]]:
    """The strongly connected groups in what follows from nodes: Tarjan, without recursion."""
    count, closed = 0, len(edges) + 1
    number, low = [0] * len(edges), [0] * len(edges)
    stack: list[int] = []
    for root in nodes:
        work = [] if number[root] else [(root, iter(edges[root]))]
        while work:
            node, following = work[-1]
            if not number[node]:
                count += 1
                number[node] = low[node] = count
                stack.append(node)
            for to in following:
                if not number[to]:
                    work.append((to, iter(edges[to])))
                    break
                low[node] = min(low[node], number[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    yield _taken(stack, number, node, closed)


def _taken(stack: list[int], number: list[int], until: int, closed: int) -> list[int]:
    place = len(stack) - 1
    while stack[place] != until:
        place -= 1
    group = stack[place:]
    del stack[place:]
    for node in group:
        number[node] = closed
    return group


def _unreachable(graph: Graph) -> list[int]:
    return [node for node in range(len(graph.injects)) if node not in graph.alive]


def _has_exit(graph: Graph, circle: list[int]) -> bool:
    within = set(circle)
    return any(
        graph.ends[node] or any(to not in within for to in graph.ways[node]) for node in circle
    )


def _worked_out(scenario: Scenario) -> Graph:
    injects, line = scenario.injects, line_of(scenario)
    order = dict(line.order)
    ways = [
        [order[way.to] for way in line.ways.get(inject.id, ()) if way.to in order]
        for inject in injects
    ]
    opened: dict[int, list[int]] = {}
    starts = [order[line.first]] if line.first is not None else []
    for node, inject in enumerate(injects):
        if inject.id in line.ways:
            continue
        if inject.pool or not inject.release.after or START in inject.release.after:
            starts.append(node)
        for source, _ in opened_by(inject):
            if source in order:
                opened.setdefault(order[source], []).append(node)
    all_ways = list(ways)
    for node, beside in opened.items():
        all_ways[node] = [*ways[node], *beside]
    ends = tuple(inject.ends for inject in injects)
    return Graph(injects, ways, all_ways, tuple(starts), ends)
