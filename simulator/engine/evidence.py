"""Which events something rests on: what made a condition true, and what teams did and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.domain.course import Course
from simulator.domain.entries import Decision
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Condition
from simulator.engine import rules
from simulator.engine.conditions import asked_of, holds


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of play and the events that make it."""

    since: float
    seq: int
    """The record whose clocks tell the story time."""
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """Something a team did that a playbook or an expectation knows of."""

    at: Point
    team: str
    marks: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[float, int]:
        """What it is sorted by: the time, then the record."""
        return (self.at.since, self.at.seq)

    def marked(self, mark: str) -> Act:
        """The act with one more mark."""
        return replace(self, marks=(*self.marks, mark))


def came_true(condition: Condition, exercise: Exercise, story: str) -> Point | None:
    """When a condition came true and by which events; None while it does not hold."""
    truth = holds(condition, exercise, story)
    if not truth.holds:
        return None
    events = tuple(sorted(set(_causes(condition, exercise, story))))
    return Point(truth.since, max(events, default=1), events)


def _causes(condition: Condition, exercise: Exercise, story: str) -> Iterator[int]:
    """The events behind a condition that holds: all of `all`, the earliest of `any`."""
    if condition.all:
        for inner in condition.all:
            yield from _causes(inner, exercise, story)
    elif condition.any:
        true = [(t.since, c) for c in condition.any if (t := holds(c, exercise, story)).holds]
        first = min(since for since, _ in true)
        yield from _causes(next(c for s, c in true if s == first), exercise, story)
    elif condition.not_ is None:
        yield from _term_causes(condition, exercise, story)


def _term_causes(condition: Condition, exercise: Exercise, story: str) -> Iterator[int]:
    since = holds(condition, exercise, story).since
    found = (
        cause
        for about in asked_of(condition, exercise, story)
        for cause in (*_of_fact(condition, exercise, about), *_of_team(condition, exercise, about))
    )
    yield from _earliest((at, seq) for at, seq in found if at == since)


def _of_fact(condition: Condition, exercise: Exercise, about: str) -> Iterator[tuple[float, int]]:
    """When and by which event a fact may have become what a term asks for."""
    for kind in ("milestone", "variable", "deadline"):
        named = getattr(condition, kind)
        if named is None:
            continue
        (name,) = (named,) if kind == "milestone" else named
        for place in rules.stories_of_fact(exercise, kind, name, about):
            known = getattr(exercise.facts[place], f"{kind}s").get(name)
            if known:
                yield known.since, known.seq


def _of_team(condition: Condition, exercise: Exercise, about: str) -> Iterator[tuple[float, int]]:
    """When and by which event a team may have made a term true."""
    for team in rules.teams_in(exercise, about):
        state = exercise.teams[team]
        if condition.option is not None:
            inject, _, option = condition.option.partition("/")
            thread = state.decisions.get(inject, ())
            yield from ((d.since, d.seq) for d in thread if d.option == option and not d.retracted)
            skips = (d for d in state.received.get(inject, ()) if d.how == "skipped")
            yield from ((d.since, d.seq) for d in skips)
        if condition.released is not None:
            deliveries = state.received.get(condition.released, ())
            yield from ((d.since, d.seq) for d in deliveries if d.how == "released")
        if condition.answered is not None:
            answers = (q for q in state.questions if q.request == condition.answered)
            yield from ((q.answered, q.answer_seq) for q in answers if q.answered is not None)
        if condition.expectation is not None and condition.expectation in state.met:
            met = state.met[condition.expectation]
            yield met.since, met.seq


def _earliest(found: Iterable[tuple[float, int]]) -> Iterator[int]:
    first = min(found, default=None)
    if first is not None and first[1]:
        yield first[1]


class Deeds:
    """What one team's decisions say it did, those amended or retracted left out."""

    def __init__(self, course: Course, team: str) -> None:
        self._course = course
        self._team = team
        thread = course.exercise.teams[team].decisions
        self._by_id = {d.id: d for about in thread.values() for d in about}
        self._by_seq = {d.seq: d for d in self._by_id.values()}
        self._later = {d.amends: d for d in self._by_id.values() if d.amends}
        self.named: Mapping[str, tuple[Act, ...]] = self._named()
        """`playbook/step` → the decisions that name it, in order."""

    def met_by(self, seq: int, steps: tuple[str, ...]) -> Act | None:
        """The decision that met an expectation, unless it was amended away from its steps."""
        decision = self._by_seq.get(seq)
        while decision is not None and decision.id in self._later:
            decision = self._later[decision.id]
        named = next((s for s in steps if decision and s in decision.steps), None)
        return self._act(decision, named) if decision and named else None

    def _named(self) -> dict[str, tuple[Act, ...]]:
        found: dict[str, list[Act]] = {}
        for decision in self._by_id.values():
            if decision.id not in self._later and not decision.retracted:
                for ref in decision.steps:
                    found.setdefault(ref, []).append(self._act(decision, ref))
        return {ref: tuple(sorted(acts, key=lambda a: a.order)) for ref, acts in found.items()}

    def _act(self, decision: Decision, ref: str) -> Act:
        """The act of naming a step: said when it was first said, if an amendment repeats it."""
        chain = [decision]
        while (before := self._by_id.get(chain[-1].amends or "")) and ref in before.steps:
            chain.append(before)
        first = chain[-1]
        seq = first.seq if first.decided is None else self._course.last_by(first.decided).seq
        since = first.since if first.decided is None else first.decided
        at = Point(since, seq, tuple(sorted(d.seq for d in chain)))
        marks = (
            ("without_authority", not decision.authority),
            ("by_control", decision.by_control),
            ("during_pause", first.during_pause),
            ("late_entry", first.decided is not None),
            ("amended", len(chain) > 1),
        )
        return Act(at, self._team, tuple(mark for mark, so in marks if so))
