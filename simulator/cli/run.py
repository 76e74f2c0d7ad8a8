"""`simulacro run`: an exercise of a scenario, behind a server that outlives its console."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING

from simulator.acts.play import CreateExercise
from simulator.cli import GOOD, INTERRUPTED, resume
from simulator.cli.attachments import keep_attachments
from simulator.cli.exercises import given_values, new_name, scenario_at, value_options
from simulator.cli.holding import on_a_terminal
from simulator.cli.keeping import kept
from simulator.cli.running import interface_language
from simulator.cli.table import at_table, table_options
from simulator.consoles.seats import FACILITATOR
from simulator.content.library import Library
from simulator.domain.errors import UsageError
from simulator.domain.people import MOST_TEAMS
from simulator.service.hub import Hub
from simulator.stores.sqlite import SqliteLog
from simulator.text import languages

if TYPE_CHECKING:
    from simulator.consoles.library import Chosen

NAMES = ("named", "role-only", "pseudonym")


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "scenario",
        nargs="?",
        help="a scenario's id, folder or file; without one, what there is to play is shown",
    )
    table_options(parser)
    parser.add_argument("--name", help="a name for the exercise: lower case, digits, hyphens")
    parser.add_argument(
        "--teams", type=_count, default=1, metavar="N", help="make N teams of the one declared"
    )
    parser.add_argument(
        "--names",
        choices=NAMES,
        default=NAMES[0],
        help="how people are called: by name, by role alone (no name is ever kept), or by a name "
        "made up for the exercise; it cannot be changed later",
    )
    value_options(parser)


def _count(text: str) -> int:
    """How many teams; argparse words what is wrong with another text."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_TEAMS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST_TEAMS}")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Create the exercise and hand it to the console; without a scenario, ask which."""
    if args.scenario is None:
        what = _asked(args)
        if what is None:
            return GOOD
        if what.what == "resume":
            args.exercise = what.name
            return resume.run(args)
        args.scenario = what.name
    return _begin(args)


def _asked(args: argparse.Namespace) -> Chosen | None:
    """What somebody chose of the library. Raises `UsageError` where nobody can be asked."""
    if args.plain or not on_a_terminal():
        known = ", ".join(folder.name for folder in Library.around().scenarios())
        raise UsageError("which_scenario", known=known)
    from simulator.cli.shelf import chosen

    async def ask() -> Chosen | None:
        async with kept(args) as log:
            return await chosen(await log.exercises(), args.language or interface_language())

    return asyncio.run(ask())


def _begin(args: argparse.Namespace) -> int:
    loaded = scenario_at(args.scenario, given_values(args))
    if args.language and args.language not in (*languages(), *loaded.kit.editions):
        known = ", ".join(dict.fromkeys((*languages(), *loaded.kit.editions)))
        raise UsageError("unknown_language", language=args.language, known=known)
    name = args.name or new_name(loaded.scenario.id)
    create = CreateExercise(kit=loaded.kit, copies=args.teams, names=args.names)

    async def created(hub: Hub, log: SqliteLog) -> str:
        await hub.submit(name, FACILITATOR, create)
        await keep_attachments(log, name, loaded)
        return name

    try:
        asyncio.run(at_table(args, created))
    except KeyboardInterrupt:
        return INTERRUPTED
    return GOOD
