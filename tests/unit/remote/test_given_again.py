"""What nobody answered for long is told, kept at hand, and given again without being doubled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from simulator.acts.evaluation import TakeNote
from simulator.acts.play import CreateExercise, StartExercise
from simulator.cli.exercises import channels
from simulator.consoles.session import Session
from simulator.domain.errors import UsageError
from simulator.remote import gateway as gateways
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


class Lossy(httpx.AsyncBaseTransport):
    """Does what is asked; the answers that end in these are lost."""

    def __init__(self) -> None:
        self._real = httpx.AsyncHTTPTransport()
        self.loses: tuple[str, ...] = ()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Hand on, and lose the answer."""
        answer = await self._real.handle_async_request(request)
        if request.url.path.endswith(self.loses):
            await answer.aread()
            raise httpx.ReadError("lost")
        return answer

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._real.aclose()


@asynccontextmanager
async def far() -> AsyncIterator[tuple[RemoteGateway, Lossy, Hub]]:
    clock = FixedClock()
    hub = Hub(MemoryLog(), clock, channels())
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=a_kit()))
    await hub.submit(ID, FACILITATOR, StartExercise())
    async with loopback(hub, MemoryNames(), clock) as site:
        way = Lossy()
        async with httpx.AsyncClient(transport=way, base_url=site.url) as client:
            link = Link(client, site.server.access.token(ID, HOUSE), patience=0)
            yield RemoteGateway(link, ID, "en", FACILITATOR), way, hub
    await hub.close()


async def notes(hub: Hub) -> int:
    return sum(1 for r in await hub.records(ID, 0, 1000) if r.event.kind == "note_taken")


@pytest.mark.parametrize(("soon", "kept"), [(120.0, 1), (0.0, 2)])
async def test_what_is_given_again_soon_is_the_same_command(
    soon: float, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateways, "SOON", soon)
    async with far() as (gateway, way, hub):
        way.loses = ("/commands",)
        with pytest.raises(UsageError, match="server_away"):
            await gateway.submit(TakeNote(text="The phones are dead."))
        way.loses = ()
        await gateway.submit(TakeNote(text="The phones are dead."))
        assert await notes(hub) == kept
        await gateway.submit(TakeNote(text="The phones are dead."))
        assert await notes(hub) == kept + 1


async def test_what_was_taken_is_not_called_lost_because_nobody_tells_what_came_of_it() -> None:
    async with far() as (gateway, way, hub):
        session = Session(FACILITATOR, gateway, "en")
        await session.look()
        way.loses = ("/view", "/names")
        await session.give(TakeNote(text="Taken."))
        assert await notes(hub) == 1
        way.loses = ("/names",)
        await session.look()
        assert session.sight.number == (await hub.exercise(ID)).seq
