"""Leaving a console of a running server: it goes on alone, stands still, or has ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.consoles.leaving import Left
from simulator.consoles.reader import Reader
from simulator.consoles.safe import shown
from simulator.consoles.screens.dialog import Dialog


class LeavingServer(Dialog[Left]):
    """Its result says what is to become of the exercise; Esc stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,d", "go", show=False),
        Binding("s,p", "stop", show=False),
        Binding("e,t", "end", show=False),
    ]
    AUTO_FOCUS = "#button-go"

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader.say("screen.action.leave.label"), reader)

    def inside(self) -> Iterator[Widget]:
        """What each way leads to."""
        lines = [self.say(f"screen.leaving.{way}") for way in ("leave", "stop", "end")]
        yield VerticalScroll(*(Static(shown(line)) for line in lines), can_focus=False)

    def buttons(self) -> Iterator[Widget]:
        """The three ways, and staying."""
        yield self.button("go", "go_on_alone", "success")
        yield self.button("stop", "stop_here")
        yield self.button("end", "end_and_stop", "warning")
        yield self.button("leave", "stay")

    def action_go(self) -> None:
        """Leave it running."""
        self.dismiss("leave")

    def action_stop(self) -> None:
        """Stop the server; the exercise is gone on with another time."""
        self.dismiss("stop")

    def action_end(self) -> None:
        """End the exercise, and the server."""
        self.dismiss("end")
