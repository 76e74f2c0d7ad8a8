"""What the server holds while it runs: hub, names, secrets, who is there, and whether it closes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from simulator.domain.errors import StoreError
from simulator.domain.people import Actor
from simulator.service.access import Access
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.service.throttle import Throttle
from simulator.stores.names import Names
from simulator.web.audit import Audit
from simulator.web.caller import Caller
from simulator.web.quota import Quota
from simulator.web.shared import SharedViews


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
    views: SharedViews = field(init=False)
    _present: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many streams each person of an exercise has open (K29)."""
    _followers: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.views = SharedViews(self.hub)

    def served(self, exercise: str) -> bool:
        """Whether an exercise is served here."""
        return exercise in self.exercises

    async def listed(self) -> list[dict[str, str]]:
        """What anybody may know of what is served: names, titles, how it stands."""
        found = [await self.hub.exercise(name) for name in self.exercises]
        return [
            {"exercise": each.id, "title": each.scenario.title, "status": each.status}
            for each in found
        ]

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
        return caller.house or await self.seated(caller.exercise, caller.actor.person) is not None

    async def called(self, exercise: str) -> Mapping[str, str]:
        """Person → name, for the map beside a view."""
        return await LocalGateway(self.hub, self.names, exercise, _NOBODY, "en").names()

    @contextmanager
    def following(self, caller: Caller, task: asyncio.Task[None]) -> Iterator[None]:
        """Somebody follows while the block runs."""
        who = (caller.exercise, caller.actor.person)
        self._present[who] += 1
        self._followers.add(task)
        try:
            yield
        finally:
            self._followers.discard(task)
            self._present[who] -= 1

    def present(self, exercise: str) -> frozenset[str]:
        """The persons of an exercise who have a stream open now."""
        return frozenset(p for (e, p), count in self._present.items() if e == exercise and count)

    def close(self) -> None:
        """Let every stream end, so that the process can."""
        for task in tuple(self._followers):
            task.cancel()


_NOBODY = Actor(person="nobody", role="observer")
