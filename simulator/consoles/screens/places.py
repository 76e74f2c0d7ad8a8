"""Choosing a seat: the staff's, each team's, and each role's of a team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line
from simulator.consoles.screens.dialog import Dialog
from simulator.consoles.seats import Seats
from simulator.consoles.widgets.rows import Rows


class Places(Dialog[str]):
    """Its result is the place chosen."""

    BINDINGS: ClassVar[list[BindingType]] = []
    AUTO_FOCUS = "Rows"

    def __init__(self, seats: Seats, reader: Reader) -> None:
        super().__init__(reader.say("screen.action.seat.label"), reader)
        self._places = list(seats.places())

    def inside(self) -> Iterator[Widget]:
        """Every place there is."""
        yield Rows(_drawn, id="places")

    def on_mount(self) -> None:
        """Name them."""
        self.query_one(Rows).show(self._places)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Take it."""
        event.stop()
        self.dismiss(str(event.rows.at))


def _drawn(place: str, width: int) -> Content:
    return one_line(place)
