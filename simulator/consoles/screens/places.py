"""Choosing a seat: the staff's, each team's, and each role's of a team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line
from simulator.consoles.screens.dialog import Dialog
from simulator.consoles.seats import Seats
from simulator.consoles.widgets.rows import Rows


class Places(Dialog[str]):
    """Its result is the place chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "rows", show=False),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, seats: Seats, reader: Reader) -> None:
        super().__init__(reader.say("screen.action.seat.label"), reader)
        self._places = list(seats.places())

    def inside(self) -> Iterator[Widget]:
        """A part of its name, and every place that has it."""
        yield Input(placeholder=self.say("screen.seats.find"), compact=True)
        yield Rows(_drawn, id="places")

    def on_mount(self) -> None:
        """Name them."""
        self.query_one(Rows).show(self._places)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Name those that fit."""
        event.stop()
        typed = event.value.casefold().strip()
        self.query_one(Rows).show([place for place in self._places if typed in place.casefold()])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the one pointed at."""
        event.stop()
        self.query_one(Rows).action_choose()

    def action_rows(self) -> None:
        """Point at others."""
        self.query_one(Rows).focus()
        self.query_one(Rows).action_move(1)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Take it."""
        event.stop()
        self.dismiss(str(event.rows.at))


def _drawn(place: str, width: int) -> Content:
    return one_line(place)
