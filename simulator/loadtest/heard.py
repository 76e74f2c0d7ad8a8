"""What one device was told: each card when it first came, and whatever came again unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

COUNTED = ("inject-", "decision-")
"""Of the cards, those that are counted: what reached a team, and what it said."""


class Heard:
    """The cards that one device has, as far as they are counted."""

    def __init__(self, team: str | None, fresh: Callable[[str], None] | None = None) -> None:
        """`fresh` is told of each card that is new here."""
        self.team = team
        self.asks = False
        """Whether it hears no stream, and asks again and again."""
        self.first: dict[str, float] = {}
        """Card → when it first came, by the steady clock."""
        self.again = 0
        """Messages and cards that came although they had come before, as they were."""
        self.last = 0
        """The number of the last message."""
        self._fresh = fresh
        self._prints: dict[str, int] = {}

    def begins(self, came: float, number: int, cards: Iterable[str]) -> None:
        """A page was loaded with these cards on it; one that is loaded anew has them all again."""
        self.last = number
        self._prints.clear()
        for card in cards:
            self._new(card, came)

    def take(self, came: float, number: int, cards: Iterable[tuple[str, str]]) -> None:
        """A message came with these cards, each with what it says."""
        self.again += number <= self.last
        self.last = max(self.last, number)
        for card, says in cards:
            if card.startswith(COUNTED):
                print_ = hash(says)
                self.again += self._prints.get(card) == print_
                self._prints[card] = print_
                self._new(card, came)

    def _new(self, card: str, came: float) -> None:
        if card not in self.first and card.startswith(COUNTED):
            self.first[card] = came
            if self._fresh is not None:
                self._fresh(card)


def event_of(frame: bytes) -> tuple[str, int]:
    """Of an event of a stream, its kind and number; no kind for a comment."""
    kind, number = "", 0
    for line in frame.split(b"\n")[:2]:
        if line.startswith(b"event: "):
            kind = line[7:].decode()
        elif line.startswith(b"id: "):
            number = int(line[4:])
    return kind, number


def cards_of(body: bytes) -> list[tuple[str, str]]:
    """The cards of a message to a page or a console, each with what it says."""
    cards = json.loads(body)["cards"]
    return [(c["id"], c.get("html") or json.dumps(c, sort_keys=True)) for c in cards]
