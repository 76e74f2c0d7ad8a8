"""What is worked out once for each state, however many choices and cards ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from simulator.domain.exercise import Exercise

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
