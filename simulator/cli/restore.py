"""`simulacro restore`: an exercise kept again from a backup, and proved to be the same."""

from __future__ import annotations

import argparse
import asyncio
import shlex
from pathlib import Path

from simulator.cli import GOOD
from simulator.cli.keeping import kept, local, says, store_option
from simulator.domain.errors import Refused
from simulator.ops.backups import opened, restore
from simulator.settings import store_folder
from simulator.stores.base import usable_name
from simulator.stores.names import SqliteNames


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", metavar="FILE", type=Path, help=says("help.backup"))
    parser.add_argument("--as", metavar="NAME", dest="name", help=says("help.restore_as"))
    store_option(parser)


def run(args: argparse.Namespace) -> int:
    """Keep what is in the file, and say both head digests and how to go on."""
    backup = opened(args.file)
    name = args.name or backup.manifest.exercise
    if not usable_name(name):
        raise Refused("unusable_name", name=name)

    async def work() -> str:
        async with kept(args) as log:
            names = SqliteNames(store_folder(args.store))
            return (await restore(log, names, backup, name)).head

    head, said = asyncio.run(work()), backup.manifest
    told = {"records": said.records, "files": said.attachments, "names": said.names}
    print(says("restore.done", exercise=name, made=local(said.made), **told))
    print(says("restore.in_backup", head=said.head))
    print(says("restore.in_store", head=head))
    there = f"{name} --store {shlex.quote(args.store)}" if args.store else name
    print(says("restore.go_on", there=there))
    return GOOD
