"""What one run of a scenario remembers: plain frozen values, changed only by events.

Times called `elapsed` and `since` are seconds of exercise time; `at` is wall time in UTC. A
*story* is whose facts are meant: `EXERCISE` where all teams share one, else the team's id (K1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from simulator.domain.edition import Face, Kit
from simulator.domain.model import Value
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario

EXERCISE = ""
"""The story that all teams share."""

Status = Literal["created", "running", "paused", "ended"]
EMPTY: Mapping[Any, Any] = MappingProxyType({})


def nothing() -> Mapping[Any, Any]:
    """An empty map that nobody can fill."""
    return EMPTY


K = TypeVar("K")
V = TypeVar("V")


def put(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    """The mapping with one entry changed; the given one stays as it was."""
    return {**mapping, key: value}


@dataclass(frozen=True, slots=True)
class Known:
    """A fact and since when it has been so; earlier values stay for conditions that look back."""

    value: Value | bool
    since: float = 0.0
    seq: int = 0
    """The number of the event that made it so."""
    earlier: tuple[tuple[Value | bool, float], ...] = ()

    def now(self, value: Value | bool, elapsed: float, seq: int) -> Known:
        """The fact with a new value."""
        return Known(value, elapsed, seq, (*self.earlier, (self.value, self.since)))


@dataclass(frozen=True, slots=True)
class DeadlineRun:
    """How one running clock stands."""

    state: Literal["running", "met", "missed"]
    since: float
    """When it took this state."""
    due: float | datetime
    """Elapsed seconds, or story time, by its clock."""
    started: int
    """The number of the event that started it."""
    seq: int
    """The number of the event that gave it this state."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An inject that is due and waits for the facilitator, and why."""

    since: float
    due: float
    because: str
    """A reason code: `line`, `option`, `after`, `condition`, `contingency`, `timed`."""
    source: str | None = None
    """The inject or option behind the reason."""
    option: str | None = None
    seq: int = 0
    overdue: bool = False
    deferred: str | None = None
    """Why an automatic inject could not go by itself."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one story."""

    milestones: Mapping[str, Known] = field(default_factory=nothing)
    variables: Mapping[str, Known] = field(default_factory=nothing)
    deadlines: Mapping[str, DeadlineRun] = field(default_factory=nothing)
    proposals: Mapping[str, Proposal] = field(default_factory=nothing)
    timed_out: Mapping[str, float] = field(default_factory=nothing)
    assumed: Mapping[str, tuple[str, float]] = field(default_factory=nothing)
    """Inject → the option a skip assumed, and when."""
    story_base: datetime | None = None
    """Story time at `story_since`."""
    story_since: float = 0.0
    pace: float = 1.0
    end_proposed: bool = False
    seq: int = 0
    """The last event that changed anything here."""
    touched: Mapping[str, int] = field(default_factory=nothing)
    """Inject → the last event that changed how it stands."""

    def story_time(self, elapsed: float) -> datetime | None:
        """Story time at a moment of exercise time; None where the story has no clock."""
        if self.story_base is None:
            return None
        return self.story_base + timedelta(seconds=(elapsed - self.story_since) * self.pace)


@dataclass(frozen=True, slots=True)
class Delivery:
    """That an inject reached a team, or was skipped for it, in one pass."""

    seq: int
    since: float
    how: Literal["released", "skipped"]
    number: int = 1
    """The pass."""
    versions: tuple[int, ...] = ()
    """The places of the versions whose condition held when it went out."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a team says it does."""

    id: str
    seq: int
    since: float
    at: datetime
    actor: Actor
    text: str
    inject: str | None = None
    option: str | None = None
    rationale: str | None = None
    considered: tuple[str, ...] = ()
    assignee: str | None = None
    confidence: str | None = None
    steps: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    number: int = 1
    """The pass."""
    authority: bool = True
    by_control: bool = False
    during_pause: bool = False
    decided: float | None = None
    """Exercise time at which it was really decided, for a late entry."""
    amends: str | None = None
    """The decision it takes the place of."""
    reason: str | None = None
    """Why it was amended, or entered late."""
    meets: tuple[str, ...] = ()
    """`inject/expectation` that it met."""


@dataclass(frozen=True, slots=True)
class Question:
    """A team's question to the simulation cell, and what became of it."""

    id: str
    seq: int
    since: float
    actor: Actor
    text: str
    suggested: tuple[str, ...] = ()
    state: Literal["open", "answered", "declined"] = "open"
    request: str | None = None
    """The prepared answer that was sent."""
    answer: str | None = None
    answer_seq: int = 0
    answered: float | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """That a team met an expectation: when, and by which event."""

    since: float
    seq: int
    how: Literal["decision", "condition", "staff"]


@dataclass(frozen=True, slots=True)
class TeamState:
    """Where one team stands and what it has done."""

    declared: str
    """The scenario's team it is or was made of (`run --teams 12` makes twelve of one)."""
    position: str | None = None
    number: int = 1
    """The present pass."""
    received: Mapping[str, tuple[Delivery, ...]] = field(default_factory=nothing)
    decisions: Mapping[str, tuple[Decision, ...]] = field(default_factory=nothing)
    """Inject → decisions about it; "" for those about none."""
    questions: tuple[Question, ...] = ()
    met: Mapping[str, Met] = field(default_factory=nothing)
    """`inject/expectation` → how it was met."""
    seq: int = 0
    """The last event that was about this team."""

    def delivery(self, inject: str) -> Delivery | None:
        """The inject's delivery in the present pass."""
        return next((d for d in self.received.get(inject, ()) if d.number == self.number), None)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one of the staff saw or noted."""

    id: str
    seq: int
    since: float
    actor: Actor
    text: str | None
    team: str | None = None
    expectation: str | None = None
    row: str | None = None
    inject: str | None = None
    objective: str | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Improvised:
    """An inject that no author wrote, as it was sent."""

    id: str
    seq: int
    title: str
    to: tuple[str, ...]
    faces: Mapping[str, Face]
    """Language → face."""
    tlp: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A person with a role and, for participants, a place in a team."""

    actor: Actor
    since: float
    seq: int


@dataclass(frozen=True, slots=True)
class Exercise:
    """One run of a scenario: its whole state, made of its events alone."""

    id: str
    kit: Kit
    status: Status = "created"
    seq: int = 0
    """The number of the last event applied."""
    at: datetime | None = None
    elapsed: float = 0.0
    speed: float = 1.0
    started_at: datetime | None = None
    jumps: tuple[tuple[float, float], ...] = ()
    """Stretches of exercise time that were jumped over."""
    facts: Mapping[str, Facts] = field(default_factory=nothing)
    teams: Mapping[str, TeamState] = field(default_factory=nothing)
    improvised: Mapping[str, Improvised] = field(default_factory=nothing)
    observations: tuple[Observation, ...] = ()
    seats: Mapping[str, Seat] = field(default_factory=nothing)
    clock_seq: int = 0
    """The last event that changed the clock or the status."""

    @property
    def scenario(self) -> Scenario:
        """The scenario in its own language, which all rules read."""
        return self.kit.original.scenario

    @property
    def shared(self) -> bool:
        """Whether all teams live one story."""
        return self.scenario.story.scope == "exercise"

    @property
    def stories(self) -> tuple[str, ...]:
        """The stories that are played: one, or each team's."""
        return (EXERCISE,) if self.shared else tuple(self.teams)

    def story_of(self, team: str) -> str:
        """The story a team lives."""
        return EXERCISE if self.shared else team

    def with_facts(self, story: str, facts: Facts) -> Exercise:
        """The exercise with the facts of one story changed."""
        return replace(self, facts=put(self.facts, story, facts))

    def with_team(self, team: str, state: TeamState) -> Exercise:
        """The exercise with one team's state changed."""
        return replace(self, teams=put(self.teams, team, state))
