"""Asked before what is hard to take back: what it would do, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.consoles.reader import Reader
from simulator.consoles.safe import shown
from simulator.consoles.screens.dialog import Dialog


class Confirm(Dialog[bool]):
    """Yes by its letter or its button, no by anything else."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,s,o", "do", show=False),
        Binding("n", "leave", show=False),
    ]
    AUTO_FOCUS = "#button-leave"

    def __init__(self, title: str, lines: Sequence[str], reader: Reader) -> None:
        super().__init__(title, reader)
        self._lines = lines

    def inside(self) -> Iterator[Widget]:
        """What would follow."""
        yield VerticalScroll(*(Static(shown(line)) for line in self._lines), can_focus=False)

    def buttons(self) -> Iterator[Widget]:
        """Do it, or not."""
        yield self.button("do", "yes", "warning")
        yield self.button("leave", "no")

    def action_do(self) -> None:
        """It is meant."""
        self.dismiss(True)
