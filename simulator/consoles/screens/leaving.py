"""Leaving a console of a running server: it goes on alone, stands still, or has ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.consoles.leaving import Left, ways
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

    def __init__(self, reader: Reader, status: str) -> None:
        """`status`: how the exercise stands, which says what may become of it."""
        super().__init__(reader.say("screen.action.leave.label"), reader)
        self._ways = ways(status)
        self._words = "screen.leaving.ended" if status == "ended" else "screen.leaving"

    def inside(self) -> Iterator[Widget]:
        """What each way leads to."""
        lines = [self.say(f"{self._words}.{way}") for way in self._ways if way != "stay"]
        yield VerticalScroll(*(Static(shown(line)) for line in lines), can_focus=False)

    def buttons(self) -> Iterator[Widget]:
        """The ways there are, and staying."""
        yield self.button("go", "go_on_alone", "success")
        yield self.button("stop", "stop_here")
        if "end" in self._ways:
            yield self.button("end", "end_and_stop", "warning")
        yield self.button("leave", "stay")

    def action_go(self) -> None:
        """Leave it running."""
        self.dismiss("leave")

    def action_stop(self) -> None:
        """Stop the server; the exercise is gone on with another time."""
        self.dismiss("stop")

    def action_end(self) -> None:
        """End the exercise, and the server; where there is something to end."""
        if "end" in self._ways:
            self.dismiss("end")
