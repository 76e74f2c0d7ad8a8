"""Names as the server knows them: asked for seldom, never stale for those who changed them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from simulator.service.clock import FixedClock
from simulator.stores.names import MemoryNames
from simulator.web.known import FRESH, KnownNames


class Counting(MemoryNames):
    """Names that count how often they are asked for."""

    asked = 0

    async def of(self, exercise: str) -> Mapping[str, str]:
        self.asked += 1
        await asyncio.sleep(0)
        return await super().of(exercise)


async def test_however_many_ask_the_file_is_asked_once() -> None:
    names, clock = Counting(), FixedClock()
    known = KnownNames(names, clock.steady)
    await known.put("one", "p-1", "Ana")
    found = await asyncio.gather(*(known.of("one") for _ in range(100)))
    assert names.asked == 1
    assert all(each is found[0] for each in found)
    assert found[0] == {"p-1": "Ana"}


async def test_a_change_through_the_server_is_seen_at_once() -> None:
    names = Counting()
    known = KnownNames(names, FixedClock().steady)
    assert await known.of("one") == {}
    await known.put("one", "p-1", "Ana")
    assert await known.of("one") == {"p-1": "Ana"}
    await known.forget("one", "p-1")
    assert await known.of("one") == {}


async def test_a_change_by_another_process_is_seen_soon() -> None:
    names, clock = Counting(), FixedClock()
    known = KnownNames(names, clock.steady)
    before = await known.of("one")
    await names.put("one", "p-1", "Ana")
    assert await known.of("one") is before
    clock.move(FRESH)
    assert await known.of("one") == {"p-1": "Ana"}


async def test_what_has_not_changed_stays_the_same_mapping() -> None:
    """Messages that were made with it stay good."""
    names, clock = Counting(), FixedClock()
    known = KnownNames(names, clock.steady)
    await known.put("one", "p-1", "Ana")
    before = await known.of("one")
    clock.move(FRESH)
    assert await known.of("one") is before
    assert names.asked == 2
