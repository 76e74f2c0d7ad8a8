"""The event log in memory: for tests, scripted plays and rehearsals; the same bytes, no disk."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from simulator.acts import Recorded
from simulator.domain.errors import StoreError
from simulator.stores.base import (
    Stored,
    Summary,
    Turn,
    must_be_usable,
    must_follow,
    read_back,
    stored,
    summary_of,
    under,
)
from simulator.stores.redaction import redacted


@dataclass(slots=True)
class _Kept:
    """One exercise as it is kept."""

    records: list[Stored] = field(default_factory=list)
    asked: dict[tuple[str, str], Stored] = field(default_factory=dict)
    """Person and request → the record that bears it."""
    files: dict[str, bytes] = field(default_factory=dict)


class MemoryLog:
    """All exercises of one process, gone with it."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[Turn]:
        """Hold the turn of an exercise."""
        must_be_usable(exercise)
        async with self._locks[exercise]:
            yield _MemoryTurn(self._kept, exercise)

    async def read(self, exercise: str, after: int = 0, most: int | None = None) -> list[Recorded]:
        """The records of an exercise after a number: all, or the first so many of them."""
        until = None if most is None else after + most
        found = self._there(exercise).records[after:until]
        return [under(exercise, read_back(kept.text)) for kept in found]

    async def stored(self, exercise: str) -> list[Stored]:
        """The records as they are kept."""
        return list(self._there(exercise).records)

    async def exercises(self) -> list[Summary]:
        """What is kept, the latest first."""
        found = [summary_of(name, await self.read(name)) for name in self._kept]
        return sorted(found, key=lambda s: s.created, reverse=True)

    async def attach(self, exercise: str, files: Mapping[str, bytes]) -> None:
        """Keep files that injects name."""
        self._there(exercise).files.update(files)

    async def attached(self, exercise: str) -> Mapping[str, bytes]:
        """The files kept with an exercise."""
        return dict(sorted(self._there(exercise).files.items()))

    async def attachment(self, exercise: str, file: str) -> bytes | None:
        """One of these files."""
        return self._there(exercise).files.get(file)

    async def digests(self, exercise: str) -> Mapping[str, str]:
        """The digests of these files."""
        files = await self.attached(exercise)
        return {name: sha256(content).hexdigest() for name, content in files.items()}

    async def restore(
        self, exercise: str, records: Sequence[Stored], files: Mapping[str, bytes]
    ) -> None:
        """Keep a log as it was kept elsewhere."""
        must_be_usable(exercise)
        if exercise in self._kept:
            raise StoreError("exercise_exists", exercise=exercise)
        summary_of(exercise, [read_back(kept.text) for kept in records])
        asked = {(kept.person, kept.request): kept for kept in records if kept.request}
        self._kept[exercise] = _Kept(list(records), asked, dict(files))

    async def redact(self, exercise: str, numbers: Iterable[int]) -> None:
        """Take the texts of people out of records."""
        kept = self._there(exercise)
        changed = {number: redacted(self._record(exercise, number)) for number in numbers}
        kept.records[:] = [changed.get(each.seq, each) for each in kept.records]
        kept.asked.update({(c.person, c.request): c for c in changed.values() if c.request})

    async def purge(self, exercise: str) -> None:
        """Forget an exercise whole."""
        self._there(exercise)
        del self._kept[exercise]

    async def close(self) -> None:
        """Nothing is held open."""

    def _there(self, exercise: str) -> _Kept:
        if exercise not in self._kept:
            raise StoreError("no_such_exercise", exercise=exercise)
        return self._kept[exercise]

    def _record(self, exercise: str, number: int) -> Stored:
        records = self._kept[exercise].records
        if not 1 <= number <= len(records):
            raise StoreError("no_such_record", exercise=exercise, seq=number)
        return records[number - 1]


class _MemoryTurn:
    """The turn of one exercise in memory."""

    def __init__(self, kept: dict[str, _Kept], exercise: str) -> None:
        self._all = kept
        self._exercise = exercise

    @property
    def _kept(self) -> _Kept:
        return self._all.get(self._exercise) or _Kept()

    async def read(self, after: int = 0) -> list[Recorded]:
        found = self._kept.records[after:]
        return [under(self._exercise, read_back(kept.text)) for kept in found]

    async def answered(self, person: str, request: str) -> Recorded | None:
        found = self._kept.asked.get((person, request))
        return under(self._exercise, read_back(found.text)) if found else None

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
