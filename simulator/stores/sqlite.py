"""The event log in SQLite: one file an exercise, durable when an append returns.

WAL with synchronous=FULL; one thread an exercise does check-number, insert, commit as one job
(K35). No transaction is ever open while Python decides. One process writes to an exercise, any
number may read it meanwhile.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from simulator.acts import Recorded
from simulator.domain.errors import StoreError
from simulator.stores.base import Stored, Summary, Turn, must_be_usable, under, usable_name
from simulator.stores.file import ExerciseFile

SUFFIX = ".db"


class SqliteLog:
    """A folder of exercises, each in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, ExerciseFile] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[Turn]:
        """Hold the turn of an exercise; its file is made by the first append.

        Raises `StoreError` where another process has the exercise open to write.
        """
        must_be_usable(exercise)
        async with self._locks[exercise]:
            file = self._file(exercise)
            await file.hold()
            yield _SqliteTurn(exercise, file)

    async def read(self, exercise: str, after: int = 0, most: int | None = None) -> list[Recorded]:
        """The records of an exercise after a number: all, or the first so many of them.

        Raises `StoreError` where there is no such exercise.
        """
        file = self._there(exercise)
        records = await (file.read(after) if most is None else file.read_some(after, most))
        if not records and not after:
            raise _none(exercise)
        return [under(exercise, record) for record in records]

    async def stored(self, exercise: str) -> list[Stored]:
        """The records as they are kept. Raises as `read`."""
        records = await self._there(exercise).stored()
        if not records:
            raise _none(exercise)
        return records

    async def exercises(self) -> list[Summary]:
        """What is kept, the latest first; a file that is no log of ours is passed over."""
        found: list[Summary] = []
        for path in sorted(self._folder.glob(f"*{SUFFIX}")) if self._folder.is_dir() else []:
            file = self._files.get(path.stem) or ExerciseFile(path)
            try:
                found += [replace(each, exercise=path.stem) for each in await file.summaries()]
            except StoreError:
                continue
            finally:
                if path.stem not in self._files:
                    await file.close()
        return sorted(found, key=lambda s: s.created, reverse=True)

    async def attach(self, exercise: str, files: Mapping[str, bytes]) -> None:
        """Keep files that injects name."""
        await self._there(exercise).attach(files)

    async def attached(self, exercise: str) -> Mapping[str, bytes]:
        """The files kept with an exercise."""
        return await self._there(exercise).files()

    async def attachment(self, exercise: str, file: str) -> bytes | None:
        """One of these files."""
        return await self._there(exercise).file(file)

    async def digests(self, exercise: str) -> Mapping[str, str]:
        """The digests of these files as they were when they were kept."""
        return await self._there(exercise).digests()

    async def restore(
        self, exercise: str, records: Sequence[Stored], files: Mapping[str, bytes]
    ) -> None:
        """Keep a log as it was kept elsewhere."""
        must_be_usable(exercise)
        await self._file(exercise).restore(records, files)

    async def redact(self, exercise: str, numbers: Iterable[int]) -> None:
        """Take the texts of people out of records, and every trace of them out of the file."""
        await self._there(exercise).redact(numbers)

    async def purge(self, exercise: str) -> None:
        """Remove an exercise's file and what lies beside it."""
        await self._there(exercise).purge()

    async def close(self) -> None:
        """Close every file; the threads end with their last job done."""
        for file in self._files.values():
            await file.close()
        self._files.clear()

    def _path(self, exercise: str) -> Path:
        return self._folder / f"{exercise}{SUFFIX}"

    def _there(self, exercise: str) -> ExerciseFile:
        """The file of an exercise that there is. Raises `StoreError`."""
        if not usable_name(exercise) or not self._path(exercise).is_file():
            raise _none(exercise)
        return self._file(exercise)

    def _file(self, exercise: str) -> ExerciseFile:
        if exercise not in self._files:
            self._files[exercise] = ExerciseFile(self._path(exercise))
        return self._files[exercise]


def _none(exercise: str) -> StoreError:
    """What is said of an exercise that was never kept, or whose creation was cut short."""
    return StoreError("no_such_exercise", exercise=exercise)


class _SqliteTurn:
    """The turn of one exercise in its file."""

    def __init__(self, exercise: str, file: ExerciseFile) -> None:
        self._exercise = exercise
        self._file = file

    async def read(self, after: int = 0) -> list[Recorded]:
        return [under(self._exercise, record) for record in await self._file.read(after)]

    async def answered(self, person: str, request: str) -> Recorded | None:
        found = await self._file.answered(person, request)
        return under(self._exercise, found) if found else None

    async def append(self, records: Sequence[Recorded]) -> None:
        await self._file.append(records)
