"""A join whose answer was lost is given again: it is the same seat, not a second one."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from simulator.acts.access import RevokeSeat
from simulator.acts.people import LeaveExercise
from simulator.domain.edition import Kit
from simulator.remote.desk import Desk
from simulator.remote.link import Link
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.web import HERE, HOST, ID, Site, site

KEY = "a-key-that-is-random-0123"


def kit() -> Kit:
    return a_kit(
        a_scenario(an_inject("a"), an_inject("b"), teams=[a_team("red", "chief"), a_team("blue")])
    )


async def people(there: Site) -> list[str]:
    return sorted((await there.server.hub.exercise(ID)).seats)


async def asked(there: Site, code: str, key: str = KEY) -> httpx.Response:
    """A join from a device that keeps no cookies, as if every answer were lost."""
    said = {"code": code, "name": "Ana"}
    return await there.browser().post(f"{HERE}/join", json=said, headers={"idempotency-key": key})


async def test_a_join_given_again_under_its_key_gets_the_same_seat() -> None:
    async with site(kit()) as there:
        code = await there.code("participant", "red")
        first, again = await asked(there, code), await asked(there, code.lower())
        assert again.status_code == 201
        assert again.json()["person"] == first.json()["person"]
        assert await people(there) == [first.json()["person"]]


async def test_joins_at_the_same_moment_are_one() -> None:
    async with site(kit()) as there:
        code = await there.code("participant", "red")
        answers = await asyncio.gather(*(asked(there, code) for _ in range(5)))
        assert [a.status_code for a in answers] == [201] * 5
        assert len(await people(there)) == 1


async def test_another_key_or_another_place_is_another_person() -> None:
    async with site(kit()) as there:
        red, blue = await there.code("participant", "red"), await there.code("participant", "blue")
        await asked(there, red)
        await asked(there, red, "another-key-as-random-4567")
        await asked(there, blue)
        assert len(await people(there)) == 3


async def test_a_key_that_others_may_choose_too_is_refused() -> None:
    async with site(kit()) as there:
        answer = await asked(there, await there.code("participant", "red"), "1")
        assert (answer.status_code, answer.json()["error"]) == (422, "wrong_value")
        assert await people(there) == []


@pytest.mark.parametrize("door", ["form", "json"])
async def test_a_page_that_got_no_answer_joins_again_to_the_same_seat(door: str) -> None:
    async with site(kit()) as there:
        code = await there.code("participant", "red")
        door_page = await there.browser().get("/")
        device = "; ".join(f"{name}={value}" for name, value in door_page.cookies.items())
        for _ in range(2):
            browser = there.browser(cookie=device)  # the answer before never came
            assert "joining" not in (await browser.get("/")).cookies
            if door == "form":
                answer = await browser.post(f"/x/{ID}/join", data={"code": code, "name": "Ana"})
            else:
                answer = await browser.post(f"{HERE}/join", json={"code": code})
            assert answer.status_code in (201, 303)
            assert any(c.startswith('joining=""') for c in answer.headers.get_list("set-cookie"))
        assert len(await people(there)) == 1


async def test_the_next_who_joins_from_a_shared_device_is_somebody_else() -> None:
    async with site(kit()) as there:
        code, browser = await there.code("participant", "red"), there.browser()
        found = []
        for _ in range(2):
            await browser.get("/")
            await browser.post(f"/x/{ID}/join", data={"code": code, "shared": "yes"})
            found += await people(there)
            await browser.post(f"/x/{ID}/leave", data={})
        assert len(set(found)) == 2


async def test_who_was_sent_away_before_the_answer_came_is_somebody_new() -> None:
    async with site(kit()) as there:
        code = await there.code("participant", "red")
        first = (await asked(there, code)).json()["person"]
        await there.give(RevokeSeat(person=first))
        again = await asked(there, code)
        assert again.status_code == 201
        assert again.json()["person"] != first


async def test_who_has_left_may_come_again_with_the_same_key() -> None:
    async with site(kit()) as there:
        code = await there.code("participant", "red")
        first = (await asked(there, code)).json()["person"]
        actor = (await there.server.hub.exercise(ID)).seats[first].actor
        await there.give(LeaveExercise(), actor)
        assert (await asked(there, code)).json()["person"] == first


class Forgetful(httpx.ASGITransport):
    """Loses the first answers, after the server has done what was asked."""

    lost = 2

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Have it done, and say nothing of it."""
        answer = await super().handle_async_request(request)
        if self.lost:
            self.lost -= 1
            raise httpx.ReadError("cut")
        return answer


async def test_a_terminal_asks_again_for_the_same_seat() -> None:
    async with site(kit()) as there:
        code = await there.code("participant", "red")
        client = httpx.AsyncClient(transport=Forgetful(there.app), base_url=f"http://{HOST}")
        joined = await Desk(Link(client), ID).join(code, "Ana")
        assert await people(there) == [joined.actor.person]
        again = await Desk(Link(client), ID).join(code, "Ana", joined.token)
        assert again.actor == joined.actor
        assert len(await people(there)) == 1
