"""The event log in SQLite: one file an exercise, durable when an append returns.

WAL with synchronous=FULL; one writer thread an exercise does check-number, insert, commit as one
job (K35). No transaction is ever open while Python decides.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from simulator.acts import Recorded
from simulator.acts.play import ExerciseCreated
from simulator.domain.errors import StoreError
from simulator.stores.base import Stored, Summary, Turn, must_follow, read_back, stored

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
  exercise TEXT NOT NULL, seq INTEGER NOT NULL, person TEXT NOT NULL, request TEXT,
  digest TEXT NOT NULL, recorded TEXT NOT NULL,
  PRIMARY KEY (exercise, seq), UNIQUE (exercise, person, request)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS summary (
  exercise TEXT PRIMARY KEY, scenario TEXT NOT NULL, title TEXT NOT NULL, created TEXT NOT NULL,
  changed TEXT NOT NULL, status TEXT NOT NULL, records INTEGER NOT NULL);
"""
_IS_OURS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'events'"
Result = TypeVar("Result")


class SqliteLog:
    """A folder of exercises, each in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _File] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[Turn]:
        """Hold the turn of an exercise; its file is made by the first append."""
        async with self._locks[exercise]:
            yield _SqliteTurn(self._file(exercise), exercise)

    async def read(self, exercise: str, after: int = 0) -> list[Recorded]:
        """All records of an exercise after a number. Raises `StoreError` where there is none."""
        if not self._path(exercise).is_file():
            raise StoreError("no_such_exercise", exercise=exercise)
        return await self._file(exercise).read(after)

    async def exercises(self) -> list[Summary]:
        """What is kept, the latest first; a file that is no log of ours is passed over."""
        found: list[Summary] = []
        for path in sorted(self._folder.glob("*.db")) if self._folder.is_dir() else []:
            file = self._files.get(path.stem) or _File(path)
            try:
                found += await file.summaries()
            except StoreError:
                continue
            finally:
                if path.stem not in self._files:
                    await file.close()
        return sorted(found, key=lambda s: s.created, reverse=True)

    async def close(self) -> None:
        """Close every file; the writer threads end with their last job done."""
        for file in self._files.values():
            await file.close()
        self._files.clear()

    def _path(self, exercise: str) -> Path:
        return self._folder / f"{exercise}.db"

    def _file(self, exercise: str) -> _File:
        if exercise not in self._files:
            self._files[exercise] = _File(self._path(exercise))
        return self._files[exercise]


class _File:
    """One exercise's file and the thread that alone touches it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=path.stem)
        self._connection: sqlite3.Connection | None = None

    async def read(self, after: int) -> list[Recorded]:
        """All records after a number."""
        rows = await self._rows("SELECT recorded FROM events WHERE seq > ? ORDER BY seq", after)
        return [read_back(text) for (text,) in rows]

    async def answered(self, person: str, request: str) -> Recorded | None:
        """The first record of a request."""
        wanted = "SELECT recorded FROM events WHERE person = ? AND request = ?"
        rows = await self._rows(wanted, person, request)
        return read_back(rows[0][0]) if rows else None

    async def append(self, records: Sequence[Recorded]) -> None:
        """Check the numbers, insert and commit, as one job of the writer thread."""

        def job() -> None:
            if not self._path.exists():
                must_follow(records, 0)
            _append(self._made(), records)

        if records:
            await self._do(job)

    async def summaries(self) -> list[Summary]:
        """What the file says of its exercise."""
        return [
            Summary(
                exercise=row[0],
                scenario=row[1],
                title=row[2],
                created=datetime.fromisoformat(row[3]),
                changed=datetime.fromisoformat(row[4]),
                status=row[5],
                records=row[6],
            )
            for row in await self._rows("SELECT * FROM summary")
        ]

    async def close(self) -> None:
        """Close the file after the last job."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._let_go)
        self._thread.shutdown(wait=True)

    async def _rows(self, query: str, *values: object) -> list[Any]:
        """What a query finds; nothing where there is no file, and none is made."""

        def found() -> list[Any]:
            database = self._opened()
            return database.execute(query, values).fetchall() if database else []

        return await self._do(found)

    async def _do(self, job: Callable[[], Result]) -> Result:
        def run() -> Result:
            try:
                return job()
            except (sqlite3.Error, OSError) as error:
                raise StoreError(
                    "store_failed", file=str(self._path), problem=str(error)
                ) from error

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    def _opened(self) -> sqlite3.Connection | None:
        """The file, where there is one. Raises `StoreError` where it is no log of ours."""
        if self._connection is None and self._path.is_file():
            database = sqlite3.connect(self._path, isolation_level=None)
            try:
                empty = not database.execute("SELECT 1 FROM sqlite_master").fetchone()
                if not empty and not database.execute(_IS_OURS).fetchone():
                    raise StoreError("not_a_log", file=str(self._path))
                database.execute("PRAGMA journal_mode=WAL")
                database.execute("PRAGMA synchronous=FULL")
                database.executescript(SCHEMA)
            except BaseException:
                database.close()
                raise
            self._connection = database
        return self._connection

    def _made(self) -> sqlite3.Connection:
        """The file, made where there is none, for its owner alone: SQLite's own files follow it."""
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        database = self._opened()
        assert database is not None
        return database

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _append(database: sqlite3.Connection, records: Sequence[Recorded]) -> None:
    exercise = records[0].exercise
    database.execute("BEGIN IMMEDIATE")
    try:
        head = database.execute(
            "SELECT seq, digest FROM events WHERE exercise = ? ORDER BY seq DESC LIMIT 1",
            (exercise,),
        ).fetchone()
        seq, digest = head or (0, "")
        must_follow(records, seq)
        for record in records:
            kept = stored(record, digest)
            digest = kept.digest
            _insert(database, exercise, kept)
        _sum_up(database, records)
        database.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        database.execute("ROLLBACK")
        raise StoreError("log_has_moved", exercise=exercise) from error
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _insert(database: sqlite3.Connection, exercise: str, kept: Stored) -> None:
    database.execute(
        "INSERT INTO events (exercise, seq, person, request, digest, recorded)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (exercise, kept.seq, kept.person, kept.request, kept.digest, kept.text.decode()),
    )


def _sum_up(database: sqlite3.Connection, records: Sequence[Recorded]) -> None:
    first, last = records[0], records[-1]
    if isinstance(first.event, ExerciseCreated):
        scenario = first.event.kit.original.scenario
        at = first.at.isoformat()
        database.execute(
            "INSERT INTO summary VALUES (?, ?, ?, ?, ?, 'open', 0)",
            (first.exercise, scenario.id, scenario.title, at, at),
        )
    ended = any(record.event.kind == "exercise_ended" for record in records)
    database.execute(
        "UPDATE summary SET changed = ?, records = ?, status = CASE WHEN ? THEN 'ended'"
        " ELSE status END WHERE exercise = ?",
        (last.at.isoformat(), last.seq, ended, last.exercise),
    )


class _SqliteTurn:
    """The turn of one exercise in its file."""

    def __init__(self, file: _File, exercise: str) -> None:
        self._file = file
        self._exercise = exercise

    async def read(self, after: int = 0) -> list[Recorded]:
        return await self._file.read(after)

    async def answered(self, person: str, request: str) -> Recorded | None:
        return await self._file.answered(person, request)

    async def append(self, records: Sequence[Recorded]) -> None:
        await self._file.append(records)
