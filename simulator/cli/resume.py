"""`simulacro resume`: going on with an exercise that was left, or that a server still runs."""

from __future__ import annotations

import argparse
import asyncio

from simulator.cli import GOOD, INTERRUPTED
from simulator.cli.latest import latest
from simulator.cli.table import at_table, table_options
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
        name = args.exercise or await latest(log)
        await hub.exercise(name)
        return name

    try:
        asyncio.run(at_table(args, found))
    except KeyboardInterrupt:
        return INTERRUPTED
    return GOOD
