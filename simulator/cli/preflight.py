"""`simulacro preflight`: red, amber or green on all that an event hangs on, the day before."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from simulator.cli import GOOD, NOT_GOOD
from simulator.cli.arriving import MachineNetwork
from simulator.cli.exercises import channels, given_values, value_options
from simulator.cli.keeping import backup_folder, backups_option, store_option
from simulator.cli.lights import Lamp, as_data, lines, summary
from simulator.cli.network import network_options
from simulator.cli.running import interface_language
from simulator.content.library import Library
from simulator.ops.preflight import CHECKS, lights
from simulator.ops.preflight.base import COLOURS, Light, Subject
from simulator.ops.preflight.content import content_at
from simulator.plugins import Registry
from simulator.service.clock import MachineClock
from simulator.settings import store_folder
from simulator.text import languages

PATIENCE = 180.0
"""Seconds for which another device is waited for where somebody sits at a terminal."""
LONGEST = 86_400


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("scenario", help="a scenario's id, folder or file")
    network_options(parser, lan=True)
    parser.add_argument(
        "--wait",
        type=_seconds,
        metavar="SECONDS",
        help="how long another device is waited for, 0 for not at all; unless said, "
        f"{PATIENCE:.0f} at a terminal and 0 elsewhere",
    )
    parser.add_argument(
        "--language", help="the language it is held in, and that of what is printed"
    )
    value_options(parser)
    store_option(parser)
    backups_option(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--strict", action="store_true", help="amber counts as red")


def _seconds(text: str) -> float:
    """How long; argparse words what is wrong with another text."""
    if not text.isdecimal() or int(text) > LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to {LONGEST}")
    return float(text)


def run(args: argparse.Namespace) -> int:
    """Look at everything; 1 where something is red, or amber and `--strict`."""
    spoken = args.language if args.language in languages() else interface_language()
    colours = asyncio.run(_looked_at(args, spoken))
    bad = COLOURS[1:] if args.strict else COLOURS[2:]
    return NOT_GOOD if any(each in bad for each in colours) else GOOD


async def _looked_at(args: argparse.Namespace, spoken: str) -> list[str]:
    """The colours of all lights, each shown as soon as it is there."""
    subject, found = _subject(args, spoken), dict[str, Light]()
    lamp = Lamp.of(sys.stdout)
    async for name, light in lights(subject):
        found[name] = light
        if args.format == "text":
            _print(lines(name, light, spoken, lamp, CHECKS))
    if args.format == "json":
        import json

        data = as_data(args.scenario, found, spoken)
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _print(summary(found.values(), spoken, lamp))
    return [light.colour for light in found.values()]


def _subject(args: argparse.Namespace, spoken: str) -> Subject:
    """What there is to look at. Raises `UsageError` where there is no such scenario."""
    named, store = args.scenario, store_folder(args.store)
    library = Library.around(Path(named) if Path(named).exists() else None)
    file = library.find_scenario(named)
    here = args.format == "text" and sys.stdin.isatty() and sys.stdout.isatty()
    wait = args.wait if args.wait is not None else PATIENCE if here else 0.0
    out = sys.stdout if args.format == "text" else sys.stderr
    say = partial(print, file=out, flush=True)
    return Subject(
        content=content_at(named, file, channels(), tuple(Registry("scoring")), given_values(args)),
        language=args.language,
        store=store,
        backups=backup_folder(args),
        clock=MachineClock(),
        network=MachineNetwork(store, spoken, args.lan, wait, say),
        lan=args.lan,
        wanted=args.port,
        waits=wait > 0,
    )


def _print(said: Iterator[str]) -> None:
    for line in said:
        print(line, flush=True)
