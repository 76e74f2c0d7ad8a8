"""The graph of a CACAO workflow: the order of its steps, and the answers each of them hangs on.

A step that splits the way (parallel, condition) is a fork; where it goes on itself after its arms,
a join stands behind it, to which every arm returns. An arm under an answer is a vertex of its own:
whatever it dominates happens only under that answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.importing.base import Reader
from simulator.importing.cacao_words import DONE

Vertex = tuple[str, ...]
ROOT: Vertex = ("root",)
EXCEPTION: Vertex = ("arm", "", "exception")
FAILURE = "failure"


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One way from a step to another, and the place that says so."""

    source: str
    target: str
    role: Literal["next", "failure", "arm", "implied"]
    at: Reader
    answer: str = ""
    """Of an arm: under which answer it is taken."""


@dataclass(slots=True)
class Node:
    """One step of the workflow."""

    key: str
    at: Reader
    kind: str
    nexts: list[Link] = field(default_factory=list)
    arms: list[Link] = field(default_factory=list)
    """The ways it splits into."""

    @property
    def done(self) -> bool:
        """Whether something is done in it; others only steer."""
        return self.kind in DONE

    @property
    def asks(self) -> bool:
        """Whether it asks a question whose answer decides on the way."""
        return self.kind in ("if-condition", "switch-condition")

    @property
    def may_pass(self) -> bool:
        """Whether play may go by all its arms."""
        answers = {link.answer for link in self.arms}
        if self.kind == "switch-condition":
            return self.at["cases"].given and "default" not in answers
        return self.kind == "while-condition" or (
            self.kind == "if-condition" and "on_false" not in answers
        )

    def arm(self, link: Link) -> Vertex:
        """The vertex a way out of this step goes through first."""
        if link.role == "failure":
            return ("arm", self.key, FAILURE)
        return ("step", self.key) if self.kind == "parallel" else ("arm", self.key, link.answer)

    @property
    def tail(self) -> Vertex:
        """The vertex from which it goes on."""
        return ("join", self.key) if self.arms and self.nexts else ("step", self.key)


class Graph:
    """The steps of a workflow in their order, loops cut open."""

    def __init__(self, nodes: Mapping[str, Node], start: str | None, exception: str | None) -> None:
        self.nodes = nodes
        self.shared_ends: list[tuple[Link, str]] = []
        """Arms of a step that goes on after them, with the end they share with another way."""
        self._edges: dict[Vertex, list[tuple[Vertex, Link | None]]] = {ROOT: []}
        self._build(start, exception)
        self.back: list[Link] = []
        """Ways that lead back to where they came from."""
        self._tree: list[Vertex] = []
        """What is reached from the start, in order."""
        self._rest: list[Vertex] = []
        self._walk()
        self.after = self._after()
        """Step → the steps directly before it."""
        self.hangs_on = self._hangs_on()
        """Step → the arms without which it is not reached, the outermost last."""

    @property
    def done(self) -> Iterator[Node]:
        """The steps in which something is done, in their order, those nobody reaches at the end."""
        for vertex in (*self._tree, *self._rest):
            if vertex[0] == "step" and self.nodes[vertex[1]].done:
                yield self.nodes[vertex[1]]

    def reached(self, key: str) -> bool:
        """Whether play can come to this step."""
        return key in self.hangs_on

    def hangs(self, key: str, arm: Vertex) -> bool:
        """Whether a step is reached under this arm only."""
        return arm in self.hangs_on.get(key, ())

    def _edge(self, source: Vertex, target: Vertex, link: Link | None = None) -> None:
        self._edges.setdefault(target, [])
        edges = self._edges.setdefault(source, [])
        if all(known != target for known, _ in edges):
            edges.append((target, link))

    def _lead(self, source: Vertex, link: Link) -> None:
        """From a vertex to the step a way leads to; to an end leads nothing."""
        if self.nodes[link.target].kind != "end":
            self._edge(source, ("step", link.target), link)

    def _build(self, start: str | None, exception: str | None) -> None:
        if start is not None:
            self._edge(ROOT, ("step", start))
        if exception is not None and self.nodes[exception].kind != "end":
            self._edge(ROOT, EXCEPTION)
            self._edge(EXCEPTION, ("step", exception))
        for node in self.nodes.values():
            step: Vertex = ("step", node.key)
            self._edges.setdefault(step, [])
            for link in node.arms:
                if node.arm(link) != step:
                    self._edge(step, node.arm(link))
                self._lead(node.arm(link), link)
            if node.arms and node.nexts:
                self._join(node)
            for link in node.nexts:
                if link.role == "failure":
                    self._edge(node.tail, node.arm(link))
                    self._lead(node.arm(link), link)
                else:
                    self._lead(node.tail, link)

    def _join(self, node: Node) -> None:
        """Lead every arm of a step that goes on after them back to it."""
        behind, used = self._reach([link.target for link in node.nexts])
        for link in node.arms:
            exits, ends = self._exits(node, link, behind)
            for vertex in exits:
                self._edge(vertex, node.tail)
            for end in ends:
                if end in used:
                    self.shared_ends.append((link, end))
            used |= ends
        if node.may_pass:
            self._edge(("step", node.key), node.tail)

    def _reach(self, keys: list[str]) -> tuple[set[str], set[str]]:
        """The steps that can come from here on, and the ends among them."""
        reached: set[str] = set()
        pending = list(keys)
        while pending:
            key = pending.pop()
            if key not in reached:
                reached.add(key)
                node = self.nodes[key]
                pending += [link.target for link in (*node.nexts, *node.arms)]
        ends = {key for key in reached if self.nodes[key].kind == "end"}
        return reached - ends, ends

    def _exits(self, owner: Node, first: Link, behind: set[str]) -> tuple[list[Vertex], set[str]]:
        """The vertices in which an arm is through, and the ends it comes to."""
        exits: dict[Vertex, None] = {}
        ends: set[str] = set()
        seen: set[str] = set()
        pending: list[tuple[Vertex, Link]] = [(owner.arm(first), first)]
        while pending:
            source, link = pending.pop()
            node = self.nodes[link.target]
            if node.kind == "end" or node is owner:
                exits[source] = None
                ends |= {node.key} if node is not owner else set()
            elif node.key not in behind and node.key not in seen:
                seen.add(node.key)
                onward = [(node.arm(each), each) for each in node.arms if not node.nexts]
                onward += [
                    (node.arm(each) if each.role == "failure" else node.tail, each)
                    for each in node.nexts
                ]
                if not onward or (node.arms and not node.nexts and node.may_pass):
                    exits["step", node.key] = None
                pending += onward
        return list(exits), ends

    def _walk(self) -> None:
        """Put the vertices in order, and cut every way that leads back."""
        state: dict[Vertex, bool] = {}
        """True while on the way to a vertex, False once it is done."""
        for root in (ROOT, *[("step", key) for key in self.nodes]):
            if root not in state:
                made = self._walk_from(root, state)
                if root == ROOT:
                    self._tree = made
                else:
                    self._rest += made

    def _walk_from(self, root: Vertex, state: dict[Vertex, bool]) -> list[Vertex]:
        finished: list[Vertex] = []
        state[root] = True
        path = [(root, iter(self._edges[root][::-1]))]
        while path:
            vertex, edges = path[-1]
            for target, link in edges:
                if target not in state:
                    state[target] = True
                    path.append((target, iter(self._edges[target][::-1])))
                    break
                if state[target]:
                    self._edges[vertex].remove((target, link))
                    if link is not None:
                        self.back.append(link)
            else:
                state[vertex] = False
                finished.append(vertex)
                path.pop()
        return finished[::-1]

    def _before(self, vertices: list[Vertex]) -> dict[Vertex, list[Vertex]]:
        """Vertex → those directly before it, among these only."""
        before: dict[Vertex, list[Vertex]] = {vertex: [] for vertex in vertices}
        for vertex in vertices:
            for target, _ in self._edges[vertex]:
                if target in before:
                    before[target].append(vertex)
        return before

    def _after(self) -> dict[str, tuple[str, ...]]:
        steps: dict[Vertex, tuple[str, ...]] = {}
        for vertices in (self._tree, self._rest):
            before = self._before(vertices)
            for vertex in vertices:
                found: dict[str, None] = {}
                for earlier in before[vertex]:
                    if self._does(earlier):
                        found[earlier[1]] = None
                    else:
                        found |= dict.fromkeys(steps.get(earlier, ()))
                steps[vertex] = tuple(found)
        return {vertex[1]: found for vertex, found in steps.items() if self._does(vertex)}

    def _does(self, vertex: Vertex) -> bool:
        return vertex[0] == "step" and self.nodes[vertex[1]].done

    def _hangs_on(self) -> dict[str, tuple[Vertex, ...]]:
        """The arms on the way through each vertex's dominators (Cooper, Harvey and Kennedy)."""
        place = {vertex: number for number, vertex in enumerate(self._tree)}
        before = self._before(self._tree)
        above: dict[Vertex, Vertex] = {ROOT: ROOT}
        arms: dict[Vertex, tuple[Vertex, ...]] = {ROOT: ()}
        for vertex in self._tree[1:]:  # no loops are left, so one round is enough
            common = before[vertex][0]
            for other in before[vertex][1:]:
                pair = (common, other)
                while pair[0] != pair[1]:
                    later, earlier = sorted(pair, key=place.__getitem__, reverse=True)
                    pair = (above[later], earlier)
                common = pair[0]
            above[vertex] = common
            own = (vertex,) if vertex[0] == "arm" else ()
            arms[vertex] = own + arms[common]
        return {vertex[1]: arms[vertex] for vertex in self._tree if vertex[0] == "step"}
