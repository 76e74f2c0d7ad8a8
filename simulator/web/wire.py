"""HTTP as it comes in: how long a request's head may be, and how long it may take to come."""

from __future__ import annotations

import asyncio
import json

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from simulator.text import words
from simulator.web.guard import HEADERS

MOST_BYTES = 64_000
"""The longest head of a request."""
MOST_SECONDS = 20.0
"""How long a head may take to come."""

LINE = "simulacro.line"
"""What a request's connection is called among the extensions of its scope."""


class Wire(HttpToolsProtocol):
    """One connection; what is no request of ours is answered as everything else is."""

    _head = 0
    _in_head = True
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever."""
        super().connection_made(transport)
        self._late = self.loop.call_later(MOST_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._in_time()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, unless it is too much of a head."""
        if self._in_head:
            self._head += len(data)
            self._late = self._late or self.loop.call_later(MOST_SECONDS, self._give_up)
        super().data_received(data)
        if self._in_head and self._head > MOST_BYTES and not self.transport.is_closing():
            self.send_400_response("head too long")

    def on_message_begin(self) -> None:
        """A request comes: let streams write to their connection without asking."""
        super().on_message_begin()
        self.scope["extensions"] = {LINE: self.transport}  # type: ignore[dict-item]

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._in_head, self._head = False, 0
        self._in_time()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next head may come."""
        self._in_head = True
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Say that it is no request, with the headers that every answer carries."""
        said = {"error": "no_request", "values": {}, "text": words("errors.no_request")}
        body = json.dumps(said).encode()
        headers = HEADERS | {
            "content-type": "application/json",
            "content-length": str(len(body)),
            "cache-control": "no-store",
            "connection": "close",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\n" + head.encode() + b"\r\n" + body)
        self.transport.close()

    def _give_up(self) -> None:
        self.transport.abort()

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
