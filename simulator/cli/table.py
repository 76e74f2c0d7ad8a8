"""An exercise at one table: opened, held in the console, left so that it can be gone on with."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Awaitable, Callable
from pathlib import Path

from simulator.cli.backing import Backing
from simulator.cli.bots import bots_option, seated, wanted
from simulator.cli.exercises import channels
from simulator.cli.holding import Table, in_lines, on_a_terminal, on_screen
from simulator.cli.keeping import backups_option
from simulator.cli.ready import shelf_for
from simulator.cli.running import interface_language
from simulator.domain.errors import UsageError
from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor
from simulator.service.clock import MachineClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.settings import store_folder
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog
from simulator.text import languages, words

Opening = Callable[[Hub, SqliteLog], Awaitable[str]]
"""Makes an exercise, or finds one; its name."""


def table_options(parser: argparse.ArgumentParser) -> None:
    """What every command takes that holds an exercise at a table."""
    parser.add_argument(
        "--plain",
        action="store_true",
        help="lines of text instead of a full screen; whenever there is no terminal, too",
    )
    parser.add_argument("--language", help="the language of the screen and of what is read")
    parser.add_argument("--store", metavar="FOLDER", help="where exercises are kept")
    bots_option(parser)
    backups_option(parser)


async def at_table(args: argparse.Namespace, opening: Opening) -> None:
    """Hold an exercise in the console until somebody leaves, and say how to come back to it."""
    language, mix = args.language or interface_language(), wanted(args)
    folder = store_folder(args.store)
    log, names = SqliteLog(folder), SqliteNames(folder)
    clock = MachineClock()
    hub = Hub(log, clock, channels())
    exercise: Exercise | None = None
    backing: Backing | None = None
    try:
        name = await opening(hub, log)
        exercise = await hub.exercise(name)
        _must_be_spoken(language, exercise)
        backing = Backing(args, hub, name, clock, language)

        def gateway(actor: Actor) -> Gateway:
            return LocalGateway(hub, names, name, actor, language)

        people = tuple(exercise.seats.values())
        bots = seated(mix, exercise, gateway, language, clock)
        shelf = shelf_for(exercise, language)
        table = Table(
            hub, name, gateway, _seats(exercise), people, language, shelf, bots, backing.keeping
        )
        await (in_lines(table) if args.plain or not on_a_terminal() else on_screen(table))
    finally:
        if exercise is not None:
            exercise = await hub.exercise(exercise.id)
        await hub.close()
        await log.close()
        if exercise is not None:
            _tell_where(language, exercise, folder, args.store)
        if backing is not None and (said := backing.after()):
            print(said)


def _must_be_spoken(language: str, exercise: Exercise) -> None:
    """Raises `UsageError` for a language that neither screen nor scenario has."""
    known = tuple(dict.fromkeys((*languages(), *exercise.kit.editions)))
    if language not in known:
        raise UsageError("unknown_language", language=language, known=", ".join(known))


def _seats(exercise: Exercise) -> list[tuple[str, list[str]]]:
    """The playing teams, each with the roles that its declared team has."""
    found = []
    for team, state in exercise.teams.items():
        declared = exercise.scenario.team(state.declared)
        found.append((team, [role.id for role in declared.roles] if declared else []))
    return found


def _tell_where(language: str, exercise: Exercise, folder: Path, store: str | None) -> None:
    """Say where the exercise is kept, how to go on with it, and how its report is written."""
    there = f"{exercise.id} --store {shlex.quote(store)}" if store else exercise.id
    if exercise.status == "running":
        print("\n" + words("console.left_running", language))
    print(words("console.left", language, exercise=exercise.id, folder=folder))
    print(words("console.go_on", language, there=there))
    print(words("console.report", language, there=there))
