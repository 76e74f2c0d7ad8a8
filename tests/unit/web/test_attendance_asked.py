"""Who is there, for pages through which no stream comes: they ask, are there, and are told."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from simulator.web import server as module
from simulator.web.caller import Caller
from tests.builders import a_kit, a_player, a_scenario, a_team, an_inject
from tests.web import HERE, ID, Site, site

KIT = a_kit(a_scenario(an_inject("a"), teams=[a_team("red"), a_team("blue")]))
SOON = 5
CARDS = f"/x/{ID}/cards"


async def asked(there: Site, page: httpx.AsyncClient, told: str, wait: int = 0) -> httpx.Response:
    """A page's question after all that has happened, and what it was told last."""
    said: dict[str, str | int] = {"after": await there.server.number(ID), "told": told}
    return await page.get(CARDS, params=said | ({"wait": wait} if wait else {}))


class Someone:
    """A stream that does nothing."""

    def ring(self) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


async def test_a_page_that_asks_is_told_who_is_there_once() -> None:
    """Only streams told it: a facilitator behind a proxy saw nobody at any table."""
    async with site(KIT) as there:
        player, desk = await there.joined(), await there.joined("facilitator", None)
        person = (await player.get(f"{HERE}/seat")).json()["person"]
        await asked(there, player, "")
        beat = (await asked(there, desk, "")).json()["beat"]
        assert person in beat["here"]
        assert beat["tables"] == {"red": {"here": 1, "all": 1}}
        assert (await asked(there, desk, beat["mark"])).status_code == 204
        there.server._asked.clear()
        gone = (await asked(there, desk, beat["mark"])).json()["beat"]
        assert gone["tables"] == {"red": {"here": 0, "all": 1}}
        assert gone["mark"] != beat["mark"]


async def test_what_has_happened_and_who_is_there_come_in_one_answer() -> None:
    async with site(KIT) as there:
        desk = await there.joined("facilitator", None)
        found = (await desk.get(CARDS, params={"after": 1, "told": ""})).json()
        assert found["cards"]
        assert found["beat"]["mark"]
        assert "beat" not in (await desk.get(CARDS, params={"after": 1})).json()


async def test_a_team_is_told_of_its_own_alone() -> None:
    async with site(KIT) as there:
        red, blue = await there.joined(), await there.joined(team="blue")
        person = (await red.get(f"{HERE}/seat")).json()["person"]
        await asked(there, blue, "")
        beat = (await asked(there, red, "")).json()["beat"]
        assert beat.keys() == {"here", "mark"}
        assert beat["here"] == [person]


async def test_whoever_waits_hears_of_somebody_who_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    async with site(KIT) as there:
        monkeypatch.setattr(there.server, "heartbeat", 0.01)
        monkeypatch.setattr(module, "LIFE", 60.0)
        desk, player = await there.joined("facilitator", None), await there.joined()
        person = (await player.get(f"{HERE}/seat")).json()["person"]
        mark = (await asked(there, desk, "")).json()["beat"]["mark"]
        waiting = asyncio.create_task(asked(there, desk, mark, 45))
        await asyncio.sleep(0)
        with there.server.following(Caller(ID, a_player("red", person=person)), Someone()):
            async with asyncio.timeout(SOON):
                answer = (await waiting).json()
        assert person in answer["beat"]["here"]
        assert "cards" not in answer


async def test_who_asks_counts_as_there_for_three_times_the_pause_of_a_page() -> None:
    """Two seconds is the longest that a page lets pass before it asks again."""
    longest_pause = 2.0
    assert 3 * longest_pause == module.LIFE
    async with site(KIT) as there:
        player = await there.joined()
        person = (await player.get(f"{HERE}/seat")).json()["person"]
        await asked(there, player, "")
        there.server._asked[ID, person] -= 2.9 * longest_pause
        assert person in there.server.present(ID)
        there.server._asked[ID, person] -= 0.2 * longest_pause
        assert person not in there.server.present(ID)
