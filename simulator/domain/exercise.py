"""What one run of a scenario remembers: plain frozen values, changed only by events.

Times called `elapsed` and `since` are seconds of exercise time; `at` is wall time in UTC. A
*story* is whose facts are meant: `EXERCISE` where all teams share one, else the team's id (K1).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from simulator.domain.access import Access, Seat
from simulator.domain.edition import Face, Kit
from simulator.domain.entries import (
    Decision,
    HotWashNote,
    Improvement,
    Justification,
    Message,
    Observation,
    Question,
    Rating,
)
from simulator.domain.model import Value
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from simulator.domain.series import Series
from simulator.domain.wall import Wall

EXERCISE = ""
"""The story that all teams share."""

Status = Literal["created", "running", "paused", "stopped", "ended"]
"""`stopped` is the real-world stop: nothing but its end or play's (K20)."""
Deferral = Literal["held", "jumped_over", "interrupted", "paused", "not_open"]
"""Why an inject whose time has come does not go (K7)."""
NamesMode = Literal["named", "role-only", "pseudonym"]
"""How people are called; in `role-only` no name is ever stored (K28)."""
EMPTY: Mapping[Any, Any] = MappingProxyType({})


def nothing() -> Mapping[Any, Any]:
    """An empty map that nobody can fill."""
    return EMPTY


K = TypeVar("K")
V = TypeVar("V")


def put(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    """The mapping with one entry changed; the given one stays as it was."""
    return {**mapping, key: value}


def put_on(mapping: Mapping[K, Series[V]], key: K, value: V) -> Mapping[K, Series[V]]:
    """The mapping with one more value at the end of an entry; the given one stays as it was."""
    return put(mapping, key, mapping.get(key, Series[V]()).grown(value))


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
    deferred: Deferral | None = None
    """Why it does not go: held by hand, or it is automatic and could not go by itself."""

    @property
    def ready(self) -> bool:
        """Whether the facilitator may release it as it stands."""
        return self.deferred not in ("held", "not_open")


@dataclass(frozen=True, slots=True)
class StoryPoint:
    """A setting of a story's clock: by which event, and to what at which exercise time."""

    seq: int = 0
    base: datetime | None = None
    """None where the story has no clock."""
    since: float = 0.0


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
    clocks: tuple[StoryPoint, ...] = (StoryPoint(),)
    """Every setting of the story's clock, in order: the last is how it runs."""
    pace: float = 1.0
    end_proposed: bool = False
    seq: int = 0
    """The last event that changed anything here."""
    touched: Mapping[str, int] = field(default_factory=nothing)
    """Inject → the last event that changed how it stands."""
    clock_seq: int = 0
    """The last event that set this story's clock."""

    @property
    def story_base(self) -> datetime | None:
        """Story time at `story_since`."""
        return self.clocks[-1].base

    @property
    def story_since(self) -> float:
        """When the story's clock was last set, seconds of exercise time."""
        return self.clocks[-1].since

    def story_time(self, elapsed: float, after: int | None = None) -> datetime | None:
        """Story time at a moment of exercise time; None where the story has no clock.

        With the number of a record: as the clock stood after it.
        """
        point = self.clocks[-1]
        if after is not None:
            point = self.clocks[bisect_right(self.clocks, after, key=lambda p: p.seq) - 1]
        if point.base is None:
            return None
        return point.base + timedelta(seconds=(elapsed - point.since) * self.pace)

    def set_to(self, seq: int, base: datetime | None, since: float) -> Facts:
        """The facts with the story's clock set by an event."""
        return replace(self, clocks=(*self.clocks, StoryPoint(seq, base, since)))


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
    edits: int = 0
    """How many of the facilitator's edits it went out with."""
    withdrawn: int = 0
    """The event that withdrew it."""
    reason: str | None = None
    """Why it was skipped or withdrawn."""


@dataclass(frozen=True, slots=True)
class Met:
    """That a team met an expectation: when, and by which event."""

    since: float
    seq: int
    how: Literal["decision", "condition", "staff"]
    before: Met | None = None
    """How it was met in an earlier pass."""


@dataclass(frozen=True, slots=True)
class Opened:
    """That somebody of a team first opened an inject (K26)."""

    since: float
    seq: int
    person: str


@dataclass(frozen=True, slots=True)
class Pass:
    """A team's going back: a further way through the story (K11)."""

    number: int
    inject: str
    """Where it begins."""
    seq: int
    since: float


@dataclass(frozen=True, slots=True)
class TeamState:
    """Where one team stands and what it has done."""

    declared: str
    """The scenario's team it is or was made of (`run --teams 12` makes twelve of one)."""
    position: str | None = None
    number: int = 1
    """The present pass."""
    passes: tuple[Pass, ...] = ()
    """The passes after the first."""
    received: Mapping[str, tuple[Delivery, ...]] = field(default_factory=nothing)
    fresh: Mapping[str, int] = field(default_factory=nothing)
    """Inject → the record from which on things count: older is of an earlier pass, or withdrawn."""
    held: Mapping[str, int] = field(default_factory=nothing)
    """Inject → the event that put it on hold for this team."""
    ahead: bool = False
    """Whether it waits where it is for the next release that others get too (K11, sync)."""
    decisions: Mapping[str, Series[Decision]] = field(default_factory=nothing)
    """Inject → decisions about it; "" for those about none."""
    steps: Mapping[str, Series[tuple[str, str]]] = field(default_factory=nothing)
    """`playbook/step` → the decisions that name it, each as inject and id."""
    questions: tuple[Question, ...] = ()
    messages: Series[Message] = field(default_factory=Series)
    """Sent and received."""
    opened: Mapping[str, Opened] = field(default_factory=nothing)
    met: Mapping[str, Met] = field(default_factory=nothing)
    """`inject/expectation` → how it was met."""
    acted: float | None = None
    """When the team last did something of its own."""
    seq: int = 0
    """The last event that was about this team."""

    def counts_from(self, inject: str) -> int:
        """The record from which on things about an inject count in the present pass."""
        return self.fresh.get(inject, 0)

    def delivery(self, inject: str) -> Delivery | None:
        """The inject's delivery in the present pass; None where it was withdrawn."""
        found = self.received.get(inject)
        return found[-1] if found and found[-1].seq >= self.counts_from(inject) else None

    def met_now(self, ref: str) -> Met | None:
        """How an expectation was met in the present pass."""
        met = self.met.get(ref)
        return met if met and met.seq >= self.counts_from(ref.partition("/")[0]) else None


@dataclass(frozen=True, slots=True)
class Edited:
    """The facilitator's words for an inject that had not gone out yet."""

    seq: int
    actor: Actor
    place: int
    """0 for the body, else the place of the version, from 1."""
    faces: Mapping[str, Face]
    """Language → face."""
    reason: str | None = None


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
class ClockPoint:
    """Where the exercise clock stood when something changed it, and how it went on."""

    at: datetime
    elapsed: float
    speed: float
    """Seconds of exercise time in one of wall time; 0 while it stands."""


@dataclass(frozen=True, slots=True)
class Interruption:
    """Play was found cut off: the machine slept, its clock was moved, or the program was gone."""

    seq: int
    since: float
    gap: float
    """Seconds of wall time that are missing."""
    cause: str
    waiting: frozenset[tuple[str, str]] = frozenset()
    """What was due then and had not gone: story and inject."""


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
    edits: Mapping[str, tuple[Edited, ...]] = field(default_factory=nothing)
    reviewed: Mapping[str, Mapping[str, int]] = field(default_factory=nothing)
    """Team → its decisions that control has looked at → the event."""
    observations: Series[Observation] = field(default_factory=Series)
    ratings: tuple[Rating, ...] = ()
    justified: tuple[Justification, ...] = ()
    hotwash: tuple[HotWashNote, ...] = ()
    improvements: Mapping[str, Improvement] = field(default_factory=nothing)
    seats: Mapping[str, Seat] = field(default_factory=nothing)
    seats_seq: int = 0
    """The last event about who sits where."""
    access: Access = field(default_factory=Access)
    wall: Wall = field(default_factory=Wall)
    names: NamesMode = "named"
    interruptions: tuple[Interruption, ...] = ()
    clock: tuple[ClockPoint, ...] = ()
    """Every change of the exercise clock, in order."""
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

    def with_clock(self, seq: int, at: datetime, **changes: Any) -> Exercise:
        """The exercise with its clock or status changed, and the change remembered."""
        changed = replace(self, clock_seq=seq, **changes)
        speed = changed.speed if changed.status == "running" else 0.0
        point = ClockPoint(at, changed.elapsed, speed)
        return replace(changed, clock=(*self.clock, point))
