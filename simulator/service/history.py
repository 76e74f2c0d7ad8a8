"""The history of an exercise as one of the staff reads it, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from simulator.documents.history import history
from simulator.domain.history import Happening
from simulator.domain.people import Viewer
from simulator.service.hub import Hub

PAGE = 500
"""Records that are worded before others have their turn."""
WINDOW = 250
"""Events that are looked through at a time, from the latest back."""
Fits = Callable[[Happening], bool]


class Told(Protocol):
    """What tells the events of an exercise: a gateway."""

    async def history(self, after: int = 0, most: int = 1000) -> tuple[Happening, ...]:
        """The first so many events after a number."""
        ...


async def page(
    hub: Hub, exercise: str, viewer: Viewer, after: int, most: int
) -> tuple[Happening, ...]:
    """The first so many events after a number that this viewer may see; none at the end."""
    found: list[Happening] = []
    while len(found) < most:
        records = await hub.records(exercise, after, min(most - len(found), PAGE))
        if not records:
            break
        found += history(records, await hub.exercise(exercise), viewer)
        after = records[-1].seq
    return tuple(found)


async def last_of(gateway: Told, number: int, most: int, fits: Fits) -> list[Happening]:
    """The last events up to a number that fit, in order; no more is read than it takes."""
    found: list[Happening] = []
    while number > 0 and len(found) < most:
        begin = max(0, number - WINDOW)
        rows = await gateway.history(begin, number - begin)
        found[:0] = [each for each in rows if each.number <= number and fits(each)]
        number = begin
    return found[-most:]
