"""What only a log on disk has: a lease, a disk that fills, files of earlier versions, traces."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from simulator.acts.evaluation import TakeNote
from simulator.domain.errors import StoreError
from simulator.service.clock import MachineClock
from simulator.service.hub import Hub
from simulator.stores import file as stores_file
from simulator.stores.sqlite import SqliteLog
from simulator.stores.tables import FORMAT
from simulator.stores.verify import verified
from tests.builders import FACILITATOR, seen_by
from tests.contract import disk
from tests.contract.disk import ROOT, a_note, keep, own_disk, records

SMALL = 'mount -t tmpfs -o size=640k tmpfs "$1"; head -c 300k /dev/zero >"$1/ballast"'
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"'
NUMBER = len(records())


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteLog]:
    opened = SqliteLog(tmp_path)
    yield opened
    await opened.close()


@contextmanager
def another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that took a turn of the exercise and has it open."""
    with subprocess.Popen(
        disk.command(disk.hold, folder),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "None\n"
        yield process
        process.kill()


# The lease


async def test_who_comes_second_may_read_and_not_write(tmp_path: Path) -> None:
    first = SqliteLog(tmp_path)
    await keep(first, records())
    await first.close()
    second = SqliteLog(tmp_path)
    with another_process(tmp_path):
        assert await keep(second, [a_note(NUMBER + 2)]) == "open_elsewhere"
        assert len(await second.read("one")) == NUMBER + 1
        assert verified(await second.stored("one")).sound
        assert [s.records for s in await second.exercises()] == [NUMBER + 1]
        for change in (second.redact("one", [2]), second.purge("one"), second.attach("one", {})):
            with pytest.raises(StoreError, match="open_elsewhere"):
                await change
    await second.close()


async def test_a_hub_that_comes_second_shows_and_does_not_take_commands(tmp_path: Path) -> None:
    first, second = SqliteLog(tmp_path), SqliteLog(tmp_path)
    await keep(first, records())
    await first.close()
    hub = Hub(second, MachineClock(), {})
    with another_process(tmp_path) as process:
        assert (await hub.look("one", seen_by(FACILITATOR))).number == NUMBER + 1
        with pytest.raises(StoreError, match="open_elsewhere"):
            await hub.submit("one", FACILITATOR, TakeNote(text="Mine."))
        process.kill()
        process.wait()
        answer = await hub.submit("one", FACILITATOR, TakeNote(text="Mine."))
    assert answer.first > NUMBER + 1
    await hub.close()
    await second.close()


async def test_the_lease_ends_with_the_process_that_is_killed(tmp_path: Path) -> None:
    first = SqliteLog(tmp_path)
    await keep(first, records())
    await first.close()
    second = SqliteLog(tmp_path)
    with another_process(tmp_path) as process:
        assert await keep(second, [a_note(NUMBER + 2)]) == "open_elsewhere"
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert await keep(second, [a_note(NUMBER + 2)]) is None
    assert len(await second.read("one")) == NUMBER + 2
    await second.close()


async def test_the_lease_ends_when_the_exercise_is_left(tmp_path: Path) -> None:
    first = SqliteLog(tmp_path)
    await keep(first, records())
    await first.close()
    second = SqliteLog(tmp_path)
    with another_process(tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "closed\n"
        assert await keep(second, [a_note(NUMBER + 2)]) is None
    await second.close()


async def test_two_that_begin_the_same_exercise_are_told_apart(tmp_path: Path) -> None:
    first, second = SqliteLog(tmp_path), SqliteLog(tmp_path)
    assert await keep(first, records()) is None
    assert await keep(second, records()) == "open_elsewhere"
    await first.close()
    assert await keep(second, records()) == "log_has_moved"
    await second.close()


async def test_whoever_read_before_sees_what_was_written_since(tmp_path: Path) -> None:
    first, second = SqliteLog(tmp_path), SqliteLog(tmp_path)
    await keep(first, records())
    assert len(await second.read("one")) == NUMBER
    await keep(first, [a_note(NUMBER + 1)])
    assert len(await second.read("one")) == NUMBER + 1
    await first.close()
    assert await keep(second, [a_note(NUMBER + 2)]) is None
    assert len(await second.read("one")) == NUMBER + 2
    await second.close()


async def test_reading_takes_no_lease(tmp_path: Path) -> None:
    first, second = SqliteLog(tmp_path), SqliteLog(tmp_path)
    await keep(first, records())
    await first.close()
    assert len(await first.read("one")) == NUMBER
    assert await keep(second, [a_note(NUMBER + 1)]) is None
    await first.close()
    await second.close()


# Durability


async def test_every_connection_that_writes_syncs_each_commit(
    tmp_path: Path, log: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[sqlite3.Connection] = []
    writer = stores_file._writer

    def watched(path: Path) -> sqlite3.Connection:
        made.append(writer(path))
        found = [made[-1].execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
        assert dict(zip(pragmas, found, strict=True)) == pragmas
        return made[-1]

    pragmas = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "temp_store": 2}
    monkeypatch.setattr(stores_file, "_writer", watched)
    await keep(log, records())
    await log.restore("two", await log.stored("one"), {})
    await log.attach("one", {"a": b"A"})
    await log.close()
    await log.redact("one", [2])
    await log.purge("two")
    assert len(made) == 4


async def test_a_connection_that_reads_cannot_write(tmp_path: Path, log: SqliteLog) -> None:
    await keep(log, records())
    await log.close()
    database = stores_file._reader(tmp_path / "one.db")
    assert database is not None
    with closing(database), pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.execute("DELETE FROM events")


# Disks


def test_a_full_disk_is_told_and_nothing_is_claimed(tmp_path: Path) -> None:
    """What failed is not there afterwards; once there is room, play goes on."""
    assert own_disk(SMALL, disk.fill, tmp_path) == ["store_full True", "None True"]


def test_an_exercise_that_finds_no_room_to_begin_in_is_not_there(tmp_path: Path) -> None:
    assert own_disk(SMALL, disk.begin_full, tmp_path) == ["store_full []"]


async def test_a_folder_that_may_only_be_read_is_read_and_told(
    tmp_path: Path, log: SqliteLog
) -> None:
    await keep(log, records())
    await log.close()
    seen = f"{NUMBER} ['one']"
    told = own_disk(READ_ONLY, disk.closed, tmp_path)
    assert told == [seen, "store_read_only store_read_only", seen]


async def test_what_a_crash_left_is_read_even_where_nothing_can_be_written(
    tmp_path: Path, log: SqliteLog
) -> None:
    """Records that stand only in SQLite's log of changes are never passed over in silence."""
    await keep(log, records())
    await log.close()
    with another_process(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (tmp_path / "one.db-wal").stat().st_size
    seen = f"{NUMBER + 1} ['one']"
    told = own_disk(READ_ONLY, disk.closed, tmp_path)
    assert told == [seen, "store_read_only store_read_only", seen]


async def test_an_exercise_whose_beginning_was_cut_short_is_not_there(
    tmp_path: Path, log: SqliteLog
) -> None:
    (tmp_path / "one.db").touch()
    assert await log.exercises() == []
    for asked in (log.read("one"), log.stored("one")):
        with pytest.raises(StoreError, match="no_such_exercise"):
            await asked
    assert await keep(log, records()) is None
    assert len(await log.read("one")) == NUMBER


# Files of other versions

FIRST_FORMAT = """
ALTER TABLE events DROP COLUMN redacted; DROP TABLE attachments; DROP TABLE contents;
PRAGMA user_version = 0;
"""


async def in_the_first_format(folder: Path) -> bytes:
    """An exercise's file as the first version wrote it."""
    log = SqliteLog(folder)
    await keep(log, records())
    await log.close()
    with closing(sqlite3.connect(folder / "one.db")) as database:
        database.executescript(FIRST_FORMAT)
    return (folder / "one.db").read_bytes()


async def test_a_file_of_the_first_format_is_read_as_it_is(tmp_path: Path, log: SqliteLog) -> None:
    before = await in_the_first_format(tmp_path)
    assert [s.records for s in await log.exercises()] == [NUMBER]
    assert len(await log.read("one")) == NUMBER
    assert verified(await log.stored("one")).sound
    assert await log.attached("one") == {}
    await log.close()
    assert (tmp_path / "one.db").read_bytes() == before


async def test_a_file_of_the_first_format_is_written_to_as_one_of_this(
    tmp_path: Path, log: SqliteLog
) -> None:
    await in_the_first_format(tmp_path)
    assert await keep(log, [a_note(NUMBER + 1)]) is None
    await log.redact("one", [NUMBER + 1])
    await log.attach("one", {"a": b"A"})
    found = verified(await log.stored("one"))
    assert (found.records, found.broken, found.redacted) == (NUMBER + 1, None, 1)
    assert await log.attached("one") == {"a": b"A"}


async def test_a_file_of_a_later_format_is_told_and_left_as_it_is(
    tmp_path: Path, log: SqliteLog
) -> None:
    await keep(log, records())
    await log.close()
    with closing(sqlite3.connect(tmp_path / "one.db")) as database:
        database.execute(f"PRAGMA user_version = {FORMAT + 1}")
    before = (tmp_path / "one.db").read_bytes()
    with pytest.raises(StoreError, match="log_too_new"):
        await log.read("one")
    assert await keep(log, [a_note(NUMBER + 1)]) == "log_too_new"
    await log.close()
    assert (tmp_path / "one.db").read_bytes() == before


# Traces


def traces(folder: Path, text: str) -> list[str]:
    """The files below a folder in which a text stands."""
    found = [f for f in folder.rglob("*") if f.is_file()]
    return sorted(f.name for f in found if text.encode() in f.read_bytes())


async def test_nothing_of_a_redacted_text_is_left_in_any_file(
    tmp_path: Path, log: SqliteLog
) -> None:
    await keep(log, records())
    notes = [a_note(NUMBER + n, f"Canary {n} " + "sang. " * 300) for n in range(1, 30)]
    await keep(log, notes)
    await log.close()
    await keep(log, [a_note(NUMBER + 30)])
    assert traces(tmp_path, "Canary 7 sang")
    await log.redact("one", [NUMBER + 7, NUMBER + 8])
    assert traces(tmp_path, "Canary 7 sang") == []
    assert traces(tmp_path, "Canary 8 sang") == []
    assert traces(tmp_path, "Canary 9 sang")


async def test_a_redaction_takes_what_was_left_in_free_pages_too(
    tmp_path: Path, log: SqliteLog
) -> None:
    await keep(log, [*records(), a_note(NUMBER + 1)])
    await log.close()
    with closing(sqlite3.connect(tmp_path / "one.db")) as database, database:
        database.execute("PRAGMA secure_delete = OFF")
        row = "INSERT INTO events SELECT 'x', 99, person, 'x', digest, ?, 0 FROM events LIMIT 1"
        database.execute(row, ("Canary sang. " * 2_000,))
        database.execute("DELETE FROM events WHERE seq = 99")
    assert traces(tmp_path, "Canary") == ["one.db"]
    await log.redact("one", [NUMBER + 1])
    assert traces(tmp_path, "Canary") == []


async def test_a_redaction_that_another_reader_holds_up_is_told(
    tmp_path: Path, log: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keep(log, [*records(), a_note(NUMBER + 1, "Canary")])
    patient = stores_file._writer

    def impatient(path: Path) -> sqlite3.Connection:
        database = patient(path)
        database.execute("PRAGMA busy_timeout = 1")
        return database

    await log.close()
    monkeypatch.setattr(stores_file, "_writer", impatient)
    reader = sqlite3.connect(tmp_path / "one.db", isolation_level=None)
    with closing(reader):
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM events").fetchone()
        with pytest.raises(StoreError, match="still_read"):
            await log.redact("one", [NUMBER + 1])
    await log.redact("one", [NUMBER + 1])
    assert traces(tmp_path, "Canary") == []


async def test_a_purged_exercise_leaves_no_file(tmp_path: Path, log: SqliteLog) -> None:
    await keep(log, [*records(), a_note(NUMBER + 1)])
    await log.attach("one", {"a": b"A"})
    await log.purge("one")
    assert traces(tmp_path, "") == []


async def test_what_is_not_ours_is_not_purged(tmp_path: Path, log: SqliteLog) -> None:
    with closing(sqlite3.connect(tmp_path / "one.db")) as database:
        database.execute("CREATE TABLE other (thing TEXT)")
    with pytest.raises(StoreError, match="not_a_log"):
        await log.purge("one")
    assert (tmp_path / "one.db").exists()
