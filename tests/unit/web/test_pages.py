"""The pages without scripts: coming in, reading, entering; for each role what is its own."""

from __future__ import annotations

import re

import httpx

from simulator.acts.injects import ReleaseInjectNow
from simulator.domain.edition import Kit
from tests.builders import a_choice, a_kit, a_scenario, a_team, an_inject
from tests.web import ID, Site, site

ROOM = f"/x/{ID}"
PAGE = "text/html"


def kit() -> Kit:
    return a_kit(
        a_scenario(
            an_inject("a", decision=a_choice("stay", "go")),
            an_inject("b", to=["blue"]),
            teams=[a_team("red", "chief"), a_team("blue")],
        )
    )


async def at_the_door(there: Site, role: str = "participant", **said: str) -> httpx.AsyncClient:
    """A browser that came in by the form of the door."""
    browser = there.browser(accept=PAGE)
    team = "red" if role == "participant" else None
    form = {"code": await there.code(role, team)} | said
    answer = await browser.post(f"{ROOM}/join", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, ROOM), answer.text
    return browser


async def test_join_read_decide_without_scripts() -> None:
    async with site(kit()) as there:
        await there.give(ReleaseInjectNow(inject="a"))
        browser = await at_the_door(there, name="Ana")
        page = (await browser.get(ROOM)).text
        assert "Body of a." in page
        assert "Body of b." not in page
        token = re.search(r'name="token" value="([^"]+-decide)"', page)
        assert token
        form = {"kind": "log_decision", "inject": "a", "option": "go", "token": token[1]}
        answers = [await browser.post(f"{ROOM}/do", data=form) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        page = (await browser.get(ROOM)).text
        assert page.count('class="card decision"') == 1
        assert "Ana" in page
