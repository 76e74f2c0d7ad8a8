"""The full-screen console in a test: an exercise with a clock that stands, and keys to press."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from textual.pilot import Pilot

from simulator.acts import Command
from simulator.acts.play import CreateExercise, StartExercise
from simulator.cli.exercises import channels
from simulator.consoles.app import ConsoleApp
from simulator.consoles.invitation import Inviting
from simulator.consoles.seats import Seats
from simulator.domain.edition import Kit
from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor
from simulator.service.clock import FixedClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.service.ready import Shelf, empty
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from tests.builders import FACILITATOR
from tests.loopback import Loopback, loopback

ID = "one"
REMOTE: ContextVar[bool] = ContextVar("REMOTE", default=False)
"""Whether the console speaks to its exercise over HTTP."""
LONG = 10.0
SMALL, LARGE = (80, 24), (160, 50)


@dataclass
class Room:
    """An exercise, and the console that is open on it."""

    hub: Hub
    clock: FixedClock
    names: MemoryNames
    app: ConsoleApp
    pilot: Pilot[str]
    site: Loopback | None = None

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what they lead to is done."""
        for key in keys:
            await self.pilot.press(key)
            await self.settled()

    async def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        await self.pilot.press(*("space" if letter == " " else letter for letter in text))
        await self.settled()

    async def give(self, command: Command, actor: Actor = FACILITATOR) -> None:
        """A command of somebody else, from another place."""
        await self.hub.submit(ID, actor, command)
        await self.settled()

    async def wait(self, minutes: float) -> None:
        """Let exercise time pass, and the hub notice."""
        self.clock.move(minutes * 60)
        await self.hub.tick(ID)
        await self.settled()
        self.app.seat.beat()
        await self.settled()

    async def sees(self, text: str) -> None:
        """Wait until a text stands on the screen: of a burst it draws the last, a little later."""
        end = asyncio.get_running_loop().time() + LONG
        while text not in self.page:
            assert asyncio.get_running_loop().time() < end, self.page
            await self.settled()
            await asyncio.sleep(0.02)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(3):
            await self.pilot.pause()
        if self.site is not None:
            await self._arrived(self.site)

    async def _arrived(self, site: Loopback) -> None:
        """Wait until every answer is there, and the seat that is looked at has seen the newest."""
        end, calm = asyncio.get_running_loop().time() + LONG, 0
        while calm < 3:
            newest = (await self.hub.exercise(ID)).seq
            behind = self.app.is_running and self.app.seat.session.sight.number < newest
            calm = 0 if site.busy or behind else calm + 1
            assert asyncio.get_running_loop().time() < end
            await (asyncio.sleep(0.002) if calm == 0 else self.pilot.pause())

    async def exercise(self) -> Exercise:
        """The exercise as it is now."""
        return await self.hub.exercise(ID)

    @property
    def shown(self) -> list[str]:
        """What stands on the screen, line by line."""
        width, height = self.app.size
        lines = [
            "".join(segment.text for segment in strip)
            for strip in self.app.screen._compositor.render_strips()
        ]
        return [line[:width] for line in lines[:height]]

    @property
    def toasts(self) -> list[str]:
        """What the toasts say that are to be seen."""
        return [each.message for each in self.app._notifications]

    @property
    def page(self) -> str:
        """The same as one text."""
        return "\n".join(self.shown)


@asynccontextmanager
async def console(
    kit: Kit,
    *,
    size: tuple[int, int] = SMALL,
    language: str = "en",
    first: Actor = FACILITATOR,
    started: bool = True,
    theme: str | None = None,
    shelf: Shelf = empty,
    inviting: Inviting | None = None,
    welcoming: bool = False,
) -> AsyncIterator[Room]:
    """The console at a new exercise of this kit, in memory; near, or over HTTP (`REMOTE`)."""
    clock, names = FixedClock(), MemoryNames()
    hub = Hub(MemoryLog(), clock, channels())
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=kit))
    if started:
        await hub.submit(ID, FACILITATOR, StartExercise())
        await hub.tick(ID)

    def near(actor: Actor) -> Gateway:
        return LocalGateway(hub, names, ID, actor, language)

    def opened(gateway: Callable[[Actor], Gateway]) -> ConsoleApp:
        seats, now = Seats(_seats(kit)), clock.now
        return ConsoleApp(
            gateway,
            seats,
            language,
            first=first,
            now=now,
            theme=theme,
            shelf=shelf,
            inviting=inviting,
            welcoming=welcoming,
        )

    if not REMOTE.get():
        app = opened(near)
        async with app.run_test(size=size) as pilot:
            room = Room(hub, clock, names, app, pilot)
            await room.settled()
            yield room
    else:
        async with loopback(hub, names, clock) as site:
            app = opened(lambda actor: site.gateway(actor, language))
            async with app.run_test(size=size) as pilot:
                room = Room(hub, clock, names, app, pilot, site)
                await room.settled()
                yield room
    await hub.close()


def _seats(kit: Kit) -> Sequence[tuple[str, Sequence[str]]]:
    teams = kit.original.scenario.teams
    return [(team.id, [role.id for role in team.roles]) for team in teams]
