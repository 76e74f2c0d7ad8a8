"""What people put on record in an exercise: decisions, questions, messages, notes, ratings.

Times called `since` are seconds of exercise time; `at` is wall time in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from simulator.domain.people import Actor


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
    to: int = 0
    """The delivery it is about: the number of its event, 0 where it is about none."""
    retracted: int = 0
    """The event that retracted it."""
    retracted_why: str | None = None

    @property
    def when(self) -> float:
        """When it was really decided: for a late entry not when it was entered."""
        return self.since if self.decided is None else self.decided


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
    during_pause: bool = False
    ready: tuple[str, ...] = ()
    """The prepared answers with a delay whose time has come."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one team told others, or all."""

    id: str
    seq: int
    since: float
    actor: Actor
    team: str
    """Who sent it."""
    to: tuple[str, ...]
    text: str
    tlp: str | None = None
    steps: tuple[str, ...] = ()
    """`playbook/step` that it carries out."""
    links: tuple[str, ...] = ()
    """The injects it passes on."""
    by_control: bool = False
    during_pause: bool = False


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
    during_pause: bool = False


@dataclass(frozen=True, slots=True)
class Rating:
    """What an evaluator makes of a task, an objective or a row of the evaluation, on evidence."""

    id: str
    seq: int
    since: float
    actor: Actor
    subject: str
    """`objective`, `objective/task` or a row."""
    level: str
    """P, S, M or U, by the flags below."""
    team: str | None
    """None where it is about all."""
    achieved: bool
    harm_other: bool = False
    safety_risk: bool = False
    non_compliant: bool = False
    improvement_found: bool = False
    text: str | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class HotWashNote:
    """What was said right after ENDEX."""

    id: str
    seq: int
    at: datetime
    actor: Actor
    topic: str
    text: str
    team: str | None = None
    objective: str | None = None


@dataclass(frozen=True, slots=True)
class Improvement:
    """A row of the improvement plan, as it reads now."""

    id: str
    seq: int
    actor: Actor
    issue: str
    action: str | None = None
    element: str | None = None
    owner: str | None = None
    contact: str | None = None
    start: date | None = None
    due: date | None = None
    status: str = "open"
    objective: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Justification:
    """That a deviation was right after all, as an evaluator saw it, and why."""

    id: str
    seq: int
    since: float
    actor: Actor
    team: str
    about: str
    """`playbook/step`, `inject/expectation` or an inject."""
    text: str
