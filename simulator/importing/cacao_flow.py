"""The workflow of a CACAO playbook read into linked steps, every fault of it told.

The published schema misses most of them: references that lead nowhere, steps nobody reaches, ways
without an end, loops. What remains after them is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from simulator.domain.errors import UsageError
from simulator.importing.base import Reader
from simulator.importing.cacao_graph import EXCEPTION, Graph, Link, Node
from simulator.importing.cacao_words import IDENTIFIER, STEP_FIELDS, STEP_TYPES

STEPS_MAX = 2000
NEXT_FIELDS = ("on_completion", "on_success", "next_step", "next")
"""What names the step that follows; the last two are not CACAO's, but met."""
ONWARD = (*NEXT_FIELDS, "on_failure", "next_steps", "on_true", "on_false", "cases", "conditions")


class Flow:
    """The steps of a workflow, linked and in order."""

    def __init__(self, top: Reader) -> None:
        self.top = top
        self.nodes: dict[str, Node] = {}
        self._read_nodes()
        for node in self.nodes.values():
            self._read_links(node)
        self._in_list_order()
        self.start = self._find_start(top["workflow_start"])
        self.exception = self._reference(top["workflow_exception"])
        self.graph = Graph(self.nodes, self.start, self.exception)
        self._tell_faults()
        self._carry()

    def links(self) -> Iterator[Link]:
        """Every way of the workflow."""
        for node in self.nodes.values():
            yield from node.nexts
            yield from node.arms

    def _read_nodes(self) -> None:
        workflow = self.top["workflow"]
        pairs = list(workflow.fields())
        if isinstance(workflow.value, list):
            workflow.remark("workflow_list")
            pairs = [
                (entry["id"].seen() or f"step-{number}", entry)
                for number, entry in enumerate(workflow.entries(), 1)
            ]
        if len(pairs) > STEPS_MAX:
            raise UsageError(
                "import_too_large",
                file=self.top.record.source.name,
                count=len(pairs),
                limit=STEPS_MAX,
            )
        for key, at in pairs:
            if not at.is_map:
                at.remark("no_object")
            elif key in self.nodes:
                at.remark("step_twice", step=key)
            else:
                self.nodes[key] = Node(key, at, self._kind(key, at))

    def _kind(self, key: str, at: Reader) -> str:
        """The step's type; an unknown one is an action, or a switch where it has conditions."""
        if not IDENTIFIER.fullmatch(key):
            at.remark("id_not_uuid", id=key)
        given = at["type"].seen()
        if given not in STEP_TYPES:
            at["type"].remark("step_type_unknown", type=given or "", step=key)
            splits = at["conditions"].is_map or at["cases"].is_map
            return "switch-condition" if splits else "action"
        if "--" in key and key.partition("--")[0] != given:
            at.remark("key_prefix", id=key, type=given)
        for name, inner in at.fields():
            if name not in STEP_FIELDS[given] and not (name == "id" and self._in_list):
                inner.remark("field_unknown", field=name)
        return given

    @property
    def _in_list(self) -> bool:
        return isinstance(self.top["workflow"].value, list)

    def _read_links(self, node: Node) -> None:
        given = [name for name in NEXT_FIELDS if node.at[name].given]
        failure = node.at["on_failure"]
        if "on_completion" in given and ("on_success" in given or failure.given):
            node.at["on_completion"].remark("transitions_both", step=node.key)
        if node.kind == "end":
            if given or failure.given:
                node.at.remark("end_goes_on", step=node.key)
            return
        for name in given:
            self._link(node.nexts, node, Link(node.key, "", "next", node.at[name]))
        self._link(node.nexts, node, Link(node.key, "", "failure", failure))
        for link in _arms(node):
            self._link(node.arms, node, link)
        if node.kind == "parallel" and len(node.at["next_steps"].entries()) < 2:
            node.at["next_steps"].remark("parallel_narrow", step=node.key)

    def _link(self, links: list[Link], node: Node, link: Link) -> None:
        target = self._reference(link.at)
        if target is not None:
            links.append(Link(node.key, target, link.role, link.at, link.answer))

    def _reference(self, at: Reader) -> str | None:
        """The step a place names; what leads nowhere is told."""
        if not at.given:
            return None
        target = at.seen()
        if target in self.nodes:
            return target
        at.remark("step_dangling", target=target or "")
        return None

    def _in_list_order(self) -> None:
        """A list of steps in which nothing says what follows is meant in its order."""
        nodes = list(self.nodes.values())
        if self._in_list and not any(node.nexts or node.arms for node in nodes):
            for node, then in pairwise(nodes):
                node.nexts.append(Link(node.key, then.key, "implied", node.at))

    def _find_start(self, at: Reader) -> str | None:
        named = self._reference(at)
        if named is not None:
            if self.nodes[named].kind == "start":
                at.carry()
            else:
                at.remark("start_wrong", step=named)
            return named
        if not at.given:
            at.remark("start_missing")
        targets = {link.target for link in self.links()}
        starts = [key for key, node in self.nodes.items() if node.kind == "start"]
        firsts = [key for key in self.nodes if key not in targets]
        return next(iter([*starts, *firsts, *self.nodes]), None)

    def _tell_faults(self) -> None:
        reached = {link.target for link in self.links() if self.graph.reached(link.source)}
        reached |= {key for key in (self.start, self.exception) if key is not None}
        for key, node in self.nodes.items():
            if key not in reached:
                node.at.remark("step_unreachable", step=key)
            elif self._stops(node):
                node.at.remark("end_missing", step=key)
        leaving = self._leaving()
        for link in self.graph.back:
            if self.nodes[link.target].kind != "while-condition":
                code = "loop_back" if link.target in leaving else "endless_loop"
                link.at.remark(code, step=link.target)
        for link, end in self.graph.shared_ends:
            link.at.remark("branch_end_shared", step=link.source, end=end)

    def _stops(self, node: Node) -> bool:
        """Whether a way stops in this step; references that lead nowhere were told before."""
        if node.kind == "end" or node.nexts:
            return False
        if node.arms:
            return node.kind in ("if-condition", "while-condition") and node.may_pass
        return not any(node.at[name].given for name in ONWARD)

    def _leaving(self) -> set[str]:
        """The steps from which play can come to a last one."""
        before: dict[str, list[str]] = {key: [] for key in self.nodes}
        for link in self.links():
            before[link.target].append(link.source)
        found: set[str] = set()
        pending = [key for key, node in self.nodes.items() if not node.nexts and not node.arms]
        while pending:
            key = pending.pop()
            if key not in found:
                found.add(key)
                pending += before[key]
        return found

    def _carry(self) -> None:
        """Count the ways that our order and branches express, and the types of steps that steer."""
        for link in self.links():
            lost = link in self.graph.back or not self.graph.reached(link.source)
            if link.role != "implied" and not lost and self._expressed(link):
                link.at.carry()
        if self.exception is not None and self.graph.hangs(self.exception, EXCEPTION):
            self.top["workflow_exception"].carry()
        for node in self.nodes.values():
            if node.kind in ("start", "end", "parallel"):
                node.at["type"].carry()

    def _expressed(self, link: Link) -> bool:
        """Whether our order or a branch says what a way says.

        Where several answers lead to one step, it hangs on none of them, and which do is lost.
        """
        node = self.nodes[link.source]
        if link.role != "failure" and (
            node.arm(link) == ("step", node.key)
            or link.role == "next"
            or self.nodes[link.target].kind == "end"
            or link.target in {each.target for each in node.nexts}
        ):
            return True
        return self.graph.hangs(link.target, node.arm(link))


def _arms(node: Node) -> Iterator[Link]:
    """The ways a step splits into, not yet followed."""
    if node.kind == "parallel":
        for at in node.at["next_steps"].entries():
            yield Link(node.key, "", "arm", at)
    elif node.kind in ("if-condition", "while-condition"):
        for name in ("on_true", "on_false"):
            yield Link(node.key, "", "arm", node.at[name], name)
    elif node.kind == "switch-condition":
        for name in ("cases", "conditions"):
            for answer, at in node.at[name].fields():
                yield Link(node.key, "", "arm", at, answer)
