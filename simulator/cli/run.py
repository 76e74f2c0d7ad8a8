"""`simulacro run`: an exercise of a scenario, by hand, at one table."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from simulator.acts.play import MOST_TEAMS, CreateExercise
from simulator.cli import GOOD, INTERRUPTED
from simulator.cli.attachments import keep_attachments
from simulator.cli.exercises import (
    channels,
    given_values,
    new_name,
    scenario_at,
    value_options,
)
from simulator.cli.running import interface_language
from simulator.consoles.line import FACILITATOR, LineConsole, typed_lines
from simulator.content.load import Loaded
from simulator.domain.errors import UsageError
from simulator.domain.people import Actor
from simulator.service.clock import MachineClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.service.ticker import ticking
from simulator.settings import store_folder
from simulator.stores.sqlite import SqliteLog
from simulator.text import languages, words


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("scenario", help="a scenario's id, folder or file")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="lines of text instead of a full screen; the only way in this version",
    )
    parser.add_argument("--language", help="the language of the screen and of what is read")
    parser.add_argument("--store", metavar="FOLDER", help="where exercises are kept")
    parser.add_argument("--name", help="a name for the exercise: lower case, digits, hyphens")
    parser.add_argument(
        "--teams", type=_count, default=1, metavar="N", help="make N teams of the one declared"
    )
    value_options(parser)


def _count(text: str) -> int:
    """How many teams; argparse words what is wrong with another text."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_TEAMS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST_TEAMS}")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Create the exercise and hand it to the console."""
    loaded = scenario_at(args.scenario, given_values(args))
    if args.language and args.language not in (*languages(), *loaded.kit.editions):
        known = ", ".join(dict.fromkeys((*languages(), *loaded.kit.editions)))
        raise UsageError("unknown_language", language=args.language, known=known)
    folder, name = store_folder(args.store), args.name or new_name(loaded.scenario.id)
    try:
        return asyncio.run(_run(args, loaded, folder, name))
    except KeyboardInterrupt:
        _tell_where(args.language or interface_language(), name, folder)
        return INTERRUPTED


async def _run(args: argparse.Namespace, loaded: Loaded, folder: Path, name: str) -> int:
    language = args.language or interface_language()
    log = SqliteLog(folder)
    hub = Hub(log, MachineClock(), channels())
    try:
        await hub.submit(name, FACILITATOR, CreateExercise(kit=loaded.kit, copies=args.teams))
        await keep_attachments(log, name, loaded)
        exercise = await hub.exercise(name)
        seats: list[tuple[str, list[str]]] = []
        for team, state in exercise.teams.items():
            declared = exercise.scenario.team(state.declared)
            seats.append((team, [role.id for role in declared.roles] if declared else []))

        def gateway(actor: Actor) -> Gateway:
            return LocalGateway(hub, name, actor, language)

        console = LineConsole(gateway, seats, language, sys.stdout)
        async with ticking(hub, name, console.news):
            await console.run(typed_lines())
    finally:
        await hub.close()
        await log.close()
    _tell_where(language, name, folder)
    return GOOD


def _tell_where(language: str, name: str, folder: Path) -> None:
    """Say under which name the exercise is kept, and how its report is written."""
    print("\n" + words("console.left", language, exercise=name, folder=folder))
