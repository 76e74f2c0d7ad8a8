"""The history of an exercise as one of the staff reads it, a page at a time."""

from __future__ import annotations

from simulator.documents.history import history
from simulator.domain.history import Happening
from simulator.domain.people import Viewer
from simulator.service.hub import Hub

PAGE = 500
"""Records that are worded before others have their turn."""


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
