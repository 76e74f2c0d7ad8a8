"""Scales: where a moment stands in a chart, and the round minutes that are written at it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from simulator.domain.course import Course

MINUTE = 60.0
ROUND = (1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480, 720, 1_440)
"""Minutes that ticks are apart."""
APART = 84.0
"""How far apart ticks are at least."""
GAP = 22.0
"""How wide a stretch is that the exercise clock jumped over."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of values that lies evenly on a stretch of places."""

    begins: float
    ends: float
    low: float
    high: float

    def place(self, value: float) -> float:
        """Where a value lies; one beyond the stretch at its nearer end."""
        if self.ends <= self.begins:
            return self.low
        share = (value - self.begins) / (self.ends - self.begins)
        return self.low + (self.high - self.low) * min(max(share, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values in rising order on places in rising order, piece by piece."""

    pieces: tuple[Piece, ...]

    def __call__(self, value: float) -> float:
        """The first place at which a value lies."""
        found = bisect_left(self.pieces, value, key=lambda piece: piece.ends)
        return self.pieces[min(found, len(self.pieces) - 1)].place(value)


@dataclass(frozen=True, slots=True)
class Wall:
    """The wall time of an exercise, in seconds from STARTEX, whatever the computer's clock did."""

    of: tuple[float, ...]
    """By number of the record, from 0 for none."""
    end: float
    clock: Scale
    """Exercise time, where play ran, on wall time."""


def wall(course: Course) -> Wall:
    """How wall time went by; a clock that was set back stands still until it is past again."""
    begin = course.begin.at
    of, latest = [0.0], 0.0
    for instant in course.instants:
        latest = max(latest, (instant.at - begin).total_seconds())
        of.append(latest)
    end = of[course.end.seq]
    return Wall(tuple(of), end, Scale(tuple(_runs(course, end)) or (Piece(0, 0, 0, end),)))


def _runs(course: Course, end: float) -> Iterator[Piece]:
    """The stretches in which the exercise clock ran."""
    begin, last = course.begin.at, course.end.landed
    points = [p for p in course.exercise.clock if p.at >= begin]
    walls = [max((p.at - begin).total_seconds(), 0.0) for p in points]
    for place, point in enumerate(points):
        more = place + 1 < len(points)
        until = max(min(walls[place + 1] if more else end, end), walls[place])
        if point.speed:
            shown = point.elapsed + (until - walls[place]) * point.speed
            stood = min(shown, points[place + 1].elapsed if more else last)
            ran = max(stood - point.elapsed, 0.0)
            yield Piece(
                point.elapsed, point.elapsed + ran, walls[place], walls[place] + ran / point.speed
            )


def exercise_time(course: Course, left: float, right: float) -> Scale:
    """Exercise time on places; what was jumped over is a gap as wide as any other."""
    end = course.end.landed
    jumps = [(a, min(b, end)) for a, b in _apart(course.exercise.jumps) if a < end]
    gap = min(GAP, (right - left) / (2 * len(jumps) + 1))
    lasted = end - sum(b - a for a, b in jumps)
    unit = (right - left - gap * len(jumps)) / lasted if lasted > 0 else 0.0
    pieces, since, x = [], 0.0, left
    for begins, ends in jumps:
        low = x + (begins - since) * unit
        pieces += [Piece(since, begins, x, low), Piece(begins, ends, low, low + gap)]
        since, x = ends, low + gap
    return Scale((*pieces, Piece(since, max(end, since), x, right)))


def _apart(jumps: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Jumps in their order, those that follow at once as one."""
    begun: tuple[float, float] | None = None
    for begins, ends in sorted(jumps):
        if begun and begins <= begun[1]:
            begun = (begun[0], max(begun[1], ends))
        else:
            if begun:
                yield begun
            begun = (begins, ends)
    if begun:
        yield begun


def ticks(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Round moments of exercise time, seconds, and their places, far enough apart."""
    length = sum(p.high - p.low for p in pieces)
    minutes = sum(p.ends - p.begins for p in pieces) / MINUTE
    step = MINUTE * _step(length / minutes if minutes > 0 else length)
    found: dict[float, float] = {}
    for piece in pieces:
        for count in range(ceil(piece.begins / step), floor(piece.ends / step) + 1):
            found.setdefault(count * step, piece.place(count * step))
    return _spread(sorted(found.items()))


def _step(per_minute: float) -> float:
    """How many minutes ticks are apart."""
    fitting = (step for step in ROUND if step * per_minute >= APART)
    days = ceil(APART / (per_minute * ROUND[-1])) if per_minute > 0 else 1
    return next(fitting, days * ROUND[-1])


def _spread(found: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Those that do not come too close to the one before."""
    kept = found[:1]
    for moment, place in found[1:]:
        if place - kept[-1][1] >= APART * 0.75:
            kept.append((moment, place))
    return kept


__all__ = ["Piece", "Scale", "Wall", "exercise_time", "ticks", "wall"]
