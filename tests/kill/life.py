"""One life of a writer: it repeats what was asked before, asks for more, and is killed at it."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from simulator.acts import Command
from simulator.acts.evaluation import TakeNote
from simulator.acts.play import CreateExercise, StartExercise
from simulator.domain.edition import Kit
from simulator.service.clock import MachineClock
from simulator.service.hub import Hub
from tests.builders import FACILITATOR
from tests.kill.points import Connections, Death, MortalLog

MOST = 400
"""After so many commands a writer that nothing has killed ends by itself."""


@dataclass(frozen=True)
class Plan:
    """What is drawn from the seed for one life."""

    point: str
    passing: int
    delay: float
    """Seconds after the first answer, for a death at any moment."""
    repeats: tuple[int, ...]
    """Requests given in earlier lives, to be given again."""
    next: int
    """The first new request."""
    at_once: int
    """How many wait for an answer at the same time."""
    careless: str | None = None


def command_of(request: int, kit: Kit) -> Command:
    """What a request asks for: the same whenever it is given."""
    if request == 0:
        return CreateExercise(kit=kit)
    return StartExercise() if request == 1 else TakeNote(text=f"Note {request}.")


class Life:
    """A writer and the pipe on which it tells each answer as it gets it."""

    def __init__(self, folder: Path, exercise: str, kit: Kit, plan: Plan, told: int) -> None:
        self._exercise, self._kit, self._plan, self._told = exercise, kit, plan, told
        self._death = Death(plan.point, plan.passing)
        log = MortalLog(folder)
        log.death = self._death
        log.careless = plan.careless
        self._hub = Hub(log, MachineClock(), {})
        self._timed = False

    async def live(self) -> None:
        """Ask until killed."""
        sqlite3.connect = Connections(self._death, self._plan.careless)  # type: ignore[assignment]
        for request in self._plan.repeats:
            await self._ask(request)
        step = self._plan.at_once
        for first in range(self._plan.next, self._plan.next + MOST, step):
            await asyncio.gather(*(self._ask(first + n) for n in range(step)))

    async def _ask(self, request: int) -> None:
        command = command_of(request, self._kit)
        answer = await self._hub.submit(self._exercise, FACILITATOR, command, f"r{request}")
        line = f"{request} {answer.first} {answer.last} {int(answer.repeated)}\n"
        os.write(self._told, line.encode())
        self._death.passed("after the answer")
        if self._plan.point == "at any moment" and not self._timed:
            self._timed = True
            signal.setitimer(signal.ITIMER_REAL, self._plan.delay)
