"""The crowd at work: everybody joins, the facilitator releases, people open and decide."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from simulator.domain.access import Place
from simulator.loadtest.connection import Answer
from simulator.loadtest.heard import Heard
from simulator.loadtest.meter import Meter, share
from simulator.loadtest.observed import Observed, Out, Said
from simulator.loadtest.person import Failed, House, Person
from simulator.loadtest.plan import Visitor, plan
from simulator.loadtest.setup import Setup
from simulator.loadtest.streams import Reading

SETTLED = 20.0
"""Seconds in which all that was sent has come everywhere, or is counted as lost."""
COMING = 60.0
"""Seconds after the burst in which all who still try may come in."""
LOOK, BEAT = 0.05, 1.0
"""Seconds between looks at how late the crowd itself is, and at the server."""

LATELY = 6
"""Looks at the server that are as it is now."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come."""

    seconds: float
    inside: int
    streams: int
    released: int
    delivered: int
    decided: int
    errors: int
    share: float
    """Of a core, that the server takes now."""
    memory: int


class Crowd:
    """Everybody, at one server."""

    def __init__(
        self,
        setup: Setup,
        house: House,
        codes: Mapping[Place, str],
        meter: Meter,
        stop: asyncio.Event,
    ) -> None:
        """`stop` is set by whoever wants it to end early."""
        self.observed = Observed()
        self.stop = stop
        self._setup = setup
        self._house = house
        self._codes = codes
        self.meter = meter
        self._reading = Reading()
        self._began = time.monotonic()
        self._heads: dict[str | None, int] = {}
        """Team → the highest number that was acknowledged of what it reads; none: what all do."""
        self._people: list[tuple[Visitor, Person]] = []
        self._following: set[asyncio.Task[Any]] = set()
        """What goes on beside it to the end."""
        self._pacing: set[asyncio.Task[Any]] = set()
        """What waits until something is to be done."""
        self._doing: set[asyncio.Task[Any]] = set()
        """What has been asked of the server; waited for."""

    async def run(self) -> None:
        """Until it is over, or told to stop."""
        self._began = time.monotonic()
        for work in (self._reading.run(), self._late(), self._metered()):
            self._beside(work)
        try:
            facilitator = await self._burst()
            if not self.stop.is_set() and facilitator.inside:
                await self._play(facilitator)
            await self._settled()
        finally:
            await self._end()

    def progress(self) -> Progress:
        """As it stands now."""
        seen, samples = self.observed, self.meter.samples
        return Progress(
            seconds=time.monotonic() - self._began,
            inside=len(seen.joins),
            streams=len(seen.heard),
            released=len(seen.out),
            delivered=sum(len(each.first) for each in seen.heard),
            decided=sum(each.number is not None for each in seen.said),
            errors=seen.errors.total(),
            share=share(samples[-LATELY:]),
            memory=samples[-1].memory if samples else 0,
        )

    # Coming in

    async def _burst(self) -> Person:
        """Everybody comes in, the facilitator first."""
        code = self._codes[Place("facilitator")]
        facilitator = Person(self._house, code, Heard(None), self.observed)
        await facilitator.come("Control")
        self.observed.joins.clear()
        if facilitator.inside:
            self._beside(facilitator.follow("page", self._reading))
        tables = [each for each in self._codes if each.role == "participant" and not each.team_role]
        begun = time.monotonic()
        for visitor in plan(self._setup):
            self._pace(self._comes(visitor, tables[visitor.table], begun))
        await self._wait(self._setup.burst)
        await self._until(lambda: self.stop.is_set() or self._tried() >= self._setup.people, COMING)
        return facilitator

    def _tried(self) -> int:
        """Who has come in, or given up."""
        joins = (n for what, n in self.observed.errors.items() if what.startswith("join: "))
        return len(self.observed.joins) + sum(joins)

    async def _comes(self, visitor: Visitor, table: Place, begun: float) -> None:
        await asyncio.sleep(begun + visitor.joins - time.monotonic())
        heard = Heard(table.team, lambda card: self._opens(visitor, person, card))
        heard.asks = visitor.way == "polling"
        person = Person(self._house, self._codes[table], heard, self.observed)
        self._do(self._come(visitor, person))

    async def _come(self, visitor: Visitor, person: Person) -> None:
        await person.come(f"Player {visitor.number}")
        if person.inside:
            self._people.append((visitor, person))
            if visitor.way != "stalled":
                self.observed.heard.append(person.heard)
            self._beside(person.follow(visitor.way, self._reading))

    # Play

    async def _play(self, facilitator: Person) -> None:
        answer = await facilitator.do("start", {"kind": "start_exercise"}, "load-start")
        if not self._acknowledged("start", answer):
            return
        started = self.observed.started = time.monotonic()
        for visitor, person in self._people:
            self._pace(self._decides(visitor, person, started))
        for number in range(self._setup.releases):
            await self._wait(started + number * self._setup.every - time.monotonic())
            if self.stop.is_set():
                return
            self._do(self._release(facilitator, f"inject-{number + 1}"))
        await self._wait(started + self._setup.seconds - time.monotonic())

    async def _release(self, facilitator: Person, inject: str) -> None:
        form, out = {"kind": "release_inject", "inject": inject}, Out(inject, time.monotonic())
        self.observed.out.append(out)
        answer = await facilitator.do("release", form, f"load-{inject}")
        if self._acknowledged("release", answer):
            self._told(None, json.loads(answer.body)["last"])

    async def _decides(self, visitor: Visitor, person: Person, started: float) -> None:
        for place, moment in enumerate(visitor.decides):
            await asyncio.sleep(started + moment - time.monotonic())
            self._do(self._decide(person, visitor.says(place), visitor.key(place)))

    async def _decide(self, person: Person, text: str, key: str) -> None:
        said = Said(text, time.monotonic())
        self.observed.said.append(said)
        form = {"kind": "log_decision", "text": text, "token": key}
        answer = await person.do("decision", form, key)
        took = time.monotonic() - said.sent
        if self._acknowledged("decision", answer):
            said.number, said.took = json.loads(answer.body)["first"], took
            self._told(person.heard.team, said.number)

    def _opens(self, visitor: Visitor, person: Person, card: str) -> None:
        """An inject has come: after a while it is opened, as every page tells the server."""
        kind, _, inject = card.partition("-")
        place = inject.removeprefix("inject-")
        if kind == "inject" and place.isdecimal() and int(place) <= len(visitor.opens):
            self._pace(self._opened(person, inject, visitor.opens[int(place) - 1]))

    async def _opened(self, person: Person, inject: str, after: float) -> None:
        await asyncio.sleep(after)
        self._do(self._open(person, inject))

    async def _open(self, person: Person, inject: str) -> None:
        form, key = {"kind": "acknowledge_inject", "inject": inject}, f"load-open-{inject}"
        answer = await person.do("opening", form, key)
        if answer.status != 409:  # somebody else of the team was first
            self._acknowledged("opening", answer)

    def _acknowledged(self, what: str, answer: Answer) -> bool:
        if answer.status == 200:
            return True
        self.observed.errors[f"{what}: {answer.status}"] += 1
        return False

    def _told(self, team: str | None, number: int) -> None:
        self._heads[team] = max(self._heads.get(team, 0), number)

    # The end

    async def _settled(self) -> None:
        """Wait until all that was asked is answered, and all that was told has come."""
        for task in self._pacing:
            task.cancel()
        await self._until(
            lambda: not self._doing and all(h.last >= self._head(h) for h in self.observed.heard),
            SETTLED,
        )

    def _head(self, heard: Heard) -> int:
        """The number up to which a device must have heard."""
        return max(self._heads.get(None, 0), self._heads.get(heard.team, 0))

    async def _end(self) -> None:
        tasks = [*self._pacing, *self._doing, *self._following]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # Beside it

    async def _late(self) -> None:
        """How late this process is: what it measures is wrong by as much."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(LOOK)
            self.observed.lags.append(max(0.0, time.monotonic() - before - LOOK))

    async def _metered(self) -> None:
        while True:
            self.meter.look(time.monotonic())
            await asyncio.sleep(BEAT)

    async def _wait(self, seconds: float) -> None:
        """So long, or until it is stopped."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await self.stop.wait()

    async def _until(self, so: Callable[[], bool], most: float) -> None:
        """Until it is so, or for so many seconds."""
        for _ in range(int(most / LOOK)):
            if so():
                return
            await asyncio.sleep(LOOK)

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        _kept(self._following, work)

    def _pace(self, work: Coroutine[Any, Any, None]) -> None:
        _kept(self._pacing, work)

    def _do(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return _kept(self._doing, _unless_failed(work))


async def _unless_failed(work: Coroutine[Any, Any, None]) -> None:
    """What could not be done is counted where it failed."""
    with suppress(Failed):
        await work


def _kept(tasks: set[asyncio.Task[Any]], work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return task
