"""Which address pages tell others: that by which a device came in before the event, if any did."""

from __future__ import annotations

from tests.unit.web.test_pages import ROOM, at_the_door, kit
from tests.web import HOST, site

REACHED = "10.0.0.4:8075"


async def test_the_wall_shows_the_address_that_was_reached_before() -> None:
    """A projector's own address may be one that phones on another network never reach."""
    async with site(kit()) as there:
        browser = await at_the_door(there, "projector")
        before = (await browser.get(ROOM)).text
        assert f"http://{HOST}/" in before
        there.server.told = REACHED
        after = (await browser.get(ROOM)).text
        assert f"http://{REACHED}/" in after
        assert f"http://{HOST}/" not in after
