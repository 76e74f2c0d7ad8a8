"""The stream: exact after every cut, quiet with beats, over when the seat is (K38)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from random import Random
from typing import Any

import httpx
import pytest

from simulator.acts import choices
from simulator.acts.decisions import LogDecision
from simulator.acts.people import HandOverSeat, JoinExercise, LeaveExercise
from simulator.domain.edition import Kit
from simulator.domain.people import Actor, Viewer
from simulator.domain.view import View
from simulator.engine.view import view
from simulator.service.naming import MOST_LETTERS
from simulator.web.server import MOST_STREAMS
from tests.builders import a_kit, a_player, a_scenario, a_team, an_inject
from tests.web import HERE, ID, Site, site


def kit() -> Kit:
    return a_kit(
        a_scenario(an_inject("a"), an_inject("b"), teams=[a_team("red", "chief"), a_team("blue")])
    )


class Line:
    """One stream, asked as a server asks the application; it can be cut and can stop reading."""

    def __init__(
        self,
        browser: httpx.AsyncClient,
        after: int = 0,
        last: int | None = None,
        path: str = f"{HERE}/stream",
    ) -> None:
        headers = {} if last is None else {"last-event-id": str(last)}
        self._request = browser.build_request("GET", path, params={"after": after}, headers=headers)
        transport: Any = browser._transport
        self._app = transport.app
        self._cut = asyncio.Event()
        self.reading = asyncio.Event()
        self.reading.set()
        self.frames: asyncio.Queue[bytes] = asyncio.Queue()
        self.status = 0
        self.over = asyncio.Event()

    async def _receive(self) -> dict[str, Any]:
        await self._cut.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.reading.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message.get("body"):
            self.frames.put_nowait(message["body"])
        elif not message["more_body"]:
            self._cut.set()

    async def run(self) -> None:
        headers = [(name.lower(), value) for name, value in self._request.headers.raw]
        scope = {
            "type": "http", "method": "GET", "path": self._request.url.path, "headers": headers,
            "query_string": self._request.url.query, "scheme": "http", "root_path": "",
        }  # fmt: skip
        try:
            await self._app(scope, self._receive, self._send)
        finally:
            self.over.set()

    def cut(self) -> None:
        self._cut.set()

    async def next(self) -> tuple[str, int, Any]:
        """The next event: its kind, its number, what it says."""
        while True:
            async with asyncio.timeout(5):
                frame = (await self.frames.get()).decode()
            if not frame.startswith(":"):
                parts = dict(line.split(": ", 1) for line in frame.strip().split("\n"))
                return parts["event"], int(parts.get("id", -1)), json.loads(parts["data"])


@asynccontextmanager
async def line(
    browser: httpx.AsyncClient,
    after: int = 0,
    last: int | None = None,
    path: str = f"{HERE}/stream",
) -> AsyncIterator[Line]:
    found = Line(browser, after, last, path)
    running = asyncio.create_task(found.run())
    try:
        yield found
    finally:
        found.cut()
        async with asyncio.timeout(5):
            await running


async def decide(there: Site, text: str, team: str = "red") -> None:
    await there.give(LogDecision(text=text), a_player(team))


async def test_a_stream_begins_with_everything_and_goes_on_with_what_is_new() -> None:
    async with site(kit()) as there, line(await there.joined()) as stream:
        kind, number, first = await stream.next()
        assert (kind, number) == ("view", first["number"])
        await decide(there, "We pull the plug")
        _, later, second = await stream.next()
        assert later > number
        assert [card.get("body") for card in second["cards"]] == ["We pull the plug"]


async def test_what_is_streamed_is_what_is_polled() -> None:
    async with site(kit()) as there:
        browser = await there.joined()
        await decide(there, "One")
        async with line(browser, after=2) as stream:
            _, _, streamed = await stream.next()
        assert streamed == (await browser.get(f"{HERE}/view", params={"after": 2})).json()


async def test_the_header_of_a_reconnect_goes_before_the_address() -> None:
    async with site(kit()) as there:
        browser = await there.joined()
        number = (await browser.get(f"{HERE}/view")).json()["number"]
        async with line(browser, after=0, last=number) as stream:
            await decide(there, "One")
            _, _, said = await stream.next()
            assert [card.get("body") for card in said["cards"]] == ["One"]


@pytest.mark.parametrize("last", ["", "x", "-1", "9" * 5_000, "١٢", "1.5"])
async def test_a_strange_number_in_the_header_counts_as_none(last: str) -> None:
    async with site(kit()) as there:
        browser = await there.joined()
        browser.headers = httpx.Headers([*browser.headers.raw, (b"last-event-id", last.encode())])
        async with line(browser) as stream:
            assert (await stream.next())[0] == "view"


async def test_whoever_has_seen_more_than_there_is_begins_anew() -> None:
    """After a backup was restored the log may be shorter than what somebody has seen of it."""
    async with site(kit()) as there:
        browser = await there.joined()
        whole = (await browser.get(f"{HERE}/view")).json()
        assert (await browser.get(f"{HERE}/view", params={"after": 900})).json() == whole
        async with line(browser, last=900) as stream:
            assert (await stream.next())[2] == whole


@pytest.mark.parametrize("seed", range(12))
async def test_after_any_cuts_a_reader_has_exactly_what_it_missed(seed: int) -> None:
    """The model: cards by their ids, each message laid over them, cut at random moments (R6)."""
    r = Random(seed)
    async with site(kit()) as there:
        browser = await there.joined()
        person = (await browser.get(f"{HERE}/seat")).json()["person"]
        cards: dict[str, Any] = {}
        last = 0
        for cut in range(8):
            async with line(browser, last=last) as stream:
                if r.random() < 0.3:
                    stream.reading.clear()
                for number in range(r.randrange(5)):
                    await decide(there, f"{cut} {number}", r.choice(("red", "blue")))
                    if r.random() < 0.5:
                        await asyncio.sleep(0)
                stream.reading.set()
                for _ in range(r.randrange(4)):
                    with suppress(TimeoutError):
                        async with asyncio.timeout(0.02):
                            _, last, said = await stream.next()
                            cards |= {card["id"]: card for card in said["cards"]}
        async with line(browser, last=last) as stream:
            await decide(there, "the last")
            while last < (await there.server.hub.exercise(ID)).seq:
                _, last, said = await stream.next()
                cards |= {card["id"]: card for card in said["cards"]}
        state = await there.server.hub.exercise(ID)
        whole = view(state, Viewer(role="participant", team="red"), choices)
        assert person in state.seats
        assert cards == {c["id"]: c for c in read(whole)}


def read(whole: View) -> list[Any]:
    found: list[Any] = json.loads(whole.model_dump_json(exclude_defaults=True))["cards"]
    return found


async def test_a_slow_reader_loses_its_place_and_nothing_else() -> None:
    async with site(kit()) as there, line(await there.joined()) as stream:
        await stream.next()
        stream.reading.clear()
        for number in range(50):
            await decide(there, f"Number {number}")
            await asyncio.sleep(0)
        stream.reading.set()
        texts: list[str] = []
        messages = 0
        while len(texts) < 50:
            _, _, said = await stream.next()
            texts += [card["body"] for card in said["cards"] if card["kind"] == "decision"]
            messages += 1
        assert texts == [f"Number {n}" for n in range(50)]
        assert messages <= 3


async def test_where_nothing_happens_a_beat_carries_the_number() -> None:
    async with site(kit()) as there:
        there.server.heartbeat = 0.02
        async with line(await there.joined()) as stream:
            _, number, _ = await stream.next()
            for _ in range(3):
                assert await stream.next() == ("beat", number, {})


async def test_whoever_loses_the_seat_is_told_and_the_stream_ends() -> None:
    async with site(kit()) as there:
        for gone in (LeaveExercise(), HandOverSeat(to="somebody-new")):
            browser = await there.joined(team="blue")
            person = (await browser.get(f"{HERE}/seat")).json()["person"]
            async with line(browser) as stream:
                await stream.next()
                actor = (await there.server.hub.exercise(ID)).seats[person].actor
                await there.give(gone, actor)
                async with asyncio.timeout(2):
                    while (await stream.next())[0] != "gone":
                        pass
                    await stream.over.wait()
            assert (await browser.get(f"{HERE}/view")).status_code == 401


async def test_a_seat_that_becomes_another_ends_the_stream_it_had() -> None:
    """The same person at another place reads with that place's eyes, from the beginning."""
    async with site(kit()) as there:
        browser = await there.joined(team="red")
        person = (await browser.get(f"{HERE}/seat")).json()["person"]
        async with line(browser) as stream:
            await stream.next()
            await there.give(JoinExercise(), Actor(person=person, role="participant", team="blue"))
            while (await stream.next())[0] != "gone":
                pass


async def test_a_server_that_closes_ends_every_stream() -> None:
    async with site(kit()) as there:
        browser = await there.joined()
        async with line(browser) as one, line(browser) as two:
            await one.next()
            await two.next()
            there.server.close()
            async with asyncio.timeout(2):
                await one.over.wait()
                await two.over.wait()


async def test_who_has_a_stream_open_is_there() -> None:
    async with site(kit()) as there:
        browser, staff = await there.joined(), there.house()
        person = (await browser.get(f"{HERE}/seat")).json()["person"]

        async def there_now() -> list[str]:
            found = (await staff.get(f"{HERE}/present")).json()["people"]
            return [each["person"] for each in found if each["here"]]

        assert await there_now() == []
        async with line(browser) as one, line(browser) as two:
            await one.next()
            await two.next()
            two.cut()
            await two.over.wait()
            assert await there_now() == [person]
        assert await there_now() == []


async def test_of_too_many_streams_of_a_person_the_oldest_ends() -> None:
    async with site(kit()) as there:
        browser = await there.joined()
        lines = [Line(browser) for _ in range(MOST_STREAMS + 1)]
        running = [asyncio.create_task(each.run()) for each in lines]
        async with asyncio.timeout(5):
            await lines[0].over.wait()
            await lines[-1].next()
        assert not any(each.over.is_set() for each in lines[1:])
        for each in lines:
            each.cut()
        await asyncio.gather(*running)


async def test_the_names_of_those_who_speak_are_beside_the_view() -> None:
    async with site(kit()) as there:
        browser = await there.joined(name="Ana")
        person = (await browser.get(f"{HERE}/seat")).json()["person"]
        actor = (await there.server.hub.exercise(ID)).seats[person].actor
        async with line(browser) as stream:
            await stream.next()
            await there.give(LogDecision(text="Stop"), actor)
            assert (await stream.next())[2]["names"] == {person: "Ana"}
            answer = await browser.put(f"{HERE}/name", json={"name": "N" * MOST_LETTERS})
            assert answer.status_code == 204
            await there.give(LogDecision(text="Go"), actor)
            assert (await stream.next())[2]["names"] == {person: "N" * MOST_LETTERS}


async def test_by_role_alone_no_name_is_sent_or_kept() -> None:
    async with site(kit(), names="role-only") as there:
        browser = await there.joined(name="Ana")
        assert (await browser.get(f"{HERE}/names")).json() == {}
        answer = await browser.put(f"{HERE}/name", json={"name": "Ana"})
        assert (answer.status_code, answer.json()["error"]) == (409, "by_role_only")
        assert await there.server.names.of(ID) == {}


async def test_views_of_one_audience_are_made_once() -> None:
    async with site(kit()) as there:
        one, two = await there.joined(), await there.joined()
        await one.get(f"{HERE}/view")
        viewer = Viewer(role="participant", team="red")
        first = await there.server.views.message(ID, viewer, 0)
        await two.get(f"{HERE}/view")
        assert await there.server.views.message(ID, viewer, 0) is first
        await decide(there, "New")
        assert await there.server.views.message(ID, viewer, 0) is not first


async def test_a_page_is_not_told_twice_what_has_not_changed() -> None:
    """What others do costs nothing where nothing is seen of it (P14)."""
    async with site(kit()) as there:
        browser = await there.joined()
        async with line(browser, path=f"/x/{ID}/stream") as stream:
            assert (await stream.next())[0] == "beat"
            await decide(there, "Ours")
            while "Ours" not in str(await stream.next()):
                pass
            await decide(there, "Theirs", "blue")
            await decide(there, "Ours again")
            kind, number, said = await stream.next()
        assert (kind, number) == ("cards", await there.server.number(ID))
        assert "Ours again" in str(said["cards"])
