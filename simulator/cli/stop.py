"""`simulacro stop`: the end of a server; its exercise is kept, and stands still."""

from __future__ import annotations

import argparse
import asyncio

from simulator.cli import GOOD
from simulator.cli.running import interface_language
from simulator.cli.served import the_running
from simulator.cli.starting import stopped
from simulator.settings import store_folder
from simulator.text import words


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("exercise", nargs="?", help="its name; unless said, the only one served")
    parser.add_argument("--store", metavar="FOLDER", help="where exercises are kept")


def run(args: argparse.Namespace) -> int:
    """Tell it to stop, and wait until it has."""
    print(words("serve.stopped", interface_language(), exercise=asyncio.run(_stopped(args))))
    return GOOD


async def _stopped(args: argparse.Namespace) -> str:
    folder = store_folder(args.store)
    served = await the_running(folder, args.exercise)
    await stopped(folder, served)
    return served.exercise
