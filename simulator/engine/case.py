"""A case: one team in one exercise, laid out for the scoring rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from simulator.domain.course import Course
from simulator.domain.debrief import Finding, Window
from simulator.domain.entries import Observation, Rating
from simulator.domain.exercise import DeadlineRun
from simulator.domain.model import Model
from simulator.domain.playbook import AntiStep, Step, Times
from simulator.domain.scenario import Deadline, DecisionPoint, Expectation, Option
from simulator.domain.scenario.facts import Source
from simulator.engine.evidence import Act, Point
from simulator.engine.rules import MINUTE


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that the playbook asks of a team in this exercise."""

    ref: str
    step: Step
    phase: str
    starts: Point | None = None
    """When its clock began, where it has one that did."""
    times: Times | None = None
    """Its anchors, at the severity that was true when its clock began."""
    done: Act | None = None
    tell: tuple[str, ...] = ()
    """The playing teams that are to be told by it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an inject that reached a team expects of it."""

    ref: str
    inject: str
    expectation: Expectation
    given: Point
    """When the inject reached the team."""
    done: Act | None = None
    seen: Observation | None = None
    """What an evaluator said of it last."""
    behind: Asked | None = None
    """The step of the playbook behind it, as it falls to the same team."""


@dataclass(frozen=True, slots=True)
class Harm:
    """Something of the playbook's never list that a team did."""

    ref: str
    never: AntiStep
    act: Act


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline of the scenario that began, and how it went."""

    deadline: Deadline
    run: DeadlineRun
    done: Point | None
    """What met it."""
    source: Source | None


@dataclass(frozen=True, slots=True)
class Telling:
    """That a team told another something by a message."""

    to: str
    at: Point
    steps: tuple[str, ...] = ()
    """`playbook/step` that it carries out."""
    tlp: str | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """An inject that a team passed on by a message, and who had it already."""

    inject: str
    label: str
    """How the inject was marked, as the sender read it."""
    at: Point
    """When; its events are the message and what brought the inject to those who had it."""
    new_to: tuple[str, ...]
    """The teams that got it by the message alone."""
    tlp: str | None = None
    """How the message was marked."""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A decision point that reached a team, and what it chose first and last in that pass."""

    inject: str
    point: DecisionPoint
    given: Point
    option: Option | None = None
    """None where it decided in its own words, or not at all."""
    at: Point | None = None
    """When what stood at last was decided; None where nothing was."""
    first: Option | None = None
    """What was chosen before it was amended or chosen anew, where that was another."""
    marks: tuple[str, ...] = ()
    late: bool = False
    """Whether the time to decide was over when it was first decided."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Something that people rate, and every rating of it that stands."""

    subject: str
    kind: str
    """`objective`, `critical_task` or `row`, as rubrics name them."""
    ratings: tuple[Rating, ...] = ()
    """The last of each evaluator; the final one among them."""


@dataclass(frozen=True, slots=True)
class Case:
    """One team in one exercise; `team` is None for what is asked of all teams together."""

    course: Course
    team: str | None
    story: str
    absent: str
    """How the rubric calls what has no evidence."""
    steps: tuple[Asked, ...]
    """The playbooks' steps that fall to the team, pruned."""
    expectations: tuple[Expected, ...]
    harms: tuple[Harm, ...]
    clocks: tuple[Clock, ...]
    acts: Mapping[str, Act]
    """`playbook/step` → who did it first in this story, of any team."""
    hints: tuple[int, ...] = ()
    """The events by which the team was helped."""
    tellings: tuple[Telling, ...] = ()
    """What the team told others, in order."""
    passed: tuple[Passed, ...] = ()
    """The injects that the team passed on, where it is known how they were marked."""
    choices: tuple[Chosen, ...] = ()
    """The decision points that the team was to decide."""
    limits: Mapping[str, str] = field(default_factory=dict)
    """`playbook/step` of the team → its most open label, whether or not its time has come."""
    rated: tuple[Rated, ...] = ()
    """What was rated of the team; what nobody rated at all is of all teams together."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all falls to it."""
        return not (self.steps or self.expectations or self.harms or self.clocks or self.rated)

    @property
    def end(self) -> Point:
        """ENDEX as a moment of play."""
        end = self.course.end
        return Point(end.landed, end.seq, (end.seq,))

    def window(self, since: Point | None = None) -> Window:
        """From a moment to ENDEX; from STARTEX where none is given (K42)."""
        known = since is not None and since.events
        began = since.seq if since and known else self.course.begin.seq
        return Window(began=began, ended=self.course.end.seq)

    def minutes(self, clock: str, since: Point, until: Point) -> float:
        """How long it was between two moments, in minutes of exercise or story time."""
        if clock == "story":
            began, ended = self._story(since), self._story(until)
            if began is not None and ended is not None:
                return (ended - began).total_seconds() / MINUTE
        return (until.since - since.since) / MINUTE

    def jumps(self, since: Point, until: Point) -> tuple[int, ...]:
        """The jumps of the exercise clock between two moments."""
        between = self.course.instants[since.seq : until.seq]
        return tuple(i.seq for i in between if i.landed != i.elapsed)

    def turns(self, since: Point, until: Point) -> tuple[int, ...]:
        """The events that set story time and so say how long it was between two moments."""
        return tuple(sorted(self._set_by(since) ^ self._set_by(until)))

    def help(self, since: Point, until: Point) -> tuple[int, ...]:
        """The hints given between two moments."""
        return tuple(seq for seq in self.hints if since.seq < seq <= until.seq)

    def _set_by(self, point: Point) -> frozenset[int]:
        """What told story time at a moment: the last event that set it, and the jumps since."""
        found: set[int] = set()
        for clock in reversed(self.course.exercise.facts[self.story].clocks[1:]):
            if clock.seq <= point.seq:
                found.add(clock.seq)
                if self.course.instant(clock.seq).kind != "clock_jumped":
                    break
        return frozenset(found)

    def _story(self, point: Point) -> datetime | None:
        return self.course.instant(point.seq).clocks[self.story].at(point.since)


class Rule(Protocol):
    """One way of scoring; a pure function of a case."""

    name: str
    """As rubrics call it."""
    Settings: type[Model]
    """What a rubric may set."""

    def score(self, case: Case, settings: Any) -> Iterable[Finding]:
        """What it finds in one case."""
        ...
