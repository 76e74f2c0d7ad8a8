"""The pages for everybody: narrow screens, fingers, news aloud (P11, P12)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, ViewportSize, expect

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.passes import WithdrawInject
from simulator.acts.requests import AskQuestion
from simulator.cli.exercises import scenario_at
from tests.browser.stage import IN_A_BROWSER, Visitors, staged
from tests.builders import a_player

pytestmark = [*IN_A_BROWSER]
expect.set_options(timeout=10_000)
ROLES = ("participant", "facilitator", "evaluator", "observer", "projector")
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((each) => each.type !== "hidden" && !each.matches(".skip") && each.offsetParent)
  .map((each) => [each.closest("label.pick") || each, each])
  .filter(([box]) => { const r = box.getBoundingClientRect();
    return r.width && (r.width < 24 || r.height < 24); })
  .filter(([, each]) => !each.closest(".body"))
  .map(([, each]) => each.outerHTML.slice(0, 120))"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def there(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Visitors]:
    """The hospital's exercise, with something of every kind in it."""
    folder: Path = tmp_path_factory.mktemp("stage")
    async with staged(chromium, folder, scenario_at("hospital-ransomware", {}).kit) as visitors:
        stage, red = visitors.stage, a_player("hospital")
        for inject in ("night-screens", "ransom-note", "network-decision", "press-call"):
            await stage.give(ReleaseInjectNow(inject=inject))
        await stage.give(LogDecision(text="Paper from now on."), red)
        await stage.give(AskQuestion(text="How long does the generator last?"), red)
        await stage.give(WithdrawInject(inject="ransom-note", reason="Sent too early."))
        yield visitors


async def opened(page: Page) -> Page:
    """The page with everything that folds unfolded."""
    await expect(page.locator("#live")).to_have_class("on")
    await page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    return page


def team_of(role: str) -> str | None:
    return "hospital" if role == "participant" else None


@pytest.mark.parametrize("role", ROLES)
async def test_nothing_is_too_wide_or_too_small_for_a_finger(there: Visitors, role: str) -> None:
    page = await opened(await there.joined(role, team_of(role)))
    for width in (320, 360, 768, 1440):
        await page.set_viewport_size(ViewportSize(width=width, height=640))
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (role, width)
        assert await page.evaluate(SMALL) == [], (role, width)
    await page.context.close()


async def test_news_are_announced_once_and_politely(there: Visitors) -> None:
    page = await there.joined("participant", "hospital")
    await expect(page.locator("#live")).to_have_class("on")
    await page.evaluate(
        "window.told = []; new MutationObserver(() => told.push(news.textContent))"
        ".observe(document.getElementById('news'), {childList: true, subtree: true})"
    )
    await there.stage.give(ReleaseInjectNow(inject="ambulance-desk"))
    await expect(page.locator("#inject-ambulance-desk")).to_be_visible()
    assert len(await page.evaluate("told")) == 1
    assert await page.get_attribute("#news", "role") == "status"
    await page.context.close()
