"""Two pages at one thing: the wall and the desk that fills it (F15); two at one entry (P9)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, expect

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInjectNow
from tests.browser.stage import IN_A_BROWSER, PHONE, Visitors, staged
from tests.builders import a_choice, a_kit, a_player, a_scenario, a_team, an_inject
from tests.web import ID

pytestmark = [*IN_A_BROWSER]
expect.set_options(timeout=10_000)
AT_ONCE = 2_000
"""Milliseconds within which the wall shows and hides."""
DESK = {"width": 1440, "height": 900}
WALL = {"width": 1920, "height": 1080}


@pytest_asyncio.fixture(loop_scope="session")
async def there(chromium: Browser, tmp_path: Path) -> AsyncIterator[Visitors]:
    injects = [an_inject("a", projector=True, decision=a_choice("stay", "go")), an_inject("b")]
    kit = a_kit(a_scenario(*injects, teams=[a_team("red", "chief"), a_team("blue")]))
    async with staged(chromium, tmp_path, kit) as visitors:
        yield visitors
        assert visitors.dialogs == []


async def came(there: Visitors, name: str, **options: object) -> Page:
    """A phone of the red team, with a name."""
    page = await (await there.device(**options)).new_page()
    await page.goto(there.stage.url)
    await page.fill("input[name=code]", there.stage.code("participant", "red"))
    await page.fill("input[name=name]", name)
    await page.click("main form button")
    await page.wait_for_url(f"{there.stage.url}/x/{ID}")
    return page


async def test_what_control_approves_is_on_the_wall_at_once_and_goes_at_once(
    there: Visitors,
) -> None:
    desk = await there.joined("facilitator", viewport=DESK)
    wall = await there.joined("projector", viewport=WALL)
    await there.stage.give(ReleaseInjectNow(inject="a"))
    await there.stage.give(LogDecision(inject="a", text="We pay."), a_player(person="ana"))
    said, button = wall.locator("#said .card"), desk.locator("#log .decision .wall button")
    await expect(button).to_have_text("Show on the projector")
    await expect(wall.locator("#inject-a")).to_be_visible()
    await expect(said).to_have_count(0)
    await button.click()
    await expect(said).to_contain_text("We pay.", timeout=AT_ONCE)
    await expect(said.locator(".who")).to_have_text("Team red")
    await expect(button).to_have_text("Take off the projector")
    await button.press("Enter")
    await expect(said).to_have_count(0, timeout=AT_ONCE)
    await expect(button).to_be_focused()
    inject = desk.locator("#feed .inject")
    await inject.locator("summary").click()
    await inject.locator(".wall button").click()
    await expect(wall.locator("#inject-a")).to_have_count(0, timeout=AT_ONCE)
    await inject.locator(".wall button").click()
    await expect(wall.locator("#inject-a .body")).to_be_visible(timeout=AT_ONCE)
    assert there.errors == []


async def amending(page: Page, text: str) -> None:
    """Open the entry that stands, and type other words."""
    await page.click("#log article:not(:has(del)) [href='#do-amend_decision']")
    await page.fill("#do-amend_decision textarea[name=text]", text)


async def test_the_second_of_two_at_one_entry_is_told_and_goes_on(there: Visitors) -> None:
    ana, bo = await came(there, "Ana", viewport=PHONE), await came(there, "Bo", viewport=PHONE)
    await ana.fill("#decision", "One.")
    await ana.click("#decide button")
    await expect(bo.locator("#log .said")).to_have_text("One.")
    await amending(bo, "Three.")
    await amending(ana, "Two.")
    await ana.click("#do-amend_decision .send button")
    await expect(bo.locator("#log")).to_contain_text("Two.")
    field, told = (bo.locator(f"#do-amend_decision {f}") for f in ("[name=text]", ".sent"))
    await expect(field).to_have_value("Three.")
    await bo.click("#do-amend_decision .send button")
    await expect(told).to_contain_text("Ana has amended this entry in the meantime")
    await expect(told).to_contain_text("“Two.”")
    await expect(field).to_have_value("Three.")
    await expect(ana.locator("#log article:not(:has(del)) .said")).to_have_text("Two.")
    await bo.click("#do-amend_decision .send button")
    await expect(ana.locator("#log article:not(:has(del)) .said")).to_have_text("Three.")
    await expect(ana.locator("#log del")).to_have_text(["Two.", "One."])
    await expect(field).to_have_value("")


async def test_who_named_no_entry_is_told_too(there: Visitors) -> None:
    """The form was opened by hand, and typed in before a teammate was faster."""
    ana, bo = await came(there, "Ana"), await came(there, "Bo")
    await ana.fill("#decision", "One.")
    await ana.click("#decide button")
    await expect(bo.locator("#do-amend_decision")).to_be_attached()
    for folded in await bo.locator("#do-amend_decision summary").all():
        await folded.click()
    await bo.fill("#do-amend_decision textarea[name=text]", "Three.")
    await amending(ana, "Two.")
    await ana.click("#do-amend_decision .send button")
    await expect(bo.locator("#log del")).to_have_text("One.")
    await bo.reload()
    await expect(bo.locator("#do-amend_decision textarea[name=text]")).to_have_value("Three.")
    await bo.click("#do-amend_decision .send button")
    await expect(bo.locator("#do-amend_decision .sent")).to_contain_text("Ana has amended")
    await expect(ana.locator("#log article:not(:has(del)) .said")).to_have_text("Two.")


async def test_without_scripts_a_late_inject_is_offered_and_what_was_typed_stays(
    there: Visitors,
) -> None:
    page = await came(there, "Ana", java_script_enabled=False)
    await page.fill("#decision", "We have")
    await there.stage.give(ReleaseInjectNow(inject="a"))
    await page.click("#decide [formaction]")
    await expect(page.locator("#decision")).to_have_value("We have")
    await page.select_option("#about", "a")
    await page.check("#options [value=go]")
    await page.fill("#decision", "We have to go.")
    await page.click("#decide .send button")
    await expect(page.locator("#log .said")).to_have_text("We have to go.")
