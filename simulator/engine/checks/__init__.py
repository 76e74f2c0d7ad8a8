"""What is wrong with a scenario, its playbooks, rubric and plays: one small numbered check each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from simulator.domain.diagnostic import Diagnostic
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import Scenario
from simulator.engine.checks import (
    binding,
    decisions,
    evaluation,
    facts,
    flow,
    goals,
    procedure,
    readers,
    references,
    safety,
    texts,
    timing,
)
from simulator.engine.checks.base import REGISTRY, Check
from simulator.engine.checks.pointers import KINDS
from simulator.engine.checks.subject import Subject

if TYPE_CHECKING:
    from simulator.domain.play import Play

SUBJECTS = (
    references,
    facts,
    flow,
    timing,
    decisions,
    readers,
    texts,
    safety,
    goals,
    procedure,
    binding,
    evaluation,
)
"""The modules that declare checks."""

CHECKS: tuple[Check, ...] = tuple(dict.fromkeys(REGISTRY.values()))
"""Every check, in the order of its numbers."""


def check_kit(
    scenario: Scenario,
    playbooks: Iterable[Playbook],
    rubric: Rubric,
    plays: Iterable[Play] = (),
    rules: Collection[str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything the checks object to, in the order of their numbers.

    `rules` are the names of the scoring rules there are; without them nobody looks. Where a pointer
    names nothing, checks that follow pointers wait until it does.
    """
    by_id = {playbook.id: playbook for playbook in playbooks}
    known = frozenset(rules) if rules is not None else None
    subject = Subject(scenario, by_id, rubric, tuple(plays), known)
    found = [each for check in CHECKS if not check.resolved for each in check.run(subject)]
    if not any(each.code in KINDS for each in found):
        found += [each for check in CHECKS if check.resolved for each in check.run(subject)]
    return tuple(sorted(found, key=lambda each: each.code))


__all__ = ["CHECKS", "SUBJECTS", "Check", "check_kit"]
