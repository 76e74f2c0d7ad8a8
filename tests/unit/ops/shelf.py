"""A small exercise in a log in memory, and backups of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from simulator.acts import Recorded
from simulator.ops.backups import Kind, Made, back_up
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from tests.builders import Table

NOW = datetime(2031, 5, 12, 12, 0, tzinfo=UTC)
FILES = {"a.txt": b"A", "b.bin": bytes(range(256))}
PEOPLE = {"red-player": "Ana López", "eva": "Eva"}


def played(text: str = "We call back.") -> list[Recorded]:
    return Table().start().release("a").decide("a", text=text).records


async def a_log(
    exercise: str = "one",
    records: list[Recorded] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> MemoryLog:
    """A log that has the exercise."""
    log = MemoryLog()
    own = [record.having(exercise=exercise) for record in records or played()]
    async with log.turn(exercise) as turn:
        await turn.append(own)
    await log.attach(exercise, FILES if files is None else files)
    return log


async def some_names(exercise: str = "one") -> MemoryNames:
    names = MemoryNames()
    for person, name in PEOPLE.items():
        await names.put(exercise, person, name)
    return names


async def made(folder: Path, exercise: str = "one", now: datetime = NOW, kind: Kind = "") -> Made:
    """A backup of the small exercise."""
    log, names = await a_log(exercise), await some_names(exercise)
    return await back_up(log, names, exercise, folder, now, kind)


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
