"""The gateway over HTTP where the way is bad: lost answers, cut streams, nobody there."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from simulator.acts.access import RevokeSeat
from simulator.acts.evaluation import TakeNote
from simulator.acts.people import JoinExercise
from simulator.acts.play import CreateExercise, StartExercise
from simulator.cli.exercises import channels
from simulator.consoles.sight import Sight
from simulator.domain.errors import NotAllowed, UsageError
from simulator.remote import gateway as gateways
from simulator.remote import link as links
from simulator.remote.gateway import RemoteGateway
from simulator.remote.link import Link, address, client_for
from simulator.service.clock import FixedClock
from simulator.service.hub import Hub
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from simulator.web.caller import HOUSE
from tests.builders import FACILITATOR, a_kit, a_player, a_scenario
from tests.loopback import Loopback, loopback
from tests.web import ID

LONG = 20.0
Fault = Callable[[httpx.Request], str]
"""What happens to a request: `""`, `lost before`, `lost after`, `held`, or `cut N`."""


class BadWay(httpx.AsyncBaseTransport):
    """A way to a server on which things are lost."""

    def __init__(self, fault: Fault) -> None:
        self._real = httpx.AsyncHTTPTransport()
        self._fault = fault
        self.keys: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if key := request.headers.get("idempotency-key"):
            self.keys.append(key)
        fault = self._fault(request)
        if fault == "lost before":
            raise httpx.ConnectError("lost")
        if fault == "held":
            await asyncio.sleep(LONG)
        answer = await self._real.handle_async_request(request)
        if fault == "lost after":
            await answer.aread()
            raise httpx.ReadError("lost")
        if fault.startswith("cut"):
            stream = answer.stream
            assert isinstance(stream, httpx.AsyncByteStream)
            most = int(fault.split()[1])
            return httpx.Response(
                answer.status_code, headers=answer.headers, stream=Cut(stream, most)
            )
        return answer

    async def aclose(self) -> None:
        await self._real.aclose()


class Cut(httpx.AsyncByteStream):
    """A stream that breaks off after so many bytes."""

    def __init__(self, stream: httpx.AsyncByteStream, most: int) -> None:
        self._stream, self._left = stream, most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk[: self._left]
            self._left -= len(chunk)
            if self._left <= 0:
                raise httpx.ReadError("cut")

    async def aclose(self) -> None:
        await self._stream.aclose()


@dataclass
class Far:
    """A server, its log, and a gateway to it over a bad way."""

    hub: Hub
    log: MemoryLog
    site: Loopback
    way: BadWay
    gateway: RemoteGateway
    told: list[Any]


@asynccontextmanager
async def far(fault: Fault, patience: float = 5.0, house: bool = True) -> AsyncIterator[Far]:
    clock, log = FixedClock(), MemoryLog()
    hub = Hub(log, clock, channels())
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=a_kit(a_scenario("a", "b"))))
    await hub.submit(ID, FACILITATOR, StartExercise())
    async with loopback(hub, MemoryNames(), clock) as site:
        way, told = BadWay(fault), list[Any]()
        client = client_for(site.url, way)
        person = HOUSE if house else a_player("red").person
        link = Link(client, site.server.access.token(ID, person), patience)
        actor = FACILITATOR if house else None
        yield Far(hub, log, site, way, RemoteGateway(link, ID, "en", actor, told.append), told)
        await client.aclose()
    await hub.close()


def first_time(what: str, path: str) -> Fault:
    """The first request there meets this fault."""
    met: list[str] = []

    def fault(request: httpx.Request) -> str:
        if not request.url.path.endswith(path) or met:
            return ""
        met.append(path)
        return what

    return fault


@pytest.mark.parametrize("what", ["lost before", "lost after"])
async def test_a_command_whose_answer_was_lost_is_recorded_once(what: str) -> None:
    async with far(first_time(what, "commands")) as at:
        number = await at.gateway.submit(TakeNote(text="Once."))
        notes = [r for r in await at.log.read(ID) if r.event.kind == "note_taken"]
        assert [r.seq for r in notes] == [number]
        assert len(at.way.keys) == 2
        assert len(set(at.way.keys)) == 1


async def test_two_intents_have_two_keys() -> None:
    async with far(lambda _: "") as at:
        await at.gateway.submit(TakeNote(text="Same."))
        await at.gateway.submit(TakeNote(text="Same."))
        assert len(set(at.way.keys)) == 2


async def test_where_nobody_answers_for_long_it_is_told() -> None:
    async with far(lambda _: "lost before", patience=0.2) as at:
        with pytest.raises(UsageError) as error:
            await at.gateway.submit(TakeNote(text="Lost."))
        assert error.value.code == "server_away"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
async def test_a_stream_cut_anywhere_loses_nothing_and_repeats_nothing(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "LONGEST_PAUSE", 0.05)
    chance = random.Random(seed)

    def fault(request: httpx.Request) -> str:
        if request.url.path.endswith("stream"):
            return chance.choice(("", "lost before", f"cut {chance.randrange(1, 20_000)}"))
        return chance.choice(("", "", "lost before", "lost after"))

    async with far(fault, patience=60) as at:
        sight, numbers, most = Sight(), list[int](), 30
        end = (await at.hub.exercise(ID)).seq + most

        async def follow() -> None:
            async with aclosing(at.gateway.follow(0)) as views:  # type: ignore[type-var]
                async for view in views:
                    sight.merge(view)
                    numbers.append(view.number)
                    if view.number >= end:
                        return

        async with asyncio.timeout(60):
            following = asyncio.create_task(follow())
            for number in range(most):
                await at.gateway.submit(TakeNote(text=f"Note {number}."))
            await following
        assert numbers == sorted(set(numbers))
        whole = Sight()
        whole.merge(await at.gateway.look())
        assert {c.id: c for c in sight.of("note")} == {c.id: c for c in whole.of("note")}
        assert len(list(whole.of("note"))) == most
        assert (await at.hub.exercise(ID)).seq == end


async def test_who_follows_is_told_that_nobody_answers_and_that_somebody_does_again() -> None:
    tries: list[int] = []

    def fault(request: httpx.Request) -> str:
        tries.append(1)
        return "lost before" if len(tries) < 3 else ""

    async with far(fault) as at, asyncio.timeout(LONG):
        async with aclosing(at.gateway.follow(0)) as views:  # type: ignore[type-var]
            await anext(views)
        assert [error and error.code for error in at.told][:3] == [
            "server_lost",
            "server_lost",
            None,
        ]


async def test_where_streams_do_not_come_through_it_asks_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateways, "FIRST_WORD", 0.05)
    monkeypatch.setattr(gateways, "POLL", 0.02)
    held: Fault = lambda request: "held" if request.url.path.endswith("stream") else ""  # noqa: E731
    async with far(held) as at, asyncio.timeout(LONG):
        views = at.gateway.follow(0)
        before = (await anext(views)).number
        await at.hub.submit(ID, FACILITATOR, TakeNote(text="Polled."))
        assert (await anext(views)).number == before + 1


async def test_a_stream_that_falls_silent_is_taken_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateways, "SILENCE", 0.05)
    streams, often = list[str](), asyncio.Event()

    def fault(request: httpx.Request) -> str:
        if request.url.path.endswith("stream"):
            streams.append(request.headers["last-event-id"])
            if len(streams) == 3:
                often.set()
        return ""

    async with far(fault) as at, asyncio.timeout(LONG):
        async with aclosing(at.gateway.follow(0)) as views:  # type: ignore[type-var]
            before = (await anext(views)).number
            coming = asyncio.ensure_future(anext(views))
            await often.wait()
            await at.hub.submit(ID, FACILITATOR, TakeNote(text="Again."))
            assert (await coming).number == before + 1
        assert streams[:3] == ["0", str(before), str(before)]


async def test_a_seat_that_is_taken_away_ends_what_follows() -> None:
    async with far(lambda _: "", house=False) as at, asyncio.timeout(LONG):
        red = a_player("red")
        await at.hub.submit(ID, red, JoinExercise())
        async with aclosing(at.gateway.follow(0)) as views:  # type: ignore[type-var]
            await anext(views)
            await at.hub.submit(ID, FACILITATOR, RevokeSeat(person=red.person))
            with pytest.raises(NotAllowed) as error:
                await _last(views)
        assert error.value.code == "no_seat"
        with pytest.raises(NotAllowed):
            await at.gateway.look()


async def _last(views: AsyncIterator[Any]) -> None:
    async for _ in views:
        pass


async def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with far(lambda _: "") as at:
        assert (await at.site.gateway(FACILITATOR).look()).number > 0


@pytest.mark.parametrize(
    ("typed", "url", "code"),
    [
        ("http://10.0.0.5:8075/#ABCD-EFGH", "http://10.0.0.5:8075", "ABCD-EFGH"),
        ("10.0.0.5:8075", "http://10.0.0.5:8075", ""),
        ("laptop.local", "http://laptop.local", ""),
        ("https://[::1]:443/", "https://[::1]:443", ""),
    ],
)
def test_an_address_is_taken_as_it_is_typed(typed: str, url: str, code: str) -> None:
    found = address(typed)
    assert (found.url, found.code) == (url, code)


@pytest.mark.parametrize(
    "typed", ["", "ftp://x", "http://", "http://[", "http://a:b@x/", "x:99999"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        address(typed)
