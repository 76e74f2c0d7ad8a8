"""What one seat sees: its cards as they last were, and what it may do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from simulator.consoles.clocks import elapsed_now, story_now
from simulator.consoles.wall import for_the_room
from simulator.domain.view import Card, CardKind, Choice, View

HIDDEN = "hidden"
"""How a card stands that was taken off the wall: it is to be read no more."""


class Sight:
    """The cards of a seat by their ids, kept up with each view; cards change and never go."""

    def __init__(self) -> None:
        self.number = 0
        self.choices: tuple[Choice, ...] = ()
        self.lost: datetime | None = None
        """Since when it is not kept up any more; none while it is."""
        self._cards: dict[str, Card] = {}

    def merge(self, view: View) -> tuple[Card, ...]:
        """Take a view in; the cards that changed. One that comes late undoes nothing."""
        if view.number >= self.number:
            self.number, self.choices = view.number, view.choices
        known = self._cards
        changed = tuple(c for c in view.cards if c.changed >= _changed(known.get(c.id)))
        known.update((card.id, card) for card in changed)
        return changed

    def stand(self, since: datetime | None) -> None:
        """It is not kept up any more, and its clocks stand; without a time, it is again."""
        self.lost = since and (self.lost or since)

    def card(self, id: str) -> Card | None:
        """The card of this id."""
        return self._cards.get(id)

    def inject(self, id: str) -> Card | None:
        """The card of an inject: the first of its faces."""
        return self._cards.get(f"inject-{id}")

    def of(self, *kinds: CardKind) -> Iterator[Card]:
        """The cards of these kinds, in the order in which they came."""
        found = (card for card in self._cards.values() if card.kind in kinds)
        return (card for card in found if card.state != HIDDEN)

    @property
    def status(self) -> str:
        """How the exercise stands: `created`, `running`, `paused`, `stopped`, `ended`."""
        card = self._cards.get("exercise")
        return card.marks[0] if card else "created"

    def elapsed(self, now: datetime) -> float:
        """Exercise time at a wall time, seconds."""
        card = self._cards.get("exercise")
        return elapsed_now(card, self.lost or now) if card else 0.0

    def story(self, now: datetime) -> datetime | None:
        """Story time at a wall time; none where the story has no clock."""
        card = self._cards.get("exercise")
        return story_now(card, self.lost or now) if card else None

    def offered(self, kinds: Sequence[str], about: str = "") -> Choice | None:
        """The choice of the first of these kinds that may be made now, about this where named."""
        for kind in kinds:
            found = [c for c in self.choices if c.kind == kind]
            chosen = next((c for c in found if about and c.about == about), None)
            chosen = chosen or next((c for c in found if c.first or not c.about), None)
            if chosen is not None:
                return chosen
        return for_the_room(self, kinds, about)


def _changed(card: Card | None) -> int:
    return card.changed if card else 0
