"""The stream of one seat: a message whenever something happened, resumable by its number (K38).

Plain ASGI. A stream has no queue and no task of its own: when it is rung it takes what is newest
after its own last number, and writes it to its connection at once. Where that is full, it waits
until it was read; one that reads slowly misses messages between, never anything that they said.
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
from simulator.web.wire import LINE

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
LEAST = 0.01
"""The shortest pause until it is looked again whether a beat is due."""
Beat = Callable[[], Awaitable[bytes]]
GONE = b"event: gone\ndata: {}\n\n"
FULL = 64 * 1024
"""So many bytes wait at most at a connection, and a message."""


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
        self._line: asyncio.WriteTransport | None = None
        """The connection, where it may be written to without asking."""
        self._send: Send | None = None
        self._sending: asyncio.Task[None] | None = None
        """What waits until the reader has taken more."""
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
        self._send = send
        if scope["method"] == "GET":
            self._line = scope.get("extensions", {}).get(LINE)
        with self._server.following(self._caller, self):
            try:
                await self._begin()
            except Exception as error:  # noqa: BLE001 - the answer has begun: it can only end
                self._failed(error)
            try:
                await _gone(receive)
            finally:
                self._over = True
                if self._beats is not None:
                    self._beats.cancel()
                if self._sending is not None:
                    self._sending.cancel()
                    await asyncio.gather(self._sending, return_exceptions=True)

    def ring(self) -> None:
        """Say what is new; later, where what was said before is still on its way."""
        self._rung = True
        if self._sending is not None or self._over:
            return
        self._rung = False
        try:
            self._look()
        except Exception as error:  # noqa: BLE001 - the others are rung whatever happens here
            self._failed(error)

    def end(self) -> None:
        """Let it come to its end; what is being sent is sent first."""
        self._over = True
        if self._send is not None and self._sending is None:
            self._sending = asyncio.create_task(self._last())

    def _failed(self, error: Exception) -> None:
        """End it: the reader comes again, and is told then. A fault of ours is written down."""
        if not isinstance(error, StoreError):
            self._server.fault(error)
        self.end()

    async def _begin(self) -> None:
        if self._after > await self._server.number(self._caller.exercise):
            self._after = 0  # of another log, before a backup was restored
        self._say(b": hello\n\n" if self._beat is None else await self._beaten())
        self._beat_later()
        await self._look_again()

    def _look(self) -> None:
        """Say what is new to whoever still has their seat."""
        exercise = self._caller.exercise
        if not self._caller.sits(self._views.state(exercise)):
            self._say(GONE)
            self.end()
            return
        if (message := self._message()) is not None:
            self._say(message.framed)

    def _message(self) -> Message | None:
        """What there is to say that was not said; a page hears nothing of what others do alone."""
        exercise, views = self._caller.exercise, self._views
        if self._beat and views.unmoved(exercise, self._viewer, self._after):
            self._after = views.state(exercise).seq
            return None
        message = views.newest(exercise, self._viewer, self._after)
        if message.number <= self._after:
            return None
        repeats = message.repeats(self._told)
        self._after, self._told = message.number, message if message.rest else None
        return None if repeats else message

    def _say(self, data: bytes) -> None:
        """Write to the connection, or have it sent when there is room."""
        if self._over:
            return
        self._sent = asyncio.get_running_loop().time()
        if self._line is None or self._line.get_write_buffer_size() > FULL:
            self._sending = asyncio.create_task(self._deliver(data))
        elif not self._line.is_closing():
            self._line.write(b"%x\r\n%b\r\n" % (len(data), data))

    async def _deliver(self, data: bytes) -> None:
        """Send in the reader's own time, and then what has become new meanwhile."""
        await self._out(data)
        self._sending = None
        if self._over:
            self.end()
        elif self._rung:
            await self._look_again()

    async def _look_again(self) -> None:
        try:
            await self._views.renew(self._caller.exercise)
        except Exception as error:  # noqa: BLE001
            self._failed(error)
        else:
            self.ring()

    async def _last(self) -> None:
        await self._out(b"", more=False)

    async def _out(self, data: bytes, *, more: bool = True) -> None:
        assert self._send is not None
        with suppress(OSError, RuntimeError):
            await self._send({"type": "http.response.body", "body": data, "more_body": more})

    async def _beaten(self) -> bytes:
        """A sign that it is there, with what is no event of the exercise: who is there, too."""
        said = await self._beat() if self._beat else b"{}"
        return b"event: beat\nid: %d\ndata: %s\n\n" % (self._after, said)

    def _beat_later(self) -> None:
        """Beat where there was nothing to say for long; look again when that may be so."""
        pause = self._heartbeat - self._quiet_for()
        if pause <= 0:
            pause = self._heartbeat
            if self._sending is None and not self._over:
                self._sending = asyncio.create_task(self._beat_once())
        self._beats = asyncio.get_running_loop().call_later(max(pause, LEAST), self._beat_later)

    async def _beat_once(self) -> None:
        try:
            beat = await self._beaten()
        except Exception as error:  # noqa: BLE001
            self._sending = None
            self._failed(error)
        else:
            self._sent = asyncio.get_running_loop().time()
            await self._deliver(beat)

    def _quiet_for(self) -> float:
        return asyncio.get_running_loop().time() - self._sent


async def _gone(receive: Receive) -> None:
    """Wait until the reader hangs up; otherwise the server could not end either."""
    while (await receive())["type"] != "http.disconnect":
        pass
