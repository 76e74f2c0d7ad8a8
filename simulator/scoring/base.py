"""What scoring rules share: how findings are made, weighed, and how certain they are.

A rule is an object with `name`, `Settings` and `score(case, settings)`; its module exports it as
`rule`. Its findings are worded under `report.findings.<rule>.<code>` of each language.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from simulator.domain.debrief import Finding
from simulator.domain.model import Model, Number
from simulator.domain.playbook import Step
from simulator.engine.case import Case, Rule

DOUBTS = frozenset(
    {"hint", "late_entry", "during_pause", "jump", "other_team", "disputed", "time_of_note"}
)
"""The marks of a finding that make it less certain; each halves the certainty."""


class Weighing(Model):
    """How much critical steps weigh."""

    critical: Annotated[Number, Field(ge=1)] = 3
    """A critical step weighs at least this much, whatever weight its author gave."""

    def weight(self, step: Step) -> float:
        """The weight of a step in its dial."""
        return max(step.weight, self.critical) if step.critical else step.weight


def found(case: Case, rule: str, code: str, dial: str, about: str, **more: Any) -> Finding:
    """A finding of a rule about one thing, with its id and certainty worked out.

    `about` tells it apart from all others of the same rule and team.
    """
    marks = tuple(dict.fromkeys(more.pop("marks", ())))
    return Finding(
        id=f"{rule}.{case.team or 'all'}.{about.replace('/', '.')}",
        rule=rule,
        code=code,
        dial=dial,
        team=case.team,
        marks=marks,
        certainty=0.5 ** len(DOUBTS.intersection(marks)),
        **more,
    )


__all__ = ["Case", "Rule", "Weighing", "found"]
