"""Names as the server knows them: asked of their file once in a while, however many read.

What a room full of people is called is written down together: they come in at the same moment.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping

from simulator.stores.names import Names

FRESH = 2.0
"""Seconds after which names are asked for again: another process may have erased one."""


class _Batch:
    """Names that wait to be kept by one commit."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.kept: asyncio.Task[None] | None = None


class KnownNames:
    """Names kept elsewhere; the same mapping is given out for as long as nobody's has changed."""

    def __init__(self, names: Names, steady: Callable[[], float] = time.monotonic) -> None:
        self._names = names
        self._steady = steady
        self._known: dict[str, tuple[float, Mapping[str, str]]] = {}
        self._waiting: dict[str, _Batch] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def put(self, exercise: str, person: str, name: str) -> None:
        """Call a person so from now on. Raises `StoreError`."""
        await self.put_all(exercise, {person: name})

    async def put_all(self, exercise: str, names: Mapping[str, str]) -> None:
        """Call persons so from now on, together with whoever else waits. Raises `StoreError`."""
        batch = self._waiting.setdefault(exercise, _Batch())
        batch.names.update(names)
        if batch.kept is None:
            batch.kept = asyncio.create_task(self._keep(exercise, batch))
        await asyncio.shield(batch.kept)

    async def _keep(self, exercise: str, batch: _Batch) -> None:
        async with self._asking[exercise]:
            del self._waiting[exercise]
            await self._names.put_all(exercise, batch.names)
            self._outdated(exercise)

    async def of(self, exercise: str) -> Mapping[str, str]:
        """Person → name, of those who have one."""
        known = self._known.get(exercise)
        if known is not None and self._steady() < known[0]:
            return known[1]
        async with self._asking[exercise]:
            return await self._asked(exercise)

    async def forget(self, exercise: str, person: str | None = None) -> None:
        """Forget one person's name, or all of an exercise."""
        async with self._asking[exercise]:
            await self._names.forget(exercise, person)
            self._outdated(exercise)

    async def _asked(self, exercise: str) -> Mapping[str, str]:
        """The names, unless somebody else has asked while one waited."""
        until, known = self._known.get(exercise, (float("-inf"), None))
        if known is not None and self._steady() < until:
            return known
        found = await self._names.of(exercise)
        same = known if known == found and known is not None else found
        self._known[exercise] = (self._steady() + FRESH, same)
        return same

    def _outdated(self, exercise: str) -> None:
        until, known = self._known.get(exercise, (0.0, {}))
        self._known[exercise] = (min(until, self._steady()), known)
