"""Where play did not simply run: pauses, stops, interruptions, and jumps of a clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.acts import Recorded
from simulator.documents.charts.scale import Wall
from simulator.domain.course import Course

KINDS = {
    "exercise_paused": "pause",
    "exercise_stopped": "stop",
    "exercise_interrupted": "interruption",
}


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of wall time in which play stood still."""

    kind: str
    seq: int
    begins: float
    ends: float
    elapsed: float


@dataclass(frozen=True, slots=True)
class Jump:
    """A moment at which a clock jumped, and how far, in seconds."""

    seq: int
    at: float
    elapsed: float
    size: float
    story: bool
    """Whether story time alone did."""


def bands(course: Course, wall: Wall) -> Iterator[Band]:
    """The stretches in which play stood, in order; each ends where the next one begins."""
    open_: Band | None = None
    gaps = {found.seq: max(found.gap, 0.0) for found in course.exercise.interruptions}
    for instant in course.instants[: course.end.seq]:
        kind = KINDS.get(instant.kind)
        if open_ and (kind or instant.status in ("running", "ended")):
            yield _until(open_, wall.of[instant.seq])
            open_ = None
        if kind:
            began = max(wall.of[instant.seq] - gaps.get(instant.seq, 0.0), 0.0)
            open_ = Band(kind, instant.seq, began, began, instant.elapsed)
    if open_:
        yield _until(open_, wall.end)


def _until(band: Band, ends: float) -> Band:
    return Band(band.kind, band.seq, band.begins, max(ends, band.begins), band.elapsed)


def jumps(records: Sequence[Recorded], wall: Wall) -> Iterator[Jump]:
    """The jumps of the exercise clock, and of story time alone."""
    for record in records:
        event: Any = record.event
        if event.kind == "clock_jumped":
            size = event.exercise or event.story
            at = wall.of[record.seq]
            yield Jump(record.seq, at, record.elapsed, size, story=not event.exercise)
