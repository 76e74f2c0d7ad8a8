"""`simulacro purge`: an exercise removed for good, or the texts of people in some records."""

from __future__ import annotations

import argparse
import asyncio

from simulator.cli import GOOD, NOT_DONE
from simulator.cli.keeping import agreed, kept, says, store_option
from simulator.settings import faults_file, store_folder
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("exercise", help=says("help.exercise"))
    parser.add_argument(
        "--record",
        nargs="+",
        type=int,
        action="extend",
        default=[],
        metavar="N",
        dest="records",
        help=says("help.record"),
    )
    parser.add_argument("--yes", action="store_true", help=says("help.yes"))
    store_option(parser)


def run(args: argparse.Namespace) -> int:
    """Ask, remove, and say what is out of reach."""
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    numbers = sorted(set(args.records))
    async with kept(args) as log:
        await _must_be_there(log, args.exercise)
        key = "texts" if numbers else "whole"
        told = {"exercise": args.exercise, "records": ", ".join(map(str, numbers))}
        if not args.yes and not agreed(says(f"purge.ask_{key}", **told)):
            print(says("purge.nothing"))
            return NOT_DONE
        if numbers:
            await log.redact(args.exercise, numbers)
        else:
            await _remove(log, SqliteNames(store_folder(args.store)), args.exercise)
    print(says(f"purge.done_{key}", **told))
    print(says("purge.beyond", faults=faults_file()))
    return GOOD


async def _must_be_there(log: SqliteLog, exercise: str) -> None:
    """Raises `StoreError` where there is no such exercise, before anybody is asked."""
    await log.attached(exercise)


async def _remove(log: SqliteLog, names: SqliteNames, exercise: str) -> None:
    """Names and log; none of them where another process has the exercise open to write."""
    async with log.turn(exercise):
        await names.forget(exercise)
        await log.purge(exercise)
