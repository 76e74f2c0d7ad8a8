"""Objectives and critical tasks: whether play can show them at all (TTX121, TTX122)."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.engine.checks.base import At, warning
from simulator.engine.checks.subject import Subject


@warning("TTX121")
def objective_without_evidence(subject: Subject) -> Iterator[At]:
    """An objective that no inject, no critical task with steps and no row is about."""
    scenario = subject.scenario
    served = {objective for inject in scenario.injects for objective in inject.objectives}
    served |= {row.objective for row in scenario.evaluation.rows if row.objective}
    for place, objective in enumerate(scenario.objectives):
        if objective.id not in served and not any(task.steps for task in objective.critical_tasks):
            yield At(("objectives", place), {"id": objective.id})


@warning("TTX122", resolved=True)
def task_without_evidence(subject: Subject) -> Iterator[At]:
    """A critical task of which no expectation or option names any step."""
    shown = {step for _, _, expectation in subject.expectations for step in expectation.step}
    shown |= {step for _, _, option in subject.options for step in option.step}
    for place, objective in enumerate(subject.scenario.objectives):
        for at, task in enumerate(objective.critical_tasks):
            if task.steps and not shown.intersection(task.steps):
                path = ("objectives", place, "critical_tasks", at, "steps")
                yield At(path, {"id": task.id, "steps": ", ".join(task.steps)})
