"""Small HTTP clients on bare connections: one that asks, one that follows a stream."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from tests.served.process import ID

HERE = f"/api/exercises/{ID}"
Lost = (OSError, EOFError, ValueError, asyncio.IncompleteReadError)
"""How a connection that was cut looks to its reader."""


class Connection:
    """One connection to a server, kept open between questions."""

    def __init__(self, port: int, token: str, host: int | None = None) -> None:
        self._port = port
        self._head = f"Host: 127.0.0.1:{host or port}\r\nAuthorization: Bearer {token}\r\n"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(
        self, method: str, path: str, said: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and JSON of an answer. Raises `Lost` where the connection is."""
        body = b"" if said is None else json.dumps(said).encode()
        more = "".join(f"{k}: {v}\r\n" for k, v in (headers or {}).items())
        if said is not None:
            more += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        try:
            reader, writer = await self._open()
            writer.write(f"{method} {path} HTTP/1.1\r\n{self._head}{more}\r\n".encode() + body)
            status, told = await _head(reader)
            length = int(told["content-length"])
            answer = await reader.readexactly(length)
        except BaseException:
            self.close()
            raise
        return status, json.loads(answer) if answer else None

    async def submit(self, said: Any, key: str) -> tuple[int, Any]:
        """A command under a key."""
        return await self.ask("POST", f"{HERE}/commands", said, {"Idempotency-Key": key})

    async def follow(self, last: int) -> AsyncGenerator[tuple[str, int, Any], None]:
        """Events of the stream after a number: kind, number, what it says."""
        try:
            reader, writer = await self._open()
            resumed = f"Last-Event-ID: {last}\r\n"
            writer.write(f"GET {HERE}/stream HTTP/1.1\r\n{self._head}{resumed}\r\n".encode())
            status, _ = await _head(reader)
            if status != 200:
                raise ValueError(status)
            buffer = b""
            while size := int(await reader.readline() or b"x", 16):
                buffer += (await reader.readexactly(size + 2))[:-2]
                while (end := buffer.find(b"\n\n")) >= 0:
                    frame, buffer = buffer[:end], buffer[end + 2 :]
                    if not frame.startswith(b":"):
                        yield event(frame)
        finally:
            self.close()

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self._port, limit=2**22
            )
        return self._reader, self._writer


def event(frame: bytes) -> tuple[str, int, Any]:
    """An event of a stream."""
    parts = dict(line.split(b": ", 1) for line in frame.split(b"\n"))
    return parts[b"event"].decode(), int(parts.get(b"id", b"-1")), json.loads(parts[b"data"])


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    pairs = (line.split(": ", 1) for line in lines[1:] if line)
    return int(lines[0].split()[1]), {name.lower(): value for name, value in pairs}


def stalled(port: int, token: str) -> socket.socket:
    """A reader that asks for a stream and then reads nothing at all."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", port))
    connection.sendall(
        f"GET {HERE}/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {token}\r\n\r\n".encode()
    )
    return connection
