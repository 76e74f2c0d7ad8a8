"""Names of people who come in at the same moment are kept together."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from simulator.domain.errors import StoreError
from simulator.service.clock import FixedClock
from simulator.stores.names import MemoryNames
from simulator.web.known import KnownNames


class Slow(MemoryNames):
    """Names that take a moment to be kept, and may fail to be."""

    def __init__(self) -> None:
        super().__init__()
        self.commits: list[int] = []
        self.began = asyncio.Event()
        self.fails = False

    async def put_all(self, exercise: str, names: Mapping[str, str]) -> None:
        self.commits.append(len(names))
        self.began.set()
        for _ in range(5):
            await asyncio.sleep(0)
        if self.fails:
            raise StoreError("store_full", file="names.db")
        await super().put_all(exercise, names)


async def test_a_hundred_names_at_the_same_moment_are_two_commits_at_most() -> None:
    names = Slow()
    known = KnownNames(names, FixedClock().steady)
    await asyncio.gather(*(known.put("one", f"p-{n}", f"Name {n}") for n in range(100)))
    assert sum(names.commits) == 100
    assert len(names.commits) <= 2
    assert await known.of("one") == {f"p-{n}": f"Name {n}" for n in range(100)}


async def test_who_comes_while_names_are_kept_is_kept_after_them() -> None:
    names = Slow()
    known = KnownNames(names, FixedClock().steady)
    first = asyncio.create_task(known.put("one", "p-1", "Ana"))
    await names.began.wait()
    await known.put("one", "p-1", "Ana Ruiz")
    await first
    assert names.commits == [1, 1]
    assert await known.of("one") == {"p-1": "Ana Ruiz"}


async def test_a_name_that_could_not_be_kept_is_told_to_each_who_gave_one() -> None:
    names = Slow()
    known = KnownNames(names, FixedClock().steady)
    names.fails = True
    puts = (known.put("one", f"p-{n}", "Ana") for n in range(3))
    told = await asyncio.gather(*puts, return_exceptions=True)
    assert [type(each) for each in told] == [StoreError] * 3
    names.fails = False
    await known.put("one", "p-1", "Ana")
    assert await known.of("one") == {"p-1": "Ana"}


async def test_one_who_goes_away_does_not_undo_the_names_of_others() -> None:
    names = Slow()
    known = KnownNames(names, FixedClock().steady)
    one = asyncio.create_task(known.put("one", "p-1", "Ana"))
    two = asyncio.create_task(known.put("one", "p-2", "Bo"))
    await names.began.wait()
    one.cancel()
    await two
    with pytest.raises(asyncio.CancelledError):
        await one
    assert await known.of("one") == {"p-1": "Ana", "p-2": "Bo"}
