"""The stream of one seat: a message whenever something happened, resumable by its number (K38).

Plain ASGI. A follower has no queue: it is woken, takes what is newest after its own last number,
and goes on; one that reads slowly misses messages between, never anything that they said.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.types import Receive, Scope, Send

from simulator.domain.people import Viewer
from simulator.web.caller import Caller
from simulator.web.messages import framed
from simulator.web.server import Server

HEARTBEAT = 15.0
"""Seconds of wall time after which something is sent even if nothing happened."""


class Stream:
    """The answer to a request for a stream."""

    def __init__(self, server: Server, caller: Caller, viewer: Viewer, after: int) -> None:
        self._server = server
        self._caller = caller
        self._viewer = viewer
        self._after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the reader goes, the seat is lost, or the server closes."""
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        follower = asyncio.create_task(self._follow(send))
        gone = asyncio.create_task(_gone(receive))
        with self._server.following(self._caller, follower):
            try:
                await asyncio.wait((follower, gone), return_when=asyncio.FIRST_COMPLETED)
            finally:
                follower.cancel()
                gone.cancel()
                await asyncio.gather(follower, gone, return_exceptions=True)
        with suppress(OSError, RuntimeError):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _follow(self, send: Send) -> None:
        """One message after the other; a beat where there was nothing to say for long."""
        await send(_body(b": hello\n\n"))
        while await self._server.still(self._caller):
            message = await self._server.views.message(
                self._caller.exercise, self._viewer, self._after
            )
            if message.number > self._after:
                names = await self._server.called(self._caller.exercise)
                await send(_body(framed(message, names)))
                self._after = message.number
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await self._server.hub.woken(self._caller.exercise, self._after)
            except TimeoutError:
                await send(_body(b"event: beat\nid: %d\ndata: {}\n\n" % self._after))
        await send(_body(b"event: gone\ndata: {}\n\n"))


def _body(data: bytes) -> dict[str, object]:
    return {"type": "http.response.body", "body": data, "more_body": True}


async def _gone(receive: Receive) -> None:
    """Wait until the reader hangs up; otherwise the server could not end either."""
    while (await receive())["type"] != "http.disconnect":
        pass
