"""The library: what there is to play, and what was begun; look through one, start or go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.consoles.reader import Reader
from simulator.consoles.safe import drawable, one_line, shown
from simulator.consoles.screens.reading import Reading
from simulator.consoles.themes import DEFAULT, THEMES
from simulator.consoles.widgets.rows import Rows


@dataclass(frozen=True, slots=True)
class Begun:
    """An exercise that was begun."""

    name: str
    title: str
    status: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Shelved:
    """A scenario: what it is about and how it goes, once it was read."""

    id: str
    title: str = ""
    summary: str = ""
    lines: tuple[str, ...] = ()
    """What it needs: minutes, teams, languages, objectives."""
    injects: tuple[str, ...] = ()
    """For control's eyes: every inject with its text."""
    problem: str = ""
    """Why it cannot be played."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: an exercise to go on with, or a scenario to begin."""

    what: Literal["resume", "run"]
    name: str


Item = Begun | Shelved
Read = Callable[[str], Shelved]
"""Reads a scenario of the library by its id."""


class LibraryApp(App[Chosen]):
    """What was begun stands first, then what can be begun."""

    CSS_PATH = ["styles/all.tcss", "styles/library.tcss"]  # noqa: RUF012
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "look", show=False),
        Binding("q,escape,ctrl+q", "quit", show=False),
    ]

    def __init__(
        self, begun: Sequence[Begun], scenarios: Sequence[str], read: Read, language: str
    ) -> None:
        super().__init__()
        self._begun = begun
        self._shelf = {id: Shelved(id) for id in scenarios}
        self._read = read
        self._reader = Reader(language)
        for each in THEMES:
            self.register_theme(each)
        self.theme = DEFAULT

    def compose(self) -> ComposeResult:
        """The list, and what is pointed at."""
        yield Static(shown(self._say("screen.library.title"), "bold"), id="library-title")
        with Horizontal(id="library"):
            yield Rows[Item](self._drawn, tall=2, id="library-rows", classes="panel")
            yield VerticalScroll(Static(id="library-text"), classes="panel", can_focus=False)
        yield Static(shown(self._say("screen.library.keys")), id="library-keys")

    def on_mount(self) -> None:
        """Show the names at once; read the scenarios one after the other."""
        self.query_one(Rows).say_when_empty(self._say("screen.library.empty"))
        self._show()
        self.query_one(Rows).focus()
        self._read_all()

    @work(thread=True)
    def _read_all(self) -> None:
        for id in tuple(self._shelf):
            self.call_from_thread(self._found, self._read(id))

    def _found(self, read: Shelved) -> None:
        self._shelf[read.id] = read
        self._show()

    def _show(self) -> None:
        self.query_one(Rows).show([*self._begun, *self._shelf.values()])
        self._tell()

    def on_rows_pointed(self) -> None:
        """Say more of what is pointed at."""
        self._tell()

    def _tell(self) -> None:
        at = self.query_one(Rows).at
        lines: list[str] = []
        if isinstance(at, Begun):
            lines = [at.title, "", self._say("screen.library.go_on", name=at.name)]
        elif isinstance(at, Shelved):
            lines = [at.title or at.id, *at.lines, "", at.summary]
            lines += ["", at.problem] if at.problem else []
        self.query_one("#library-text", Static).update(shown("\n".join(lines)))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Start it, or go on with it."""
        at = event.rows.at
        if isinstance(at, Begun):
            self.exit(Chosen("resume", at.name))
        elif isinstance(at, Shelved) and at.problem:
            self.notify(drawable(at.problem), severity="error", markup=False)
        elif isinstance(at, Shelved):
            self.exit(Chosen("run", at.id))

    def action_look(self) -> None:
        """Look through the injects of a scenario."""
        at = self.query_one(Rows).at
        if isinstance(at, Shelved) and at.injects:
            self.push_screen(Reading(at.title, at.injects, self._reader))

    def _drawn(self, item: Item, width: int) -> Content:
        if isinstance(item, Begun):
            status = self._say(f"list.{item.status}")
            when = f"{item.changed.astimezone():%Y-%m-%d %H:%M}"
            under = f"{status}, {when} · {item.name}"
            head = one_line(f"‖ {item.title}", "bold")
        else:
            under = item.problem or " · ".join(item.lines) or item.id
            head = one_line(f"○ {item.title or item.id}", "bold")
        return Content("\n").join(
            (
                head.truncate(width, ellipsis=True),
                one_line(f"  {under}", "dim").truncate(width, ellipsis=True),
            )
        )

    def _say(self, key: str, /, **values: object) -> str:
        return self._reader.say(key, **values)
