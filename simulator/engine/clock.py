"""The exercise clock in wall time: what it showed when, worked out from what changed it."""

from __future__ import annotations

from datetime import datetime

from simulator.domain.exercise import Exercise


def elapsed_at(exercise: Exercise, at: datetime | None) -> float | None:
    """Exercise time, seconds, at a wall time (aware); None before STARTEX."""
    if at is None or exercise.started_at is None or at < exercise.started_at:
        return None
    place = max(i for i, p in enumerate(exercise.clock) if p.at <= at)
    last, following = exercise.clock[place], exercise.clock[place + 1 :]
    shown = last.elapsed + (at - last.at).total_seconds() * last.speed
    return min(shown, following[0].elapsed) if following else shown
