"""Who holds an exercise: the full screen, or the plain console; here, or through a server."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from simulator.cli.exercises import channels
from simulator.cli.hangup import ends_with_its_terminal
from simulator.consoles.invitation import Inviting
from simulator.consoles.leaving import WAYS, Leaving, Left
from simulator.domain.access import Seat
from simulator.domain.errors import SimulatorError
from simulator.domain.people import Actor
from simulator.service.gateway import Gateway
from simulator.service.ready import Shelf, empty
from simulator.settings import keymap, theme
from simulator.text import has, words


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds an exercise, as those see it who have something to tell."""

    say: Callable[[str], object]
    """Shows a sentence."""
    news: Callable[[], Awaitable[object]] | None
    """To be awaited when something has happened; None for who notices by itself."""
    trouble: Callable[[SimulatorError | None], object]
    """Nobody answers; or, without an error, somebody does again."""


Beside = Callable[[Holder], AbstractAsyncContextManager[object]]
"""What goes on while somebody holds the exercise."""


@dataclass(frozen=True, slots=True)
class Table:
    """An exercise that is open, and everything a console needs of it."""

    gateway: Callable[[Actor], Gateway]
    teams: Sequence[tuple[str, Sequence[str]]]
    """The playing teams, each with its roles."""
    seated: Sequence[Seat]
    """Who sat there when it was left."""
    language: str
    beside: Beside
    shelf: Shelf = empty
    """What lies ready to be improvised."""
    only: Actor | None = None
    """The one seat there is, at a terminal that has joined from elsewhere."""
    leaving: Leaving = "alone"
    inviting: Inviting | None = None
    """How others come in."""
    welcoming: bool = False
    """Whether that is the first thing shown on a full screen."""


def on_a_terminal() -> bool:
    """Whether a full screen can be drawn and somebody can press keys at it."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


async def hold(table: Table, *, plain: bool) -> Left:
    """Hold it until somebody leaves; what is to become of the exercise."""
    return await (in_lines(table) if plain or not on_a_terminal() else on_screen(table))


async def in_lines(table: Table) -> Left:
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
        only=table.only,
        leaving=table.leaving,
        inviting=table.inviting,
    )
    keyboard = Keyboard(sys.stdout, complete=console.complete)

    def aside(text: str) -> None:
        with keyboard.aside():
            print(text)

    def trouble(error: SimulatorError | None) -> None:
        aside(
            words(f"errors.{error.code}", table.language, **error.values)
            if error
            else words("serve.back", table.language)
        )

    with keyboard.kept():
        async with table.beside(Holder(aside, console.news, trouble)):
            return await console.run(keyboard)


async def on_screen(table: Table) -> Left:
    """The full screen, until somebody leaves; a fault of ours is raised, never drawn."""
    from simulator.consoles.app import ConsoleApp
    from simulator.consoles.seats import Seats

    seats = Seats(table.teams, table.seated, table.only)
    app = ConsoleApp(
        table.gateway,
        seats,
        table.language,
        first=seats.first,
        theme=theme(),
        channels=_channels(table.language),
        shelf=table.shelf,
        keymap=keymap(),
        leaving=table.leaving,
        inviting=table.inviting,
        welcoming=table.welcoming,
    )

    def toast(text: str) -> None:
        if app.is_running:
            app.tell(text, "warning")

    async with table.beside(Holder(toast, None, app.trouble)), ends_with_its_terminal():
        way = await app.run_async()
    if app.fault is not None:
        raise app.fault
    return next((each for each in WAYS if each == way), "leave")


def _channels(language: str) -> list[tuple[str, str]]:
    """Every channel by its name, with what it is called in this language."""
    found = []
    for name, channel in channels().items():
        key = f"channels.{name}.label"
        found.append((name, words(key, language) if has(key, language) else channel.label))
    return sorted(found, key=lambda each: each[1])
