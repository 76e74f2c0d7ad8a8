"""The keeper: backs an exercise up by itself, beside play, and never in its way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from simulator.domain.errors import SimulatorError, StoreError
from simulator.ops.backups import Kind, Made, back_up, glance
from simulator.ops.shelves import backups_in, prune
from simulator.service.clock import Clock
from simulator.service.hub import Hub
from simulator.service.ticker import SECOND
from simulator.stores.base import EventLog
from simulator.stores.names import Names

FIVE_MINUTES = 300.0
Making = Callable[[datetime, Kind], Awaitable[Made]]
"""Makes a backup of the exercise in the folder, called after now. Raises `SimulatorError`."""
Told = Callable[[SimulatorError], object]


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up, and where it is read."""

    hub: Hub
    reading: Callable[[], EventLog]
    """A log to read once and to close: the hub's own is never held up."""
    names: Names
    exercise: str
    apart: Making | None = None
    """How it is done during play; in this process unless there is another way."""


class Keeper:
    """Backs up one exercise: when it stops, every five minutes of change, and at the end."""

    def __init__(
        self, source: Source, folder: Path, clock: Clock, every: float = FIVE_MINUTES
    ) -> None:
        self._source = source
        self._folder = folder
        self._clock = clock
        self.told: Told | None = None
        """Who hears that backups fail, once until one is made again."""
        self._every = every
        self._kept = 0
        """The number of the last record that is in a backup."""
        self._called: Mapping[str, str] = {}
        """The names that are in it."""
        self._tried = clock.steady()
        self._status = ""
        self.failing: SimulatorError | None = None
        """Why the last backup that was due was not made."""

    async def begin(self) -> None:
        """Look what is in a backup already. Raises `StoreError`."""
        self._status = (await self._source.hub.exercise(self._source.exercise)).status
        latest = next(iter(backups_in(self._folder, self._source.exercise)), None)
        found = await asyncio.to_thread(glance, latest.path) if latest else None
        if found is None:
            return
        said, names = found
        log = self._source.reading()
        try:
            stored = await log.stored(self._source.exercise)
        finally:
            await log.close()
        if len(stored) >= said.records > 0 and stored[said.records - 1].digest == said.head:
            self._kept, self._called = said.records, names

    async def look(self) -> None:
        """Back up if it is time: play has just stopped, or five minutes have passed, with news."""
        exercise = await self._source.hub.exercise(self._source.exercise)
        stopped = exercise.status != self._status and exercise.status in ("paused", "ended")
        self._status = exercise.status
        due = self._clock.steady() - self._tried >= self._every
        if exercise.seq > self._kept and (stopped or due):
            kind: Kind = "end" if stopped and exercise.status == "ended" else "auto"
            await self._back_up(kind, self._source.apart or self._here)

    async def leave(self) -> None:
        """Back up what is in no backup yet. Raises `StoreError`."""
        source = self._source
        exercise = await source.hub.exercise(source.exercise)
        called = dict(await source.names.of(source.exercise))
        if exercise.seq > self._kept or called != self._called:
            await self._back_up("end", self._here)

    async def _back_up(self, kind: Kind, making: Making) -> None:
        """A backup that fails is told once, and tried again when the next is due."""
        now, self._tried = self._clock.now(), self._clock.steady()
        try:
            made = await making(now, kind)
            await asyncio.to_thread(prune, self._folder, self._source.exercise, now)
        except SimulatorError as error:
            first, self.failing = self.failing is None, error
            if first and self.told is not None:
                self.told(error)
        else:
            self._kept, self._called, self.failing = made.manifest.records, made.names, None

    async def _here(self, now: datetime, kind: Kind) -> Made:
        source = self._source
        log = source.reading()
        try:
            return await back_up(log, source.names, source.exercise, self._folder, now, kind)
        finally:
            await log.close()


@asynccontextmanager
async def backed_up(
    keeper: Keeper, told: Told | None = None, beat: float = SECOND
) -> AsyncIterator[None]:
    """While the block runs the keeper looks each second; on leaving it makes the last backup.

    That backups fail is told once, and does nothing else to the block.
    """
    keeper.told = told
    left = asyncio.Event()

    async def watch() -> None:
        with suppress(StoreError):
            await keeper.begin()
        while not left.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(left.wait(), beat)
            with suppress(StoreError):
                await keeper.look()

    task = asyncio.create_task(watch())
    try:
        yield
    finally:
        left.set()
        await asyncio.wait([task])
        with suppress(StoreError):
            await keeper.leave()
        task.result()
