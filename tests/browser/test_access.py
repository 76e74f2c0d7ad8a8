"""The pages for everybody: narrow screens, fingers, keyboards, weak eyes (P11, P12)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Page, expect

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.passes import WithdrawInject
from simulator.acts.requests import AskQuestion
from simulator.cli.exercises import scenario_at
from tests.browser.stage import Visitors, staged, why_not
from tests.builders import a_player

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is one"),
]
expect.set_options(timeout=10_000)
ROLES = ("participant", "facilitator", "evaluator", "observer", "projector")
SCHEMES: tuple[Any, ...] = ("light", "dark")
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((each) => each.type !== "hidden" && !each.matches(".skip") && each.offsetParent)
  .map((each) => [each.closest("label.pick") || each, each])
  .filter(([box]) => { const r = box.getBoundingClientRect();
    return r.width && (r.width < 24 || r.height < 24); })
  .filter(([, each]) => !each.closest(".body"))
  .map(([, each]) => each.outerHTML.slice(0, 120))"""
FAINT = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (each) => {
    for (; each; each = each.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(each).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const each = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !each.offsetParent || each.matches(".skip"))
      continue;
    const [one, two] = [light(parse(getComputedStyle(each).color)), light(ground(each))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) found.push([ratio.toFixed(2), each.outerHTML.slice(0, 120)]);
  }
  return found;
}"""
SEEN = """() => {
  const each = document.activeElement, box = each.getBoundingClientRect();
  const target = each.closest("label.pick") || each;
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return each === document.body || (box.bottom > 0 && box.top < innerHeight
    && (target.contains(top) || top.contains(each)));
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Visitors]:
    """The hospital's exercise, with something of every kind in it."""
    folder: Path = tmp_path_factory.mktemp("stage")
    async with staged(folder, scenario_at("hospital-ransomware", {}).kit) as visitors:
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


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("role", ROLES)
async def test_nothing_is_too_wide_or_too_small_for_a_finger(there: Visitors, role: str) -> None:
    for width in (320, 360, 768, 1440):
        page = await there.joined(role, team_of(role), viewport={"width": width, "height": 640})
        await opened(page)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (role, width)
        assert await page.evaluate(SMALL) == [], (role, width)
        await page.context.close()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("role", ROLES)
async def test_every_word_stands_out_from_its_ground(
    there: Visitors, role: str, scheme: str
) -> None:
    page = await opened(await there.joined(role, team_of(role), color_scheme=scheme))
    assert await page.evaluate(FAINT) == []
    await page.context.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_person_with_a_keyboard_alone_joins_reads_and_decides(there: Visitors) -> None:
    page = await (await there.device()).new_page()
    await page.goto(there.stage.url)
    await page.keyboard.type(there.stage.code("participant", "hospital"))
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#decide")
    wanted, reached = {"summary", "select", "textarea", "button", "a"}, set[str]()
    for _ in range(60):
        await page.keyboard.press("Tab")
        assert await page.evaluate(SEEN), await page.evaluate("document.activeElement.outerHTML")
        reached.add(await page.evaluate("document.activeElement.localName"))
        if await page.evaluate("document.activeElement.id") == "decision":
            break
    await page.keyboard.type("By keyboard.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#decide .sent")).to_contain_text("saved")
    assert reached >= wanted - {"button"}
    await page.context.close()


@pytest.mark.asyncio(loop_scope="module")
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
