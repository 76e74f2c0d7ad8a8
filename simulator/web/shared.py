"""Views as bytes, made once for everybody of an audience who asks from the same number on."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.people import Viewer
from simulator.domain.view import View
from simulator.service.hub import Hub

MOST = 256
"""Audiences that are remembered; the longest not asked for go first."""


@dataclass(frozen=True, slots=True)
class Message:
    """A view as it goes out, with the people whose names belong beside it."""

    number: int
    body: bytes
    people: frozenset[str]


class SharedViews:
    """The last message of every audience; most followers of one ask for the same."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._last: dict[tuple[str, Viewer, int], Message] = {}

    async def message(self, exercise: str, viewer: Viewer, after: int) -> Message:
        """What an audience may see and do now, of the cards those changed after a number."""
        state = await self._hub.exercise(exercise)
        key = (exercise, viewer, after)
        found = self._last.get(key)
        if found is None or found.number != state.seq:
            found = _message(await self._hub.look(exercise, viewer, after))
            self._last.pop(key, None)
            self._last[key] = found
            while len(self._last) > MOST:
                self._last.pop(next(iter(self._last)))
        return found


def _message(view: View) -> Message:
    people = frozenset(card.person for card in view.cards if card.person)
    return Message(view.number, view.model_dump_json(exclude_defaults=True).encode(), people)
