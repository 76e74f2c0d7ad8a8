"""People at a server that may go at any moment: each sends until answered, and follows on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.served.asking import HERE, Connection, Lost

AGAIN = 0.02
"""Seconds of wall time before somebody who lost the server tries again."""


@dataclass
class Client:
    """One seat: what it has sent and was told, and what it has read."""

    token: str
    number: int
    port: Callable[[], int]
    """Where the server, or what stands before it, listens now."""
    host: Callable[[], int]
    """The server's own port."""
    chance: Random
    answers: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Key → the numbers it was acknowledged with."""
    repeated: int = 0
    lost: int = 0
    """How often the server was lost before an answer came."""
    resumed: int = 0
    cards: dict[str, Any] = field(default_factory=dict)
    last: int = 0
    faults: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        """What is said under a key."""
        return f"Said {key}"

    async def send(self, count: int, pause: float) -> None:
        """Send so many commands, each until it is acknowledged."""
        for n in range(count):
            await self.acknowledged(f"c{self.number}-{n}")
            await asyncio.sleep(self.chance.uniform(0, 2 * pause))

    async def acknowledged(self, key: str) -> None:
        """Give one command until there is an answer."""
        said = {"kind": "log_decision", "text": self.text(key)}
        connection = self._connection()
        while True:
            try:
                status, answer = await connection.submit(said, key)
            except Lost:
                self.lost += 1
                await asyncio.sleep(AGAIN)
                connection = self._connection()
                continue
            connection.close()
            if status != 200:
                self.faults.append(f"{key} was answered {status}: {answer}")
                return
            self.repeated += answer["repeated"]
            self.answers[key] = (answer["first"], answer["last"])
            return

    async def follow(self) -> None:
        """Follow the stream for ever; wherever it is cut, go on after the last number."""
        while True:
            with suppress(*Lost):
                await self._followed()
            await asyncio.sleep(AGAIN)
            self.resumed += 1

    async def _followed(self) -> None:
        async with aclosing(self._connection().follow(self.last)) as events:
            async for kind, number, said in events:
                if kind != "view":
                    continue
                if number <= self.last:
                    self.faults.append(f"{number} came after {self.last}")
                again = [c["id"] for c in said["cards"] if c["changed"] <= self.last]
                if again and self.last:
                    self.faults.append(f"after {self.last} came what was known: {again}")
                self.cards |= {card["id"]: card for card in said["cards"]}
                self.last = number

    async def compare(self) -> None:
        """Hold what was read, message by message, against the whole view as it is now."""
        connection = Connection(self.host(), self.token)
        _, whole = await connection.ask("GET", f"{HERE}/view")
        connection.close()
        now = {card["id"]: card for card in whole["cards"]}
        if self.cards != now:
            differing = {k for k in self.cards.keys() | now if self.cards.get(k) != now.get(k)}
            self.faults.append(f"client {self.number} reads otherwise: {sorted(differing)[:5]}")

    def _connection(self) -> Connection:
        return Connection(self.port(), self.token, self.host())
