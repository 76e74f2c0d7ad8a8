"""What is worked out once for each state, or while a story stays as it is, however many ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import Concatenate, ParamSpec, TypeVar

from simulator.domain.exercise import EXERCISE, Exercise

P = ParamSpec("P")
T = TypeVar("T")


def once(
    worked_out: Callable[Concatenate[Exercise, P], T],
) -> Callable[Concatenate[Exercise, P], T]:
    """A pure function of a state and hashable values, with its results for the last state kept.

    A state is never changed, so that the same one has the same result.
    """
    last: list[Exercise] = []
    kept: dict[object, T] = {}

    @wraps(worked_out)
    def asked(exercise: Exercise, /, *values: P.args, **named: P.kwargs) -> T:
        if not last or last[0] is not exercise:
            last[:] = [exercise]
            kept.clear()
        key = (values, tuple(named.items()))
        if key not in kept:
            kept[key] = worked_out(exercise, *values, **named)
        return kept[key]

    return asked


Parts = tuple[object, ...]


def parts(exercise: Exercise, story: str) -> Parts:
    """Everything that a story's plan may depend on, but for the time.

    A team that lives its own story alone depends on its own state and on facts that all share;
    else conditions may ask of any team.
    """
    common = (exercise.kit, exercise.status, exercise.jumps, exercise.interruptions)
    facts, teams = exercise.facts, exercise.teams
    if story != EXERCISE and len(exercise.scenario.teams) == 1:
        return (*common, facts[EXERCISE], facts[story], teams[story])
    return (*common, *facts.values(), *teams.values())


def same(now: Parts, then: Parts) -> bool:
    """Whether a story is what it was: values are never changed in place, so the same ones tell."""
    return len(now) == len(then) and all(map(is_, now, then))


def while_same(worked_out: Callable[[Exercise, str], T]) -> Callable[[Exercise, str], T]:
    """A pure function of a story's parts, with its result for the last kept."""
    kept: dict[tuple[str, str], tuple[Parts, T]] = {}

    @wraps(worked_out)
    def asked(exercise: Exercise, story: str) -> T:
        key, now = (exercise.id, story), parts(exercise, story)
        known = kept.get(key)
        if known is None or not same(now, known[0]):
            known = kept[key] = (now, worked_out(exercise, story))
        return known[1]

    return asked
