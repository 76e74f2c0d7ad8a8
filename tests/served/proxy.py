"""A proxy that cuts, delays and swallows, drawn from a seed: the network at its worst."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from random import Random

from tests.served.asking import Lost

CHUNK = 65_536


class FaultyProxy:
    """Listens on a port of its own, and hands on to the server, mostly."""

    def __init__(self, port: int, seed: int, faults: float = 0.3) -> None:
        self._to = port
        self._chance = Random(seed)
        self._faults = faults
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.done: Counter[str] = Counter()
        self.port = 0

    async def __aenter__(self) -> FaultyProxy:
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
            async with asyncio.TaskGroup() as group:
                group.create_task(self._handed(reader, others, "asking"))
                group.create_task(self._handed(answers, writer, "answering"))
        except (*Lost, ExceptionGroup):
            pass
        finally:
            self._open.discard(task)
            for each in (writer, others):
                if each is not None:
                    each.close()
                    with suppress(*Lost):
                        each.transport.abort()

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
