"""The checks of a scenario's graph, against networkx on the same graph (G7)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache, partial

import networkx as nx

from simulator.domain.diagnostic import Diagnostic
from simulator.domain.playbook import Rubric, RuleUse
from simulator.domain.scenario import Inject, Route, Scenario, Team
from simulator.engine.checks import CHECKS
from simulator.engine.checks.subject import Subject
from simulator.engine.line import line_of
from tests.bench.generated import SEED
from tests.bench.harness import Benchmark, Side

LONG, LONGEST = 10_000, 100_000
WAYS, FAR = 3, 50
"""Ways on from an inject, and how many injects ahead they go at most."""
BACK = 100
"""One of so many injects has a way back, in a graph with circles."""
CODES = {"TTX080", "TTX081", "TTX082", "TTX083"}
"""What can be reached, where play stops, where it turns in circles."""


def benchmarks() -> Iterator[Benchmark]:
    """The benchmarks of this subject."""
    for name, circles in (("onward", False), ("circles", True)):
        yield Benchmark(
            f"graph.{name}",
            "G7",
            Side("graph checks", partial(checks, LONG, circles)),
            Side("networkx", partial(peer_checks, LONG, circles)),
            2,
            gate=partial(both_find_the_same, circles),
        )
    yield Benchmark(
        "graph.growth",
        "G7",
        Side("100,000 injects", partial(checks, LONGEST, True)),
        Side("10,000", partial(checks, LONG, True), times=3),
        13,
    )


def checks(injects: int, circles: bool) -> list[Diagnostic]:
    """What the checks of the graph find, from nothing but the scenario."""
    kept = scenario(injects, circles)
    fresh = kept.having(injects=(*kept.injects[:1], *kept.injects[1:]))  # nothing kept is of these
    rubric = Rubric.model_construct(id="plain", title="Plain", rules=(RuleUse(rule="order"),))
    subject = Subject(fresh, {}, rubric)
    return [each for check in CHECKS if CODES & {*check.codes} for each in check.run(subject)]


def peer_checks(injects: int, circles: bool) -> tuple[bool, int, int]:
    """What networkx finds: without circles or not, how much follows the first, how many groups."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(inject.id for inject in scenario(injects, circles).injects)
    graph.add_edges_from(edges(injects, circles))
    acyclic = nx.is_directed_acyclic_graph(graph)
    groups = sum(1 for _ in nx.strongly_connected_components(graph))
    return acyclic, len(nx.descendants(graph, "inject-0")), groups


def both_find_the_same(circles: bool) -> None:
    """The checks object to what networkx sees, and to nothing else."""
    acyclic, following, _ = peer_checks(LONG, circles)
    codes = [each.code for each in checks(LONG, circles)]
    assert acyclic is not circles
    assert following == LONG - 1
    assert "TTX080" not in codes
    assert ("TTX083" in codes) is circles


@cache
def edges(injects: int, circles: bool) -> tuple[tuple[str, str], ...]:
    """The ways of the scenario."""
    line = line_of(scenario(injects, circles))
    return tuple((way.source, way.to) for ways in line.ways.values() for way in ways)


@cache
def scenario(injects: int, circles: bool) -> Scenario:
    """A scenario with so many injects, all of which can be reached, and several ways from each."""
    chance = random.Random(SEED)
    return Scenario.model_construct(
        id="graph",
        title="Graph",
        teams=(Team(id="all-of-us", title="All of us"),),
        injects=tuple(_inject(chance, at, injects, circles) for at in range(injects)),
    )


def _inject(chance: random.Random, at: int, of: int, circles: bool) -> Inject:
    ahead = {at + 1, *(at + chance.randint(1, FAR) for _ in range(WAYS - 1))}
    ways = [min(to, of - 1) for to in sorted(ahead)] if at < of - 1 else []
    if circles and at % BACK == BACK - 1 and ways:
        ways.append(chance.randrange(max(0, at - FAR), at))
    return Inject.model_construct(
        id=f"inject-{at}",
        title="Inject",
        body="Inject",
        next=tuple(Route.model_construct(to=f"inject-{to}") for to in ways) or None,
        ends=not ways,
    )
