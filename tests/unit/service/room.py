"""A hub on a log in memory and a fixed clock, with one exercise under way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from simulator.acts import Command, Recorded
from simulator.acts.injects import ReleaseInject
from simulator.acts.play import CreateExercise, StartExercise
from simulator.channels.read_aloud import ReadAloud
from simulator.domain.errors import Refused, StoreError
from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from simulator.service.clock import FixedClock
from simulator.service.hub import Answer, Hub
from simulator.stores.base import Turn
from simulator.stores.memory import MemoryLog
from tests.builders import FACILITATOR, a_kit, a_scenario

ID = "one"
FULL = StoreError("store_failed", file="one.db", problem="disk full")
START, RELEASE = StartExercise(), ReleaseInject(inject="a")


class CountingLog(MemoryLog):
    """A log in memory that counts its appends and can be told to fail, or to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.appends: list[int] = []
        self.fault: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def read(self, exercise: str, after: int = 0, most: int | None = None) -> list[Recorded]:
        if self.fault:
            raise self.fault
        return await super().read(exercise, after, most)

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[Turn]:
        async with super().turn(exercise) as turn:
            yield _CountingTurn(turn, self)


class _CountingTurn:
    def __init__(self, turn: Turn, log: CountingLog) -> None:
        self._turn = turn
        self._log = log

    async def read(self, after: int = 0) -> list[Recorded]:
        await self._log.open.wait()
        return await self._turn.read(after)

    async def answered(self, person: str, request: str) -> Recorded | None:
        return await self._turn.answered(person, request)

    async def append(self, records: Sequence[Recorded]) -> None:
        if self._log.fault:
            raise self._log.fault
        self._log.appends.append(len(records))
        await self._turn.append(records)


class WallClock(FixedClock):
    """A clock whose wall time somebody may set, or which slept, and whose zone may change."""

    def __init__(self) -> None:
        super().__init__()
        self._set = timedelta()
        self.zone = 60

    def now(self) -> datetime:
        return super().now() + self._set

    def offset(self) -> int:
        return self.zone

    def set_by(self, seconds: float) -> None:
        """Wall time moves, the steady clock does not: a sleep, or a clock that was set."""
        self._set += timedelta(seconds=seconds)


class Room:
    """A hub on a log in memory and a fixed clock, with one exercise under way."""

    def __init__(self, scenario: Scenario | None = None) -> None:
        self.scenario = scenario or a_scenario()
        self.log = CountingLog()
        self.clock = WallClock()
        self.hub = self.another_hub()

    def another_hub(self) -> Hub:
        return Hub(self.log, self.clock, {"read-aloud": ReadAloud()})

    async def started(self) -> Room:
        await self.hub.submit(ID, FACILITATOR, CreateExercise(kit=a_kit(self.scenario)))
        await self.give(START)
        return self

    async def give(
        self, command: Command, by: Actor = FACILITATOR, request: str | None = None
    ) -> Answer:
        return await self.hub.submit(ID, by, command, request)

    async def give_at_once(self, *given: tuple[Command, Actor]) -> list[Answer | BaseException]:
        """Commands that wait together and are taken in one turn."""
        asked = (self.hub.submit(ID, actor, command) for command, actor in given)
        return await asyncio.gather(*asked, return_exceptions=True)

    async def refusal(self, command: Command, request: str | None = None) -> str:
        with pytest.raises(Refused) as refused:
            await self.give(command, request=request)
        return refused.value.code

    async def records(self) -> list[Recorded]:
        return await self.log.read(ID)

    async def kinds(self) -> list[str]:
        return [r.event.kind for r in await self.records()]

    async def state(self) -> Exercise:
        return await self.hub.exercise(ID)
