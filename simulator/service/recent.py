"""The last events of a history that somebody wants to read, whoever tells them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from simulator.domain.history import Happening

WINDOW = 250
"""Events that are looked through at a time, from the latest back."""
Fits = Callable[[Happening], bool]


class Told(Protocol):
    """What tells the events of an exercise: a gateway."""

    async def history(self, after: int = 0, most: int = 1000) -> tuple[Happening, ...]:
        """The first so many events after a number."""
        ...


async def last_of(gateway: Told, number: int, most: int, fits: Fits) -> list[Happening]:
    """The last events up to a number that fit, in order; no more is read than it takes."""
    found: list[Happening] = []
    while number > 0 and len(found) < most:
        begin = max(0, number - WINDOW)
        rows = await gateway.history(begin, number - begin)
        found[:0] = [each for each in rows if each.number <= number and fits(each)]
        number = begin
    return found[-most:]
