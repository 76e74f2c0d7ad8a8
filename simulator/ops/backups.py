"""A backup: one file with all of an exercise, its log, attachments and names, that proves itself.

It is written aside, opened again and looked through before it gets its name: whatever bears the
name of a backup was one when it was made.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from simulator import __version__
from simulator.acts.play import ExerciseCreated
from simulator.domain.errors import StoreError, UsageError
from simulator.domain.model import Model
from simulator.ops.archive import MOST_BYTES, Archive, packed, unpacked
from simulator.stores.base import EventLog, Stored, read_back
from simulator.stores.names import Names
from simulator.stores.verify import Verdict, attachments_of, unlike, verified

SUFFIX, PART = ".simulacro", ".part"
MANIFEST, PEOPLE = "manifest.json", "names.json"
FORMAT = 1
TIME = "%Y%m%d-%H%M%SZ"
Kind = Literal["", "auto", "end"]
"""Asked for by somebody; made as time passed; made when play ended or the table was left."""
_NO_BACKUP = frozenset({"not_an_archive", "not_an_export", "archive_strange"})


class Manifest(Model):
    """What a backup says of itself."""

    format: int = FORMAT
    exercise: str
    scenario: str
    records: int
    head: str
    """The digest of the last record."""
    attachments: int
    names: int
    made: datetime
    version: str
    """Of the program that made it."""


@dataclass(frozen=True, slots=True)
class Backup:
    """All of an exercise, as it was at one moment."""

    manifest: Manifest
    archive: Archive
    names: Mapping[str, str]
    """Person → name; none where people are known by their roles alone (K28)."""

    @property
    def content(self) -> bytes:
        """The file."""
        people = json.dumps(dict(self.names), ensure_ascii=False, indent=1).encode()
        beside = {PEOPLE: people, MANIFEST: self.manifest.model_dump_json(indent=1).encode()}
        return packed(self.archive.records, self.archive.files, beside)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: where, what it holds, and which attachments it could not have."""

    path: Path
    manifest: Manifest
    names: Mapping[str, str]
    lacking: tuple[str, ...] = ()


# --- Making ---


async def back_up(
    log: EventLog, names: Names, exercise: str, folder: Path, now: datetime, kind: Kind = ""
) -> Made:
    """Make a backup in a folder, while whoever likes writes to the exercise.

    Raises `StoreError` where the exercise cannot be read, is broken, or there is no room, and
    `UsageError` where it is too large for an archive.
    """
    records = await log.stored(exercise)
    files, digests = await log.attached(exercise), await log.digests(exercise)
    called = await names.of(exercise)

    def job() -> Made:
        backup = _of(exercise, records, files, called, now)
        path = folder / file_name(exercise, now, kind)
        write(backup, path)
        lacking = ({*attachments_of(records), *digests} - {*files}) | {*unlike(digests, files)}
        return Made(path, backup.manifest, dict(called), tuple(sorted(lacking)))

    return await asyncio.to_thread(job)


def _of(
    exercise: str,
    records: Sequence[Stored],
    files: Mapping[str, bytes],
    names: Mapping[str, str],
    now: datetime,
) -> Backup:
    """A backup of what was read. Raises `StoreError` where its chain does not hold."""
    found = verified(records)
    if not found.sound:
        raise StoreError("backup_of_broken", exercise=exercise, number=found.broken)
    created = read_back(records[0].text).event
    if not isinstance(created, ExerciseCreated):
        raise StoreError("record_unreadable")
    names = {} if created.names == "role-only" else names
    manifest = Manifest(
        exercise=exercise,
        scenario=created.kit.original.scenario.id,
        records=found.records,
        head=found.head,
        attachments=len(files),
        names=len(names),
        made=now,
        version=__version__,
    )
    return Backup(manifest, Archive(records, files), names)


def file_name(exercise: str, made: datetime, kind: Kind = "") -> str:
    """What the file of a backup is called."""
    ending = f"-{kind}" if kind else ""
    return f"{exercise}-{made.astimezone(UTC):{TIME}}{ending}{SUFFIX}"


def write(backup: Backup, path: Path) -> None:
    """Write a backup for its owner alone; it gets its name when it has proved itself.

    Raises `StoreError` where it cannot be written, `UsageError` where it cannot be read again;
    nothing is left of it then, and what bore the name before stays.
    """
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(PART, f".{path.name}.", path.parent)
        aside = Path(name)
        with os.fdopen(number, "wb") as file:
            file.write(backup.content)
            file.flush()
            os.fsync(file.fileno())
        opened(aside)
        aside.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise StoreError("backup_failed", file=str(path), problem=error.strerror) from error
    finally:
        if aside is not None:
            aside.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Have the names in a folder outlast a power cut, where its disk can do that."""
    with suppress(OSError):
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


# --- Opening ---


def opened(path: Path) -> Backup:
    """The backup in a file, looked through: chain, attachments, and what its manifest says.

    Raises `UsageError` where it is none, is damaged, or is of a later version.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError("export_too_large", file=path, limit=MOST_BYTES)
        content = path.read_bytes()
    except OSError as error:
        raise UsageError("import_no_file", file=path, reason=error.strerror) from error
    if not content.startswith(b"PK"):
        raise UsageError("not_a_backup", file=path)
    try:
        archive = unpacked(content, str(path), (MANIFEST, PEOPLE))
    except UsageError as error:
        if error.code in _NO_BACKUP:
            raise UsageError("not_a_backup", file=path) from error
        raise
    manifest = _manifest(archive.beside.get(MANIFEST, b""), path)
    backup = Backup(manifest, archive, _names(archive.beside.get(PEOPLE, b""), path))
    found = verified(archive.records)
    if not found.sound or archive.changed or not _is_all(backup, found):
        raise UsageError("backup_broken", file=path)
    return backup


def _is_all(backup: Backup, found: Verdict) -> bool:
    """Whether there is as much as the manifest says, up to the same last record."""
    said = backup.manifest
    there = (found.records, found.head, len(backup.archive.files), len(backup.names))
    return there == (said.records, said.head, said.attachments, said.names)


def _manifest(text: bytes, path: Path) -> Manifest:
    try:
        said = json.loads(text)
        if (
            isinstance(said, dict)
            and isinstance(said.get("format"), int)
            and said["format"] > FORMAT
        ):
            raise UsageError("backup_too_new", file=path, version=said.get("version", "?"))
        return Manifest.model_validate_json(text)
    except (ValueError, RecursionError) as error:
        raise UsageError("not_a_backup", file=path) from error


def _names(text: bytes, path: Path) -> Mapping[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError("not_a_backup", file=path) from error
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found.values()):
        raise UsageError("not_a_backup", file=path)
    return found


def glance(path: Path) -> tuple[Manifest, Mapping[str, str]] | None:
    """What a file says of itself, and its names, without looking whether it holds."""
    try:
        with zipfile.ZipFile(path) as archive:
            said = Manifest.model_validate_json(archive.read(MANIFEST))
            return said, _names(archive.read(PEOPLE), path)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError, UsageError):
        return None


# --- Restoring ---


async def restore(log: EventLog, names: Names, backup: Backup, exercise: str) -> Verdict:
    """Keep the exercise of a backup under a name, and look through what is then kept.

    Raises `UsageError` where there is an exercise of this name, `StoreError` where what was kept
    is not what the backup holds; nothing of it stays then.
    """
    archive = backup.archive
    try:
        await log.restore(exercise, archive.records, archive.files)
    except StoreError as error:
        if error.code == "exercise_exists":
            raise UsageError("restore_exists", exercise=exercise) from error
        raise
    await names.forget(exercise)
    for person, name in backup.names.items():
        await names.put(exercise, person, name)
    found = verified(await log.stored(exercise))
    files, called = await log.attached(exercise), await names.of(exercise)
    same = (dict(files), dict(called)) == (dict(archive.files), dict(backup.names))
    if not (same and found.sound and found.head == backup.manifest.head):
        await names.forget(exercise)
        await log.purge(exercise)
        raise StoreError("restore_differs", exercise=exercise)
    return found
