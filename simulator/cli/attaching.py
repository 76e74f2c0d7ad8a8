"""A console at a server: the machine's own user at every seat, or a guest at the one they have."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress

from simulator.acts.play import EndExercise
from simulator.cli.holding import Beside, Holder, Table, hold
from simulator.cli.inviting import invitation_of
from simulator.cli.ready import shelf_for
from simulator.cli.served import Served, reached
from simulator.consoles.invitation import Invitation
from simulator.consoles.leaving import Left
from simulator.consoles.seats import FACILITATOR
from simulator.domain.errors import NotAllowed, Refused, SimulatorError, UsageError
from simulator.domain.people import Actor
from simulator.remote.desk import Desk
from simulator.remote.gateway import RemoteGateway
from simulator.service.gateway import Gateway
from simulator.service.ready import empty
from simulator.text import languages

LOOK = 3.0
"""Seconds of wall time between two looks at how the server fares."""


class _Line:
    """Whether somebody answers at the other end, told to whoever holds the exercise."""

    def __init__(self) -> None:
        self.holder: Holder | None = None
        self._away = False

    def told(self, error: SimulatorError | None) -> None:
        """Nobody answers, or somebody does; told where that is news."""
        if (error is not None) != self._away and self.holder is not None:
            self._away = error is not None
            self.holder.trouble(error)


async def at_server(served: Served, language: str, *, plain: bool, welcoming: bool = False) -> Left:
    """The exercise of a server on this machine, from every seat; what is to become of it.

    `welcoming`: how others come in is the first thing shown.
    """
    async with reached(served) as desk:
        kit = await desk.kit()
        must_be_spoken(language, kit.editions)
        teams, seated = await desk.table()
        line = _Line()

        def gateway(actor: Actor) -> Gateway:
            return RemoteGateway(desk.link, desk.exercise, language, actor, line.told)

        async def inviting() -> Invitation:
            return invitation_of(served, await desk.codes())

        way = await hold(
            Table(
                gateway,
                teams,
                seated,
                language,
                _followed(gateway(FACILITATOR), line),
                shelf=shelf_for(kit, language),
                leaving="server",
                inviting=inviting,
                welcoming=welcoming,
            ),
            plain=plain,
        )
        if way == "end":
            with suppress(Refused):  # it has ended, or has never begun
                await gateway(FACILITATOR).submit(EndExercise())
        return way


async def as_guest(desk: Desk, actor: Actor, language: str, *, plain: bool) -> None:
    """The exercise of a server anywhere, from the seat that somebody has there."""
    must_be_spoken(language, await desk.languages())
    line, shelf = _Line(), empty
    gateway = RemoteGateway(desk.link, desk.exercise, language, told=line.told)
    if actor.role == "facilitator":
        shelf = shelf_for(await desk.kit(), language)
    only: Callable[[Actor], Gateway] = lambda _: gateway  # noqa: E731
    beside = _followed(gateway, line)
    table = Table(only, (), (), language, beside, shelf=shelf, only=actor, leaving="guest")
    await hold(table, plain=plain)


def must_be_spoken(language: str, editions: Iterable[str]) -> None:
    """Raises `UsageError` for a language that neither screen nor scenario has."""
    known = tuple(dict.fromkeys((*languages(), *editions)))
    if language not in known:
        raise UsageError("unknown_language", language=language, known=", ".join(known))


def _followed(gateway: Gateway, line: _Line) -> Beside:
    """While somebody holds it who does not follow by themselves, they are told what is new."""

    @asynccontextmanager
    async def beside(holder: Holder) -> AsyncIterator[None]:
        line.holder = holder
        if holder.news is None:
            yield
            return
        async with _telling(gateway, holder, holder.news):
            yield

    return beside


@asynccontextmanager
async def _telling(
    gateway: Gateway, holder: Holder, news: Callable[[], Awaitable[object]]
) -> AsyncIterator[None]:
    """Whatever happens is told; what ends the seat is told too."""

    async def follow() -> None:
        after = (await gateway.look()).number
        async for _ in gateway.follow(after):
            with suppress(UsageError):  # nobody answers just now: it is told by the next
                await news()

    async def until_the_end() -> None:
        try:
            await follow()
        except SimulatorError as error:
            holder.trouble(error)

    tasks = [asyncio.create_task(each) for each in (until_the_end(), _ailing(gateway, holder))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _ailing(gateway: Gateway, holder: Holder) -> None:
    """Tell staff what goes wrong beside play: once, until it is something else."""
    before = ""
    while True:
        try:
            presence = await gateway.presence()
        except NotAllowed:
            return
        except SimulatorError:
            presence = None  # nobody answers: that is told otherwise
        if presence is not None:
            if presence.trouble and presence.trouble != before:
                holder.say(presence.trouble)
            before = presence.trouble
        await asyncio.sleep(LOOK)
