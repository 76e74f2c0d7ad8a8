"""One browser for all the tests of a worker; who uses it closes the devices they opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest_asyncio

from simulator.web.addresses import lan_addresses
from tests.browser.child import NAME
from tests.browser.stage import CHROMIUM

if TYPE_CHECKING:
    from playwright.async_api import Browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser, to which the server of a test has a name that is no secure place (P15)."""
    from playwright.async_api import async_playwright

    own = "".join(f", EXCLUDE {address}" for address in lan_addresses())
    rules = f"MAP {NAME} 127.0.0.1, MAP * ~NOTFOUND{own}"
    arguments = [f"--host-resolver-rules={rules}", "--no-sandbox"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        await browser.close()
