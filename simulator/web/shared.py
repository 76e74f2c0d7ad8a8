"""Views as bytes, made once for everybody of an audience who asks from the same number on."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from simulator.acts import choices
from simulator.domain.exercise import Exercise
from simulator.domain.people import Viewer
from simulator.domain.view import View
from simulator.engine.unmoved import at_table, unmoved
from simulator.engine.view import view
from simulator.service.hub import Hub

MOST = 256
"""Audiences of an exercise that are remembered; the first to ask go first."""
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

    state: Exercise
    names: Mapping[str, str]
    messages: dict[tuple[Viewer, int], Message] = field(default_factory=dict)
    unmoved: dict[tuple[Viewer, int], bool] = field(default_factory=dict)
    """For whom nothing has happened after a number."""


class SharedViews:
    """The last message of every audience; most followers of one ask for the same."""

    def __init__(self, hub: Hub, called: Called, made: Made | None = None) -> None:
        """Messages are views as JSON unless something else makes them."""
        self._made = made or _as_view
        self._hub = hub
        self._called = called
        self._now: dict[str, _Now] = {}
        self._then: dict[str, OrderedDict[int, tuple[Exercise, Mapping[str, str]]]] = {}

    async def message(self, exercise: str, viewer: Viewer, after: int) -> Message:
        """What an audience may see and do now, of the cards those changed after a number.

        Whoever has seen more than there is read another log, before a backup was restored: all of
        it is new to them.
        """
        await self.renew(exercise)
        return self.newest(exercise, viewer, after)

    async def renew(self, exercise: str) -> None:
        """Look at an exercise and its names anew."""
        names = await self._called(exercise)
        state = await self._hub.exercise(exercise)
        now = self._now.get(exercise)
        if now is None or now.state is not state or now.names is not names:
            self._now[exercise] = _Now(state, names)
            known = self._then.setdefault(exercise, OrderedDict())
            known[state.seq] = (state, names)
            while len(known) > THEN:
                known.popitem(last=False)

    def state(self, exercise: str) -> Exercise:
        """An exercise as it was looked at last."""
        return self._now[exercise].state

    def unmoved(self, exercise: str, viewer: Viewer, after: int) -> bool:
        """Whether nothing has happened after a number that this audience could see."""
        now, key = self._now[exercise], (viewer, after)
        found = now.unmoved.get(key)
        if found is None:
            found = now.unmoved[key] = self._is_unmoved(exercise, now, viewer, after)
        return found

    def _is_unmoved(self, exercise: str, now: _Now, viewer: Viewer, after: int) -> bool:
        known = self._then[exercise]
        if after not in known or now.state.seq == after:
            return False
        then, called = known[after]
        return unmoved(then, now.state, viewer) and (
            called is now.names
            or all(
                called.get(p) == now.names.get(p) for p in at_table(now.state, viewer.team or "")
            )
        )

    def newest(self, exercise: str, viewer: Viewer, after: int) -> Message:
        """The message about an exercise as it was looked at last."""
        now = self._now[exercise]
        key = (viewer, after if after <= now.state.seq else 0)
        found = now.messages.get(key)
        if found is None:
            if len(now.messages) >= MOST:
                del now.messages[next(iter(now.messages))]
            seen = view(now.state, viewer, choices, key[1])
            found = now.messages[key] = self._made(now.state, viewer, seen, now.names)
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
