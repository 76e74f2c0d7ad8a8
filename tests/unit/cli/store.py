"""A store with kept exercises, for the commands about them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from simulator.acts import Recorded
from simulator.acts.evaluation import TakeNote
from simulator.acts.play import EndExercise
from simulator.stores.base import Stored
from simulator.stores.sqlite import SqliteLog
from tests.builders import Table

CANARY = "Canary"


def played(*, ended: bool = False) -> list[Recorded]:
    """A small exercise in which people wrote the canary wherever they can."""
    table = Table().start().release("a").decide("a", text=f"{CANARY} decides.", assignee=CANARY)
    table.ask(f"{CANARY} asks?").do(TakeNote(text=f"{CANARY} notes."))
    return table.do(EndExercise(reason=CANARY)).records if ended else table.records


def with_log(store: Path, doing: Callable[[SqliteLog], Any]) -> Any:
    """What a coroutine on the store gives."""

    async def work() -> Any:
        log = SqliteLog(store)
        try:
            return await doing(log)
        finally:
            await log.close()

    return asyncio.run(work())


def keep(
    store: Path,
    exercise: str = "one",
    *,
    ended: bool = False,
    files: Mapping[str, bytes] | None = None,
    days: int = 0,
    table: Table | None = None,
) -> list[Recorded]:
    """Keep a small exercise, or that of a table."""
    records = [
        r.model_copy(update={"exercise": exercise, "at": r.at + timedelta(days=days)})
        for r in (table.records if table else played(ended=ended))
    ]

    async def work(log: SqliteLog) -> None:
        async with log.turn(exercise) as turn:
            await turn.append(records)
        await log.attach(exercise, files or {})

    with_log(store, work)
    return records


def stored(store: Path, exercise: str = "one") -> list[Stored]:
    """The records as they are kept."""
    found: list[Stored] = with_log(store, lambda log: log.stored(exercise))
    return found


def numbers(store: Path, kind: str) -> list[int]:
    """The numbers of the records of a kind."""
    return [s.seq for s in stored(store) if json.loads(s.text)["event"]["kind"] == kind]


def traces(folder: Path, text: str = CANARY) -> list[str]:
    """The files below a folder in which a text stands."""
    found = [f for f in folder.rglob("*") if f.is_file()]
    return sorted(f.name for f in found if text.encode() in f.read_bytes())
