"""One connection to a server, cheap enough that one process holds hundreds: asks, or follows."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

import httptools

PATIENCE = 30.0
"""Seconds after which an answer is not waited for any longer."""
FEW = 4096
"""Bytes that a reader who does not read has room for."""
Lost = (OSError, TimeoutError)
"""How a connection that was cut, or an answer that never came, looks."""
Heard = Callable[[float, bytes], None]
"""What is told of a stream: when it came by the steady clock, and what."""


@dataclass(slots=True)
class Answer:
    """An answer: its status, its headers by lower-case name, and its body."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Connection(asyncio.Protocol):
    """A connection; it asks one thing after the other, or follows one stream until that ends."""

    def __init__(self, host: str) -> None:
        """`host` is what stands in requests as the server's name and port."""
        self._host = host
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer = Answer()
        self._waiting: asyncio.Future[Answer] | None = None
        self._heard: Heard | None = None
        self._came = 0.0
        self.closed = asyncio.get_running_loop().create_future()
        """Done when the connection is no more."""

    @classmethod
    async def to(cls, port: int, *, few: bool = False) -> Connection:
        """A connection to a server on this machine; with little room for what is not read."""
        loop, bound = asyncio.get_running_loop(), socket.socket()
        try:
            if few:
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, FEW)
            bound.setblocking(False)
            async with asyncio.timeout(PATIENCE):
                await loop.sock_connect(bound, ("127.0.0.1", port))
        except BaseException:
            bound.close()
            raise
        _, made = await loop.create_connection(lambda: cls(f"127.0.0.1:{port}"), sock=bound)
        return made

    async def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """What is answered to a request. Raises one of `Lost`."""
        self._write(method, path, headers or {}, body)
        async with asyncio.timeout(PATIENCE):
            return await self._answered()

    async def follow(self, path: str, headers: Mapping[str, str], heard: Heard) -> int:
        """The status of a stream, whose bytes are told as they come. Raises one of `Lost`."""
        self._heard = heard
        return (await self.ask("GET", path, headers)).status

    def stall(self) -> None:
        """Read nothing from now on."""
        assert self._transport is not None
        self._transport.pause_reading()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def _write(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> None:
        if self._transport is None or self.closed.done():
            raise ConnectionResetError
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        self._transport.write(("\r\n".join(lines) + "\r\n\r\n").encode() + (body or b""))

    async def _answered(self) -> Answer:
        self._waiting = asyncio.get_running_loop().create_future()
        return await self._waiting

    # What the event loop says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._came = time.monotonic()
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError())
        if not self.closed.done():
            self.closed.set_result(None)

    # What the parser says

    def on_message_begin(self) -> None:
        self._answer = Answer()

    def on_header(self, name: bytes, value: bytes) -> None:
        known, said = name.decode().lower(), value.decode("latin-1")
        if known == "set-cookie":
            cookie, _, rest = said.partition("=")
            self._answer.cookies[cookie] = rest.partition(";")[0]
        self._answer.headers[known] = said

    def on_headers_complete(self) -> None:
        self._answer.status = self._parser.get_status_code()
        if self._heard is not None and self._answer.status == 200:
            self._told()

    def on_body(self, body: bytes) -> None:
        if self._heard is not None and self._answer.status == 200:
            self._heard(self._came, body)
        else:
            self._answer.body += body

    def on_message_complete(self) -> None:
        self._told()

    def _told(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(self._answer)
