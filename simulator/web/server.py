"""What the server holds while it runs: hub, names, secrets, who is there, and whether it closes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol

from simulator.domain.errors import SimulatorError, StoreError
from simulator.domain.people import Actor
from simulator.service.access import Access
from simulator.service.faults import kept
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.service.naming import names_of
from simulator.service.ready import Shelf, Shelves, bare
from simulator.service.throttle import Throttle
from simulator.stores.names import Names
from simulator.web.audit import Audit
from simulator.web.caller import Caller
from simulator.web.known import KnownNames
from simulator.web.quota import Quota
from simulator.web.reports import Reports
from simulator.web.rooms import message
from simulator.web.shared import SharedViews

HEARTBEAT = 15.0
"""Seconds of wall time after which a stream says something even if nothing happened."""
MOST_STREAMS = 20
"""Streams of one person; the oldest ends where there are more, for most of them are of devices
that went away without a word."""


LIFE = 6.0
"""Seconds of wall time in which somebody counts as there who asks again and again: three times the
longest pause of a page between an answer, or none, and its next question."""


def _sound() -> None:
    """Nothing is wrong."""


SLICE, LONGEST = 0.005, 0.05
"""Seconds for which streams are served without a look at what else has come: so long, and then to
the end of a table, for what one of it is told is told to all; but longer at no table."""

PAUSE = 0.2
"""Seconds from one look of exercise control to the next: its pages tell of everything that happens
anywhere, are drawn anew each time, and are the longest."""


class Follower(Protocol):
    """A stream, as the server knows it."""

    def ring(self) -> None:
        """Say that something may have happened."""
        ...

    def end(self) -> None:
        """Let it come to its end."""
        ...


@dataclass(slots=True)
class Server:
    """One process at one store; each exercise is asked of the hub by its name."""

    hub: Hub
    names: Names
    access: Access
    throttle: Throttle
    audit: Audit
    quota: Quota
    hosts: frozenset[str]
    """The names and addresses it answers to, each with its port."""
    exercises: tuple[str, ...]
    """What is served here."""
    stop: Callable[[], None]
    """Ends the server."""
    fault: Callable[[BaseException], str] = kept
    """Writes a fault of ours down; its number."""
    ailing: Callable[[], SimulatorError | None] = _sound
    """Why the last backup was not made, as long as none is."""
    told: str = ""
    """The address and port that others are told, where a device has come in by them before."""
    heartbeat: float = HEARTBEAT
    reports: Reports | None = None
    """After-action reports; None where nothing can make them."""
    shelves: Shelves = bare
    """What lies ready in the library, for injects made up on the spot."""
    taken_down: dict[tuple[str, str], Shelf] = field(default_factory=dict)
    """Exercise and language → their shelf, once it was read."""
    views: SharedViews = field(init=False)
    rooms: SharedViews = field(init=False)
    """The same for pages: cards and forms as HTML."""
    _followers: dict[tuple[str, str], list[Follower]] = field(default_factory=dict)
    """Exercise and person → the streams they have open (K29), the oldest first."""
    _asked: dict[tuple[str, str], float] = field(default_factory=dict)
    """Exercise and person → when they last asked for what is new."""
    _ringers: dict[str, list[asyncio.Task[None]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = KnownNames(self.names)
        self.views = SharedViews(self.hub, self.called)
        self.rooms = SharedViews(self.hub, self.called, message)

    def served(self, exercise: str) -> bool:
        """Whether an exercise is served here."""
        return exercise in self.exercises

    async def listed(self) -> list[dict[str, object]]:
        """What anybody may know of what is served: names, titles, how it stands, its languages."""
        found = [await self.hub.exercise(name) for name in self.exercises]
        return [
            {"exercise": each.id, "title": each.scenario.title, "status": each.status}
            | {"languages": sorted(each.kit.editions)}
            for each in found
        ]

    async def editions(self, exercise: str) -> tuple[str, ...]:
        """The languages that an exercise can be read in."""
        return tuple((await self.hub.exercise(exercise)).kit.editions)

    def gateway(self, caller: Caller, language: str) -> LocalGateway:
        """The exercise as one seat has it."""
        return LocalGateway(self.hub, self.names, caller.exercise, caller.actor, language)

    async def seated(self, exercise: str, person: str) -> Actor | None:
        """Who somebody is in an exercise, by the seat they have there now."""
        if not self.served(exercise):
            return None
        try:
            seat = (await self.hub.exercise(exercise)).seats.get(person)
        except StoreError:
            return None
        return seat.actor if seat else None

    async def still(self, caller: Caller) -> bool:
        """Whether somebody has the seat they had."""
        return caller.house or caller.actor == await self.seated(
            caller.exercise, caller.actor.person
        )

    async def number(self, exercise: str) -> int:
        """The number of the last event."""
        return (await self.hub.exercise(exercise)).seq

    async def called(self, exercise: str) -> Mapping[str, str]:
        """Person → name, for the map beside a view; the same mapping while nothing has changed."""
        mode = (await self.hub.exercise(exercise)).names
        return _NOBODY if mode == "role-only" else await names_of(self.names, mode, exercise)

    @contextmanager
    def following(self, caller: Caller, follower: Follower) -> Iterator[None]:
        """Somebody follows while the block runs."""
        who = (caller.exercise, caller.actor.person)
        theirs = self._followers.setdefault(who, [])
        theirs.append(follower)
        if len(theirs) > MOST_STREAMS:
            theirs[0].end()
        if caller.exercise not in self._ringers:
            ringing = (self._ring(caller.exercise, tables) for tables in (True, False))
            self._ringers[caller.exercise] = [asyncio.create_task(each) for each in ringing]
        try:
            yield
        finally:
            theirs.remove(follower)
            if not theirs and self._followers.get(who) is theirs:
                del self._followers[who]

    def present(self, exercise: str) -> frozenset[str]:
        """The persons of an exercise who have a stream open now, or ask again and again."""
        now = time.monotonic()
        self._asked = {who: at for who, at in self._asked.items() if now - at < LIFE}
        return frozenset(p for served, p in (*self._followers, *self._asked) if served == exercise)

    def asked(self, caller: Caller) -> None:
        """Somebody asked for what is new, as those do for whom no stream comes through."""
        self._asked[caller.exercise, caller.actor.person] = time.monotonic()

    def close(self) -> None:
        """Let every stream end, so that the process can."""
        for ringer in (each for ringers in self._ringers.values() for each in ringers):
            ringer.cancel()
        for follower in self._all():
            follower.end()

    async def _ring(self, exercise: str, tables: bool) -> None:
        """Ring those at tables whenever something has happened; all others not that often."""
        with suppress(StoreError):
            while True:
                number = await self.number(exercise)
                await self._rung(exercise, tables)
                await asyncio.sleep(0 if tables else PAUSE)
                await self.hub.woken(exercise, number)
        for follower in self._all(exercise):
            follower.end()

    async def _rung(self, exercise: str, tables: bool) -> None:
        """Ring all that there are now, table by table; between them others have their turn."""
        last, until = None, 0.0
        for team, each in await self._by_team(exercise, tables):
            now = time.monotonic()
            if now >= until + LONGEST or (now >= until and team != last):
                await asyncio.sleep(0)
                await self.views.renew(exercise)
                await self.rooms.renew(exercise)
                until = time.monotonic() + SLICE
            last = team
            each.ring()

    async def _by_team(self, exercise: str, tables: bool) -> list[tuple[str, Follower]]:
        """Who follows from a table, those of one beside each other; or all others."""
        seats = (await self.hub.exercise(exercise)).seats
        found = []
        for (served, person), theirs in self._followers.items():
            seat = seats.get(person) if served == exercise else None
            team = seat.actor.team if seat else None
            if served == exercise and bool(team) is tables:
                found += [(team or "", each) for each in theirs]
        return sorted(found, key=lambda pair: pair[0])

    def _all(self, exercise: str | None = None) -> list[Follower]:
        found = self._followers.items()
        return [each for (e, _), theirs in found if exercise in (None, e) for each in theirs]


_NOBODY: Mapping[str, str] = {}
