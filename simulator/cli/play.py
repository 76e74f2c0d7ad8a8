"""`simulacro play`: scripts played at speed, and what they expect looked at."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import dataclass
from pathlib import Path

from simulator.acts import Recorded
from simulator.acts.course import course
from simulator.cli import GOOD, NOT_GOOD
from simulator.cli.attachments import keep_attachments
from simulator.cli.exercises import channels, given_values, play_at, scenario_of, value_options
from simulator.cli.running import interface_language
from simulator.content.library import Library
from simulator.content.load import Loaded
from simulator.domain.debrief import Debrief
from simulator.domain.errors import UsageError
from simulator.domain.play import Play
from simulator.engine.assess import assess
from simulator.plays.coverage import coverage
from simulator.plays.run import Failure, Played, Player
from simulator.plugins import Registry
from simulator.service.clock import FixedClock
from simulator.settings import store_folder
from simulator.stores.base import EventLog
from simulator.stores.memory import MemoryLog
from simulator.stores.sqlite import SqliteLog
from simulator.text import words


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "play", nargs="+", type=Path, help="a play script, or a scenario's folder for all of its"
    )
    parser.add_argument(
        "--keep", metavar="NAME", help="keep the exercise in the store under this name"
    )
    parser.add_argument("--store", metavar="FOLDER", help="where kept exercises go")
    parser.add_argument("--quiet", action="store_true", help="only the result of each play")
    value_options(parser)


@dataclass(frozen=True, slots=True)
class Script:
    """A play, where it stands, and its scenario."""

    path: Path
    play: Play
    loaded: Loaded


def run(args: argparse.Namespace) -> int:
    """Play every script; 1 where an expectation did not hold."""
    values = given_values(args)
    paths = [file for path in args.play for file in _scripts(path)]
    if args.keep and len(paths) > 1:
        raise UsageError("keep_one_play")
    scripts = []
    for path in paths:
        play = play_at(path)
        scripts.append(Script(path, play, scenario_of(play, path, values)))
    return asyncio.run(_run(args, scripts))


def _scripts(path: Path) -> list[Path]:
    """A play's own file, or every play of a scenario's folder. Raises `UsageError`."""
    if path.is_dir():
        found = sorted((path / "plays" if (path / "plays").is_dir() else path).glob("*.yaml"))
        if not found:
            raise UsageError("no_plays", folder=path)
        return found
    if not path.exists() and path.suffix == "":
        return _scripts(Library.around().find_scenario(str(path)).parent)
    return [path]


async def _run(args: argparse.Namespace, scripts: list[Script]) -> int:
    language = interface_language()
    logs: dict[str, list[list[Recorded]]] = {}
    failed = 0
    for script in scripts:
        log: EventLog = SqliteLog(store_folder(args.store)) if args.keep else MemoryLog()
        try:
            played = await play(script.play, script.loaded, log, args.keep or "play")
            if args.keep:
                await keep_attachments(log, args.keep, script.loaded)
        finally:
            await log.close()
        if not args.quiet:
            _tell(script.play, played, language)
        failed += bool(played.failures)
        logs.setdefault(script.loaded.scenario.id, []).append(played.records)
        _result(script, played, language)
    if len(scripts) > 1:
        _coverage(scripts, logs, language)
    return NOT_GOOD if failed else GOOD


async def play(script: Play, loaded: Loaded, log: EventLog, name: str) -> Played:
    """Play a script on a log, with the debrief at hand for what it expects of findings."""
    rules = Registry("scoring").load_all()

    def assessed(records: list[Recorded]) -> Debrief:
        return assess(course(records), loaded.kit.rubric, rules)

    player = Player(
        script,
        loaded.kit,
        log,
        channels(),
        exercise=name,
        assessed=assessed,
        clock=FixedClock.from_now(),
    )
    return await player.run()


def _tell(script: Play, played: Played, language: str) -> None:
    from simulator.documents.timeline import timeline_lines

    if script.title:
        print(script.title)
    for line in timeline_lines(played.records, language):
        print(line)


def _result(script: Script, played: Played, language: str) -> None:
    for failure in played.failures:
        print(f"{script.path}: " + failure_line(failure, language))
    key = "play.bad" if played.failures else "play.good"
    told_all = {"count": played.expectations, "failures": len(played.failures)}
    steps = len(script.play.play)
    print(f"{script.path}: " + words(key, language, steps=steps, **told_all))


def failure_line(failure: Failure, language: str) -> str:
    """What was expected, and what was so instead, in one line."""
    found = failure.mismatch
    told = {"key": found.key, "wanted": found.wanted, "found": found.found}
    return words(f"play.failed.{found.kind}", language, step=failure.step, **told)


def _coverage(scripts: list[Script], logs: dict[str, list[list[Recorded]]], language: str) -> None:
    """The share of routes that all plays of a scenario took together."""
    scenarios = {script.loaded.scenario.id: script.loaded.scenario for script in scripts}
    for id, scenario in scenarios.items():
        found = coverage(scenario, logs[id])
        taken = len(found.routes & found.taken)
        told = {"taken": taken, "routes": len(found.routes), "share": f"{found.share:.0%}"}
        print(words("play.coverage", language, scenario=id, **told))
        for route in found.missing:
            print("  " + words("play.not_taken", language, route=route))
