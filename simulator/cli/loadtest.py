"""`simulacro loadtest`: as many people as will come, before they come, at a server of its own."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.acts import Recorded
from simulator.acts.play import CreateExercise
from simulator.cli import GOOD, NOT_GOOD
from simulator.cli.exercises import channels, scenario_at
from simulator.cli.running import interface_language
from simulator.cli.served import Served, reached
from simulator.cli.starting import started, stopped
from simulator.consoles.seats import FACILITATOR
from simulator.domain.errors import SimulatorError, UsageError
from simulator.domain.people import MOST_TEAMS
from simulator.loadtest.crowd import Crowd
from simulator.loadtest.figures import Run, found
from simulator.loadtest.meter import Meter, end, machine_load
from simulator.loadtest.person import House
from simulator.loadtest.report import line, report
from simulator.loadtest.setup import Setup
from simulator.loadtest.story import written
from simulator.loadtest.tally import counted
from simulator.service.clock import MachineClock
from simulator.service.hub import Hub
from simulator.settings import OFF
from simulator.stores.sqlite import SqliteLog
from simulator.text import languages, words

EXERCISE = "loadtest"
FORMATS = ("text", "json")
MOST_PEOPLE = 5_000
PROGRESS = 10.0
"""Seconds from one line about how far it is to the next."""
PATIENCE = 20.0
"""Seconds in which a server that is told to end has ended."""
EACH, BESIDE = 2, 200
"""Files that each person needs open here, and that are needed beside them."""


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    usual, people = Setup(), _count(0, MOST_PEOPLE)
    for name, kind, value, what in (
        ("teams", _count(1, MOST_TEAMS), "N", "teams"),
        ("people", _count(1, MOST_PEOPLE), "N", "people in all of them together"),
        ("burst", _number, "SECONDS", "all join within so many seconds"),
        ("minutes", _number, "M", "for how long play goes on after that"),
        ("every", _number, "SECONDS", "from one release to the next"),
        ("decisions", _number, "RATE", "decisions of each person in a minute"),
        ("polling", people, "N", "of the people so many get no stream, and ask"),
        ("consoles", people, "N", "so many sit at consoles instead of pages"),
        ("stalled", people, "N", "so many open a stream and never read it"),
        ("seed", int, "S", "the same seed, the same people at the same times"),
    ):
        default = getattr(usual, name)
        said = f"{what} ({default:g})"
        parser.add_argument(f"--{name}", type=kind, default=default, metavar=value, help=said)
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="text unless said")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the report to a file")
    parser.add_argument("--language", choices=languages(), help="of the report")


def _count(least: int, most: int) -> Callable[[str], int]:
    def count(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}")
        return int(text)

    return count


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 < found < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return found


def run(args: argparse.Namespace) -> int:
    """Measure and report; 1 where a goal is missed, or nothing was measured of it."""
    setup = Setup(**{name: getattr(args, name) for name in Setup.__dataclass_fields__})
    others = setup.polling + setup.consoles + setup.stalled
    if others > setup.people:
        raise UsageError("load_needs_people", people=setup.people, others=others)
    language = args.language or interface_language()
    files = _room(setup, language)
    _say(words("loadtest.waiting", language))
    loop_factory = None
    if sys.platform != "win32":
        import uvloop

        loop_factory = uvloop.new_event_loop
    with (
        TemporaryDirectory(prefix="simulacro-loadtest-") as folder,
        asyncio.Runner(loop_factory=loop_factory) as runner,
    ):
        load = found(runner.run(_measured(setup, Path(folder), language, files)))
    content = f"{load.model_dump_json(indent=2)}\n"
    _give(report(load, language) if args.format == "text" else content, args.out)
    return GOOD if load.good else NOT_GOOD


def _give(content: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(content)
        return
    try:
        out.write_text(content, encoding="utf-8")
    except OSError as error:
        raise UsageError("cannot_write", file=out, problem=error.strerror) from error
    print(out)


async def _measured(setup: Setup, folder: Path, language: str, files: int | None) -> Run:
    """Serve, let the crowd in, and read the log when the server has ended."""
    before, stop = machine_load(), asyncio.Event()
    await _created(setup, folder)
    with _stopping(stop):
        served = await started(folder, EXERCISE, argparse.Namespace(backups=OFF))
        try:
            crowd = await _crowd(setup, served, stop)
            begun = time.monotonic()
            telling = asyncio.create_task(_telling(crowd, language))
            await crowd.run()
            telling.cancel()
            seconds, after = time.monotonic() - begun, machine_load()
        finally:
            await _ended(folder, served)
    records = await _read(folder)
    return Run(
        setup=setup,
        observed=crowd.observed,
        counts=counted(records, crowd.observed),
        meter=crowd.meter,
        records=len(records),
        seconds=seconds,
        whole=not stop.is_set(),
        load_before=before,
        load_after=after,
        files=files,
    )


async def _ended(folder: Path, served: Served) -> None:
    """End the server; one that is too busy to hear of it is ended all the same."""
    try:
        await stopped(folder, served)
    except SimulatorError:
        await asyncio.to_thread(end, served.pid, PATIENCE)


async def _created(setup: Setup, folder: Path) -> None:
    """The exercise: as many teams and injects as are wanted, in a folder that goes again."""
    story = await asyncio.to_thread(written, folder / EXERCISE, setup.releases)
    loaded = await asyncio.to_thread(scenario_at, str(story), {})
    log = SqliteLog(folder)
    hub = Hub(log, MachineClock(), channels())
    try:
        create = CreateExercise(kit=loaded.kit, copies=setup.teams)
        await hub.submit(EXERCISE, FACILITATOR, create)
    finally:
        await hub.close()
        await log.close()


async def _crowd(setup: Setup, served: Served, stop: asyncio.Event) -> Crowd:
    async with reached(served) as desk:
        codes = await desk.codes()
    port = int(served.url.rstrip("/").rpartition(":")[2])
    return Crowd(setup, House(port, EXERCISE), codes, Meter(served.pid), stop)


async def _read(folder: Path) -> list[Recorded]:
    log = SqliteLog(folder)
    try:
        return await log.read(EXERCISE)
    finally:
        await log.close()


async def _telling(crowd: Crowd, language: str) -> None:
    while True:
        await asyncio.sleep(PROGRESS)
        _say(line(crowd.progress(), language))


@contextmanager
def _stopping(stop: asyncio.Event) -> Iterator[None]:
    """While the block runs, Ctrl-C ends the crowd and not the program; no server is left behind."""
    loop = asyncio.get_running_loop()

    def handler(_: int, __: object) -> None:
        loop.call_soon_threadsafe(stop.set)

    wanted = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in wanted if hasattr(signal, name)]
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, was in before.items():
            signal.signal(number, was)


def _room(setup: Setup, language: str) -> int | None:
    """Let as many connections be open as are needed; says so where they may not be."""
    if sys.platform == "win32":
        return None
    import resource

    needed = EACH * setup.people + BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return None
    if soft < needed:
        wanted = needed if hard == resource.RLIM_INFINITY else min(hard, needed)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    if soft < needed:
        few = {"files": soft, "people": setup.people, "needed": needed}
        _say(words("loadtest.few_files", language, **few))
    return soft


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
