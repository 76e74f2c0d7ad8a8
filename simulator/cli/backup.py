"""`simulacro backup`: all of an exercise as one file that has proved itself, also during play."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from simulator.cli import GOOD, NOT_GOOD
from simulator.cli.keeping import backup_folder, backups_option, kept, says, store_option
from simulator.cli.running import exit_code, tell
from simulator.domain.errors import SimulatorError
from simulator.domain.model import cleaned
from simulator.ops.backups import back_up
from simulator.service.clock import MachineClock
from simulator.settings import BACKUPS, store_folder
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("exercise", nargs="*", help=says("help.backed_up"))
    parser.add_argument("--out", metavar="FOLDER", type=Path, help=says("help.backup_out"))
    store_option(parser)
    backups_option(parser)


def run(args: argparse.Namespace) -> int:
    """Back up every exercise named, or all; the code of the worst."""
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    store = store_folder(args.store)
    folder = args.out or backup_folder(args) or store / BACKUPS
    async with kept(args) as log:
        exercises = args.exercise or [each.exercise for each in await log.exercises()]
        if not exercises:
            print(says("list.none", folder=store))
        names = SqliteNames(store)
        done = [await _backed_up(log, names, each, folder) for each in dict.fromkeys(exercises)]
    return max(done, default=GOOD)


async def _backed_up(log: SqliteLog, names: SqliteNames, exercise: str, folder: Path) -> int:
    try:
        made = await back_up(log, names, exercise, folder, MachineClock().now())
    except SimulatorError as error:
        tell(error)
        return exit_code(error)
    said = made.manifest
    told = {"records": said.records, "files": said.attachments, "names": said.names}
    print(says("backup.done", exercise=exercise, file=made.path, head=said.head, **told))
    for file in made.lacking:
        print("  " + says("backup.lacking", file=cleaned(file)))
    return NOT_GOOD if made.lacking else GOOD
