"""The wall: what people said comes on it, and what is on it goes, when control says so (F15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from heapq import nlargest
from typing import Literal

from simulator.acts.base import (
    Command,
    Event,
    Moment,
    Stamp,
    has_started,
    must_be_facilitator,
    must_have_started,
)
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise
from simulator.domain.model import Id
from simulator.domain.people import Viewer
from simulator.domain.view import Choice
from simulator.domain.wall import EntryKind, OnWall
from simulator.engine import rules
from simulator.engine.wall import Entry, entries, in_room, is_out

OFFERED = 12
"""How many of the newest entries are offered to be shown; any may be named."""
LONG = 60
"""Characters of an entry in the title of a choice."""
What = EntryKind | Literal["inject"]


class _Changed(Event):
    """The wall shows something from now on, or does not."""

    what: What
    inject: Id | None = None
    entry: Id | None = None
    team: Id | None = None
    """Whose entry it is."""

    def _placed(self, exercise: Exercise, stamp: Stamp, *, shown: bool) -> Exercise:
        on = OnWall(shown, stamp.seq, self.what, self.team or "")
        wall = exercise.wall
        wall = wall.with_entry(self.entry, on) if self.entry else wall
        wall = wall.with_inject(self.inject, on) if self.inject else wall
        return replace(exercise, wall=wall)


class ShownToRoom(_Changed):
    """The room is shown an inject, or something people said, as it reads now."""

    kind: Literal["shown_to_room"] = "shown_to_room"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return self._placed(exercise, stamp, shown=True)


class HiddenFromRoom(_Changed):
    """The room is not shown something any more."""

    kind: Literal["hidden_from_room"] = "hidden_from_room"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return self._placed(exercise, stamp, shown=False)


class _Change(Command):
    """What the room is shown is to change."""

    inject: Id | None = None
    """An inject that is out."""
    entry: Id | None = None
    """A decision, a question or a message; without it and an inject, the newest there is."""
    team: Id | None = None
    """Where none is named: the newest of this team."""

    def _inject(self, exercise: Exercise, *, shown: bool) -> str:
        """The inject meant. Raises `Refused`."""
        inject = self.inject or ""
        if not is_out(exercise, inject):
            raise Refused("not_out", inject=inject)
        if in_room(exercise, inject) is shown:
            raise Refused("already_so")
        return inject

    def _entry(self, exercise: Exercise, *, shown: bool) -> Entry:
        """The entry meant. Raises `Refused`."""
        if self.team is not None and self.team not in exercise.teams:
            raise Refused("unknown_team", team=self.team)
        if self.entry is None:
            newest = next(_newest(exercise, 1, shown=not shown, team=self.team), None)
            if newest is None:
                raise Refused("no_such_entry")
            return newest
        entry = entries(exercise).get(self.entry)
        if entry is None or entry.gone:
            raise Refused("no_such_entry")
        if _is_shown(exercise, entry) if shown else not exercise.wall.shows(self.entry):
            raise Refused("already_so")
        return entry


class ShowToRoom(_Change):
    """The room is to be shown something: an inject, or what people said."""

    kind: Literal["show_to_room"] = "show_to_room"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_have_started(exercise)
        if self.inject is not None:
            return (ShownToRoom(what="inject", inject=self._inject(exercise, shown=True)),)
        entry = self._entry(exercise, shown=True)
        return (ShownToRoom(what=entry.kind, entry=entry.said.id, team=entry.team),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        return tuple(_offered(exercise, viewer, "show_to_room", shown=False))


class HideFromRoom(_Change):
    """The room is not to be shown something any more."""

    kind: Literal["hide_from_room"] = "hide_from_room"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_have_started(exercise)
        if self.inject is not None:
            return (HiddenFromRoom(what="inject", inject=self._inject(exercise, shown=False)),)
        entry = self._entry(exercise, shown=False)
        return (HiddenFromRoom(what=entry.kind, entry=entry.said.id, team=entry.team),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        return tuple(_offered(exercise, viewer, "hide_from_room", shown=True))


def _is_shown(exercise: Exercise, entry: Entry) -> bool:
    """Whether the room is shown an entry as it reads now: an answer may have come since."""
    on = exercise.wall.entries.get(entry.said.id)
    return on is not None and on.shown and entry.added <= on.seq


def _newest(
    exercise: Exercise, most: int, *, shown: bool, team: str | None = None
) -> Iterator[Entry]:
    """The newest entries that the room is shown, or is not."""
    found = (
        entry
        for entry in entries(exercise).values()
        if not entry.gone
        and team in (None, entry.team)
        and (exercise.wall.shows(entry.said.id) if shown else not _is_shown(exercise, entry))
    )
    yield from nlargest(most, found, key=lambda entry: entry.said.seq)


def _offered(exercise: Exercise, viewer: Viewer, kind: str, *, shown: bool) -> Iterator[Choice]:
    """The newest entries, and the injects that are out."""
    if viewer.role != "facilitator" or not has_started(exercise):
        return
    for entry in _newest(exercise, OFFERED, shown=shown):
        title = f"{rules.team_title(exercise, entry.team, viewer.language)}: {_begun(entry)}"
        yield Choice(kind=kind, given={"entry": entry.said.id}, title=title)
    received = (inject for state in exercise.teams.values() for inject in state.received)
    for inject in dict.fromkeys(received):
        if is_out(exercise, inject) and in_room(exercise, inject) is shown:
            title = rules.inject_title(exercise, inject, viewer.language)
            yield Choice(kind=kind, given={"inject": inject}, title=title)


def _begun(entry: Entry) -> str:
    """The beginning of what was said, on one line."""
    text = " ".join(entry.said.text.split())
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"
