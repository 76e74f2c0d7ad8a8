"""A server in a process of its own; the first one imports everything, the others are its forks."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ClassVar

import uvloop

from simulator.acts import Recorded
from simulator.acts.people import JoinExercise
from simulator.acts.play import CreateExercise, StartExercise
from simulator.domain.edition import Kit
from simulator.domain.people import Actor
from simulator.service.access import Access, secret_of
from simulator.service.clock import MachineClock
from simulator.service.faults import kept
from simulator.service.hub import Hub
from simulator.service.throttle import Throttle
from simulator.stores.base import EventLog, Turn
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames, Names, SqliteNames
from simulator.stores.sqlite import SqliteLog
from simulator.web import quota
from simulator.web.audit import Audit
from simulator.web.caller import HOUSE
from simulator.web.server import Server
from simulator.web.serving import Process, listening
from tests.builders import FACILITATOR
from tests.forks import FORKS

ID = "one"
FAULTS = "faults.log"
LATE = 0.3
"""Seconds after which a careless log keeps what it said it had kept."""
FAR = 30.0
"""Seconds in which a server has begun or ended, or the test has failed."""


class Careless(SqliteLog):
    """A log that keeps what is appended only a moment after it said so."""

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[Turn]:
        """Hold the turn."""
        async with super().turn(exercise) as turn:
            yield _CarelessTurn(turn)


class _CarelessTurn:
    """A turn of it."""

    later: ClassVar[set[asyncio.Task[None]]] = set()

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def read(self, after: int = 0) -> list[Recorded]:
        return await self._turn.read(after)

    async def answered(self, person: str, request: str) -> Recorded | None:
        return await self._turn.answered(person, request)

    async def append(self, records: Sequence[Recorded]) -> None:
        async def appended() -> None:
            await asyncio.sleep(LATE)
            await self._turn.append(records)

        task = asyncio.create_task(appended())
        self.later.add(task)
        task.add_done_callback(self.later.discard)


@dataclass(frozen=True)
class Setting:
    """What a server serves, and how."""

    folder: Path
    kept: bool = True
    """Whether on disk; else in memory, for as long as it lives."""
    kit: Kit | None = None
    """Of an exercise in memory."""
    seats: tuple[Actor, ...] = ()
    """Who sits in it from the beginning, where it is in memory."""
    unlimited: bool = True
    """Whether seats may send as much as they like."""
    careless: bool = False
    """Whether it answers before it keeps: a fault that an experiment must catch."""


async def begun(log: EventLog, kit: Kit, seats: tuple[Actor, ...]) -> None:
    """An exercise of this kit that runs, with these people in their seats."""
    hub = Hub(log, MachineClock(), {})
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=kit))
    await hub.submit(ID, FACILITATOR, StartExercise())
    await asyncio.gather(*(hub.submit(ID, actor, JoinExercise()) for actor in seats))
    await hub.close()


def tokens(folder: Path, people: tuple[str, ...]) -> dict[str, str]:
    """What each of them is known by; the house too."""
    access = Access(secret_of(folder))
    return {person: access.token(ID, person) for person in (*people, HOUSE)}


def serve(setting: Setting, port: int, told: Connection) -> None:
    """Serve until ended; says on which port as soon as somebody can be answered."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if setting.unlimited:
        quota.BURST = 10**9
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(setting, port, told))


async def _serve(setting: Setting, port: int, told: Connection) -> None:
    clock, folder = MachineClock(), setting.folder
    log = _log(setting)
    names: Names = SqliteNames(folder) if setting.kept else MemoryNames()
    if setting.kit is not None:
        await begun(log, setting.kit, setting.seats)
    hub, where = Hub(log, clock, {}), listening(lan=False, port=port)

    def made(stop: Callable[[], None]) -> Server:
        return Server(
            hub=hub,
            names=names,
            access=Access(secret_of(folder)),
            throttle=Throttle(clock.steady),
            audit=Audit(folder / "audit.jsonl", clock.now),
            quota=quota.Quota(clock.steady),
            hosts=where.hosts,
            exercises=(ID,),
            stop=stop,
            fault=lambda error: kept(error, folder / FAULTS),
        )

    await Process(made, where).run([ID], lambda: told.send(where.port))
    await hub.close()
    await log.close()


def _log(setting: Setting) -> EventLog:
    if not setting.kept:
        return MemoryLog()
    return Careless(setting.folder) if setting.careless else SqliteLog(setting.folder)


class Served:
    """A server process, as its test has it in hand."""

    def __init__(self, setting: Setting, port: int = 0) -> None:
        ours, theirs = FORKS.Pipe(duplex=False)
        self._process = FORKS.Process(target=serve, args=(setting, port, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._told = ours
        self.port = 0

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid is not None
        return self._process.pid

    def ready(self) -> int:
        """Wait until it answers; on which port."""
        if not self._told.poll(FAR):
            self.kill()
            raise TimeoutError("the server has not begun")
        self.port = self._told.recv()
        return self.port

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self._process.kill()  # does nothing to a process that has ended
        self._process.join(FAR)
        self._told.close()

    def end(self) -> float | None:
        """Ask it to end; how many seconds it took, none where it did not."""
        before = time.monotonic()
        self._process.terminate()
        self._process.join(FAR)
        took = time.monotonic() - before
        alive = self._process.is_alive()
        self.kill()
        return None if alive else took
