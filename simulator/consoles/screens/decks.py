"""The decks: injects that lie ready for a team that is too fast, or stuck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.consoles.plain import plain
from simulator.consoles.safe import one_line, shown
from simulator.consoles.screens.seat import SeatScreen
from simulator.consoles.screens.sheet import Sheet
from simulator.consoles.standing import DECKS, SIGNS
from simulator.consoles.widgets.rows import Rows
from simulator.domain.view import Card


class Decks(Sheet):
    """One row an inject, with its deck; Enter sends the one pointed at."""

    BINDINGS: ClassVar[list[BindingType]] = []
    AUTO_FOCUS = "Rows"

    def __init__(self, seat: SeatScreen) -> None:
        super().__init__(seat, "decks")

    def inside(self) -> Iterator[Widget]:
        """The rows, and the text of the one pointed at."""
        yield Rows[Card](self._drawn, id="decks-rows")
        yield VerticalScroll(Static(id="decks-text"), can_focus=False)

    def renew(self) -> None:
        """What still lies there, and what is out already."""
        rows = self.query_one(Rows)
        sight = self.seat.session.sight
        found = [card for card in sight.of("inject") if self._deck(card)]
        rows.show(sorted(found, key=lambda card: DECKS.index(self._deck(card))))
        rows.say_when_empty(self.say("screen.decks.none"))
        self._read()

    def on_rows_pointed(self) -> None:
        """Read what is pointed at."""
        self._read()

    def _read(self) -> None:
        card = self.query_one(Rows).at
        if not isinstance(card, Card):
            return
        face = [plain(card.face.body)] if card.face else []
        notes = [
            f"{self.reader.coded('guidance', key)} {plain(text)}" for key, text in card.guidance
        ]
        self.query_one("#decks-text", Static).update(shown("\n".join([*face, *notes])))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Send it."""
        event.stop()
        card = event.rows.at
        if isinstance(card, Card) and card.inject:
            self.dismiss(None)
            self.seat.act_on("send", card.inject)

    def _drawn(self, card: Card, width: int) -> Content:
        deck = self.reader.coded("mark", self._deck(card))
        head = f"{SIGNS.get(card.state, '·')} {deck}: "
        room = max(1, width - len(head))
        return Content.assemble((head, "bold"), one_line(card.title).truncate(room, ellipsis=True))

    def _deck(self, card: Card) -> str:
        return next((mark for mark in card.marks if mark in DECKS), "")
