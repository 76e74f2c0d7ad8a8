"""What a screen is made of: cards to read and choices to make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from simulator.domain.edition import Face
from simulator.domain.model import Model

CardKind = Literal[
    "exercise",
    "brief",
    "inject",
    "decision",
    "question",
    "message",
    "deadline",
    "proposal",
    "ahead",
    "map",
    "objective",
    "forecast",
    "team",
    "note",
    "rating",
    "hotwash",
    "improvement",
]
FieldKind = Literal[
    "line", "prose", "id", "choice", "choices", "number", "span", "flag", "date", "moment", "lines"
]


class Coming(Model):
    """An inject that may come next: when, what it waits for, what forcing it would do."""

    inject: str
    title: str
    because: str
    due: float | None = None
    """When it is due, seconds of exercise time; None while no way to it is open."""
    waits: tuple[tuple[str, str], ...] = ()
    """Codes that interfaces word, each with an id, a value or seconds of exercise time."""
    forces: tuple[tuple[str, str], ...] = ()


WayKind = Literal["line", "option", "condition", "release", "contingency"]


class Way(Model):
    """A way from one inject to another on control's map."""

    source: str
    """An inject, or `start`."""
    to: str
    label: str = ""
    """The option in words, and the condition in ids: `+` is all, `/` any, `≠` not."""
    kind: WayKind = "line"
    """`release` is beside the line, by what `after` names; `contingency` unless something is so."""
    waits: tuple[tuple[str, str], ...] = ()
    """The terms of the condition, each a code with an id, as of what comes next."""


class Skip(Model):
    """An inject that may be left out to save time, and what that would cost."""

    inject: str
    title: str
    saves: float
    """Seconds of exercise time."""
    optional: bool = False
    costs: tuple[str, ...] = ()
    """The objectives that nothing would show any more."""


class Card(Model):
    """One thing to read: it has an id, and the number of the event that last changed it."""

    id: str
    kind: CardKind
    changed: int
    title: str = ""
    body: str = ""
    face: Face | None = None
    """For an inject: how it looks."""
    inject: str | None = None
    team: str | None = None
    elapsed: float | None = None
    """Exercise time it speaks of, seconds."""
    at: datetime | None = None
    story: datetime | None = None
    state: str = ""
    """For an inject: `planned`, `proposed`, `overdue`, `released`, `skipped` and the like."""
    speed: float | None = None
    """For the exercise: seconds of exercise time in one since `at`; 0 while it stands."""
    pace: float | None = None
    """For the exercise: seconds of story time in one of exercise time."""
    person: str | None = None
    """Who said it: an id, for which interfaces put in a name (K28)."""
    tlp: str | None = None
    to: tuple[str, ...] = ()
    """For a message: the teams that got it."""
    numbers: Mapping[str, float] = {}
    """Counts and seconds by name: `unread`, `questions`, `acted`; for an inject `by`, when its time
    limit ends; of a forecast `due`, `end`, `planned`, `late`; after an interruption `gap`, wall
    time that is missing, and `jump`, the exercise time that would make up for it."""
    option: str = ""
    """For a decision: the option chosen, in words."""
    marks: tuple[str, ...] = ()
    """Short codes that interfaces word: `running`, `without_authority`, `hint`."""
    lines: tuple[str, ...] = ()
    """Further lines, each a text of its own."""
    details: tuple[tuple[str, str], ...] = ()
    """Further facts, each with the key of its heading: `rationale`, `assignee`, `reason`."""
    coming: tuple[Coming, ...] = ()
    """For what comes next: one inject each."""
    ways: tuple[Way, ...] = ()
    """For the map: every way, in list order; `details` name the injects that end the scenario."""
    skips: tuple[Skip, ...] = ()
    """For the forecast: what may be left out, what costs least first."""
    guidance: tuple[tuple[str, str], ...] = ()
    """For control only: texts about an inject, each with the key of its heading."""


class Field(Model):
    """One value a choice asks for."""

    name: str
    kind: FieldKind = "line"
    required: bool = False
    unless: str | None = None
    """Another field of the same choice: where that is given, this one is not needed."""
    options: tuple[tuple[str, str], ...] = ()
    """For a choice: value and label."""


class Choice(Model):
    """One command this viewer may give now, and the values it needs."""

    kind: str
    """The command's kind."""
    given: Mapping[str, str] = {}
    """Values already settled: the inject, the question it is about."""
    title: str = ""
    fields: tuple[Field, ...] = ()
    warns: tuple[str, ...] = ()
    """Codes of what it would lead to, to be said before it is done: `no_way_on`."""
    first: bool = False
    """Whether it is what one key alone does: release the inject that is proposed first (K6)."""

    @property
    def about(self) -> str:
        """What it is about; empty for the exercise as a whole."""
        return next(iter(self.given.values()), "")


class View(Model):
    """What one audience may see and do at one moment."""

    number: int
    """The number of the last event it includes."""
    cards: tuple[Card, ...]
    choices: tuple[Choice, ...]
