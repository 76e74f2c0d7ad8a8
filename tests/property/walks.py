"""A walk: one random exercise played by random people, step by step, from before STARTEX on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from simulator.acts import Command, Recorded
from simulator.acts.clock import InterruptExercise
from simulator.acts.people import HandOverSeat, JoinExercise, LeaveExercise
from simulator.acts.play import EndExercise, StartExercise
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.exercise import Exercise
from simulator.domain.people import SYSTEM, Actor
from simulator.domain.view import Choice
from tests.builders import Table
from tests.property.commands import STAFF, anybody, anything, heard, legal, texts
from tests.property.scenarios import Setting, setting

WAITS = (0.1, 0.5, 1, 2, 6, 20)
STANDING = ("paused", "stopped")


@dataclass(frozen=True)
class Course:
    """What a walk is made of: the number of its setting, and a number for each of its steps."""

    place: int
    before: list[int]
    during: list[int]
    after: list[int]


_numbers = st.integers(0, 2**32 - 1)
courses = st.builds(
    Course,
    _numbers,
    st.lists(_numbers, max_size=3),
    st.lists(_numbers, min_size=12, max_size=45),
    st.lists(_numbers, max_size=12),
)


def looked_at(examples: int) -> settings:
    """So many walks, and in `make long` many times as many."""
    profile = settings()
    many = examples if profile.derandomize else examples * profile.max_examples // 100
    return settings(
        max_examples=many,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        deadline=None,
    )


class QuickTable(Table):
    """A table that keeps no bytes."""

    def _keep(self, state: Exercise | None, records: list[Recorded]) -> None:
        self.records += records
        self._state = state
        if records:
            self._moved = 0.0


@dataclass
class Step:
    """What happened in one step of a walk."""

    before: Exercise
    records: list[Recorded]
    actor: Actor | None = None
    command: Command | None = None
    choice: Choice | None = None
    """The offer it was, where it was one."""
    refused: str | None = None
    """The code with which the command was refused."""


@dataclass
class Walk:
    """One walk: its table, and what came of it so far."""

    course: Course
    kind: type[Table] = QuickTable
    refusals: Counter[str] = field(default_factory=Counter)
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.setting: Setting = setting(self.course.place)
        self.table = self.kind(kit=self.setting.kit, copies=self.setting.copies)
        self._typed = texts()

    @property
    def exercise(self) -> Exercise:
        """The state."""
        return self.table.exercise

    def played(self) -> Walk:
        """The walk to its end."""
        for _ in self.taken():
            pass
        return self

    def taken(self) -> Iterator[Step]:
        """Every step, one after the other; what goes wrong in it is raised."""
        for seed in self.course.before:
            yield self._act(Random(seed))
        if self.exercise.status == "created":
            yield self.given(StartExercise(), STAFF[0])
        for seed in self.course.during:
            yield self._step(Random(seed))
        if self.exercise.status != "ended" and self.course.after:
            yield self.given(EndExercise(), STAFF[0])
        for seed in self.course.after:
            yield self._act(Random(seed), ended=True)

    def _step(self, r: Random) -> Step:
        lot = r.random()
        if lot < 0.22:
            return self._wait(r)
        if lot < 0.26:
            return self.given(InterruptExercise(cause="clock", gap=9.0), SYSTEM)
        return self._act(r)

    def _wait(self, r: Random) -> Step:
        before, number = self.exercise, len(self.table.records)
        self.table.wait(r.choice(WAITS))
        return self._kept(Step(before, self.table.records[number:]))

    def _act(self, r: Random, *, ended: bool = False) -> Step:
        lot = r.random()
        if lot < 0.07:
            command = r.choice((JoinExercise(), LeaveExercise(), HandOverSeat(to="new")))
            return self.given(command, anybody(r, self.exercise))
        if lot < 0.3 and not ended:
            command_ = anything(r, self.table, self._typed)
            if command_ is not None:
                return self.given(command_, anybody(r, self.exercise))
        return self._offered(r)

    def _offered(self, r: Random) -> Step:
        """Something of what is offered; play that stands is mostly let go on."""
        standing = self.exercise.status in STANDING
        actors = heard(self.exercise)
        actor = STAFF[0] if standing or r.random() < 0.55 else r.choice(actors)
        but = ["end_exercise"] if r.random() < 0.95 else []
        but += ["stop_exercise"] if r.random() < 0.8 else []
        found = legal(r, self.table, actor, self._typed, but)
        if found is None:
            return self._wait(r)
        choice, command = found
        return self.given(command, actor, choice)

    def given(self, command: Command, actor: Actor, choice: Choice | None = None) -> Step:
        """One command given by somebody: accepted, or refused."""
        before, number = self.exercise, len(self.table.records)
        try:
            self.table.do(command, actor)
            code = None
        except (Refused, NotAllowed) as refused:
            code = refused.code
            self.refusals[code] += 1
        step = Step(before, self.table.records[number:], actor, command, choice, code)
        return self._kept(step)

    def _kept(self, step: Step) -> Step:
        self.steps.append(step)
        return step


def walked(course: Course, kind: type[Table] = QuickTable, **fields: Any) -> Walk:
    """A course walked to its end."""
    return Walk(course, kind, **fields).played()


def drawn(number: int) -> Course:
    """The course of a number: the same in every run."""
    r = Random(number)
    before, during, after = (r.randint(0, 2), r.randint(25, 50), r.randint(0, 10))
    seeds = [[r.randrange(2**32) for _ in range(many)] for many in (before, during, after)]
    return Course(r.randrange(2**32), *seeds)
