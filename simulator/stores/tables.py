"""The tables of an exercise's file: what is asked of them and written to them, in SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from simulator.acts import Recorded
from simulator.domain.errors import StoreError
from simulator.stores.base import (
    Stored,
    Summary,
    must_follow,
    read_back,
    stored,
    summary_of,
)
from simulator.stores.redaction import redacted

FORMAT = 2
"""The format of the file, kept in it: 1 had no redaction and no attachments."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
  exercise TEXT NOT NULL, seq INTEGER NOT NULL, person TEXT NOT NULL, request TEXT,
  digest TEXT NOT NULL, recorded TEXT NOT NULL, redacted INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (exercise, seq), UNIQUE (exercise, person, request)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS summary (
  exercise TEXT PRIMARY KEY, scenario TEXT NOT NULL, title TEXT NOT NULL, created TEXT NOT NULL,
  changed TEXT NOT NULL, status TEXT NOT NULL, records INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS attachments (file TEXT PRIMARY KEY, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS contents (digest TEXT PRIMARY KEY, content BLOB NOT NULL);
"""
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
_HAS_FLAG = "SELECT 1 FROM pragma_table_info('events') WHERE name = 'redacted'"

_ALL = (
    "SELECT seq, person, request, CAST(recorded AS BLOB), digest, redacted FROM events ORDER BY seq"
)
_RECORDS = """
WITH RECURSIVE named(exercise) AS (
  SELECT min(exercise) FROM events
  UNION ALL
  SELECT (SELECT min(e.exercise) FROM events e WHERE e.exercise > named.exercise)
  FROM named WHERE named.exercise IS NOT NULL)
SELECT recorded FROM named JOIN events USING (exercise)
"""
"""The key begins with the exercise, and a file that was renamed goes on under its new name. Asked
under each name in turn, nothing has to look through all records."""
_SOME = _RECORDS + "WHERE seq > ? AND seq <= ? ORDER BY seq"
_LATER = _RECORDS + "WHERE seq > ? ORDER BY seq"
_ANSWERED = _RECORDS + "WHERE person = ? AND request = ?"
_HEAD = _RECORDS.replace("SELECT recorded", "SELECT seq, digest") + (  # noqa: S608  # ours alone
    "WHERE seq = (SELECT max(seq) FROM events e WHERE e.exercise = named.exercise)"
    " ORDER BY seq DESC LIMIT 1"
)

_FILES = """
SELECT file, CAST(content AS BLOB) FROM attachments JOIN contents USING (digest) ORDER BY file
"""
_FILE = _FILES.replace("ORDER BY file", "WHERE file = ?")


def tables(database: sqlite3.Connection, path: Path) -> frozenset[str]:
    """The tables of a file; none in an empty one. Raises `StoreError` where it is not ours."""
    found = frozenset(name for (name,) in database.execute(_TABLES))
    if found and "events" not in found:
        raise StoreError("not_a_log", file=str(path))
    if database.execute("PRAGMA user_version").fetchone()[0] > FORMAT:
        raise StoreError("log_too_new", file=str(path))
    return found


def lay(database: sqlite3.Connection) -> None:
    """Make the tables that a file lacks; a file of an earlier format becomes one of this."""
    if database.execute("PRAGMA user_version").fetchone()[0] == FORMAT:
        return
    with writing(database):
        for statement in SCHEMA.strip().split(";\n"):
            database.execute(statement)
        if not database.execute(_HAS_FLAG).fetchone():
            database.execute("ALTER TABLE events ADD COLUMN redacted INTEGER NOT NULL DEFAULT 0")
        database.execute(f"PRAGMA user_version = {FORMAT}")


@contextmanager
def writing(database: sqlite3.Connection) -> Iterator[None]:
    """One transaction: kept whole when the block ends, and not at all when it raises."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


# --- Records ---


def read(database: sqlite3.Connection, after: int) -> list[Recorded]:
    """All records after a number."""
    rows = database.execute(_LATER, (after,))
    return [read_back(text) for (text,) in rows.fetchall()]


def read_some(database: sqlite3.Connection, after: int, most: int) -> list[Recorded]:
    """The first so many records after a number, found without looking through all of them."""
    rows = database.execute(_SOME, (after, after + most))
    return [read_back(text) for (text,) in rows.fetchall()]


def answered(database: sqlite3.Connection, person: str, request: str) -> Recorded | None:
    """The first record of a request."""
    row = database.execute(_ANSWERED, (person, request)).fetchone()
    return read_back(row[0]) if row else None


def asked(database: sqlite3.Connection) -> set[tuple[str, str]]:
    """Person and request of everything that bears one."""
    rows = database.execute("SELECT person, request FROM events WHERE request IS NOT NULL")
    return {(person, request) for person, request in rows.fetchall()}


def all_stored(database: sqlite3.Connection) -> list[Stored]:
    """The records as they are kept."""
    has_flag = database.execute(_HAS_FLAG).fetchone()
    rows = database.execute(_ALL if has_flag else _ALL.replace("redacted", "0"))
    return [
        Stored(seq, person, request, text, digest, bool(flag))
        for seq, person, request, text, digest, flag in rows.fetchall()
    ]


def append(database: sqlite3.Connection, records: Sequence[Recorded]) -> None:
    """Check the numbers, insert and commit."""
    exercise = records[0].exercise
    try:
        with writing(database):
            seq, digest = head(database)
            must_follow(records, seq)
            for record in records:
                kept = stored(record, digest)
                digest = kept.digest
                _insert(database, exercise, kept)
            _sum_up(database, records)
    except sqlite3.IntegrityError as error:
        raise StoreError("log_has_moved", exercise=exercise) from error


def head(database: sqlite3.Connection) -> tuple[int, str]:
    """The number and the digest of the last record."""
    return database.execute(_HEAD).fetchone() or (0, "")


def _insert(database: sqlite3.Connection, exercise: str, kept: Stored) -> None:
    database.execute(
        "INSERT INTO events (exercise, seq, person, request, digest, recorded, redacted)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            exercise,
            kept.seq,
            kept.person,
            kept.request,
            kept.digest,
            kept.text.decode(),
            kept.redacted,
        ),
    )


def restore(
    database: sqlite3.Connection,
    exercise: str,
    records: Sequence[Stored],
    files: Mapping[str, bytes],
) -> None:
    """Keep a log as it was kept elsewhere, in a file that has none."""
    found = summary_of(exercise, [read_back(kept.text) for kept in records])
    with writing(database):
        if head(database)[0]:
            raise StoreError("exercise_exists", exercise=exercise)
        for kept in records:
            _insert(database, exercise, kept)
        _put_files(database, files)
        _put_summary(database, found)


def redact(database: sqlite3.Connection, exercise: str, numbers: Iterable[int]) -> None:
    """Take the texts of people out of records, and every trace of them out of the file."""
    known = {kept.seq: kept for kept in all_stored(database)}
    with writing(database):
        for number in numbers:
            if number not in known:
                raise StoreError("no_such_record", exercise=exercise, seq=number)
            text = redacted(known[number]).text.decode()
            database.execute(
                "UPDATE events SET recorded = ?, redacted = 1 WHERE seq = ?", (text, number)
            )
    _scrub(database, exercise)


def _scrub(database: sqlite3.Connection, exercise: str) -> None:
    """Write the file anew without its free pages, and empty the log of its changes."""
    for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM"):
        database.execute(statement).fetchall()
    if database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise StoreError("still_read", exercise=exercise)


# --- Attachments ---


def put_files(database: sqlite3.Connection, files: Mapping[str, bytes]) -> None:
    """Keep files by their names; what two names mean is kept once, by its digest."""
    with writing(database):
        _put_files(database, files)


def _put_files(database: sqlite3.Connection, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        digest = sha256(content).hexdigest()
        database.execute("INSERT OR IGNORE INTO contents VALUES (?, ?)", (digest, content))
        database.execute("INSERT OR REPLACE INTO attachments VALUES (?, ?)", (name, digest))


def files(database: sqlite3.Connection) -> dict[str, bytes]:
    """The files kept, by their names."""
    return dict(_of_files(database, _FILES))


def file(database: sqlite3.Connection, name: str) -> bytes | None:
    """One of these files."""
    return next((content for _, content in _of_files(database, _FILE, name)), None)


def file_digests(database: sqlite3.Connection) -> dict[str, str]:
    """The digest of each file when it was kept, by its name, also where its content is gone."""
    return dict(_of_files(database, "SELECT file, digest FROM attachments ORDER BY file"))


def _of_files(database: sqlite3.Connection, query: str, *values: str) -> list[tuple[str, Any]]:
    if "attachments" not in {name for (name,) in database.execute(_TABLES)}:
        return []
    return database.execute(query, values).fetchall()


# --- Summary ---


def summaries(database: sqlite3.Connection) -> list[Summary]:
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
        for row in database.execute("SELECT * FROM summary").fetchall()
    ]


def _sum_up(database: sqlite3.Connection, records: Sequence[Recorded]) -> None:
    if records[0].seq == 1:
        _put_summary(database, summary_of(records[0].exercise, records))
        return
    last = records[-1]
    ended = any(record.event.kind == "exercise_ended" for record in records)
    database.execute(
        "UPDATE summary SET changed = ?, records = ?, status = CASE WHEN ? THEN 'ended'"
        " ELSE status END",
        (last.at.isoformat(), last.seq, ended),
    )


def _put_summary(database: sqlite3.Connection, found: Summary) -> None:
    created, changed = found.created.isoformat(), found.changed.isoformat()
    database.execute(
        "INSERT OR REPLACE INTO summary VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            found.exercise,
            found.scenario,
            found.title,
            created,
            changed,
            found.status,
            found.records,
        ),
    )
