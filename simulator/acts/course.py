"""The course of an exercise, read from its log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.acts import Recorded, applied
from simulator.domain.course import Course, Instant, StoryClock
from simulator.domain.exercise import Exercise

MOVE_STORY_CLOCKS = frozenset(
    {"exercise_created", "inject_released", "clock_jumped", "team_synced"}
)


def course(records: Iterable[Recorded]) -> Course:
    """The course that a log tells. Raises `ValueError` for an empty or broken one."""
    exercise: Exercise | None = None
    clocks: Mapping[str, StoryClock] = {}
    instants = []
    for record in records:
        exercise = applied(exercise, record)
        if record.event.kind in MOVE_STORY_CLOCKS:
            clocks = _clocks(exercise)
        instants.append(
            Instant(
                seq=record.seq,
                kind=record.event.kind,
                at=record.at,
                offset=record.offset,
                elapsed=record.elapsed,
                landed=exercise.elapsed,
                status=exercise.status,
                clocks=clocks,
            )
        )
    if exercise is None:
        raise ValueError("an empty log has no course")
    return Course(exercise, tuple(instants))


def _clocks(exercise: Exercise) -> Mapping[str, StoryClock]:
    return {
        story: StoryClock(facts.story_base, facts.story_since, facts.pace)
        for story, facts in exercise.facts.items()
    }
