"""Pages where the network is bad: behind proxies, without a server, on slow lines (P14, P16)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, expect

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInjectNow
from simulator.cli.exercises import scenario_at
from simulator.web.pages import HEARTBEAT
from simulator.web.waiting import PATIENCE
from tests.browser.child import NAME
from tests.browser.stage import IN_A_BROWSER, Visitors, staged
from tests.builders import a_player
from tests.served.proxy import Manner, StreamlessProxy

pytestmark = [
    *IN_A_BROWSER,
    pytest.mark.xdist_group("weak links"),
]
TAKEN_OVER = 10_000
"""Milliseconds within which a page without a stream must have found another way (P16)."""
KIT = scenario_at("hospital-ransomware", {}).kit
TEAM = "hospital"
IDLE, FIRST_LOAD = 2_000, 100_000
ASKED = """(number) =>
  fetch(`${here}/cards?after=${number}&wait=1`, {referrerPolicy: "no-referrer"})
    .then((answer) => answer.text())"""
NOT_LIVE = re.compile(r"Not live since \d\d:\d\d:\d\d")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def there(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Visitors]:
    """The hospital's exercise, of which nothing is out yet."""
    async with staged(chromium, tmp_path_factory.mktemp("stage"), KIT) as visitors:
        yield visitors


@asynccontextmanager
async def behind(there: Visitors, manner: Manner) -> AsyncIterator[tuple[Page, StreamlessProxy]]:
    """The page of a player who has a proxy between themselves and the server."""
    async with StreamlessProxy(there.stage.port, manner, NAME) as proxy:
        page = await there.joined(team=TEAM, at=f"http://{NAME}:{proxy.port}")
        yield page, proxy
        await page.context.close()


async def released(there: Visitors, name: str) -> None:
    await there.stage.give(ReleaseInjectNow(inject=name))


# Proxies


@pytest.mark.parametrize(
    ("manner", "inject"), [("buffers", "night-screens"), ("cuts", "ransom-note")]
)
async def test_where_a_proxy_lets_no_stream_through_news_come_all_the_same(
    there: Visitors, manner: Manner, inject: str
) -> None:
    async with behind(there, manner) as (page, proxy):
        await released(there, inject)
        await expect(page.locator(f"#inject-{inject}")).to_be_visible(timeout=TAKEN_OVER)
        assert proxy.news == 0
        await expect(page.locator("#live")).to_have_class("on")
        assert [each for each in proxy.exchanges if "/stream" in each.path]


async def test_a_page_says_since_when_it_is_not_live_and_when_it_is_again(there: Visitors) -> None:
    page = await there.joined(team=TEAM)
    live = page.locator("#live")
    await expect(live).to_have_text("live")
    there.stage.kill()
    await expect(live).to_have_text(NOT_LIVE, timeout=16_000)
    await there.stage.begin()
    await expect(live).to_have_text("live", timeout=TAKEN_OVER)
    await expect(live).to_have_class("on")
    await page.context.close()


async def test_who_has_no_seat_any_more_is_led_to_the_door_and_keeps_what_was_typed(
    there: Visitors,
) -> None:
    page = await there.joined(team=TEAM)
    await page.fill("#decision", "Half a sentence")
    await page.context.add_cookies(
        [{"name": "seat", "value": "old", "url": there.stage.url, "httpOnly": True}]
    )
    there.stage.kill()
    await there.stage.begin()
    await page.wait_for_url(f"{there.stage.url}/", timeout=TAKEN_OVER)
    kept = await page.evaluate("Object.entries(localStorage).flat().join()")
    assert "Half a sentence" in kept
    await page.context.close()


# What it costs


async def test_standing_by_costs_next_to_nothing(there: Visitors) -> None:
    """Two kilobytes a minute at most, heads and all, with a stream and without one (P14)."""
    async with behind(there, "passes") as (page, proxy):
        await expect(page.locator("#live")).to_have_class("on")
        (stream,) = [each for each in proxy.exchanges if "/stream" in each.path]
        opening = stream.bytes
        before, asked = stream.answered, len(proxy.exchanges)
        await until(lambda: stream.answered > before)
        beat = stream.answered - before
        assert len(proxy.exchanges) == asked
        assert beat > 20
        assert beat * 60 / HEARTBEAT < IDLE
        theirs = proxy.news
        await there.stage.give(LogDecision(text="Nothing to you."), a_player("ministry"))
        await there.stage.give(LogDecision(text="Nothing to you either."), a_player("ministry"))
        await released(there, "press-call")
        await expect(page.locator("#inject-press-call")).to_be_visible()
        assert proxy.news - theirs <= 2
        number = await page.evaluate("number")
        await page.evaluate(ASKED, number)
        (answer,) = [each for each in proxy.exchanges if "wait=1" in each.path]
        assert answer.status == 204
        minute = answer.bytes * 60 / PATIENCE + opening * 60_000 / await page.evaluate("SELDOM")
        assert await page.evaluate("PATIENCE") == PATIENCE
        assert 500 < minute < IDLE


async def test_the_first_load_is_small(there: Visitors) -> None:
    """A hundred kilobytes over the wire at most, door and page, with all injects out (P14)."""
    shown = (await there.stage.view())["cards"]
    out = {card["inject"] for card in shown if card.get("state") == "released"}
    for inject in KIT.edition("en").scenario.injects:
        if inject.id not in out:
            await released(there, inject.id)
    for n in range(20):
        said = LogDecision(text=f"Decision {n}: " + f"what we do now, part {n}, " * 12)
        await there.stage.give(said, a_player(TEAM))
    for team in KIT.edition("en").scenario.teams:
        async with StreamlessProxy(there.stage.port, "passes", NAME) as proxy:
            page = await there.joined(team=team.id, at=f"http://{NAME}:{proxy.port}")
            await expect(page.locator("#live")).to_have_class("on")
            total = sum(each.bytes for each in proxy.exchanges)
            assert 10_000 < total < FIRST_LOAD
            await page.context.close()


async def test_at_the_end_of_a_bad_line_people_join_and_decide(there: Visitors) -> None:
    """50 kbit/s, 800 ms: slow, but of use (P14)."""
    page = await (await there.device()).new_page()
    wire = await page.context.new_cdp_session(page)
    await wire.send("Network.enable")
    bad = {"latency": 800, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
    await wire.send("Network.emulateNetworkConditions", {"offline": False} | bad)
    page.set_default_timeout(60_000)
    await page.goto(f"{there.stage.url}/#{there.stage.code('participant', TEAM)}")
    await page.click("main form button")
    await expect(page.locator("#live")).to_have_class("on", timeout=30_000)
    await page.fill("#decision", "From far away.")
    await page.click("#decide button")
    await expect(page.locator("#decide .sent")).to_contain_text("saved", timeout=30_000)
    await page.context.close()


async def test_no_page_asks_for_anything_elsewhere(there: Visitors) -> None:
    for role in ("facilitator", "evaluator", "observer", "projector"):
        page = await there.joined(role)
        await expect(page.locator("#live")).to_have_class("on")
        await page.context.close()
    assert {url.split("/")[2].split(":")[0] for url in there.asked} == {NAME}


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not so():  # noqa: ASYNC110 - the proxy tells nobody
            await asyncio.sleep(0.05)
