"""Something else answers at the server's address for a while: who follows waits for their own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing

import httpx
import pytest

from simulator.acts.evaluation import TakeNote
from simulator.acts.play import CreateExercise, StartExercise
from simulator.cli.exercises import channels
from simulator.domain.errors import NotAllowed, SimulatorError
from simulator.remote import link as links
from simulator.remote.gateway import RemoteGateway
from simulator.remote.link import Link
from simulator.service.clock import FixedClock
from simulator.service.hub import Hub
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from simulator.web.caller import HOUSE
from tests.builders import FACILITATOR, a_kit
from tests.loopback import loopback
from tests.web import ID

LONG = 20.0
NO_SEAT = {"error": "no_seat", "values": {}, "text": "You have no seat."}
BUSY = {"error": "store_fault", "values": {}, "text": "It could not be kept."}
OTHERS = {"simulacro": "0", "exercises": [{"exercise": "another"}]}


class Stranger(httpx.AsyncBaseTransport):
    """Answers instead of the server so many times, and always what is asked of anybody."""

    def __init__(self, status: int, said: Mapping[str, object] | None, times: int = 3) -> None:
        self._real = httpx.AsyncHTTPTransport()
        self._status = status
        self._said = said
        self.times = times
        self.over = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or hand on."""
        if self.times <= 0:
            return await self._real.handle_async_request(request)
        if request.url.path == "/api/health":
            return httpx.Response(200, json=OTHERS)
        self.times -= 1
        if not self.times:
            self.over.set()
        said = httpx.Response(self._status, json=self._said)
        return said if self._said else httpx.Response(self._status, text="<h1>Not here</h1>")

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._real.aclose()


@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        (404, None, "no_server_of_ours"),
        (403, None, "no_server_of_ours"),
        (503, BUSY, "store_fault"),
        (401, NO_SEAT, "server_lost"),
    ],
)
async def test_who_follows_goes_on_when_their_own_server_is_back(
    status: int,
    said: Mapping[str, object] | None,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(links, "FIRST_PAUSE", 0.001)
    clock, heard = FixedClock(), list[SimulatorError | None]()
    hub = Hub(MemoryLog(), clock, channels())
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=a_kit()))
    await hub.submit(ID, FACILITATOR, StartExercise())
    async with loopback(hub, MemoryNames(), clock) as site, asyncio.timeout(LONG):
        way = Stranger(status, said, times=0)
        async with httpx.AsyncClient(transport=way, base_url=site.url) as client:
            link = Link(client, site.server.access.token(ID, HOUSE))
            gateway = RemoteGateway(link, ID, "en", FACILITATOR, heard.append)
            async with aclosing(gateway.follow(0)) as views:  # type: ignore[type-var]
                before = (await anext(views)).number
                way.times = 3
                site.server.close()  # every stream ends
                coming = asyncio.ensure_future(anext(views))
                await way.over.wait()
                await hub.submit(ID, FACILITATOR, TakeNote(text="Back."))
                assert (await coming).number == before + 1
    assert told in [error.code for error in heard if error]
    assert heard[-1] is None
    await hub.close()


async def test_a_seat_that_is_nobodys_at_the_own_server_ends_it() -> None:
    clock = FixedClock()
    hub = Hub(MemoryLog(), clock, channels())
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=a_kit()))
    async with loopback(hub, MemoryNames(), clock) as site, asyncio.timeout(LONG):
        link = site.linked("p-000000000000.x.y")
        with pytest.raises(NotAllowed):
            await anext(RemoteGateway(link, ID, "en").follow(0))
        await link.close()
    await hub.close()
