"""F1: what the panel that has the keyboard is for, and every key that works there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.consoles.actions import Action, written
from simulator.consoles.safe import shown
from simulator.consoles.screens.dialog import Dialog

if TYPE_CHECKING:
    from simulator.consoles.screens.seat import SeatScreen


class PanelHelp(Dialog[None]):
    """Explains one panel and lists the keys, each with what it does or why it cannot."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q,f1", "leave", show=False)]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, seat: SeatScreen, panel: str) -> None:
        reader = seat.session.reader
        super().__init__(reader.say(f"screen.panel.{panel or 'screen'}.title"), reader)
        self._seat = seat
        self._panel = panel or "screen"

    def inside(self) -> Iterator[Widget]:
        """The panel in words; its own keys first, then all others."""
        own = [a for a in self._seat.table if self._panel in a.panels]
        rest = [a for a in self._seat.table if a not in own]
        yield VerticalScroll(
            Static(shown(self.say(f"screen.panel.{self._panel}.help")), classes="help-text"),
            *(Static(self._line(action)) for action in (*own, *rest)),
        )

    def _line(self, action: Action) -> Content:
        why_not = self._seat.why_not(action)
        said = why_not or self._seat.help_of(action)
        key = written(action) or "^p"
        return Content.assemble(
            (f"{key:>3} ", "bold $accent"),
            (f"{self._seat.label(action)}: ", "bold"),
            (said, "dim" if why_not else ""),
        )
