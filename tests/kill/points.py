"""The points at which a writer is killed: between the steps of keeping what it acknowledges."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from simulator.acts import Recorded
from simulator.stores.base import Turn
from simulator.stores.sqlite import SqliteLog

POINTS = (
    "laying the tables",
    "opening the file",
    "after an insert",
    "before the commit",
    "after the commit",
    "before the answer",
    "after the answer",
    "at any moment",
)
"""Where a writer is killed: the first only when its exercise begins, the last by a timer."""
EARLY, UNSYNCED = "early", "unsynced"
"""What writers do that the experiment must catch: answer before keeping, keep without a sync."""


class Death:
    """Kills its own process when a point is passed for so many times."""

    def __init__(self, point: str, passing: int) -> None:
        self._point = point
        self._passing = passing
        self._passed: Counter[str] = Counter()

    def passed(self, point: str) -> None:
        """The writer has come to a point; it may be its last."""
        self._passed[point] += 1
        if point == self._point and self._passed[point] >= self._passing:
            os.kill(os.getpid(), signal.SIGKILL)


class Connections:
    """SQLite's connections, with the points between their statements."""

    def __init__(self, death: Death, careless: str | None) -> None:
        class Mortal(sqlite3.Connection):
            """A connection whose process may die before or after a statement."""

            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                if sql == "PRAGMA journal_mode=WAL":
                    death.passed("opening the file")
                elif sql == "COMMIT":
                    death.passed("before the commit")
                elif sql.startswith("CREATE TABLE"):
                    death.passed("laying the tables")
                elif careless == UNSYNCED and sql == "PRAGMA synchronous=FULL":
                    sql = "PRAGMA synchronous=OFF"
                done = super().execute(sql, *values)
                if sql.startswith("INSERT INTO events"):
                    death.passed("after an insert")
                elif sql == "COMMIT":
                    death.passed("after the commit")
                return done

        self._kind = Mortal
        self._connect = sqlite3.connect

    def __call__(self, *args: Any, **more: Any) -> sqlite3.Connection:
        """Connect, as `sqlite3.connect` does."""
        return self._connect(*args, factory=self._kind, **more)


class MortalLog(SqliteLog):
    """A log whose process may die between keeping and answering."""

    death: Death
    careless: str | None = None

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[Turn]:
        """Hold the turn."""
        async with super().turn(exercise) as turn:
            yield _MortalTurn(turn, self)


class _MortalTurn:
    """A turn of it."""

    def __init__(self, turn: Turn, log: MortalLog) -> None:
        self._turn = turn
        self._log = log
        self._late: asyncio.Task[None] | None = None

    async def read(self, after: int = 0) -> list[Recorded]:
        return await self._turn.read(after)

    async def answered(self, person: str, request: str) -> Recorded | None:
        return await self._turn.answered(person, request)

    async def append(self, records: Sequence[Recorded]) -> None:
        if self._log.careless == EARLY:
            self._late = asyncio.create_task(self._turn.append(records))
        else:
            await self._turn.append(records)
        self._log.death.passed("before the answer")
