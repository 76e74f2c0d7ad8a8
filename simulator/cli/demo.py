"""`simulacro demo`: the sample exercise, with bots at its tables and the console open on it.

Where there is no terminal it is played at speed instead: what happened, and its report.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from simulator.acts.clock import ChangeSpeed
from simulator.acts.injects import ReleaseInject
from simulator.acts.play import CreateExercise, StartExercise
from simulator.cli import GOOD, INTERRUPTED, NOT_GOOD
from simulator.cli.attachments import keep_attachments
from simulator.cli.debrief import FORMATS, write_reports
from simulator.cli.exercises import play_at, scenario_at
from simulator.cli.holding import on_a_terminal
from simulator.cli.network import network_options
from simulator.cli.play import failure_line, play
from simulator.cli.running import interface_language
from simulator.cli.served import file_of, running
from simulator.cli.starting import stopped
from simulator.cli.table import at_table
from simulator.consoles.seats import FACILITATOR
from simulator.content.library import Library
from simulator.content.load import Loaded
from simulator.documents.timeline import timeline_lines
from simulator.plays.run import Played
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.settings import OFF
from simulator.stores.sqlite import SqliteLog
from simulator.text import Say, say_in

SAMPLE = "hospital-ransomware"
SCRIPT = "full-house"
EXERCISE = "demo"
BOTS = ("diligent", "racing", "contrary", "stalling")
SPEED = 3.0
"""Seconds of exercise time in one: enough happens to look at, and it can still be read."""


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--headless",
        action="store_true",
        help="play it at speed in plain lines and write its report; whenever there is no terminal",
    )
    parser.add_argument(
        "--out", type=Path, default=Path("simulacro-demo"), help="where the reports go"
    )
    parser.add_argument("--language", help="the language of what is printed")
    parser.add_argument(
        "--speed",
        type=float,
        default=SPEED,
        metavar="FACTOR",
        help=f"how much faster than life the exercise clock runs; {SPEED:g} unless said",
    )
    network_options(parser)
    parser.add_argument("--local", action="store_true", help="play in one process")


def run(args: argparse.Namespace) -> int:
    """Open the console on the sample under way; without a terminal, play it and report."""
    if args.headless or not on_a_terminal():
        return asyncio.run(_played(args))
    try:
        asyncio.run(_shown(args))
    except KeyboardInterrupt:
        return INTERRUPTED
    return GOOD


async def _shown(args: argparse.Namespace) -> None:
    """The sample just begun, its teams played by bots, its facilitator at the screen."""
    loaded = scenario_at(_home(), {})
    table = argparse.Namespace(
        language=args.language,
        store=str(args.out),
        plain=False,
        bots=",".join(BOTS),
        backups=OFF,
        lan=args.lan,
        port=args.port,
        local=args.local,
    )
    if before := await running(args.out, EXERCISE):
        await stopped(args.out, before)
    _forget(args.out)

    async def created(hub: Hub, log: SqliteLog) -> str:
        await hub.submit(EXERCISE, FACILITATOR, CreateExercise(kit=loaded.kit))
        await keep_attachments(log, EXERCISE, loaded)
        return EXERCISE

    async def begun(gateway: Gateway) -> None:
        await gateway.submit(StartExercise())
        await gateway.submit(ChangeSpeed(factor=args.speed))
        await gateway.submit(ReleaseInject(inject=loaded.scenario.injects[0].id))

    await at_table(table, created, begun)


def _home() -> str:
    return str(Library.around().find_scenario(SAMPLE).parent)


async def _played(args: argparse.Namespace) -> int:
    """Play the sample's script, print what happened, write the reports in all its languages."""
    language = args.language or interface_language()
    say = say_in(language)
    loaded = scenario_at(_home(), {})
    script = play_at(Path(_home()) / "plays" / f"{SCRIPT}.yaml")
    _forget(args.out)
    log = SqliteLog(args.out)
    try:
        played = await play(script, loaded, log, EXERCISE)
    finally:
        await log.close()
    _announce(loaded, language, say)
    for line in timeline_lines(played.records, language):
        print(line)
    _sum_up(played, loaded, language)
    paths = write_reports(played.records, args.out, FORMATS, tuple(loaded.kit.editions))
    print(say("demo.reports"))
    for path in paths:
        print(f"  {path}")
    print(say("demo.again", exercise=EXERCISE, folder=args.out))
    return NOT_GOOD if played.failures else GOOD


def _forget(folder: Path) -> None:
    """Let go of an earlier demonstration's exercise; its reports are written anew."""
    file_of(folder, EXERCISE).unlink(missing_ok=True)
    for name in (f"{EXERCISE}.db", f"{EXERCISE}.db-wal", f"{EXERCISE}.db-shm"):
        (folder / name).unlink(missing_ok=True)


def _announce(loaded: Loaded, language: str, say: Say) -> None:
    scenario = loaded.kit.edition(language).scenario
    print(say("demo.title", title=scenario.title))
    if scenario.summary:
        print(scenario.summary)
    print()


def _sum_up(played: Played, loaded: Loaded, language: str) -> None:
    say = say_in(language)
    kinds = [record.event.kind for record in played.records]
    print()
    print(
        say(
            "demo.summary",
            teams=len(loaded.scenario.teams),
            injects=kinds.count("inject_released"),
            decisions=kinds.count("decision_logged"),
            minutes=round(played.records[-1].elapsed / 60),
        )
    )
    for failure in played.failures:
        print(failure_line(failure, language))
