"""The full-screen console: first paint (G12), rows of any number (G13), keys in a storm (G14).

A paint is over when the driver is given what is to be written; nothing of Pilot's is measured.
"""

from __future__ import annotations

import asyncio
import atexit
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.content import Content
from textual.drivers.headless_driver import HeadlessDriver
from textual.widget import Widget
from textual.widgets import DataTable

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject
from simulator.acts.play import CreateExercise, StartExercise
from simulator.cli.exercises import channels
from simulator.consoles.app import ConsoleApp
from simulator.consoles.seats import Seats
from simulator.consoles.widgets.rows import Rows
from simulator.domain.people import Actor
from simulator.service.clock import FixedClock
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.stores.names import MemoryNames
from tests.bench.harness import Benchmark, Side, command
from tests.bench.rooms import NAME, WORDS, done, in_memory
from tests.bench.startup import compiled
from tests.builders import FACILITATOR, a_kit, a_scenario, a_team, an_inject

SIZE = (120, 40)
MANY, FEW, TABLE = 1_000_000, 100, 10_000
KEYS, STORM, MOST = 20, 100, 30.0
TABLES, BEFORE = ("red", "blue", "green", "white"), 500
PAINT = """\
import asyncio
from tests.bench.screens import {name}
asyncio.run({name}())
"""


class Paper(HeadlessDriver):
    """A terminal that only knows when it was written to."""

    after: ClassVar[list[Callable[[], None]]] = []
    """What is called after each paint."""

    @property
    def is_headless(self) -> bool:
        """Everything is drawn as for a terminal."""
        return False

    def write(self, data: str) -> None:
        """Something was painted."""
        if len(data) > len("\x1b[?2026h"):
            for each in tuple(self.after):
                each()


def running(app: App[Any]) -> asyncio.Task[Any]:
    """Have an application run on, and keep what is printed meanwhile."""
    app.driver_class = Paper
    out, error = sys.stdout, sys.stderr

    async def run() -> None:
        await app.run_async(size=SIZE)

    def again() -> None:
        sys.stdout, sys.stderr = out, error

    Paper.after.append(again)
    task = asyncio.create_task(run())
    atexit.register(ended, app, task)
    return task


def ended(app: App[Any], task: asyncio.Task[Any]) -> None:
    """Have an application end."""
    if not task.done():
        app.exit()
        done(asyncio.wait_for(task, MOST))


async def painted(until: Callable[[], object] = lambda: True) -> None:
    """Wait for the next paint, after which this holds."""
    over = asyncio.Event()

    def look() -> None:
        if until():
            over.set()

    Paper.after.append(look)
    try:
        await asyncio.wait_for(over.wait(), MOST)
    finally:
        Paper.after.remove(look)


def console(hub: Hub) -> ConsoleApp:
    """The facilitator's screen at the exercise of this hub."""
    return ConsoleApp(
        lambda actor: LocalGateway(hub, MemoryNames(), NAME, actor, "en"),
        Seats([(team, ()) for team in TABLES]),
        "en",
    )


async def empty_app() -> None:
    """Paint an empty application once."""
    await _once(App[None]())


async def console_app() -> None:
    """Paint the facilitator's screen of a small exercise once."""
    hub = Hub(in_memory(), FixedClock(), channels())
    kit = a_kit(a_scenario(teams=[a_team("red"), a_team("blue")]))
    await hub.submit(NAME, FACILITATOR, CreateExercise(kit=kit))
    await _once(console(hub))
    await hub.close()


async def _once(app: App[Any]) -> None:
    first = asyncio.create_task(painted())
    task = running(app)
    await first
    app.exit()
    await task


@cache
def stage() -> App[None]:
    """An application that goes on running, on which widgets come and go."""
    app = App[None]()

    async def begin() -> None:
        first = asyncio.create_task(painted())
        running(app)
        await first

    done(begin())
    return app


def a_row(number: int, width: int) -> Content:
    """A row of a log."""
    return Content(f"{number:>8} 12:00:00 red: We take the file server off the network")


def opened(widget: Callable[[], Widget]) -> Widget:
    """Put a widget on the stage and wait until it is painted."""
    app = stage()

    async def put() -> Widget:
        with app._context():
            await app.screen.remove_children()
            made = widget()
            over = asyncio.create_task(painted(lambda: made.size.height > 0))
            await app.mount(made)
            await over
        return made

    return done(put())


def rows(number: int) -> Rows[int]:
    """Rows with so many items."""
    made = Rows[int](a_row)
    made.show(range(number), to_end=True)
    return made


def table(number: int) -> DataTable[str]:
    """Textual's table with so many rows."""
    made = DataTable[str]()
    made.add_columns("number", "wall", "text")
    made.add_rows(
        (f"{each:>8}", "12:00:00", "red: We take the file server off the network")
        for each in range(number)
    )
    return made


class Appended:
    """Rows to which one is added, and painted."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self) -> None:
        """One more."""
        made = self._rows
        self._number += 1

        async def add() -> None:
            over = asyncio.create_task(painted())
            await asyncio.sleep(0)
            with stage()._context():
                made.show(range(self._number), to_end=True)
            await over

        done(add())

    @property
    def _rows(self) -> Rows[int]:
        shown = stage().screen.children[:1]
        if not (shown and isinstance(shown[0], Rows) and len(shown[0].items) == self._number):
            return opened(partial(rows, self._number))  # type: ignore[return-value]
        return shown[0]


class Storm:
    """The facilitator's screen of four teams, whose decisions come a hundred a second, or not."""

    def __init__(self) -> None:
        self._hub = Hub(in_memory(), FixedClock(), channels())
        self._app = console(self._hub)
        self._given = 0
        done(self._begin())

    async def _begin(self) -> None:
        injects = [an_inject(f"i-{number}") for number in range(20)]
        kit = a_kit(a_scenario(*injects, teams=[a_team(team) for team in TABLES]))
        for given in (CreateExercise(kit=kit), StartExercise(), ReleaseInject(inject="i-0")):
            await self._hub.submit(NAME, FACILITATOR, given)
        for _ in range(BEFORE):
            await self._decide()
        first = asyncio.create_task(painted(lambda: self._app.screen.query("#panel-msel")))
        running(self._app)
        await first
        with self._app._context():
            over = asyncio.create_task(painted(lambda: self._rows.has_focus))
            self._rows.focus()
            await over

    @property
    def _rows(self) -> Rows[Any]:
        return self._app.screen.query_one("#panel-msel", Rows)

    async def _decide(self) -> None:
        self._given += 1
        team = TABLES[self._given % len(TABLES)]
        actor = Actor(person=f"p-{team}", role="participant", team=team)
        made = LogDecision(inject="i-0", text=f"{WORDS} {self._given}")
        await self._hub.submit(NAME, actor, made, f"r{self._given}")

    def keys(self, storm: bool) -> None:
        """So many keys, each when the one before is on screen."""
        done(self._keys(storm))

    async def _keys(self, storm: bool) -> None:
        pouring = asyncio.create_task(self._pour()) if storm else None
        rows = self._rows
        for _ in range(KEYS):
            wanted = "home" if rows.pointed else "end"
            over = asyncio.create_task(painted(partial(_moved, rows, rows.pointed)))
            await asyncio.sleep(0)
            driver = self._app._driver
            assert driver is not None
            driver.process_message(events.Key(wanted, None))
            await over
        if pouring is not None:
            pouring.cancel()
            with suppress(asyncio.CancelledError):
                await pouring

    async def _pour(self) -> None:
        begun, given = time.perf_counter(), 0
        while True:
            while given < (time.perf_counter() - begun) * STORM:
                given += 1
                await self._decide()
            await asyncio.sleep(1 / STORM)


def _moved(rows: Rows[Any], before: int) -> bool:
    return rows.pointed != before


@cache
def storm() -> Storm:
    """The one of this process."""
    return Storm()


def benchmarks() -> Iterator[Benchmark]:
    """The benchmarks of this subject."""
    fresh = partial(command, environment=compiled())
    yield Benchmark(
        "screens.paint",
        "G12",
        fresh("console, first paint", sys.executable, "-c", PAINT.format(name="console_app")),
        fresh("empty app", sys.executable, "-c", PAINT.format(name="empty_app")),
        1.5,
    )
    few = Side("100", lambda: opened(partial(rows, FEW)), times=5)
    yield Benchmark(
        "screens.open",
        "G13",
        Side("1,000,000 rows opened", lambda: opened(partial(rows, MANY)), times=5),
        few,
        1.2,
    )
    yield Benchmark(
        "screens.append",
        "G13",
        Side("one more of 1,000,000 painted", Appended(MANY), times=9),
        Side("of 100", Appended(FEW), times=9),
        1.2,
    )
    yield Benchmark(
        "screens.table",
        "G13",
        Side("10,000 rows opened", lambda: opened(partial(rows, TABLE))),
        Side("DataTable", lambda: opened(partial(table, TABLE))),
        1 / 15,
        rounds=3,
    )
    yield Benchmark(
        "screens.storm",
        "G14",
        Side("key to screen, 100 events/s", lambda: storm().keys(storm=True), KEYS),
        Side("idle", lambda: storm().keys(storm=False), KEYS),
        2,
    )
