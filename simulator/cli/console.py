"""`simulacro console`: the facilitator's console, at an exercise that a server runs already."""

from __future__ import annotations

import argparse
import asyncio

from simulator.cli import GOOD, INTERRUPTED
from simulator.cli.join import guest_options, joined
from simulator.cli.keeping import backups_option
from simulator.cli.running import interface_language
from simulator.cli.served import the_running
from simulator.cli.table import behind_a_server
from simulator.remote.link import address
from simulator.settings import store_folder


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "where",
        nargs="?",
        help="an exercise that is served on this machine, or a server's address; unless said, "
        "the only exercise there is here",
    )
    parser.add_argument("--code", default="", help="a code of the staff, for a server elsewhere")
    parser.add_argument("--store", metavar="FOLDER", help="where exercises are kept")
    guest_options(parser)
    backups_option(parser)


def run(args: argparse.Namespace) -> int:
    """Open it; the exercise goes on meanwhile."""
    try:
        asyncio.run(_opened(args))
    except KeyboardInterrupt:
        return INTERRUPTED
    return GOOD


async def _opened(args: argparse.Namespace) -> None:
    where = args.where
    if where and (args.code or ":" in where or "." in where):
        await joined(args, address(where), args.code, None)
        return
    served = await the_running(store_folder(args.store), where)
    await behind_a_server(args, served, args.language or interface_language())
