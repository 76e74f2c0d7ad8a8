"""The exercise that is meant where none is named."""

from __future__ import annotations

from simulator.domain.errors import UsageError
from simulator.stores.sqlite import SqliteLog


async def latest(log: SqliteLog) -> str:
    """The exercise that was last played of those that have not ended. Raises `UsageError`."""
    left = [summary for summary in await log.exercises() if summary.status != "ended"]
    if not left:
        raise UsageError("nothing_to_resume")
    return max(left, key=lambda summary: summary.changed).exercise
