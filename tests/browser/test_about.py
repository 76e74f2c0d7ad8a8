"""What a decision is about: the inject that came last, until somebody says another (P3)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, expect

from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.play import EndExercise
from tests.browser.stage import IN_A_BROWSER, PHONE, Visitors, staged
from tests.builders import a_kit, a_scenario, a_team, an_inject

pytestmark = [*IN_A_BROWSER]
expect.set_options(timeout=10_000)


@pytest_asyncio.fixture(loop_scope="session")
async def there(chromium: Browser, tmp_path: Path) -> AsyncIterator[Visitors]:
    injects = [an_inject(each) for each in "abc"]
    async with staged(
        chromium, tmp_path, a_kit(a_scenario(*injects, teams=[a_team("red")]))
    ) as visitors:
        yield visitors


async def test_who_sat_there_first_decides_about_what_came_last(there: Visitors) -> None:
    page = await there.joined("participant", "red", viewport=PHONE)
    about = page.locator("#about")
    await expect(about).to_have_value("")
    await there.stage.give(ReleaseInjectNow(inject="a"))
    await expect(about).to_have_value("a")
    await there.stage.give(ReleaseInjectNow(inject="b"))
    await expect(about).to_have_value("b")


async def test_what_was_chosen_or_is_being_written_keeps_its_inject(there: Visitors) -> None:
    page = await there.joined("participant", "red", viewport=PHONE)
    about = page.locator("#about")
    await there.stage.give(ReleaseInjectNow(inject="a"))
    await about.select_option("")
    await there.stage.give(ReleaseInjectNow(inject="b"))
    await expect(about.locator("option")).to_have_count(3)
    await expect(about).to_have_value("")
    await about.select_option("a")
    await page.fill("#decision", "We go.")
    await there.stage.give(ReleaseInjectNow(inject="c"))
    await expect(about.locator("option")).to_have_count(4)
    await expect(about).to_have_value("a")


async def test_after_endex_no_card_offers_what_cannot_be_done_any_more(there: Visitors) -> None:
    page = await there.joined("participant", "red", viewport=PHONE)
    await page.fill("#decision", "We go.")
    await page.click("#decide .send button")
    offers = page.locator("#log .acts a")
    await expect(offers).to_have_count(2)
    await expect(offers.first).to_be_visible()
    await there.stage.give(EndExercise())
    await expect(page.locator("#do-amend_decision")).to_have_count(0)
    await expect(offers.first).to_be_hidden()
    await expect(offers.last).to_be_hidden()


async def test_on_a_phone_what_a_note_is_about_can_be_read(there: Visitors) -> None:
    page = await there.joined("evaluator", viewport=PHONE)
    for name in ("team", "inject"):
        box = await page.locator(f"#top [name={name}]").bounding_box()
        assert box is not None
        assert box["width"] > PHONE["width"] / 2
