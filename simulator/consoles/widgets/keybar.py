"""The line of keys that work here; each can be clicked, and one that cannot be done now is dim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from simulator.consoles.actions import Action, written

if TYPE_CHECKING:
    from simulator.consoles.screens.seat import SeatScreen

ALWAYS = ("palette", "help")
"""Actions that keep their place at the end of the line."""


class KeyCap(Static):
    """One key with the name of what it does."""

    def __init__(self, action: Action, key: str, label: str, *, possible: bool) -> None:
        style = "$accent bold" if possible else "dim"
        said = Content.assemble((key, style), " ", (label, "" if possible else "dim"))
        super().__init__(said, classes="keycap")
        self.action = action
        self.told = (key, label, possible)
        """What it says, to be compared."""

    def on_click(self, event: events.Click) -> None:
        """A click does what the key does."""
        event.stop()
        seat: SeatScreen = self.app.seat  # type: ignore[attr-defined]
        seat.act(self.action.id)


class KeyBar(Horizontal):
    """As many keys as the line has room for; the palette has them all."""

    def show(self, seat: SeatScreen) -> None:
        """Name the keys for a screen as it is now."""
        keyed = [action for action in seat.table if action.key]
        first = [a for a in keyed if "" in a.panels]
        first += [a for a in keyed if seat.panel in a.panels and a not in first]
        rest = [a for a in keyed if a not in first and a.id not in ALWAYS]
        last = [a for a in keyed if a.id in ALWAYS]
        caps = [self._cap(seat, action) for action in (*first, *rest)]
        tail = [self._cap(seat, action) for action in last]
        room = (self.size.width or 80) - sum(_width(cap) for cap in tail)
        fitting = []
        for cap in caps:
            room -= _width(cap)
            if room < 0:
                break
            fitting.append(cap)
        told = [cap.told for cap in (*fitting, *tail)]
        if told != [cap.told for cap in self.query(KeyCap)]:
            with self.app.batch_update():
                self.remove_children()
                self.mount_all([*fitting, *tail])

    def _cap(self, seat: SeatScreen, action: Action) -> KeyCap:
        possible = not action.kinds or bool(
            seat.session.sight.offered(action.kinds, seat.about(action))
        )
        return KeyCap(action, written(action), seat.label(action), possible=possible)

    def on_resize(self) -> None:
        """Another width, other keys."""
        seat: SeatScreen | None = getattr(self.app, "seat", None)
        if seat is not None and self.screen is seat:
            self.show(seat)


def _width(cap: KeyCap) -> int:
    content = cap.content
    return (content.cell_length if isinstance(content, Content) else 0) + 2
