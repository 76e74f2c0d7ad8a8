"""Everything by keyboard alone, and wherever the focus is one sees it (P12)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, expect

from simulator.acts.injects import ReleaseInjectNow
from tests.browser.stage import IN_A_BROWSER, Visitors, staged
from tests.builders import a_choice, a_kit, a_scenario, a_team, an_inject
from tests.web import ID

pytestmark = [
    *IN_A_BROWSER,
    pytest.mark.xdist_group("keyboard"),
]
expect.set_options(timeout=10_000)
LEAVE = "form[action$='/leave']"
MOST = 150
"""Presses of Tab until what is looked for must have been met."""
SEEN = """() => {
  const each = document.activeElement, box = each.getBoundingClientRect();
  const target = each.closest("label.pick") || each;
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.y + Math.min(box.height / 2, 20), 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y), style = getComputedStyle(each);
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const there = box.bottom > 0 && box.top < innerHeight && top
    && (target.contains(top) || top.contains(each));
  return each === document.body || (there && marked) ? "" : each.outerHTML.slice(0, 200);
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def there(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Visitors]:
    injects = [an_inject("a", decision=a_choice("stay", "go")), an_inject("b")]
    kit = a_kit(a_scenario(*injects, teams=[a_team("red", "chief"), a_team("blue")]))
    async with staged(chromium, tmp_path_factory.mktemp("stage"), kit) as visitors:
        await visitors.stage.give(ReleaseInjectNow(inject="a"))
        yield visitors


class Hands:
    """A keyboard, and eyes that look where the focus is after every key."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def press(self, key: str) -> None:
        await self._page.keyboard.press(key)
        assert await self._page.evaluate(SEEN) == ""

    async def to(self, selector: str) -> None:
        """Go on until the focus is there."""
        for _ in range(MOST):
            if await self._page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
            await self.press("Tab")
        raise AssertionError(f"{selector} is not reached")

    async def write(self, text: str) -> None:
        await self._page.keyboard.type(text)


async def at_the_door(there: Visitors, role: str, team: str | None = None) -> tuple[Page, Hands]:
    """Come in by typing the code."""
    page = await (await there.device(viewport={"width": 360, "height": 640})).new_page()
    hands = Hands(page)
    await page.goto(there.stage.url)
    await hands.to("input[name=code]")
    await hands.write(there.stage.code(role, team))
    await hands.to("main form button")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{there.stage.url}/x/{ID}")
    await expect(page.locator("#live")).to_have_class("on")
    return page, hands


async def leaves(page: Page, hands: Hands) -> None:
    """Give the seat up."""
    await hands.to(f"details:has(> {LEAVE}) > summary")
    await hands.press("Enter")
    await hands.to(f"{LEAVE} input[type=checkbox]")
    await hands.press("Space")
    await hands.to(f"{LEAVE} button")
    await page.keyboard.press("Enter")
    await expect(page.locator("input[name=code]")).to_be_visible()


async def test_a_participant_reads_decides_amends_asks_and_leaves(there: Visitors) -> None:
    page, hands = await at_the_door(there, "participant", "red")
    await hands.to("#inject-a summary")
    await hands.press("Enter")
    await expect(page.locator("#inject-a .body")).to_be_visible()
    await hands.to("#options input")
    await hands.press("Space")
    await hands.to("#decision")
    await hands.write("We stay.")
    await hands.to("#decide .send button")
    await hands.press("Enter")
    await expect(page.locator("#log .decision .said")).to_have_text("We stay.")
    await hands.to("#log [data-amend][href='#do-amend_decision']")
    await hands.press("Enter")
    assert await page.evaluate("document.activeElement.name") == "text"
    await page.keyboard.press("Control+A")
    await hands.write("We stay until noon.")
    await hands.to("#do-amend_decision .send button")
    await hands.press("Enter")
    await expect(page.locator("#log .decision del")).to_have_text("We stay.")
    await hands.to("#do-ask_question summary")
    await hands.press("Enter")
    await hands.to("#do-ask_question textarea")
    await hands.write("How long?")
    await hands.to("#do-ask_question .send button")
    await hands.press("Enter")
    await expect(page.locator("#log .question")).to_contain_text("How long?")
    await leaves(page, hands)
    await page.context.close()


@pytest.mark.parametrize(
    ("role", "form"),
    [("facilitator", "#do-take_note"), ("evaluator", "#do-take_note"), ("observer", "")],
)
async def test_staff_read_enter_and_leave(there: Visitors, role: str, form: str) -> None:
    page, hands = await at_the_door(there, role)
    await hands.to("#inject-a summary")
    await hands.press("Enter")
    await expect(page.locator("#inject-a .body")).to_be_visible()
    if form:
        if not await page.locator(f"{form} > details").evaluate("each => each.open"):
            await hands.to(f"{form} summary")
            await hands.press("Enter")
        await hands.to(f"{form} textarea[name=text]")
        await hands.write(f"Seen by the {role}.")
        await hands.to(f"{form} .send button")
        await hands.press("Enter")
        await expect(page.locator("#log .note").first).to_contain_text(f"Seen by the {role}.")
    await leaves(page, hands)
    await page.context.close()


async def test_the_wall_is_hidden_and_shown(there: Visitors) -> None:
    page, hands = await at_the_door(there, "projector")
    for shown in (False, True):
        await hands.to("#veil")
        await hands.press("Enter")
        veiled: Any = await page.evaluate("document.body.classList.contains('veiled')")
        assert veiled is not shown
    await page.context.close()
