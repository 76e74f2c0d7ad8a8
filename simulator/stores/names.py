"""People's names, outside the log (K28): what a person is called, until forgotten."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Protocol, TypeVar

from simulator.stores.base import NAMES
from simulator.stores.faults import fault

Result = TypeVar("Result")
_TABLE = (
    "CREATE TABLE IF NOT EXISTS names"
    " (exercise TEXT, person TEXT, name TEXT NOT NULL, PRIMARY KEY (exercise, person))"
)


class Names(Protocol):
    """Where names are kept; cards and events know persons only by their ids."""

    async def put(self, exercise: str, person: str, name: str) -> None:
        """Call a person so from now on. Raises `StoreError`."""
        ...

    async def put_all(self, exercise: str, names: Mapping[str, str]) -> None:
        """Call persons so from now on: all of them, or none. Raises `StoreError`."""
        ...

    async def of(self, exercise: str) -> Mapping[str, str]:
        """Person → name, of those who have one."""
        ...

    async def forget(self, exercise: str, person: str | None = None) -> None:
        """Forget one person's name, or all of an exercise; no trace of it stays."""
        ...


class MemoryNames:
    """Names of one process, gone with it."""

    def __init__(self) -> None:
        self._names: defaultdict[str, dict[str, str]] = defaultdict(dict)

    async def put(self, exercise: str, person: str, name: str) -> None:
        """Call a person so from now on."""
        await self.put_all(exercise, {person: name})

    async def put_all(self, exercise: str, names: Mapping[str, str]) -> None:
        """Call persons so from now on."""
        self._names[exercise].update(names)

    async def of(self, exercise: str) -> Mapping[str, str]:
        """Person → name."""
        return dict(self._names.get(exercise, {}))

    async def forget(self, exercise: str, person: str | None = None) -> None:
        """Forget one name, or all of an exercise."""
        if person is None:
            self._names.pop(exercise, None)
        elif exercise in self._names:
            self._names[exercise].pop(person, None)


class SqliteNames:
    """Names in one small file beside the exercises, opened only while it is asked."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{NAMES}.db"

    async def put(self, exercise: str, person: str, name: str) -> None:
        """Call a person so from now on."""
        await self.put_all(exercise, {person: name})

    async def put_all(self, exercise: str, names: Mapping[str, str]) -> None:
        """Call persons so from now on, by one commit."""
        values = [(exercise, person, name) for person, name in names.items()]

        def job(database: sqlite3.Connection) -> None:
            database.execute(_TABLE)
            database.executemany("INSERT OR REPLACE INTO names VALUES (?, ?, ?)", values)

        await self._do(job, make=True)

    async def of(self, exercise: str) -> Mapping[str, str]:
        """Person → name."""

        def job(database: sqlite3.Connection) -> Mapping[str, str]:
            query = "SELECT person, name FROM names WHERE exercise = ? ORDER BY person"
            return dict(database.execute(query, (exercise,)).fetchall())

        return await self._do(job) or {}

    async def forget(self, exercise: str, person: str | None = None) -> None:
        """Forget one name, or all of an exercise."""

        def job(database: sqlite3.Connection) -> None:
            query = "DELETE FROM names WHERE exercise = ? AND (? IS NULL OR person = ?)"
            database.execute(query, (exercise, person, person))

        await self._do(job)

    async def _do(
        self, job: Callable[[sqlite3.Connection], Result], *, make: bool = False
    ) -> Result | None:
        """One transaction on the file; nothing where there is none and none is to be made."""

        def run() -> Result | None:
            try:
                if make:
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                    os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
                elif not self._path.is_file():
                    return None
                with closing(sqlite3.connect(self._path)) as database, database:
                    database.execute("PRAGMA secure_delete=ON")
                    return job(database)
            except (sqlite3.Error, OSError) as error:
                raise fault(error, self._path) from error

        return await asyncio.to_thread(run)
