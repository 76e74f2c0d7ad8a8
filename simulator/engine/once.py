"""What is worked out once for each state, or while a story stays as it is, however many ask."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from operator import is_
from typing import Concatenate, ParamSpec, TypeVar

from simulator.domain.exercise import EXERCISE, Exercise, Facts, TeamState

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
    """Everything that what follows in a story may depend on, but for the time.

    A team that lives its own story alone depends on its own state and on facts that all share;
    else conditions may ask of any team.
    """
    facts, teams = _whose(exercise, story)
    return (*_common(exercise), *facts, *(part for state in teams for part in _plays(state)))


def plan_parts(exercise: Exercise, story: str) -> Parts:
    """Everything that a story's plan may depend on: of the facts only those conditions ask for."""
    facts, teams = _whose(exercise, story)
    asked = (
        part
        for each in facts
        for part in (
            each.milestones,
            each.variables,
            each.deadlines,
            each.timed_out,
            each.assumed,
        )
    )
    return (*_common(exercise), *asked, *(part for state in teams for part in _plays(state)))


def _common(exercise: Exercise) -> Parts:
    return (exercise.kit, exercise.status, exercise.jumps, exercise.interruptions)


def _whose(exercise: Exercise, story: str) -> tuple[Collection[Facts], Collection[TeamState]]:
    """Whose facts and states a story may depend on."""
    facts, teams = exercise.facts, exercise.teams
    if story != EXERCISE and len(exercise.scenario.teams) == 1:
        return (facts[EXERCISE], facts[story]), (teams[story],)
    return facts.values(), teams.values()


def _plays(state: TeamState) -> Parts:
    """What of a team's state the rules of play ask for: not what it opened, told or did last."""
    return (
        state.position,
        state.received,
        state.fresh,
        state.held,
        state.ahead,
        state.decisions,
        state.met,
        state.questions,
    )


def same(now: Parts, then: Parts) -> bool:
    """Whether a story is what it was: values are never changed in place, so the same ones tell."""
    return len(now) == len(then) and all(map(is_, now, then))


Kept = Callable[[Exercise, str], T]


def while_same(worked_out: Kept[T]) -> Kept[T]:
    """A pure function of a story's parts, with its result for the last kept."""
    return _while(parts, worked_out)


def while_planned(worked_out: Kept[T]) -> Kept[T]:
    """A pure function of what a story's plan depends on, with its result for the last kept."""
    return _while(plan_parts, worked_out)


def _while(of: Callable[[Exercise, str], Parts], worked_out: Kept[T]) -> Kept[T]:
    kept: dict[tuple[str, str], tuple[Exercise, Parts, T]] = {}

    @wraps(worked_out)
    def asked(exercise: Exercise, story: str) -> T:
        key = (exercise.id, story)
        known = kept.get(key)
        if known is not None and known[0] is exercise:
            return known[2]
        now = of(exercise, story)
        found = known[2] if known and same(now, known[1]) else worked_out(exercise, story)
        kept[key] = (exercise, now, found)
        return found

    return asked
