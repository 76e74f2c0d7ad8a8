"""A stream that may write to its connection does so at once, and waits where it is full (K38)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx

from simulator.acts.decisions import LogDecision
from simulator.web.stream import FULL
from simulator.web.wire import LINE
from tests.builders import a_kit, a_player
from tests.web import HERE, ID, Site, site

SOON = 5


class Connection:
    """What a stream writes to; how much of it waits is said by the test."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.asked: list[bytes] = []
        """What was sent in the reader's own time."""
        self.waits = 0
        self.closing = False
        self.room = asyncio.Event()
        self.over = asyncio.Event()

    def get_write_buffer_size(self) -> int:
        return self.waits

    def is_closing(self) -> bool:
        return self.closing

    def write(self, data: bytes) -> None:
        self.written.append(data)

    async def send(self, message: Any) -> None:
        if message.get("body"):
            await self.room.wait()
            self.asked.append(message["body"])
        elif not message.get("more_body", True):
            self.over.set()

    async def receive(self) -> Any:
        await self.over.wait()
        return {"type": "http.disconnect"}


@asynccontextmanager
async def connected(browser: httpx.AsyncClient, method: str) -> AsyncIterator[Connection]:
    made, app = Connection(), browser._transport.app  # type: ignore[attr-defined]
    request = browser.build_request(method, f"{HERE}/stream")
    scope = {
        "type": "http", "method": method, "path": request.url.path, "query_string": b"",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "scheme": "http", "root_path": "", "extensions": {LINE: made},
    }  # fmt: skip
    running = asyncio.create_task(app(scope, made.receive, made.send))
    try:
        yield made
    finally:
        made.over.set()
        async with asyncio.timeout(SOON):
            await running


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not so():  # noqa: ASYNC110 - nobody rings
            await asyncio.sleep(0)


async def decide(there: Site, text: str) -> None:
    await there.give(LogDecision(text=text), a_player("red"))


def frames(written: list[bytes]) -> list[bytes]:
    """What chunks hold; each says its length."""
    found = []
    for each in written:
        head, _, rest = each.partition(b"\r\n")
        assert rest.endswith(b"\r\n")
        assert len(rest) - 2 == int(head, 16)
        found.append(rest[:-2])
    return found


async def test_what_is_new_is_written_to_the_connection_at_once() -> None:
    async with site(a_kit()) as there, connected(await there.joined(), "GET") as line:
        await until(lambda: len(line.written) == 2)
        await decide(there, "We pull the plug")
        await until(lambda: len(line.written) == 3)
        hello, first, second = frames(line.written)
        assert hello.startswith(b":")
        assert first.startswith(b"event: view\n")
        assert b"We pull the plug" in second
        there.server.close()
        await until(line.over.is_set)
        assert line.asked == []


async def test_where_a_connection_is_full_its_reader_gets_the_newest_once_there_is_room() -> None:
    async with site(a_kit()) as there, connected(await there.joined(), "GET") as line:
        await until(lambda: len(line.written) == 2)
        line.waits = FULL + 1
        for number in range(5):
            await decide(there, f"Number {number}")
            await asyncio.sleep(0)
        line.waits = 0
        line.room.set()
        await until(lambda: b"Number 4" in b"".join(line.asked + line.written))
        later = line.asked + frames(line.written)[2:]
        assert len(later) == 2
        assert [b"".join(later).count(b'"Number %d"' % n) for n in range(5)] == [1] * 5


async def test_nothing_is_written_to_a_connection_that_closes() -> None:
    async with site(a_kit()) as there, connected(await there.joined(), "GET") as line:
        await until(lambda: len(line.written) == 2)
        line.closing = True
        await decide(there, "We pull the plug")
        state = await there.server.hub.exercise(ID)
        await until(lambda: there.server.views.state(ID) is state)
        await asyncio.sleep(0)
        assert len(line.written) == 2


async def test_an_answer_that_has_no_body_is_left_to_the_server() -> None:
    async with site(a_kit()) as there, connected(await there.joined(), "HEAD") as line:
        line.room.set()
        await until(lambda: len(line.asked) == 2)
        assert line.written == []
