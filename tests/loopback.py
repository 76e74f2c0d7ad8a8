"""A server that listens on this machine, in the loop of the test; and gateways that ask it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx

from simulator.domain.people import Actor
from simulator.remote.gateway import RemoteGateway
from simulator.remote.link import Link, client_for
from simulator.service.clock import Clock
from simulator.service.hub import Hub
from simulator.stores.names import Names
from simulator.web.caller import HOUSE
from simulator.web.server import Server
from simulator.web.serving import Process, listening
from tests.web import ID, a_server


class CountingLink(Link):
    """A link that knows how many answers it waits for."""

    busy = 0

    async def ask(self, *args: Any, **values: Any) -> httpx.Response:
        self.busy += 1
        try:
            return await super().ask(*args, **values)
        finally:
            self.busy -= 1


class Loopback:
    """A running server, asked as its own machine's user asks it."""

    def __init__(self, server: Server, url: str) -> None:
        self.server = server
        self.url = url
        self.link = self.linked(server.access.token(ID, HOUSE))

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return self.link.busy > 0

    def linked(self, token: str, patience: float = 5.0) -> CountingLink:
        """A way to it of its own."""
        return CountingLink(client_for(self.url), token, patience)

    def gateway(self, actor: Actor, language: str = "en") -> RemoteGateway:
        """The exercise from a seat, as the house takes it."""
        return RemoteGateway(self.link, ID, language, actor)


@asynccontextmanager
async def loopback(hub: Hub, names: Names, clock: Clock) -> AsyncIterator[Loopback]:
    """A server of this hub while the block runs; nothing ticks by itself."""
    where = listening(lan=False, port=0)

    def made(stop: Callable[[], None]) -> Server:
        return a_server(hub, clock, names=names, hosts=where.hosts, stop=stop)

    process, ready = Process(made, where), asyncio.Event()
    running = asyncio.create_task(process.run((), ready.set))
    await ready.wait()
    there = Loopback(process.server, where.urls[0].rstrip("/"))
    try:
        yield there
    finally:
        await there.link.close()
        process.stop()
        await running
        where.bound.close()
