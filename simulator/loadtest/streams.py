"""Streams as they come in: cut into events at once, and read a little later.

Reading takes longer than coming. Were it done at once, what came to the last device of hundreds
would seem late because of what the first ones had to read.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from simulator.loadtest.heard import Heard, cards_of, event_of

PAUSE = 0.01
AT_ONCE = 8
"""Events that are read before connections are looked at again."""
VIEWS = ("cards", "view")


class Reading:
    """What has come and is not read yet, of all devices."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Heard, float, bytes]] = deque()
        self._bell = asyncio.Event()

    def put(self, heard: Heard, came: float, event: bytes) -> None:
        """An event has come."""
        self._waiting.append((heard, came, event))
        self._bell.set()

    async def run(self) -> None:
        """Read for ever."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            await asyncio.sleep(PAUSE)
            while self._waiting:
                for _ in range(min(AT_ONCE, len(self._waiting))):
                    read(*self._waiting.popleft())
                await asyncio.sleep(0)


class Stream:
    """One stream: bytes in, events out."""

    def __init__(self, told: Callable[[float, bytes], None]) -> None:
        self._told = told
        self._buffer = b""

    def take(self, came: float, data: bytes) -> None:
        """Bytes have come."""
        *events, self._buffer = (self._buffer + data).split(b"\n\n")
        for event in events:
            self._told(came, event)


def read(heard: Heard, came: float, event: bytes) -> None:
    """Take what an event of a stream says."""
    kind, number = event_of(event)
    if kind in VIEWS:
        heard.take(came, number, cards_of(event[event.index(b"data: ") + 6 :]))
