"""An exercise at a table: behind a server of its own, or within the one process of its console."""

from __future__ import annotations

import argparse
import asyncio
import shlex
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from simulator.cli.attaching import at_server, must_be_spoken
from simulator.cli.backing import Backing, last_backup
from simulator.cli.bots import beside, bots_option, seated, wanted
from simulator.cli.exercises import channels
from simulator.cli.holding import Holder, Table, hold
from simulator.cli.inviting import invitation_of, shown_invitation
from simulator.cli.keeping import backups_option
from simulator.cli.network import network_options
from simulator.cli.ready import shelf_for
from simulator.cli.running import interface_language
from simulator.cli.served import Served, reached, running
from simulator.cli.starting import started, stopped
from simulator.consoles.seats import FACILITATOR
from simulator.domain.errors import UsageError
from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor
from simulator.service.clock import MachineClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.service.ticker import ticking
from simulator.settings import store_folder
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog
from simulator.text import words

Opening = Callable[[Hub, SqliteLog], Awaitable[str]]
"""Makes an exercise, or finds one; its name."""
Beginning = Callable[[Gateway], Awaitable[object]]
"""What the facilitator does first of all."""


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
    network_options(parser)
    parser.add_argument(
        "--local",
        action="store_true",
        help="play in one process, into which nobody else can come; where lines are piped in, too",
    )


async def at_table(
    args: argparse.Namespace, opening: Opening, beginning: Beginning | None = None
) -> None:
    """Hold an exercise in the console until somebody leaves, and say how to come back to it."""
    if args.local or not (args.lan or args.port or _somebody_types()):
        await _in_one_process(args, opening, beginning)
        return
    language, folder = args.language or interface_language(), store_folder(args.store)
    name = await _opened(args, opening, language)
    served = await running(folder, name)
    if served is None:
        try:
            served = await started(folder, name, args)
        except UsageError as error:
            why = words(f"errors.{error.code}", language, **error.values)
            print(words("serve.alone", language, why=why))
            await _in_one_process(args, _already(name), beginning)
            return
    else:
        print(words("serve.already", language, exercise=name))
    await _invited(served, language)
    await behind_a_server(args, served, language, beginning)


async def behind_a_server(
    args: argparse.Namespace, served: Served, language: str, beginning: Beginning | None = None
) -> None:
    """Hold what a server of this machine serves, and do with it what is said on leaving."""
    folder = store_folder(args.store)
    there = f"{served.exercise} --store {shlex.quote(args.store)}" if args.store else ""
    goes_on = words(
        "serve.goes_on", language, exercise=served.exercise, there=there or served.exercise
    )
    if beginning is not None:
        async with reached(served) as desk:
            await beginning(desk.gateway(FACILITATOR, language))
    try:
        welcoming = getattr(args, "lan", False) or beginning is not None
        way = await at_server(served, language, plain=args.plain, welcoming=welcoming)
    except asyncio.CancelledError:
        print("\n" + goes_on)
        raise
    if way == "leave":
        print(goes_on)
        return
    async with reached(served) as desk:
        was_running = way == "stop" and await desk.status() == "running"
    await stopped(folder, served)
    print(words("serve.stopped", language, exercise=served.exercise))
    _tell_where(language, served.exercise, folder, args.store, was_running=was_running)
    if said := last_backup(args, served.exercise, language):
        print(said)


async def _invited(served: Served, language: str) -> None:
    """Show how others come in."""
    async with reached(served) as desk:
        invitation = invitation_of(served, await desk.codes())
    for line in shown_invitation(invitation, language, pictures=sys.stdout.isatty()):
        print(line)


def _somebody_types() -> bool:
    return sys.stdin.isatty()


def _already(name: str) -> Opening:
    async def found(hub: Hub, log: SqliteLog) -> str:
        return name

    return found


async def _opened(args: argparse.Namespace, opening: Opening, language: str) -> str:
    """Make or find the exercise, and let go of it again; what is wrong is found here."""
    wanted(args)
    log = SqliteLog(store_folder(args.store))
    hub = Hub(log, MachineClock(), channels())
    try:
        name = await opening(hub, log)
        must_be_spoken(language, (await hub.exercise(name)).kit.editions)
        return name
    finally:
        await hub.close()
        await log.close()


async def _in_one_process(
    args: argparse.Namespace, opening: Opening, beginning: Beginning | None
) -> None:
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
        must_be_spoken(language, exercise.kit.editions)
        await hub.tick(name)
        backing = Backing(args, hub, name, clock, language)

        def gateway(actor: Actor) -> Gateway:
            return LocalGateway(hub, names, name, actor, language)

        if beginning is not None:
            await beginning(gateway(FACILITATOR))
        exercise = await hub.exercise(name)
        bots = seated(mix, exercise, gateway, language, clock)
        people, shelf = tuple(exercise.seats.values()), shelf_for(exercise.kit, language)

        @asynccontextmanager
        async def going_on(holder: Holder) -> AsyncIterator[None]:
            assert backing is not None
            ticks = ticking(hub, name, holder.news)
            async with backing.keeping(holder.say), ticks, beside(bots, holder.news):
                yield

        table = Table(gateway, _seats(exercise), people, language, going_on, shelf)
        await hold(table, plain=args.plain)
    finally:
        if exercise is not None:
            exercise = await hub.exercise(exercise.id)
        await hub.close()
        await log.close()
        if exercise is not None:
            was_running = exercise.status == "paused"
            _tell_where(language, exercise.id, folder, args.store, was_running=was_running)
        if backing is not None and (said := backing.after()):
            print(said)


def _seats(exercise: Exercise) -> list[tuple[str, list[str]]]:
    """The playing teams, each with the roles that its declared team has."""
    found = []
    for team, state in exercise.teams.items():
        declared = exercise.scenario.team(state.declared)
        found.append((team, [role.id for role in declared.roles] if declared else []))
    return found


def _tell_where(
    language: str, exercise: str, folder: Path, store: str | None, *, was_running: bool
) -> None:
    """Say where the exercise is kept, how to go on with it, and how its report is written."""
    there = f"{exercise} --store {shlex.quote(store)}" if store else exercise
    if was_running:
        print("\n" + words("console.left_running", language))
    print(words("console.left", language, exercise=exercise, folder=folder))
    print(words("console.go_on", language, there=there))
    print(words("console.report", language, there=there))
