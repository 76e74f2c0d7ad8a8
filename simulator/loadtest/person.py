"""One person with a browser: comes in by the page's door, follows, opens, decides, tries again."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from simulator.loadtest.connection import Answer, Connection, Lost
from simulator.loadtest.heard import Heard, cards_of
from simulator.loadtest.observed import Observed
from simulator.loadtest.setup import Way
from simulator.loadtest.streams import Reading, Stream

STATIC = ("style.css", "join.js", "feed.js", "entry.js")
RETRY = 3.0
"""Seconds after which a browser takes up a stream that was cut."""
POLL = 2.0
"""Seconds after which a page asks that hears no stream."""
TRIES = 5
LONGEST = 8.0
"""Seconds that a page waits before it tries again, at most."""
CARDS = re.compile(rb'<\w+ id="((?:inject|decision)-[^"]+)"')
Asked = Callable[[], Awaitable[Answer]]
NUMBER = re.compile(rb'data-number="(\d+)"')


@dataclass(frozen=True, slots=True)
class House:
    """Where people come in."""

    port: int
    exercise: str

    @property
    def room(self) -> str:
        """Where the exercise's page is."""
        return f"/x/{self.exercise}"


class Failed(Exception):
    """Something was asked and not done."""


class Person:
    """Somebody at one device."""

    def __init__(self, house: House, code: str, heard: Heard, observed: Observed) -> None:
        self.heard = heard
        self.inside = False
        self._house = house
        self._code = code
        self._observed = observed
        self._cookies: dict[str, str] = {}

    async def come(self, name: str) -> None:
        """Come in, as often as it takes; counted with how long it took."""
        before = time.monotonic()
        try:
            answer = await self._until_done("join", lambda: self._come(name))
        except Failed:
            return
        if answer.status != 200:
            self._observed.errors[f"join: {answer.status}"] += 1
            return
        self.inside = True
        self._observed.joins.append(time.monotonic() - before)

    async def do(self, what: str, form: Mapping[str, str], key: str) -> Answer:
        """Send a form of the page until it is answered. Raises `Failed`."""
        return await self._until_done(what, lambda: self._do(form, key))

    async def follow(self, way: Way, reading: Reading) -> None:
        """Follow for ever, whatever is cut."""
        if way == "stalled":
            await self._stall()
        while True:
            with suppress(*Lost):
                await (self._poll() if way == "polling" else self._stream(way, reading))
            self._observed.cut += 1
            await asyncio.sleep(RETRY)

    async def _until_done(self, what: str, asked: Asked) -> Answer:
        wait, why = 1.0, ""
        for _ in range(TRIES):
            try:
                answer = await asked()
            except Lost:
                why = "lost"
            else:
                if answer.status < 500 and answer.status != 429:
                    return answer
                why = str(answer.status)
            self._observed.tried_again += 1
            await asyncio.sleep(wait)
            wait = min(LONGEST, wait * 2)
        self._observed.errors[f"{what}: {why}"] += 1
        raise Failed

    async def _come(self, name: str) -> Answer:
        """The door, what it needs, the code, the room."""
        connection = await Connection.to(self._house.port)
        try:
            await self._ask(connection, "GET", "/")
            for file in STATIC:
                await self._ask(connection, "GET", f"/static/{file}")
            form = {"code": self._code, "name": name}
            answer = await self._ask(connection, "POST", f"{self._house.room}/join", form)
            if answer.status != 303:
                return answer
            answer = await self._ask(connection, "GET", self._house.room)
            if answer.status == 200 and (number := NUMBER.search(answer.body)):
                cards = [each.decode() for each in CARDS.findall(answer.body)]
                self.heard.begins(time.monotonic(), int(number[1]), cards)
            return answer
        finally:
            connection.close()

    async def _do(self, form: Mapping[str, str], key: str) -> Answer:
        connection = await Connection.to(self._house.port)
        try:
            more = {"Accept": "application/json", "Idempotency-Key": key}
            return await self._ask(connection, "POST", f"{self._house.room}/do", form, more)
        finally:
            connection.close()

    async def _ask(
        self,
        connection: Connection,
        method: str,
        path: str,
        form: Mapping[str, str] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        headers = {**self._known(), **(more or {})}
        body = None
        if form is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self._house.port}",
            }
            body = urlencode(form).encode()
        answer = await connection.ask(method, path, headers, body)
        self._cookies |= answer.cookies
        return answer

    def _known(self) -> dict[str, str]:
        said = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Cookie": said} if said else {}

    async def _stream(self, way: Way, reading: Reading) -> None:
        """Follow one stream until it ends."""
        room, heard = self._house.room, self.heard
        here = f"/api/exercises/{self._house.exercise}" if way == "console" else room
        stream = Stream(lambda came, event: reading.put(heard, came, event))
        connection = await Connection.to(self._house.port)
        try:
            after = {"Last-Event-ID": str(heard.last), "Accept": "text/event-stream"}
            path = f"{here}/stream?after={heard.last}"
            status = await connection.follow(path, self._known() | after, stream.take)
            if status != 200:
                self._observed.errors[f"stream: {status}"] += 1
                return
            await connection.closed
        finally:
            connection.close()

    async def _poll(self) -> None:
        """Ask again and again on one connection."""
        connection = await Connection.to(self._house.port)
        try:
            while True:
                path = f"{self._house.room}/cards?after={self.heard.last}"
                answer = await self._ask(connection, "GET", path)
                came = time.monotonic()
                if answer.status == 200:
                    number = int(json.loads(answer.body)["number"])
                    self.heard.take(came, number, cards_of(answer.body))
                elif answer.status != 204:
                    self._observed.errors[f"cards: {answer.status}"] += 1
                await asyncio.sleep(POLL)
        finally:
            connection.close()

    async def _stall(self) -> None:
        """Open a stream, and never read it; nothing is done about it when it is cut."""
        connection = await Connection.to(self._house.port, few=True)
        try:
            path = f"{self._house.room}/stream?after={self.heard.last}"
            await connection.follow(path, self._known(), lambda came, data: None)
            connection.stall()
            await asyncio.Event().wait()
        finally:
            connection.close()
