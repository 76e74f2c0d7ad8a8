"""The stream of one seat: a message whenever something happened, resumable by its number (K38).

Plain ASGI. A stream has no queue: it is rung, takes what is newest after its own last number, and
goes on; one that reads slowly misses messages between, never anything that they said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.types import Receive, Scope, Send

from simulator.domain.errors import StoreError
from simulator.domain.people import Viewer
from simulator.web.caller import Caller
from simulator.web.server import Server
from simulator.web.shared import Message, SharedViews

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
LEAST = 0.01
"""The shortest pause until it is looked again whether a beat is due."""
Beat = Callable[[], Awaitable[bytes]]
GONE = b"event: gone\ndata: {}\n\n"


class Stream:
    """The answer to a request for a stream."""

    def __init__(
        self,
        server: Server,
        caller: Caller,
        viewer: Viewer,
        after: int,
        views: SharedViews | None = None,
        heartbeat: float | None = None,
        beat: Beat | None = None,
    ) -> None:
        """Messages are the server's views unless others are handed in, made for pages.

        Pages hear more often that it is there, and at once: no script sees a comment.
        """
        self._server = server
        self._views = views or server.views
        self._heartbeat = heartbeat or server.heartbeat
        self._beat = beat
        self._caller = caller
        self._viewer = viewer
        self._after = after
        self._bell: asyncio.Future[None] | None = None
        self._rung = False
        self._over = False
        self._told: Message | None = None
        """What there was to say last; what says no more is not sent."""
        self._beats: asyncio.TimerHandle | None = None
        self._sent = asyncio.get_running_loop().time()
        """When something was last sent, by the loop's clock."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the reader goes, the seat is lost, or the server closes."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        gone = asyncio.ensure_future(_gone(receive))
        gone.add_done_callback(lambda _: self.end())
        self._beat_later()
        with self._server.following(self._caller, self):
            try:
                await self._follow(send)
            except StoreError:
                pass  # the reader comes again, and is told then
            except Exception as error:  # noqa: BLE001 - the answer has begun: only the log can say it
                self._server.fault(error)
            finally:
                self._end_beats()
                gone.cancel()
                await asyncio.gather(gone, return_exceptions=True)
        with suppress(OSError, RuntimeError):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def ring(self) -> None:
        """Say that something may have happened."""
        self._rung = True
        if self._bell is not None and not self._bell.done():
            self._bell.set_result(None)

    def end(self) -> None:
        """Let it come to its end; what is being sent is sent first."""
        self._over = True
        self.ring()

    async def _follow(self, send: Send) -> None:
        """One message after the other; a beat where there was nothing to say for long."""
        server, exercise = self._server, self._caller.exercise
        if self._after > await server.number(exercise):
            self._after = 0  # of another log, before a backup was restored
        await self._say(send, b": hello\n\n" if self._beat is None else await self._beaten())
        while not self._over:
            self._rung = False
            if not await server.still(self._caller):
                await self._say(send, GONE)
                return
            if (message := await self._message()) is not None:
                await self._say(send, message.framed)
            elif self._quiet_for() >= self._heartbeat:
                await self._say(send, await self._beaten())
            await self._heard()

    async def _message(self) -> Message | None:
        """What there is to say that was not said; a page hears nothing of what others do alone."""
        exercise, views = self._caller.exercise, self._views
        if self._beat and await views.unmoved(exercise, self._viewer, self._after):
            return None
        message = await views.message(exercise, self._viewer, self._after)
        if message.number <= self._after:
            return None
        repeats = message.repeats(self._told)
        self._after, self._told = message.number, message if message.rest else None
        return None if repeats else message

    async def _beaten(self) -> bytes:
        """A sign that it is there, with what is no event of the exercise: who is there, too."""
        said = await self._beat() if self._beat else b"{}"
        return b"event: beat\nid: %d\ndata: %s\n\n" % (self._after, said)

    async def _say(self, send: Send, data: bytes) -> None:
        await send({"type": "http.response.body", "body": data, "more_body": True})
        self._sent = asyncio.get_running_loop().time()

    async def _heard(self) -> None:
        """Wait until the bell is rung, unless it was while something was sent."""
        if not self._rung:
            self._bell = asyncio.get_running_loop().create_future()
            await self._bell

    def _beat_later(self) -> None:
        """Look again when there may have been nothing to say for long."""
        pause = self._heartbeat - self._quiet_for()
        if pause <= 0:
            self.ring()
            pause = self._heartbeat
        self._beats = asyncio.get_running_loop().call_later(max(pause, LEAST), self._beat_later)

    def _end_beats(self) -> None:
        if self._beats is not None:
            self._beats.cancel()

    def _quiet_for(self) -> float:
        return asyncio.get_running_loop().time() - self._sent


async def _gone(receive: Receive) -> None:
    """Wait until the reader hangs up; otherwise the server could not end either."""
    while (await receive())["type"] != "http.disconnect":
        pass
