"""Conditions read against the facts: whether one holds, and since when (K5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from simulator.domain.exercise import EXERCISE, DeadlineRun, Exercise, Known
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
    """The truth of a condition in one story, or asked about one team of a shared story.

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


def unmet(condition: Condition, exercise: Exercise, story: str) -> list[tuple[str, str]]:
    """The single terms that keep a condition from holding: of each its kind and what it names.

    A term that would have to be false stands with `not_` before its kind. Empty where it holds.
    """
    if holds(condition, exercise, story).holds:
        return []
    if condition.all or condition.any:
        return [term for part in condition.inner() for term in unmet(part, exercise, story)]
    return list(terms(condition))


def terms(condition: Condition, *, so: bool = True) -> tuple[tuple[str, str], ...]:
    """Every single term of a condition that is to hold, or not to, whatever the facts say."""
    if condition.not_ is not None:
        return terms(condition.not_, so=not so)
    if condition.all or condition.any:
        return tuple(term for part in condition.inner() for term in terms(part, so=so))
    return tuple((kind if so else f"not_{kind}", name) for kind, name in _named(condition))


def _named(condition: Condition) -> list[tuple[str, str]]:
    """The kind of a single term, and what it names."""
    if condition.variable is not None:
        return [("variable", name) for name in condition.variable]
    if condition.deadline is not None:
        return [("deadline", f"{name} {state}") for name, state in condition.deadline.items()]
    kinds = ("milestone", "option", "released", "answered", "timed_out", "expectation")
    return [(kind, name) for kind in kinds if (name := getattr(condition, kind)) is not None]


def _all(inner: list[Truth]) -> Truth:
    if all(t.holds for t in inner):
        return Truth(True, max(t.since for t in inner))
    return Truth(False, min(t.since for t in inner if not t.holds))


def _any(inner: list[Truth]) -> Truth:
    if any(t.holds for t in inner):
        return Truth(True, min(t.since for t in inner if t.holds))
    return Truth(False, max((t.since for t in inner), default=0.0))


def _term(condition: Condition, exercise: Exercise, story: str) -> Truth:
    """The truth of a single term: for the team it names, else for whom it is asked about."""
    return _any(
        [_fact(condition, exercise, about) for about in asked_of(condition, exercise, story)]
    )


def asked_of(condition: Condition, exercise: Exercise, story: str) -> tuple[str, ...]:
    """The teams, or the story, any of which makes a single term true."""
    if condition.team is not None:
        return rules.playing(exercise, condition.team, story)
    if story == EXERCISE and not exercise.shared:
        return tuple(exercise.teams)
    return (story,)


def _fact(condition: Condition, exercise: Exercise, about: str) -> Truth:
    """The truth of a single term about a team, or about all who share the story."""
    told = rules.told_in(exercise, about)
    teams = rules.teams_in(exercise, about)
    if condition.milestone is not None:
        found = _own_facts(exercise, "milestone", condition.milestone, about)
        return _known(found, lambda value: value is True)
    if condition.variable is not None:
        ((name, bounds),) = condition.variable.items()
        found = _own_facts(exercise, "variable", name, about)
        return _known(found, lambda value: within(bounds, value))
    if condition.deadline is not None:
        ((name, state),) = condition.deadline.items()
        return _deadline(exercise, name, state, about)
    if condition.option is not None:
        inject, _, option = condition.option.partition("/")
        team = about if condition.team else None
        return _option(rules.options_chosen(exercise, told, inject, team), option)
    if condition.timed_out is not None:
        return _since(exercise.facts[told].timed_out.get(condition.timed_out))
    if condition.released is not None:
        return _earliest(rules.released_at(exercise, team, condition.released) for team in teams)
    if condition.answered is not None:
        return _earliest(rules.answered_at(exercise, team, condition.answered) for team in teams)
    assert condition.expectation is not None
    met = (exercise.teams[team].met_now(condition.expectation) for team in teams)
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


def _own_facts(exercise: Exercise, kind: str, name: str, about: str) -> list[Known]:
    """The fact in every story that counts: its own where its scope differs from the story's."""
    facts = [exercise.facts[p] for p in rules.stories_of_fact(exercise, kind, name, about)]
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
    return _any(truths)


def _option(chosen: list[tuple[str, float]], option: str) -> Truth:
    """Whether the last of the options chosen is this one, and since when that has been so."""
    now = Truth(False)
    for each, at in chosen:
        if (each == option) is not now.holds:
            now = Truth(not now.holds, at)
    return now


def _deadline(exercise: Exercise, name: str, state: str, about: str) -> Truth:
    places = rules.stories_of_fact(exercise, "deadline", name, about)
    return _any([_in_state(exercise.facts[p].deadlines.get(name), state) for p in places])


def _in_state(run: DeadlineRun | None, state: str) -> Truth:
    """Whether a deadline is in a state; one that has ended has ceased to run at its end."""
    if run is None:
        return Truth(False)
    changed = run.state == state or state == "running"
    return Truth(run.state == state, run.since if changed else 0.0)


def _since(at: float | None) -> Truth:
    return Truth(at is not None, at or 0.0)


def _earliest(times: Times) -> Truth:
    known = [at for at in times if at is not None]
    return Truth(True, min(known)) if known else Truth(False)
