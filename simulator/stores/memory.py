"""The event log in memory: for tests, scripted plays and rehearsals; the same bytes, no disk."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from simulator.acts import Recorded
from simulator.acts.play import ExerciseCreated
from simulator.domain.errors import StoreError
from simulator.stores.base import Stored, Summary, Turn, read_back, stored


class MemoryLog:
    """All exercises of one process, gone with it."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Stored]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[Turn]:
        """Hold the turn of an exercise."""
        async with self._locks[exercise]:
            yield _MemoryTurn(self._kept, exercise)

    async def read(self, exercise: str, after: int = 0) -> list[Recorded]:
        """All records of an exercise after a number."""
        if exercise not in self._kept:
            raise StoreError("no_such_exercise", exercise=exercise)
        return [read_back(kept.text) for kept in self._kept[exercise][after:]]

    async def exercises(self) -> list[Summary]:
        """What is kept, the latest first."""
        found = []
        for name in reversed(self._kept):
            records = await self.read(name)
            event = records[0].event
            assert isinstance(event, ExerciseCreated)
            scenario = event.kit.original.scenario
            first, last = records[0].at, records[-1].at
            status = "ended" if any(r.event.kind == "exercise_ended" for r in records) else "open"
            found.append(
                Summary(name, scenario.id, scenario.title, first, last, status, len(records))
            )
        return found

    async def close(self) -> None:
        """Nothing is held open."""


class _MemoryTurn:
    """The turn of one exercise in memory."""

    def __init__(self, kept: dict[str, list[Stored]], exercise: str) -> None:
        self._kept = kept
        self._exercise = exercise

    async def read(self, after: int = 0) -> list[Recorded]:
        return [read_back(kept.text) for kept in self._kept.get(self._exercise, [])[after:]]

    async def answered(self, person: str, request: str) -> Recorded | None:
        for kept in self._kept.get(self._exercise, []):
            if (kept.person, kept.request) == (person, request):
                return read_back(kept.text)
        return None

    async def append(self, records: Sequence[Recorded]) -> None:
        mine = self._kept.setdefault(self._exercise, [])
        before = mine[-1].digest if mine else ""
        made: list[Stored] = []
        for record in records:
            if record.seq != len(mine) + len(made) + 1:
                raise StoreError("log_has_moved", exercise=self._exercise)
            made.append(stored(record, made[-1].digest if made else before))
        mine.extend(made)
