"""A rehearsal: what bots found out about a scenario that they played many times.

It holds codes, numbers and pointers, never sentences. Times are minutes of exercise time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from simulator.domain.model import Id, Model, Ref, Word

REHEARSAL_VERSION: Final = 1
IDLE = 15.0
"""Minutes without anything to read or do from which on a team counts as left idle."""
TEN = 10
"""Minutes over which what happens is counted together."""
Outcome = Literal["ended", "dead_end", "given_up"]


class Reached(Model):
    """An inject, and in how many runs it was reached."""

    inject: Id
    runs: int


class DeadEnd(Model):
    """A place from which no way leads to an end, and the shortest way there that was found."""

    kind: Literal["no_end", "nothing_due"]
    """No way leads to an end any more; or ways may, but nothing will ever open them."""
    inject: Id | None = None
    """The last of the line that went out."""
    option: Id | None = None
    """What was chosen there."""
    runs: int
    run: int
    """One of the runs that came there, by its number."""
    play: str | None = None
    """The way there as a play script, in YAML."""


class Spread(Model):
    """How something lies over the runs."""

    least: float
    tenth: float
    """One run in ten stays below this."""
    median: float
    ninetieth: float
    most: float


class TeamLoad(Model):
    """What a team gets and decides in each ten minutes, as a mean of the runs that go on then."""

    team: Id
    injects: tuple[float, ...]
    decisions: tuple[float, ...]


class IdlePlace(Model):
    """Where a team was left idle: after which inject, in how many runs, how long at most."""

    team: Id
    inject: Id | None = None
    """The inject it had last; none: it waited for its first."""
    runs: int
    most: float


class TeamIdle(Model):
    """The longest time for which a team had nothing to read and did nothing, run by run."""

    team: Id
    longest: Spread
    over: int
    """Runs in which it was longer than a quarter of an hour."""


class ControlLoad(Model):
    """What there is to do for the facilitator."""

    acts: tuple[float, ...]
    """In each ten minutes, as a mean of the runs that go on then."""
    busiest: Spread
    """The most acts within any ten minutes of a run."""
    questions: float
    """Teams' questions, as a mean of all runs."""
    unanswered: float
    """Of these, left open at the end."""
    waited: float
    """For how long an answered question waited, as a mean."""
    most_waiting: int
    """The most questions that waited at one time."""


class Common(Model):
    """An inject or an option that is seen more often in the longest runs than in the others."""

    kind: Literal["inject", "option"]
    ref: Ref
    longest: float
    """Share of the longest runs."""
    others: float
    """Share of the other runs."""


class Longest(Model):
    """The tenth of the runs that took longest, and what they have in common."""

    runs: int
    minutes: float
    """What the shortest of them took."""
    common: tuple[Common, ...]


class Rehearsal(Model):
    """What came of all runs."""

    schema_version: Literal[1] = REHEARSAL_VERSION
    scenario: Id
    scenario_version: Word
    seed: int
    asked: int
    """How many runs were asked for."""
    runs: int
    """How many there were."""
    bots: tuple[Word, ...]
    facilitators: tuple[Word, ...]
    teams: tuple[Id, ...]
    outcomes: Mapping[Outcome, int]
    endings: tuple[Reached, ...]
    dead_ends: tuple[DeadEnd, ...]
    unseen_injects: tuple[Id, ...]
    unseen_options: tuple[Ref, ...]
    duration: Spread | None = None
    """Of the runs that came to an end."""
    lasted: Mapping[int, int]
    """Minutes, in steps of five, and how many runs ended in them."""
    load: tuple[TeamLoad, ...]
    idle: tuple[TeamIdle, ...]
    left_idle: tuple[IdlePlace, ...]
    unmet: tuple[Ref, ...]
    """What was expected and could be met by what is recorded, and was in no run."""
    by_people: tuple[Ref, ...]
    """What only people can see: expectations without a step or a condition."""
    control: ControlLoad
    entered: tuple[Reached, ...]
    """Decisions that control entered, for no team came to one."""
    longest: Longest | None = None
    refused: Mapping[Word, int] = {}
    """What the rules refused though they had offered it, by code: a fault of the product."""

    @property
    def good(self) -> bool:
        """Whether every run came to an end."""
        return self.outcomes.get("ended", 0) == self.runs
