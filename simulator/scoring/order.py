"""Order: whether what the playbook puts first came first.

Only its `after` orders steps, and only pairs of which both were done are looked at: what was left
out is the affair of completeness. Swapping steps that do not depend on each other costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.debrief import Finding
from simulator.domain.model import Model
from simulator.scoring.base import Case, found


class OrderSettings(Model):
    """A rubric has nothing to set."""


class Order:
    """Precedences respected and violated."""

    name = "order"
    Settings = OrderSettings

    def score(self, case: Case, settings: OrderSettings) -> Iterator[Finding]:
        for asked in case.steps:
            playbook = asked.ref.partition("/")[0]
            for id in asked.step.after:
                before = case.acts.get(f"{playbook}/{id}")
                if asked.done is None or before is None:
                    continue
                kept = before.order <= asked.done.order
                yield found(
                    case,
                    self.name,
                    "in_order" if kept else "out_of_order",
                    "order",
                    f"{asked.ref}.{id}",
                    step=asked.ref,
                    after=f"{playbook}/{id}",
                    value=1 if kept else 0,
                    evidence=tuple(sorted({*before.at.events, *asked.done.at.events})),
                    marks=asked.done.marks,
                    values={"by": before.team} if before.team != asked.done.team else {},
                )


rule = Order()
