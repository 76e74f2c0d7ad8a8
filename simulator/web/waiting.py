"""An answer that waits for news: what pages ask for where no stream comes through (P16).

Proxies that hold a stream back let whole answers pass. Asking and waiting costs less than asking
often, and is as quick.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.requests import Request

from simulator.domain.people import Viewer
from simulator.web.caller import Caller
from simulator.web.server import Server

PATIENCE = 45
"""Seconds of wall time after which it is said that there is nothing; proxies give up at 60."""


Beside = Callable[[], Awaitable[bool]]
"""Whether there is news of what is no event of the exercise: who is there."""


class Waiting:
    """One seat that waits until something happens after a number that concerns it."""

    def __init__(
        self,
        server: Server,
        caller: Caller,
        viewer: Viewer,
        after: int,
        beside: Beside | None = None,
        pause: float | None = None,
    ) -> None:
        """`beside` is asked every `pause` seconds, for nobody rings when it changes."""
        self._server = server
        self._viewer = viewer
        self._caller = caller
        self._after = after
        self._beside = beside
        self._pause = pause if beside else None
        self._rung = asyncio.Event()
        self._over = False

    async def wait(self, request: Request, seconds: float) -> None:
        """Return when there is news, or will not be in time, or nobody waits any more."""
        gone = asyncio.ensure_future(_gone(request))
        gone.add_done_callback(lambda _: self.end())
        try:
            with self._server.following(self._caller, self), suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._news()
        finally:
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)

    async def _news(self) -> None:
        server, asked = self._server, (self._caller.exercise, self._viewer, self._after)
        first = await server.rooms.message(*asked)
        if first.number != self._after:
            return
        while not self._over and await server.still(self._caller):
            self._rung.clear()
            if not (await server.rooms.message(*asked)).repeats(first):
                return
            if self._beside is not None and await self._beside():
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    await self._rung.wait()

    def ring(self) -> None:
        """Say that something may have happened."""
        self._rung.set()

    def end(self) -> None:
        """Let it come to its end."""
        self._over = True
        self.ring()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
