"""`simulacro demo`: the sample exercise played at speed, what happened, and its report."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from simulator.cli import GOOD, NOT_GOOD
from simulator.cli.debrief import FORMATS, write_reports
from simulator.cli.exercises import play_at, scenario_at
from simulator.cli.play import failure_line, play
from simulator.cli.running import interface_language
from simulator.content.library import Library
from simulator.content.load import Loaded
from simulator.documents.timeline import timeline_lines
from simulator.plays.run import Played
from simulator.stores.sqlite import SqliteLog
from simulator.text import Say, say_in

SAMPLE = "hospital-ransomware"
SCRIPT = "full-house"
EXERCISE = "demo"


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--headless",
        action="store_true",
        help="plain lines only; the only way in this version, and whenever there is no terminal",
    )
    parser.add_argument(
        "--out", type=Path, default=Path("simulacro-demo"), help="where the reports go"
    )
    parser.add_argument("--language", help="the language of what is printed")


def run(args: argparse.Namespace) -> int:
    """Play the sample, print what happened, write the reports in all its languages."""
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    language = args.language or interface_language()
    say = say_in(language)
    home = Library.around().find_scenario(SAMPLE).parent
    loaded = scenario_at(str(home), {})
    script = play_at(home / "plays" / f"{SCRIPT}.yaml")
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
