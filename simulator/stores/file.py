"""An exercise's file in SQLite and the thread that alone touches it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from simulator.acts import Recorded
from simulator.stores import tables
from simulator.stores.base import Stored, Summary, must_follow
from simulator.stores.faults import fault
from simulator.stores.lease import Lease

Result = TypeVar("Result")
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside its own."""
_CUT_SHORT = "SQLITE_READONLY_ROLLBACK"
"""A file that was being made when its process died: there was no record yet, and no WAL."""


class ExerciseFile:
    """One exercise's file: read by whoever likes, written to by the process that has the lease."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=path.stem)
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None
        self._lease = Lease(path)
        self._head: int | None = None
        """The last number, known while nobody else may write."""
        self._asked: set[tuple[str, str]] | None = None
        """Person and request of all that was asked, known while nobody else may write."""

    async def hold(self) -> None:
        """Take the lease where there is a file to write to. Raises `StoreError`."""
        if not self._lease.held:
            await self._do(lambda: self._lease.take() if self._path.exists() else None)

    async def read(self, after: int) -> list[Recorded]:
        """All records after a number."""
        if self._lease.held and after == self._head:
            return []
        none: list[Recorded] = []
        found = await self._found(lambda database: tables.read(database, after), none)
        if self._lease.held and found:
            self._head = found[-1].seq
        return found

    async def read_some(self, after: int, most: int) -> list[Recorded]:
        """The first so many records after a number."""
        none: list[Recorded] = []
        return await self._found(lambda database: tables.read_some(database, after, most), none)

    async def stored(self) -> list[Stored]:
        """The records as they are kept."""
        return await self._found(tables.all_stored, [])

    async def answered(self, person: str, request: str) -> Recorded | None:
        """The first record of a request."""
        if self._lease.held:
            if self._asked is None:
                self._asked = await self._found(tables.asked, set())
            if (person, request) not in (self._asked or ()):
                return None
        return await self._found(lambda d: tables.answered(d, person, request), None)

    async def summaries(self) -> list[Summary]:
        """What the file says of its exercise."""
        return await self._found(tables.summaries, [])

    async def files(self) -> Mapping[str, bytes]:
        """The files kept with the exercise."""
        return await self._found(tables.files, {})

    async def file(self, name: str) -> bytes | None:
        """One of these files."""
        return await self._found(lambda database: tables.file(database, name), None)

    async def digests(self) -> Mapping[str, str]:
        """The digests of these files as they were when they were kept."""
        return await self._found(tables.file_digests, {})

    async def append(self, records: Sequence[Recorded]) -> None:
        """Keep records, as one job of the thread."""

        def job() -> None:
            if not self._path.exists():
                must_follow(records, 0)
            tables.append(self._writing(), records)

        if not records:
            return
        asked, self._head, self._asked = self._asked, None, None
        await self._do(job)
        self._head = records[-1].seq
        if asked is not None:
            asked.update((r.actor.person, r.request) for r in records if r.request)
            self._asked = asked

    async def attach(self, files: Mapping[str, bytes]) -> None:
        """Keep files."""
        await self._do(lambda: tables.put_files(self._writing(), files))

    async def restore(self, records: Sequence[Stored], files: Mapping[str, bytes]) -> None:
        """Keep a log as it was kept elsewhere."""
        self._head = self._asked = None
        await self._do(lambda: tables.restore(self._writing(), self._path.stem, records, files))

    async def redact(self, numbers: Iterable[int]) -> None:
        """Take the texts of people out of records."""
        self._head = self._asked = None
        await self._do(lambda: tables.redact(self._writing(), self._path.stem, numbers))

    async def purge(self) -> None:
        """Remove the file and all that SQLite and the lease keep beside it."""
        self._head = self._asked = None

        def job() -> None:
            self._writing()
            self._disconnect()
            for ending in (*BESIDE, ""):
                Path(f"{self._path}{ending}").unlink(missing_ok=True)
            self._lease.forget()
            _sync(self._path.parent)

        await self._do(job)

    async def close(self) -> None:
        """Close the file after the last job, and let others write."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._let_go)
        self._thread.shutdown(wait=True)

    async def _found(self, asked: Callable[[sqlite3.Connection], Result], none: Result) -> Result:
        """What a file holds; where there is none, nothing, and none is made."""

        def job() -> Result:
            database = self._reading()
            return none if database is None else asked(database)

        return await self._do(job)

    async def _do(self, job: Callable[[], Result]) -> Result:
        def run() -> Result:
            try:
                return job()
            except (sqlite3.Error, OSError) as error:
                raise fault(error, self._path) from error

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    def _reading(self) -> sqlite3.Connection | None:
        """The file as it is, where there is one with a log in it; reading changes nothing."""
        if self._writer is not None:
            return self._writer
        if self._reader is None and self._path.is_file():
            self._reader = _reader(self._path)
        return self._reader

    def _writing(self) -> sqlite3.Connection:
        """The file to write to, made where there is none. Raises `StoreError`."""
        if not (self._lease.held and self._path.exists()):
            _make_folder(self._path.parent)
            self._lease.take()
            _make_file(self._path)
        if self._writer is None:
            self._writer = _writer(self._path)
        return self._writer

    def _let_go(self) -> None:
        self._head = self._asked = None
        self._disconnect()
        self._lease.let_go()

    def _disconnect(self) -> None:
        for connection in (self._reader, self._writer):
            if connection is not None:
                connection.close()
        if self._reader is not None and self._writer is None:
            _tidy(self._path)
        self._reader = self._writer = None


def _writer(path: Path) -> sqlite3.Connection:
    """A connection whose commits survive a power cut, to a file of ours or an empty one.

    SQLite syncs the folder too when it makes the WAL: a new file is there, and the journal that
    was beside it while it was empty does not come back.
    """
    database = sqlite3.connect(path, isolation_level=None)
    try:
        tables.tables(database, path)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("PRAGMA secure_delete=ON")
        database.execute("PRAGMA temp_store=MEMORY")
        tables.lay(database)
    except BaseException:
        database.close()
        raise
    return database


def _reader(path: Path) -> sqlite3.Connection | None:
    """A connection that cannot change the file; none where nothing was ever kept in it."""
    database = _connected(path, "mode=ro")
    try:
        found = tables.tables(database, path)
    except sqlite3.OperationalError as error:
        database.close()
        if error.sqlite_errorname == _CUT_SHORT:
            return None
        if not _is_at_rest(path):
            raise
        database = _connected(path, "immutable=1")
        found = tables.tables(database, path)
    except BaseException:
        database.close()
        raise
    if found:
        return database
    database.close()
    return None


def _tidy(path: Path) -> None:
    """Remove what SQLite put beside a file for a reader, who cannot do it; nothing in use goes.

    A connection that could write does so when it is the last to close. Where there are changes
    that are not in the file yet, all stays as it is.
    """
    changes = Path(f"{path}-wal")
    with suppress(sqlite3.Error, OSError):
        if changes.stat().st_size == 0:
            with closing(_connected(path, "mode=rw")) as database:
                database.execute("SELECT 1 FROM sqlite_master").fetchone()


def _is_at_rest(path: Path) -> bool:
    """Whether the file is whole by itself in a folder where SQLite cannot put its own beside it."""
    changes = Path(f"{path}-wal")
    at_rest = not changes.exists() or not changes.stat().st_size
    return at_rest and not os.access(path.parent, os.W_OK)


def _connected(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)


def _make_folder(folder: Path) -> None:
    """Make a folder whose name outlasts a power cut."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in new:
        _sync(each.parent)


def _make_file(path: Path) -> None:
    """Make a file for its owner alone: those that SQLite puts beside it follow it."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _sync(folder: Path) -> None:
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
