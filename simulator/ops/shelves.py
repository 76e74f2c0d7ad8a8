"""Folders of backups: what lies there of which exercise, what is thrown away, what is purged."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from simulator.acts.play import NAME
from simulator.domain.errors import StoreError, UsageError
from simulator.ops.backups import PART, SUFFIX, TIME, Backup, Kind, opened, write
from simulator.stores.redaction import redacted

MOST: Mapping[Kind, int] = {"auto": 12, "end": 1}
"""So many of an exercise are kept of those that were made by themselves: an hour, and the last."""
LEFT_BEHIND = timedelta(hours=1)
"""After so long a part of a backup has nobody who still writes it."""
_NAME = re.compile(
    rf"(?P<exercise>{NAME})-(?P<made>[0-9]{{8}}-[0-9]{{6}}Z)(-(?P<kind>auto|end))?{SUFFIX}"
)
_PART = re.compile(rf"\.(?P<name>.+{SUFFIX})\.[^.]*{PART}")


@dataclass(frozen=True, slots=True)
class Lying:
    """A file in a folder of backups that bears the name of one."""

    path: Path
    exercise: str
    made: datetime
    kind: Kind
    part: bool = False
    """Whether whoever made it did not come to its end."""


def backups_in(folder: Path, exercise: str | None = None) -> list[Lying]:
    """The backups in a folder, of one exercise or of all, the latest first."""
    return [each for each in _lying(folder, exercise) if not each.part]


def prune(folder: Path, exercise: str, now: datetime) -> None:
    """Throw away what was made by itself and is too old, and what others left half done."""
    of_kind: dict[Kind, int] = dict.fromkeys(MOST, 0)
    for each in _lying(folder, exercise):
        if each.part:
            gone = now - each.made > LEFT_BEHIND
        elif each.kind in of_kind:
            of_kind[each.kind] += 1
            gone = of_kind[each.kind] > MOST[each.kind]
        else:
            gone = False
        if gone:
            _remove(each.path)


def remove_all(folders: Iterable[Path], exercise: str) -> int:
    """Remove every backup of an exercise, and every part of one; how many backups there were."""
    found = [each for folder in folders for each in _lying(folder, exercise)]
    for each in found:
        _remove(each.path)
    return sum(not each.part for each in found)


def redact_all(
    folders: Iterable[Path], exercise: str, records: Mapping[int, str]
) -> tuple[int, int]:
    """Take the texts of people out of records, by number and digest, in all its backups.

    A backup that cannot be opened, and every part of one, is removed. How many had such records,
    and how many backups were removed.
    """

    def cleared(backup: Backup) -> Backup:
        ours = {kept.seq for kept in backup.archive.records if records.get(kept.seq) == kept.digest}
        if not ours:
            return backup
        kept = tuple(redacted(k) if k.seq in ours else k for k in backup.archive.records)
        return replace(backup, archive=replace(backup.archive, records=kept))

    return _rewritten(folders, exercise, cleared)


def forget_all(folders: Iterable[Path], exercise: str, people: Collection[str]) -> tuple[int, int]:
    """Take the names of these people out of all backups of an exercise; counted as above."""

    def nameless(backup: Backup) -> Backup:
        names = {person: name for person, name in backup.names.items() if person not in people}
        manifest = backup.manifest.having(names=len(names))
        return replace(backup, manifest=manifest, names=names)

    return _rewritten(folders, exercise, nameless)


def _rewritten(
    folders: Iterable[Path], exercise: str, change: Callable[[Backup], Backup]
) -> tuple[int, int]:
    changed = removed = 0
    for each in [each for folder in folders for each in _lying(folder, exercise)]:
        done = None if each.part else _changed(each.path, change)
        if done is None:
            _remove(each.path)
            removed += not each.part
        else:
            changed += done
    return changed, removed


def _changed(path: Path, change: Callable[[Backup], Backup]) -> bool | None:
    """Write a backup anew where that changes it; whether it did, none where it is no backup."""
    try:
        backup = opened(path)
    except UsageError:
        return None
    fresh = change(backup)
    if fresh != backup:
        write(fresh, path)
    return fresh != backup


def _lying(folder: Path, exercise: str | None) -> list[Lying]:
    """Everything in a folder that is a backup or a part of one, the latest first."""
    try:
        paths = list(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise StoreError("backup_failed", file=str(folder), problem=error.strerror) from error
    found = (each for path in paths if (each := _named(path)))
    ours = (each for each in found if exercise is None or each.exercise == exercise)
    return sorted(ours, key=lambda each: (each.made, each.path.name), reverse=True)


def _named(path: Path) -> Lying | None:
    """What the name of a file says; none where it is not that of a backup."""
    part = _PART.fullmatch(path.name)
    match = _NAME.fullmatch(part["name"] if part else path.name)
    if match is None:
        return None
    try:
        made = datetime.strptime(match["made"], TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    kind: Kind = match["kind"] or ""  # type: ignore[assignment]
    return Lying(path, match["exercise"], made, kind, part is not None)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError("backup_failed", file=str(path), problem=error.strerror) from error
