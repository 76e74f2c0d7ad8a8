"""The course of an exercise: its last state, and of every record when it happened on each clock."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.domain.exercise import Exercise, Status


@dataclass(frozen=True, slots=True)
class StoryClock:
    """How story time ran from one moment on; None where the story has no clock."""

    base: datetime | None
    since: float
    pace: float

    def at(self, elapsed: float) -> datetime | None:
        """Story time at a moment of exercise time."""
        if self.base is None:
            return None
        return self.base + timedelta(seconds=(elapsed - self.since) * self.pace)


@dataclass(frozen=True, slots=True)
class Instant:
    """When one record happened, and how things stood after it."""

    seq: int
    kind: str
    at: datetime
    offset: int
    elapsed: float
    landed: float
    """Exercise time after it: later than `elapsed` where the clock jumped."""
    status: Status
    clocks: Mapping[str, StoryClock]
    """Story → its clock."""


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one exercise."""

    exercise: Exercise
    instants: tuple[Instant, ...]
    """One for each record, in order; the record's number is its place from 1."""

    def instant(self, seq: int) -> Instant:
        """When a record happened."""
        return self.instants[seq - 1]

    def last_by(self, elapsed: float) -> Instant:
        """The last record by a moment of exercise time."""
        place = bisect_right(self.instants, elapsed, key=lambda i: i.elapsed)
        return self.instants[max(place - 1, 0)]

    @property
    def begin(self) -> Instant:
        """STARTEX, or the first record where play never began."""
        return next((i for i in self.instants if i.status != "created"), self.instants[0])

    @property
    def end(self) -> Instant:
        """ENDEX, or the last record where play goes on."""
        ended = (i for i in self.instants if i.kind == "exercise_ended")
        return next(ended, self.instants[-1])
