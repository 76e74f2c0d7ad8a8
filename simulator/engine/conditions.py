"""Conditions read against the facts: whether one holds, and since when (K5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from simulator.domain.exercise import Exercise, Known
from simulator.domain.scenario import Bounds, Condition
from simulator.engine import rules

Test = Callable[[object], bool]
Times = Iterable[float | None]


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether something holds, and since which second of exercise time it has been so."""

    holds: bool
    since: float = 0.0


def holds(condition: Condition, exercise: Exercise, story: str) -> Truth:
    """The truth of a condition in one story (a team's, or the one all share).

    `all` has the time of its latest term, `any` of its earliest, `not` that at which the inner one
    ceased (K5).
    """
    if condition.all:
        return _all([holds(c, exercise, story) for c in condition.all])
    if condition.any:
        return _any([holds(c, exercise, story) for c in condition.any])
    if condition.not_ is not None:
        inner = holds(condition.not_, exercise, story)
        return Truth(not inner.holds, inner.since)
    return _term(condition, exercise, story)


def _all(inner: list[Truth]) -> Truth:
    if all(t.holds for t in inner):
        return Truth(True, max(t.since for t in inner))
    return Truth(False, min(t.since for t in inner if not t.holds))


def _any(inner: list[Truth]) -> Truth:
    if any(t.holds for t in inner):
        return Truth(True, min(t.since for t in inner if t.holds))
    return Truth(False, max(t.since for t in inner))


def _term(condition: Condition, exercise: Exercise, story: str) -> Truth:
    """The truth of a single term; facts of a team that is named are that team's."""
    told = exercise.story_of(condition.team) if condition.team else story
    teams = (condition.team,) if condition.team else rules.teams_in(exercise, story)
    if condition.milestone is not None:
        found = _own_facts(exercise, "milestone", condition.milestone, told, condition.team)
        return _known(found, lambda value: value is True)
    if condition.variable is not None:
        ((name, bounds),) = condition.variable.items()
        found = _own_facts(exercise, "variable", name, told, condition.team)
        return _known(found, lambda value: within(bounds, value))
    if condition.deadline is not None:
        ((name, state),) = condition.deadline.items()
        return _deadline(exercise, name, state, told, condition.team)
    if condition.option is not None:
        inject, _, option = condition.option.partition("/")
        chosen = rules.option_in_force(exercise, told, inject, condition.team)
        return Truth(chosen is not None and chosen[0] == option, chosen[1] if chosen else 0.0)
    if condition.timed_out is not None:
        return _since(exercise.facts[told].timed_out.get(condition.timed_out))
    if condition.released is not None:
        return _earliest(rules.released_at(exercise, team, condition.released) for team in teams)
    if condition.answered is not None:
        return _earliest(rules.answered_at(exercise, team, condition.answered) for team in teams)
    assert condition.expectation is not None
    met = (exercise.teams[team].met.get(condition.expectation) for team in teams)
    return _earliest(found.since if found else None for found in met)


def within(bounds: Bounds, value: object) -> bool:
    """Whether a variable's value lies within the bounds."""
    if bounds.is_ is not None and value != bounds.is_:
        return False
    if bounds.at_least is None and bounds.at_most is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low_enough = bounds.at_most is None or value <= bounds.at_most
    return low_enough and (bounds.at_least is None or value >= bounds.at_least)


def _own_facts(
    exercise: Exercise, kind: str, name: str, story: str, team: str | None
) -> list[Known]:
    """The fact in every story that counts: its own where its scope differs from the story's."""
    places = rules.stories_of_fact(exercise, kind, name, team or story)
    facts = [exercise.facts[place] for place in places]
    found = [f.milestones if kind == "milestone" else f.variables for f in facts]
    return [m[name] for m in found if name in m]


def _known(found: list[Known], test: Test) -> Truth:
    """Whether any of the facts passes a test, and since when it has done so without a break."""
    truths = []
    for known in found:
        now, since = test(known.value), known.since
        for value, at in reversed(known.earlier):
            if test(value) is not now:
                break
            since = at
        truths.append(Truth(now, since))
    return _any(truths) if truths else Truth(False)


def _deadline(exercise: Exercise, name: str, state: str, story: str, team: str | None) -> Truth:
    places = rules.stories_of_fact(exercise, "deadline", name, team or story)
    runs = [exercise.facts[place].deadlines.get(name) for place in places]
    truths = [Truth(run.state == state, run.since) if run else Truth(False) for run in runs]
    return _any(truths) if truths else Truth(False)


def _since(at: float | None) -> Truth:
    return Truth(at is not None, at or 0.0)


def _earliest(times: Times) -> Truth:
    known = [at for at in times if at is not None]
    return Truth(True, min(known)) if known else Truth(False)
