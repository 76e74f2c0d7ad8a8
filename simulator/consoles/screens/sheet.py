"""A sheet: something to look at over the whole screen, kept up with what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from simulator.consoles.screens.dialog import Dialog

if TYPE_CHECKING:
    from simulator.consoles.screens.seat import SeatScreen


class Sheet(Dialog[None]):
    """Laid over a seat's screen; `renew` is called whenever something has happened."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", show=False)]

    def __init__(self, seat: SeatScreen, id: str) -> None:
        reader = seat.session.reader
        super().__init__(reader.say(f"screen.action.{id}.label"), reader)
        self.add_class("-sheet")
        self.seat = seat

    def renew(self) -> None:
        """Show how it is now."""

    def on_mount(self) -> None:
        """Show how it is at the beginning."""
        self.renew()
