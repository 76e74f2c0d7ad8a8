"""Views as bytes, made once for everybody of an audience who asks from the same number on."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from simulator.domain.exercise import Exercise
from simulator.domain.people import Viewer
from simulator.domain.view import View
from simulator.engine.unmoved import at_table, unmoved
from simulator.service.hub import Hub

MOST = 256
"""Audiences of an exercise that are remembered; the longest not asked for go first."""
THEN = 64
"""States of an exercise that are remembered, to tell for whom nothing has happened since."""
Called = Callable[[str], Awaitable[Mapping[str, str]]]
"""Exercise → person → name."""
Made = Callable[[Exercise, Viewer, View, Mapping[str, str]], "Message"]
"""What makes a message of a view, for whom it is, and of the names."""


@dataclass(frozen=True, slots=True)
class Message:
    """A view as it goes out, polled and streamed alike (K38)."""

    number: int
    body: bytes
    """JSON: the view's own keys, and `names` for the people in its cards."""
    framed: bytes
    """The same as an event of a stream, its id the view's number."""
    news: bool = True
    """Whether it has cards, or might have."""
    rest: bytes = b""
    """What it says beside its number and its cards."""

    def repeats(self, before: Message | None) -> bool:
        """Whether whoever was told another one before has heard all of this."""
        return before is not None and not self.news and self.rest == before.rest


@dataclass(slots=True)
class _Now:
    """The messages about one state of an exercise; all are forgotten with it."""

    number: int
    names: Mapping[str, str]
    messages: dict[tuple[Viewer, int], Message]


class SharedViews:
    """The last message of every audience; most followers of one ask for the same."""

    def __init__(self, hub: Hub, called: Called, made: Made | None = None) -> None:
        """Messages are views as JSON unless something else makes them."""
        self._made = made or _as_view
        self._hub = hub
        self._called = called
        self._now: dict[str, _Now] = {}
        self._then: dict[str, OrderedDict[int, tuple[Exercise, Mapping[str, str]]]] = {}

    async def unmoved(self, exercise: str, viewer: Viewer, after: int) -> bool:
        """Whether nothing has happened after a number that this audience could see."""
        names, now = await self._called(exercise), await self._hub.exercise(exercise)
        known = self._then.setdefault(exercise, OrderedDict())
        known[now.seq] = (now, names)
        while len(known) > THEN:
            known.popitem(last=False)
        if after not in known or now.seq == after:
            return False
        then, called = known[after]
        return unmoved(then, now, viewer) and (
            called is names
            or all(called.get(p) == names.get(p) for p in at_table(now, viewer.team or ""))
        )

    async def message(self, exercise: str, viewer: Viewer, after: int) -> Message:
        """What an audience may see and do now, of the cards those changed after a number.

        Whoever has seen more than there is read another log, before a backup was restored: all of
        it is new to them.
        """
        names = await self._called(exercise)
        state = await self._hub.exercise(exercise)
        now = self._now.get(exercise)
        if now is None or now.number != state.seq or now.names is not names:
            now = self._now[exercise] = _Now(state.seq, names, {})
        key = (viewer, after if after <= state.seq else 0)
        found = now.messages.pop(key, None)
        if found is None:
            found = self._made(state, viewer, await self._hub.look(exercise, *key), names)
        now.messages[key] = found
        if len(now.messages) > MOST:
            del now.messages[next(iter(now.messages))]
        return found


def _as_view(_: Exercise, viewer: Viewer, view: View, names: Mapping[str, str]) -> Message:
    return message_of(view, names)


def message_of(view: View, names: Mapping[str, str]) -> Message:
    """A view with the names that belong beside it."""
    people = sorted({card.person for card in view.cards if card.person})
    called = {person: names[person] for person in people if person in names}
    body = view.model_dump_json(exclude_defaults=True).encode()
    if called:
        said = json.dumps(called, ensure_ascii=False).encode(errors="replace")
        body = body[:-1] + b',"names":' + said + b"}"
    return Message(view.number, body, b"event: view\nid: %d\ndata: %s\n\n" % (view.number, body))
