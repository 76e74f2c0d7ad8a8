"""Who is there where no stream comes through: pages that ask are seen, and see others (P16)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, expect

from tests.browser.child import NAME
from tests.browser.stage import IN_A_BROWSER, Visitors, staged
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.served.proxy import Manner, StreamlessProxy

pytestmark = [*IN_A_BROWSER]
SEEN = 30_000
"""Milliseconds within which a page that asks has heard who came or went."""
KIT = a_kit(a_scenario(an_inject("a"), teams=[a_team("red"), a_team("blue")]))


@pytest_asyncio.fixture(loop_scope="session")
async def there(chromium: Browser, tmp_path: Path) -> AsyncIterator[Visitors]:
    async with staged(chromium, tmp_path, KIT) as visitors:
        yield visitors


@pytest.mark.parametrize("manner", ["buffers", "cuts"])
async def test_a_desk_and_a_table_behind_a_proxy_see_who_is_there(
    there: Visitors, manner: Manner
) -> None:
    """The desk showed nobody at any table as long as it had to ask."""
    async with StreamlessProxy(there.stage.port, manner, NAME) as proxy:
        at = f"http://{NAME}:{proxy.port}"
        desk = await there.joined("facilitator", at=at)
        table, other = await there.joined(team="red", at=at), await there.joined(team="red", at=at)
        told = desk.locator("#board .team[data-team=red] .there")
        await expect(told).to_have_text("2 of 2 connected", timeout=SEEN)
        await expect(table.locator("#people [data-here]")).to_have_count(2, timeout=SEEN)
        await other.context.close()
        await expect(told).to_have_text("1 of 2 connected", timeout=SEEN)
        await expect(desk.locator("#away")).to_have_text("Not connected: 1")
        await expect(table.locator("#people [data-here]")).to_have_count(1, timeout=SEEN)
        assert proxy.news == 0
