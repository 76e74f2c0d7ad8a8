"""`simulacro resume`: going on with an exercise that was left, at one table."""

from __future__ import annotations

import argparse
import asyncio

from simulator.cli import GOOD, INTERRUPTED
from simulator.cli.table import at_table, table_options
from simulator.domain.errors import UsageError
from simulator.service.hub import Hub
from simulator.stores.sqlite import SqliteLog


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "exercise", nargs="?", help="its name; unless said, the latest that has not ended"
    )
    table_options(parser)


def run(args: argparse.Namespace) -> int:
    """Hand the exercise to the console; what ran when it was left comes up paused."""

    async def found(hub: Hub, log: SqliteLog) -> str:
        name = args.exercise or await _latest(log)
        await hub.exercise(name)
        await hub.tick(name)
        return name

    try:
        asyncio.run(at_table(args, found))
    except KeyboardInterrupt:
        return INTERRUPTED
    return GOOD


async def _latest(log: SqliteLog) -> str:
    """The exercise that was last played of those that have not ended. Raises `UsageError`."""
    left = [summary for summary in await log.exercises() if summary.status != "ended"]
    if not left:
        raise UsageError("nothing_to_resume")
    return max(left, key=lambda summary: summary.changed).exercise
