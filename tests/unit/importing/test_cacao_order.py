"""Whatever way a workflow is nested, its order and its branches are those it was made with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.domain.playbook import Step
from tests.unit.importing.sources import Data, a_cacao, an_id, codes, imported, the_playbook

Plan = list[Any]
"""Things in their order: a step (None), or a kind with plans inside: all at once, or by answer."""
KINDS = {"parallel": 2, "if-condition": 2, "if-only": 1, "switch-condition": 3}

PLANS = st.recursive(
    st.lists(st.none(), min_size=1, max_size=3),
    lambda inner: st.lists(
        st.none()
        | st.sampled_from(sorted(KINDS)).flatmap(
            lambda kind: st.tuples(
                st.just(kind), st.lists(inner, min_size=KINDS[kind], max_size=KINDS[kind])
            )
        ),
        min_size=1,
        max_size=3,
    ),
    max_leaves=8,
)


@dataclass
class Writer:
    """A workflow being written from a plan, and what is true of it."""

    flow: Data = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    """Steps of which the first comes before the second."""
    hangs_on: dict[str, dict[str, str]] = field(default_factory=dict)
    """Step → the answers it hangs on."""
    number: int = 100

    def new(self, kind: str) -> str:
        self.number += 1
        return an_id(kind, self.number)

    def write(self, plan: Plan, answers: dict[str, str]) -> tuple[str, set[str]]:
        """Write a plan and its end; the first step's key, and all steps in it."""
        then = self.new("end")
        self.flow[then] = {"type": "end"}
        behind: set[str] = set()
        for item in reversed(plan):
            then, inside = self.one(item, then, answers)
            self.pairs |= {(one, other) for one in inside for other in behind}
            behind |= inside
        return then, behind

    def one(self, item: Any, then: str, answers: dict[str, str]) -> tuple[str, set[str]]:
        if item is None:
            key = self.new("action")
            name = f"do {self.number}"
            self.flow[key] = {"type": "action", "name": name, "on_completion": then}
            self.hangs_on[name] = answers
            return key, {name}
        kind, plans = cast(tuple[str, list[Plan]], item)
        kind = kind.replace("if-only", "if-condition")
        key = self.new(kind)
        question = f"ask-{self.number}"
        step: Data = {"type": kind, "name": question, "on_completion": then}
        words = {"parallel": [""] * 2, "if-condition": ["yes", "no"]}.get(kind, ["a", "b", "c"])
        arms, inside = [], set()
        for plan, word in zip(plans, words, strict=False):
            first, steps = self.write(plan, answers | ({question: word} if word else {}))
            arms.append(first)
            inside |= steps
        if kind == "parallel":
            step["next_steps"] = arms
        elif kind == "if-condition":
            step |= dict(zip(("on_true", "on_false"), arms, strict=False))
        else:
            step["cases"] = dict(zip(words, arms, strict=True))
        self.flow[key] = step
        return key, inside


def earlier(steps: tuple[Step, ...]) -> set[tuple[str, str]]:
    """Every pair of which the first comes before the second, directly or not."""
    texts = {step.id: step.text for step in steps}
    before: dict[str, set[str]] = {}
    for step in steps:
        before[step.id] = set(step.after).union(*(before[id] for id in step.after))
    return {(texts[one], texts[id]) for id, ids in before.items() for one in ids}


@settings(max_examples=60, deadline=None)
@given(PLANS)
def test_order_and_branches_are_those_of_the_plan(plan: Plan) -> None:
    writer = Writer()
    first, _ = writer.write(plan, {})
    start = writer.new("start")
    writer.flow[start] = {"type": "start", "on_completion": first}
    result = imported("cacao", a_cacao(writer.flow, workflow_start=start))
    made = the_playbook(result)
    assert codes(result) == []
    assert earlier(made.steps) == writer.pairs
    assert {step.text: dict(step.branch) for step in made.steps} == writer.hangs_on


@settings(max_examples=60, deadline=None)
@given(PLANS, st.randoms())
def test_the_order_of_the_file_says_nothing(plan: Plan, random: Any) -> None:
    writer = Writer()
    first, _ = writer.write(plan, {})
    start = writer.new("start")
    writer.flow[start] = {"type": "start", "on_completion": first}
    pairs = list(writer.flow.items())
    random.shuffle(pairs)
    one = the_playbook(imported("cacao", a_cacao(writer.flow, workflow_start=start)))
    other = the_playbook(imported("cacao", a_cacao(dict(pairs), workflow_start=start)))
    assert one.steps == other.steps
