"""The event log in memory: for tests, scripted plays and rehearsals; the same bytes, no disk."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from simulator.acts import Recorded
from simulator.acts.play import ExerciseCreated
from simulator.domain.errors import StoreError
from simulator.stores.base import Stored, Summary, Turn, must_follow, read_back, stored


@dataclass(slots=True)
class _Kept:
    """One exercise as it is kept."""

    records: list[Stored] = field(default_factory=list)
    asked: dict[tuple[str, str], Stored] = field(default_factory=dict)
    """Person and request → the record that bears it."""


class MemoryLog:
    """All exercises of one process, gone with it."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
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
        return [read_back(kept.text) for kept in self._kept[exercise].records[after:]]

    async def exercises(self) -> list[Summary]:
        """What is kept, the latest first."""
        found = [_summary(name, await self.read(name)) for name in self._kept]
        return sorted(found, key=lambda s: s.created, reverse=True)

    async def close(self) -> None:
        """Nothing is held open."""


def _summary(name: str, records: Sequence[Recorded]) -> Summary:
    event, first, last = records[0].event, records[0].at, records[-1].at
    assert isinstance(event, ExerciseCreated)
    scenario = event.kit.original.scenario
    status = "ended" if any(r.event.kind == "exercise_ended" for r in records) else "open"
    return Summary(name, scenario.id, scenario.title, first, last, status, len(records))


class _MemoryTurn:
    """The turn of one exercise in memory."""

    def __init__(self, kept: dict[str, _Kept], exercise: str) -> None:
        self._all = kept
        self._exercise = exercise

    @property
    def _kept(self) -> _Kept:
        return self._all.get(self._exercise) or _Kept()

    async def read(self, after: int = 0) -> list[Recorded]:
        return [read_back(kept.text) for kept in self._kept.records[after:]]

    async def answered(self, person: str, request: str) -> Recorded | None:
        found = self._kept.asked.get((person, request))
        return read_back(found.text) if found else None

    async def append(self, records: Sequence[Recorded]) -> None:
        mine = self._kept
        must_follow(records, len(mine.records))
        digest = mine.records[-1].digest if mine.records else ""
        made: list[Stored] = []
        asked: dict[tuple[str, str], Stored] = {}
        for record in records:
            made.append(kept := stored(record, digest))
            digest = kept.digest
            if kept.request:
                key = (kept.person, kept.request)
                if key in mine.asked or key in asked:
                    raise StoreError("log_has_moved", exercise=self._exercise)
                asked[key] = kept
        if made:
            mine.records.extend(made)
            mine.asked.update(asked)
            self._all[self._exercise] = mine
