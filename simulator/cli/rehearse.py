"""`simulacro rehearse`: a scenario played by bots many times, and what they found out."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from simulator.cli import GOOD, INTERRUPTED, NOT_GOOD
from simulator.cli.exercises import given_values, scenario_at, value_options
from simulator.cli.running import interface_language
from simulator.domain.errors import UsageError
from simulator.domain.people import MOST_TEAMS
from simulator.domain.rehearsal import Rehearsal
from simulator.rehearsal.characters import CHARACTERS, mixture
from simulator.rehearsal.facilitators import MANNERS, MIXTURE, manners
from simulator.rehearsal.many import rehearse
from simulator.rehearsal.once import Setup
from simulator.rehearsal.page import page
from simulator.rehearsal.paper import Paper
from simulator.rehearsal.plain import plain
from simulator.text import languages, words

FORMATS = ("text", "json", "html")
BOTS = "diligent*4,racing,stalling,silent,contrary"
MOST_RUNS = 1_000_000
BAR = 30
EVERY = 0.2
"""Seconds after which the bar is drawn anew at the soonest."""


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("scenario", help="a scenario's id, folder or file")
    parser.add_argument(
        "--runs", type=_count(MOST_RUNS), default=100, metavar="N", help="how often (100)"
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="the same seed, the same result (1)"
    )
    parser.add_argument(
        "--bots",
        default=BOTS,
        metavar="MIX",
        help=f"who plays, dealt out anew for each run ({BOTS}); there are {', '.join(CHARACTERS)}",
    )
    parser.add_argument(
        "--facilitator",
        choices=(*MANNERS, MIXTURE),
        default=next(iter(MANNERS)),
        help=f"who runs it, by the book unless said; {MIXTURE}: one of all, drawn for each run",
    )
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="text unless said")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the report to a file")
    parser.add_argument(
        "--plays", type=Path, metavar="FOLDER", help="write the way into each dead end there"
    )
    parser.add_argument(
        "--teams", type=_count(MOST_TEAMS), default=1, metavar="N", help="so many made of the one"
    )
    parser.add_argument("--language", choices=languages(), help="of the report and of the bots")
    parser.add_argument(
        "--jobs", type=_count(256), metavar="N", help="processes (as many as there are cores)"
    )
    value_options(parser)


def _count(most: int) -> Callable[[str], int]:
    def count(text: str) -> int:
        if not 1 <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return count


def run(args: argparse.Namespace) -> int:
    """Rehearse, report; 1 where a run came to no end, 130 where it was interrupted."""
    mix = mixture(args.bots)
    loaded = scenario_at(args.scenario, given_values(args))
    language = args.language or interface_language()
    setup = Setup(loaded.kit, mix, manners(args.facilitator), args.seed, args.teams, language)
    bar = _Bar(args.runs)
    found, whole = rehearse(setup, args.runs, args.jobs or _cores(), bar.told)
    bar.gone()
    content = _drawn(args.format, found, setup, language)
    out = args.out or (Path(f"{found.scenario}-rehearsal.html") if args.format == "html" else None)
    if out is None:
        sys.stdout.write(content.decode())
    else:
        _write(out, content)
        print(out)
    for place, dead in enumerate(found.dead_ends if args.plays else (), 1):
        if dead.play:
            path = args.plays / f"dead-end-{place}.yaml"
            _write(path, dead.play.encode())
            print(path, file=sys.stdout if out else sys.stderr)
    if not whole:
        return INTERRUPTED
    return GOOD if found.good else NOT_GOOD


def _drawn(form: str, found: Rehearsal, setup: Setup, language: str) -> bytes:
    if form == "json":
        return f"{found.model_dump_json(indent=2, exclude_none=True)}\n".encode()
    paper = Paper(found, setup.kit, language)
    return page(paper) if form == "html" else plain(paper).encode()


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UsageError("cannot_write", file=path, problem=error.strerror) from error


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Bar:
    """How far it has come, on a terminal only."""

    def __init__(self, runs: int) -> None:
        self._runs = runs
        self._begun = self._drawn = time.monotonic()
        self._shows = sys.stderr.isatty()

    def told(self, runs: int) -> None:
        """Draw it, if it was not drawn just now."""
        now = time.monotonic()
        if not self._shows or (now - self._drawn < EVERY and runs < self._runs):
            return
        self._drawn = now
        full = BAR * runs // self._runs
        speed = runs / max(now - self._begun, 0.001)
        said = words(
            "rehearsal.progress",
            interface_language(),
            runs=runs,
            of=self._runs,
            speed=f"{speed:.0f}" if speed >= 10 else f"{speed:.1f}",
        )
        print(f"\r[{'#' * full}{'.' * (BAR - full)}] {said} ", end="", file=sys.stderr, flush=True)

    def gone(self) -> None:
        """Leave the line empty for what comes."""
        if self._shows:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
