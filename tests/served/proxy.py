"""Proxies: one cuts, delays and swallows, drawn from a seed; one lets no stream through."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Literal, Self

from tests.served.asking import Lost

CHUNK = 65_536
Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Manner = Literal["passes", "buffers", "cuts"]


class _Proxy:
    """Listens on a port of its own, and hands on to the server."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._met, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        others: asyncio.StreamWriter | None = None
        try:
            answers, others = await asyncio.open_connection("127.0.0.1", self._to)
            await self._between((reader, writer), (answers, others))
        except (*Lost, ExceptionGroup):
            pass
        finally:
            self._open.discard(task)
            for each in (writer, others):
                if each is not None:
                    each.close()
                    with suppress(*Lost):
                        each.transport.abort()

    async def _between(self, client: Ends, server: Ends) -> None:
        """Hand on what goes between two ends, until one is lost."""
        raise NotImplementedError


class FaultyProxy(_Proxy):
    """Hands on to the server, mostly."""

    def __init__(self, port: int, seed: int, faults: float = 0.3) -> None:
        super().__init__(port)
        self._chance = Random(seed)
        self._faults = faults
        self.done: Counter[str] = Counter()

    async def _between(self, client: Ends, server: Ends) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._handed(client[0], server[1], "asking"))
            group.create_task(self._handed(server[0], client[1], "answering"))

    async def _handed(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str
    ) -> None:
        while data := await reader.read(CHUNK):
            lot = self._chance.random()
            if lot < self._faults / 3:
                self.done[f"cut while {way}"] += 1
                writer.write(data[: self._chance.randrange(len(data) + 1)])
                raise EOFError
            if lot < self._faults * 2 / 3:
                self.done[f"swallowed while {way}"] += 1
                raise EOFError
            if lot < self._faults:
                self.done[f"delayed while {way}"] += 1
                await asyncio.sleep(self._chance.uniform(0, 0.05))
            writer.write(data)
            await writer.drain()
        raise EOFError


@dataclass
class Exchange:
    """A request and its answer, in bytes on the wire."""

    path: str
    asked: int = 0
    answered: int = 0
    status: int = 0

    @property
    def bytes(self) -> int:
        """Both ways."""
        return self.asked + self.answered


class StreamlessProxy(_Proxy):
    """Hands whole answers on; streams it holds back after their head, or cuts when they speak."""

    def __init__(self, port: int, manner: Manner, host: str) -> None:
        """As other proxies do it asks the server by the server's own name."""
        super().__init__(port)
        self._manner = manner
        self._host = host
        self.exchanges: list[Exchange] = []
        self.news = 0
        """Events of streams that have reached a browser."""

    async def _between(self, client: Ends, server: Ends) -> None:
        head = await client[0].readuntil(b"\r\n\r\n")
        exchange = Exchange(head.split(b" ", 2)[1].decode(), len(head))
        self.exchanges.append(exchange)
        ours, theirs = (f"{self._host}:{port}".encode() for port in (self.port, self._to))
        head = head.replace(b"keep-alive", b"close", 1).replace(ours, theirs)
        server[1].write(head)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._asked(client[0], server[1], exchange))
            group.create_task(self._answered(server[0], client[1], exchange))

    async def _asked(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, exchange: Exchange
    ) -> None:
        while data := await reader.read(CHUNK):
            exchange.asked += len(data)
            writer.write(data)
            await writer.drain()
        raise EOFError

    async def _answered(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, exchange: Exchange
    ) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        exchange.status = int(head.split(b" ", 2)[1])
        exchange.answered = len(head)
        writer.write(head)
        streams = b"text/event-stream" in head
        cuts = streams and self._manner == "cuts"
        async with asyncio.timeout(1 if cuts else None):
            while data := await reader.read(CHUNK):
                news = data.count(b"event: cards") if streams else 0
                if streams and self._manner == "buffers":
                    continue
                if cuts and news:
                    raise EOFError
                self.news += news
                exchange.answered += len(data)
                writer.write(data)
                await writer.drain()
        raise EOFError
