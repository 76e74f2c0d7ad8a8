"""Whatever people and authors wrote is text on every page: it makes nothing, does nothing (SEC7).

The policy of the pages is put out of force here, so that it is not what saves them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, Route

from simulator.domain.people import Actor, Role
from tests.browser.stage import IN_A_BROWSER
from tests.pages import ROOM, TAGS, served
from tests.terminal.world import CORPUS, everything, hostile
from tests.web import ID, Site

pytestmark = [
    *IN_A_BROWSER,
    pytest.mark.xdist_group("hostile pages"),
]
ROLES: tuple[Role, ...] = ("facilitator", "evaluator", "observer", "projector", "participant")
URL = "http://room.test"
MADE = """(tags) => [...document.querySelectorAll("*")].filter((each) =>
    !tags.includes(each.localName)
    || each.matches("script:not([src^='/static/']), svg:not(.qr svg), link:not([href^='/static/'])")
      && each.getAttribute("href") !== "data:,"
    || [...each.attributes].some(({name}) => name.startsWith("on") || name === "srcdoc")
    || /^\\s*(javascript|data|vbscript):/i.test(each.getAttribute("href") || "")
      && each.getAttribute("href") !== "data:,"
  ).map((each) => each.outerHTML.slice(0, 120))"""
EVERYTHING_ANEW = """async () => {
  number = 0;
  const answer = await fetch(`${here}/cards?after=0`);
  taken(await answer.json());
  document.querySelectorAll("details").forEach((each) => each.open = true);
  for (const each of document.querySelectorAll("[data-amend], [data-decide]")) each.click();
}"""


@pytest.fixture(scope="module")
def there() -> Iterator[Site]:
    """An exercise in which all that can happen has, every text of it an attack."""
    with served(hostile()) as site:
        yield site


class Visit:
    """A page of a seat, asked of the application itself; what it does beside is noted."""

    def __init__(self, there: Site, role: Role) -> None:
        kit = everything()[0].event.kit  # type: ignore[union-attr]
        team = kit.original.scenario.teams[0].id if role == "participant" else None
        self._house = there.house(Actor(person="zz", role=role, team=team))
        self.dialogs: list[str] = []
        self.elsewhere: list[str] = []

    async def page(self, browser: Browser) -> Page:
        context = await browser.new_context(bypass_csp=True)
        await context.route("**/*", self._answered)
        context.on("dialog", self._dismissed)
        return await context.new_page()

    async def _answered(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != URL:
            self.elsewhere.append(route.request.url)
            await route.abort()
        elif route.request.method != "GET" or asked.path.endswith("/stream"):
            await route.abort()
        else:
            accept = {"accept": route.request.headers.get("accept", "")}
            after = asked.query.partition("&")[0]
            answer = await self._house.get(f"{asked.path}?{after}", headers=accept)
            headers = {"content-type": answer.headers.get("content-type", "text/plain")}
            await route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    async def _dismissed(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        await dialog.dismiss()


@pytest.mark.parametrize("role", ROLES)
async def test_nothing_comes_of_what_was_written(
    chromium: Browser, there: Site, role: Role
) -> None:
    people = (await there.server.hub.exercise(ID)).seats
    for number, person in enumerate(people):
        attack = list(CORPUS.values())[number % len(CORPUS)][:60]
        await there.server.names.put(ID, person, attack.encode(errors="replace").decode())
    visit = Visit(there, role)
    page = await visit.page(chromium)
    for path in (ROOM, "/"):
        await page.goto(f"{URL}{path}")
        assert await page.evaluate(MADE, " ".join(TAGS).split()) == []
        if path == ROOM:
            assert role == "projector" or await page.locator(".card").count() > 5
            await page.evaluate(EVERYTHING_ANEW)
            assert await page.evaluate(MADE, " ".join(TAGS).split()) == []
    assert (visit.dialogs, visit.elsewhere) == ([], [])
    await page.context.close()


async def test_what_would_do_something_is_found(chromium: Browser, there: Site) -> None:
    visit = Visit(there, "observer")
    page = await visit.page(chromium)
    await page.goto(f"{URL}{ROOM}")
    await page.evaluate("""() => { document.querySelector("h1").innerHTML =
        "<img src='http://evil.test/x' onerror='alert(1)'><a href=' javascript:a()'>x</a>"; }""")
    await page.wait_for_timeout(300)
    assert len(await page.evaluate(MADE, " ".join(TAGS).split())) == 2
    assert visit.elsewhere == ["http://evil.test/x"]
    assert visit.dialogs == ["1"]
    await page.context.close()
