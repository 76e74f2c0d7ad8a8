"""The forecast as control reads it: when play will end, and what may be left out to save time."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.exercise import Exercise
from simulator.domain.people import Viewer
from simulator.domain.view import Card, Skip
from simulator.engine.coverage import NOTHING, coverage, shown
from simulator.engine.forecast import Plan, forecast, planned
from simulator.engine.line import line_of


def outlook(exercise: Exercise, viewer: Viewer, after: int) -> Iterator[Card]:
    """One card: as things stood at the last event; from `due` on play ends later by each second."""
    ended = exercise.status == "ended"
    changed = max(1, exercise.clock_seq if ended else exercise.seq)
    if changed <= after:
        return
    numbers: dict[str, float] = {}
    plan = None if ended else forecast(exercise)
    if plan is not None:
        numbers["due"], numbers["end"] = plan.times(exercise.elapsed)
    elif ended:
        numbers["end"] = exercise.clock[-1].elapsed
    length = planned(exercise.scenario)
    if length is not None:
        numbers["planned"] = length
        if "end" in numbers:
            numbers["late"] = numbers["end"] - length
    yield Card(
        id="forecast",
        kind="forecast",
        changed=changed,
        numbers=numbers,
        marks=() if "end" in numbers else ("unknown",),
        skips=tuple(skips(exercise, viewer, plan)) if plan is not None else (),
    )


def skips(exercise: Exercise, viewer: Viewer, plan: Plan) -> list[Skip]:
    """What may be left out: optional injects, then the others, those that cost least first.

    What ends the scenario is not among it, nor an inject on whose options the way hangs.
    """
    _, end = plan.times(exercise.elapsed)
    ways = line_of(exercise.scenario).ways
    found = []
    for step in plan.coming:
        _, sooner = plan.times(exercise.elapsed, without=step.inject)
        hangs = any(way.option for way in ways[step.inject])
        if step.inject == plan.steps[-1].inject or hangs or sooner >= end:
            continue
        inject = exercise.kit.edition(viewer.language).scenario.inject(step.inject)
        assert inject is not None
        found.append(
            Skip(
                inject=inject.id,
                title=inject.title,
                saves=end - sooner,
                optional=inject.optional,
                costs=tuple(_lost(exercise, viewer, inject.id)),
            )
        )
    return sorted(found, key=lambda skip: (not skip.optional, len(skip.costs), -skip.saves))


def _lost(exercise: Exercise, viewer: Viewer, inject: str) -> Iterator[str]:
    """The objectives that nothing shows, or may still show, without an inject."""
    for objective in exercise.kit.edition(viewer.language).scenario.objectives:
        own = shown(exercise).get((objective.id, inject), NOTHING)
        if own != NOTHING and coverage(exercise, objective.id) == own:
            yield objective.text
