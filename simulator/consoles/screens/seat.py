"""What the screens of all seats share: their actions, the line of keys, and news as it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from simulator.consoles.actions import Action, named, with_keys
from simulator.consoles.draft import Draft
from simulator.consoles.leaving import Left
from simulator.consoles.screens.confirm import Confirm
from simulator.consoles.screens.form import Form
from simulator.consoles.screens.help import PanelHelp
from simulator.consoles.screens.leaving import LeavingServer
from simulator.consoles.screens.places import Places
from simulator.consoles.screens.reading import Reading
from simulator.consoles.session import Session
from simulator.consoles.sight import Sight
from simulator.consoles.themes import THEMES
from simulator.consoles.widgets.keybar import KeyBar
from simulator.consoles.widgets.rows import Rows
from simulator.domain.errors import SimulatorError
from simulator.domain.view import Card

if TYPE_CHECKING:
    from simulator.consoles.app import ConsoleApp


class SeatScreen(Screen[None]):
    """One seat's screen: knows its session and its table of actions."""

    def __init__(self, session: Session, table: Sequence[Action]) -> None:
        super().__init__()
        self.session = session
        self.table = with_keys(table, session.keymap)
        self.next_act: tuple[str, str] | None = None
        """An action, and what it is about, that follows as soon as the present one is done."""
        for action in self.table:
            if action.key:
                self._bindings.bind(action.key, f"act('{action.id}')", show=False)

    @property
    def console(self) -> ConsoleApp:
        """The application."""
        return cast("ConsoleApp", self.app)

    # News

    async def news(self, changed: Sequence[Card]) -> None:
        """Something happened: these cards are new or have changed."""

    def live(self, trouble: str) -> None:
        """Say that what is on screen is no longer kept up, and why; nothing where it is."""

    def on_mount(self) -> None:
        """The clocks go on by themselves."""
        self.set_interval(1.0, self.beat)

    def beat(self) -> None:
        """A second has passed."""

    # Actions

    def action_act(self, id: str) -> None:
        """The key of an action was pressed."""
        self.act(id)

    def act(self, id: str) -> None:
        """Do what an action says."""
        action = named(self.table, id)
        if action.kinds:
            self.act_on(id, self.about(action))
        else:
            getattr(self, f"action_{id}")()

    def act_on(self, id: str, about: str) -> None:
        """Do what an action says about this."""
        action = named(self.table, id)
        self.console.perform(action, about, self.given(action))

    def about(self, action: Action) -> str:
        """What an action is about: what is pointed at, of the kind it takes."""
        return ""

    def given(self, action: Action) -> dict[str, object]:
        """What is known already of what it would ask."""
        return {}

    def editor(self, action: Action, draft: Draft, heading: str) -> Form | None:
        """A form of its own for an action that needs more than fields."""
        return None

    def consequences(self, action: Action, draft: Draft) -> list[str]:
        """What is said before it is done, beside what the choice warns of."""
        return []

    def done(self, action: Action, draft: Draft) -> None:
        """It was done."""

    def why_not(self, action: Action) -> str:
        """Why an action cannot be done now; nothing where it can."""
        if not action.kinds or self._sight.offered(action.kinds, self.about(action)):
            return ""
        return self.console.why_not(self, action)

    # Words

    def label(self, action: Action) -> str:
        """What an action is called."""
        return self._say(f"screen.action.{action.id}.label")

    def help_of(self, action: Action) -> str:
        """What an action does, in a sentence."""
        return self._say(f"screen.action.{action.id}.help")

    # What every seat can do

    def action_help(self) -> None:
        """Explain the panel that has the keyboard."""
        self.app.push_screen(PanelHelp(self, self.panel))

    def action_palette(self) -> None:
        """Every action, by typing a part of its name."""
        self.app.action_command_palette()

    def action_seat(self) -> None:
        """Take another seat."""

        async def taken(place: str | None) -> None:
            if place:
                try:
                    await self.console.sit(self.console.seats.at(place))
                except SimulatorError as error:
                    self.console.tell(self.console.worded(self, error), "error")

        self.app.push_screen(Places(self.console.seats, self.session.reader), taken)

    def action_theme(self) -> None:
        """The next theme; `simulacro.toml` keeps the one that is wanted."""
        names = [theme.name for theme in THEMES]
        name = names[(names.index(self.app.theme) + 1) % len(names)]
        self.app.theme = name
        say = self._say
        self.console.tell(say("screen.themed", theme=say(f"screen.theme.{name}"), name=name))

    def action_leave(self) -> None:
        """Leave the console; while play runs it is said what becomes of it."""

        def left(sure: bool | None) -> None:
            if sure:
                self.app.exit("leave")

        def chosen(way: Left | None) -> None:
            if way:
                self.app.exit(way)

        reader = self.session.reader
        if self.console.leaving == "server":
            self.app.push_screen(LeavingServer(reader, self._sight.status), chosen)
        elif self.console.leaving == "guest" or self._sight.status != "running":
            left(True)
        else:
            line = self._say("screen.confirm.leave")
            title = self._say("screen.action.leave.label")
            self.app.push_screen(Confirm(title, [line], reader), left)

    @property
    def panel(self) -> str:
        """The panel that has the keyboard."""
        node = self.focused
        while node is not None and not node.has_class("panel"):
            node = node.parent  # type: ignore[assignment]
        return (node.id or "").removeprefix("panel-") if node else ""

    def _show_keys(self) -> None:
        """Write the line of keys anew: those of the panel first."""
        for bar in self.query(KeyBar):
            bar.show(self)

    def on_descendant_focus(self) -> None:
        """Another panel has the keyboard."""
        self._show_keys()

    # Short for what every seat needs often

    def _read_whole(
        self,
        title: str,
        lines: Sequence[str],
        possible: Sequence[tuple[str, str, str]],
        why_not: Callable[[str], str] = lambda _: "",
    ) -> None:
        """Read something in full; `possible` is what can be done about it: id, key and label.

        `why_not`: a key → why what it does elsewhere cannot be done about this; or nothing.
        """

        def chosen(id: str | None) -> None:
            if id is not None:
                self.act(id)

        self.app.push_screen(Reading(title, lines, self.session.reader, possible, why_not), chosen)

    @property
    def _sight(self) -> Sight:
        return self.session.sight

    def _rows(self, panel: str) -> Rows[Any]:
        return self.query_one(f"#panel-{panel}", Rows)

    def _say(self, key: str, /, **values: object) -> str:
        return self.session.reader.say(key, **values)
