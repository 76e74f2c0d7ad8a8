"""The projector's page as the room sees it: no buttons unless somebody is at them (F15)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, expect

from simulator.acts.play import StopExercise
from tests.browser.axe import violations
from tests.browser.stage import IN_A_BROWSER, Visitors, staged
from tests.builders import a_kit, a_scenario, an_inject
from tests.web import ID

pytestmark = [*IN_A_BROWSER]
expect.set_options(timeout=10_000)
WALL = {"width": 1920, "height": 1080}


@pytest_asyncio.fixture(loop_scope="session")
async def there(chromium: Browser, tmp_path: Path) -> AsyncIterator[Visitors]:
    async with staged(
        chromium, tmp_path, a_kit(a_scenario(an_inject("a", projector=True)))
    ) as visitors:
        yield visitors
        assert visitors.errors == []


async def shown(wall: Page, yes: bool) -> None:
    """Whether the room sees the buttons."""
    await expect(wall.locator("#controls")).to_have_css("opacity", "1" if yes else "0")


async def test_the_rooms_buttons_are_seen_while_somebody_is_at_them_alone(there: Visitors) -> None:
    """“Hide the screen” was to be read on the wall by everybody, all the time."""
    wall = await there.joined("projector", viewport=WALL)
    await shown(wall, False)
    assert await violations(wall) == []
    await wall.mouse.move(900, 500)
    await wall.mouse.move(910, 510)
    await shown(wall, True)
    await wall.click("#veil")
    await shown(wall, False)
    await expect(wall.locator("#said")).to_have_css("visibility", "hidden")
    await expect(wall.locator(".qr")).to_be_visible()
    await wall.mouse.click(900, 500)
    await shown(wall, True)
    await shown(wall, False)
    await by_keyboard(wall, "#veil")
    await shown(wall, True)
    await wall.keyboard.press("Enter")
    await expect(wall.locator("#feed")).to_have_css("visibility", "visible")
    assert await violations(wall) == []


async def test_a_real_emergency_is_seen_whether_or_not_somebody_is_there(there: Visitors) -> None:
    wall = await there.joined("projector", viewport=WALL)
    await wall.mouse.move(900, 500)
    await wall.mouse.move(910, 510)
    await wall.click("#veil")
    await shown(wall, False)
    await there.stage.give(StopExercise())
    await expect(wall.locator("#stopped")).to_be_visible()
    await expect(wall.locator("#stopped")).to_have_css("opacity", "1")


async def test_without_scripts_the_buttons_stay(there: Visitors) -> None:
    """Nobody could bring them back."""
    page = await (await there.device(viewport=WALL, java_script_enabled=False)).new_page()
    await page.goto(there.stage.url)
    await page.fill("input[name=code]", there.stage.code("projector"))
    await page.click("main form button")
    await page.wait_for_url(f"{there.stage.url}/x/{ID}")
    assert "still" not in (await page.locator("body").get_attribute("class") or "")
    await expect(page.locator("#controls a").first).to_be_visible()


async def by_keyboard(page: Page, selector: str) -> None:
    """Go on until the focus is there."""
    for _ in range(9):
        await page.keyboard.press("Tab")
        if await page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached")
