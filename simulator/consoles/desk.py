"""A team's desk: what is open, what was not opened yet, what is typed, and what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.consoles.session import Session
from simulator.consoles.team import BRIEFS, arrived
from simulator.consoles.unsent import Unsent
from simulator.domain.view import Card


class Desk:
    """What one seat has before it; nothing that arrives changes what is open or typed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.decides = session.actor.role == "participant"
        """Whether there is something to decide; who only watches just reads."""
        self.current = next((id for id in BRIEFS if session.sight.card(id)), "")
        """The card that is open."""
        self.typed: dict[str, Unsent] = {}
        """Inject → what was typed about it; the empty name stands for none in particular."""
        self._there = {card.id: card for card in self._told()}
        self._seen = {card.inject or "" for card in arrived(session.sight)}
        self._unread: set[str] = set()
        self._count()

    @property
    def card(self) -> Card | None:
        """What is open."""
        return self._session.sight.card(self.current)

    @property
    def inject(self) -> str:
        """The inject that is open; empty where it is the situation or the role card."""
        card = self.card
        return card.inject or "" if card else ""

    @property
    def unread(self) -> frozenset[str]:
        """The injects that nobody of the team has opened; for who watches, not opened here."""
        return frozenset(self._unread)

    @property
    def unsent(self) -> frozenset[str]:
        """The injects about which something is typed."""
        return frozenset(inject for inject, typed in self.typed.items() if typed.anything)

    def open(self, id: str) -> bool:
        """Open a card; whether it was one not opened before."""
        self.current = id
        new = self.inject in self._unread
        self._seen.add(self.inject)
        self._unread.discard(self.inject)
        return new

    def next_unread(self) -> str:
        """The card to read next: the first that was not opened."""
        cards = (card.id for card in arrived(self._session.sight) if card.inject in self._unread)
        return next(cards, "")

    def take(self, changed: Sequence[Card], key: str) -> list[str]:
        """Take notice of what has changed; what is worth calling out, in words.

        `key`: the one that opens what is new.
        """
        if not self.current:
            self.current = next((id for id in BRIEFS if self._session.sight.card(id)), "")
        self._count()
        news = [said for card in changed for said in self._news(card, key)]
        self._there.update((card.id, card) for card in self._told())
        return news

    def _count(self) -> None:
        sight = self._session.sight
        if not self.decides:
            self._unread = {c.inject or "" for c in arrived(sight)} - self._seen
        elif sight.status in ("running", "paused"):
            self._unread = {c.about for c in sight.choices if c.kind == "acknowledge_inject"}

    def _told(self) -> Iterator[Card]:
        return self._session.sight.of("inject", "question", "message", "deadline")

    def _news(self, card: Card, key: str) -> Iterator[str]:
        say, before = self._session.reader.say, self._there.get(card.id)
        if card.kind == "inject" and card.id == f"inject-{card.inject}":
            if card.state == "withdrawn":
                if before is not None and before.state != "withdrawn":
                    yield say("screen.team.news.withdrawn", title=card.title)
            elif before is None or (card.inject in self._unread and before != card):
                yield say("screen.team.news.inject", title=card.title, key=key)
        elif card.kind == "question" and before is not None and before.marks != card.marks:
            state = self._session.reader.coded("question", card.marks[0])
            yield say("screen.team.news.question", state=state, text=card.body or card.title)
        elif card.kind == "message" and before is None and card.team != self._session.actor.team:
            yield say("screen.team.news.message", team=card.team, text=card.body)
        elif card.kind == "deadline" and (before is None or before.marks != card.marks):
            state = self._session.reader.coded("deadline", card.marks[0])
            yield say("screen.team.news.deadline", title=card.title, state=state)
