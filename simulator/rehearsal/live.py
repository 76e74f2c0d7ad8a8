"""Bots that play teams of a running exercise, each from a seat of its own, beside a console."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from simulator.domain.edition import Kit
from simulator.domain.errors import SimulatorError
from simulator.domain.view import Card
from simulator.rehearsal.bots import Bot
from simulator.rehearsal.characters import Character, cast
from simulator.service.clock import Clock
from simulator.service.gateway import Gateway
from simulator.text import words

SECOND = 1.0


@dataclass(slots=True)
class _Seat:
    """A bot at its gateway, and what it saw last."""

    bot: Bot
    gateway: Gateway
    after: int = 0
    clock: Card | None = None


class Players:
    """The bots of one exercise; each acts at most once a beat, as people do."""

    def __init__(
        self,
        gateways: Mapping[str, Gateway],
        kit: Kit,
        language: str,
        mix: tuple[Character, ...],
        clock: Clock,
        *,
        seed: int | str = 0,
        speed: float = 1.0,
    ) -> None:
        edition = kit.edition(language)
        self._language = edition.language
        self._clock = clock
        self._seats = [
            _Seat(Bot(character, team, edition, seed, speed), gateways[team])
            for team, character in cast(mix, gateways).items()
        ]

    @property
    def bots(self) -> tuple[Bot, ...]:
        """Who plays, in the order of the teams."""
        return tuple(seat.bot for seat in self._seats)

    async def sit_down(self) -> None:
        """Be called so that people know what they play with; who takes part are people alone."""
        for seat in self._seats:
            called = words(f"bots.called.{seat.bot.character.name}", self._language)
            with suppress(SimulatorError):
                await seat.gateway.call_me(called)

    async def beat(self) -> int:
        """Let every bot look, and act if its time has come; how many did.

        What is refused is left: somebody was faster, or play has gone on meanwhile.
        """
        acted = 0
        for seat in self._seats:
            with suppress(SimulatorError):
                acted += await self._one(seat)
        return acted

    async def _one(self, seat: _Seat) -> int:
        view = await seat.gateway.look(seat.after)
        seat.after = view.number
        seat.clock = next((card for card in view.cards if card.kind == "exercise"), seat.clock)
        if seat.clock is None:
            return 0
        command = seat.bot.next_act(view, _elapsed(seat.clock, self._clock.now()))
        if command is None:
            return 0
        await seat.gateway.submit(command)
        return 1


@asynccontextmanager
async def playing(
    players: Players,
    told: Callable[[], Awaitable[object]] | None = None,
    every: float = SECOND,
) -> AsyncIterator[Players]:
    """While the block runs, the bots play; `told` is awaited when one of them has acted.

    What they are called is known before it begins: whoever comes in meets nobody without a name.
    """
    await players.sit_down()

    async def beats() -> None:
        while True:
            if await players.beat() and told is not None:
                await told()
            await asyncio.sleep(every)

    task = asyncio.create_task(beats())
    try:
        yield players
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _elapsed(card: Card, now: datetime) -> float:
    """Exercise time now: it runs from where the card says as fast as it says."""
    begun, speed = card.elapsed or 0.0, card.speed or 0.0
    return begun + max(0.0, (now - card.at).total_seconds()) * speed if card.at else begun
