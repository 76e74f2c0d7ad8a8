"""Who holds an exercise at a table: the full screen, or the plain console."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from simulator.cli.backing import Keeping
from simulator.cli.bots import beside
from simulator.cli.exercises import channels
from simulator.consoles.ready import Shelf, empty
from simulator.domain.access import Seat
from simulator.domain.people import Actor
from simulator.rehearsal.live import Players
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.ticker import ticking
from simulator.settings import keymap, theme
from simulator.text import has, words


@dataclass(frozen=True, slots=True)
class Table:
    """An exercise that is open, and everything a console needs of it."""

    hub: Hub
    exercise: str
    gateway: Callable[[Actor], Gateway]
    teams: Sequence[tuple[str, Sequence[str]]]
    """The playing teams, each with its roles."""
    seated: Sequence[Seat]
    """Who sat there when it was left."""
    language: str
    shelf: Shelf = empty
    """What lies ready to be improvised."""
    bots: Players | None = None
    """Who plays the teams where no people do."""
    keeping: Keeping = lambda _: nullcontext()
    """Backs it up while somebody holds it."""


def on_a_terminal() -> bool:
    """Whether a full screen can be drawn and somebody can press keys at it."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


async def in_lines(table: Table) -> None:
    """Lines of text, until somebody leaves."""
    from simulator.consoles.keyboard import Keyboard
    from simulator.consoles.line import LineConsole

    console = LineConsole(
        table.gateway,
        table.teams,
        table.language,
        sys.stdout,
        seated=table.seated,
        shelf=table.shelf,
    )
    keyboard = Keyboard(sys.stdout, complete=console.complete)

    def aside(text: str) -> None:
        with keyboard.aside():
            print(text)

    with keyboard.kept():
        ticks = ticking(table.hub, table.exercise, console.news)
        async with table.keeping(aside), ticks, beside(table.bots, console.news):
            await console.run(keyboard)


async def on_screen(table: Table) -> None:
    """The full screen, until somebody leaves; a fault of ours is raised, never drawn."""
    from simulator.consoles.app import ConsoleApp
    from simulator.consoles.seats import Seats

    seats = Seats(table.teams, table.seated)
    app = ConsoleApp(
        table.gateway,
        seats,
        table.language,
        first=seats.at("facilitator"),
        theme=theme(),
        channels=_channels(table.language),
        shelf=table.shelf,
        keymap=keymap(),
    )

    def toast(text: str) -> None:
        if app.is_running:
            app.tell(text, "warning")

    ticks = ticking(table.hub, table.exercise)
    async with table.keeping(toast), ticks, beside(table.bots):
        await app.run_async()
    if app.fault is not None:
        raise app.fault


def _channels(language: str) -> list[tuple[str, str]]:
    """Every channel by its name, with what it is called in this language."""
    found = []
    for name, channel in channels().items():
        key = f"channels.{name}.label"
        found.append((name, words(key, language) if has(key, language) else channel.label))
    return sorted(found, key=lambda each: each[1])
