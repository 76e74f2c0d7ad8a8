"""Milestones, variables, deadlines: values that fit, facts that change at all (TTX070 to 079)."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.diagnostic import Path
from simulator.domain.scenario import Bounds, Variable
from simulator.engine.checks.base import At, error, warning
from simulator.engine.checks.possible import is_possible
from simulator.engine.checks.subject import Subject, file_of, plays_this


@error("TTX070")
def min_above_max(subject: Subject) -> Iterator[At]:
    """A number of which no value is within the bounds."""
    for place, variable in enumerate(subject.scenario.variables):
        low, high = variable.min, variable.max
        if low is not None and high is not None and low > high:
            yield At(("variables", place, "max"), {"id": variable.id, "min": low, "max": high})


@error("TTX071")
def start_not_allowed(subject: Subject) -> Iterator[At]:
    """A value at STARTEX that the variable may not hold."""
    for place, variable in enumerate(subject.scenario.variables):
        if _is_empty(variable) or variable.allows(variable.initial):
            continue
        key = "start" if variable.start is not None else "max"
        told = {"id": variable.id, "value": variable.initial, "allowed": _allowed(variable)}
        yield At(("variables", place, key), told)


@error("TTX072")
def value_not_allowed(subject: Subject) -> Iterator[At]:
    """A value that an effect, or a play, gives a variable and that it may not hold."""
    for path, effect in subject.effects:
        for id, value in (effect.let or {}).items():
            yield from _value(subject, id, value, (*path, "let", id), "scenario")
    for place, play in enumerate(subject.plays):
        for at, step in enumerate(play.play if plays_this(subject, play) else ()):
            file, path = file_of(play, place), ("play", at, step.name)
            if step.let:
                yield from _value(
                    subject, step.let.variable, step.let.value, (*path, "value"), file
                )
            for id, value in step.expect.variable.items() if step.expect else ():
                yield from _value(subject, id, value, (*path, "variable", id), file)


@error("TTX073")
def added_to_a_choice(subject: Subject) -> Iterator[At]:
    """A number added to a word."""
    for path, effect in subject.effects:
        for id in effect.add or ():
            variable = subject.variables.get(id)
            if variable and variable.type == "choice":
                yield At((*path, "add", id), {"id": id})


@error("TTX074")
def wrong_comparison(subject: Subject) -> Iterator[At]:
    """A bound of a kind that the variable never has."""
    for path, term in subject.terms:
        for id, bounds in (term.variable or {}).items():
            variable = subject.variables.get(id)
            key = _wrong_key(variable, bounds) if variable else None
            if variable and key:
                told = {"id": id, "key": key, "allowed": _allowed(variable)}
                yield At((*path, "variable", id, key), told)


@error("TTX075", resolved=True)
def never_holds(subject: Subject) -> Iterator[At]:
    """A condition that can never hold, whatever happens in play."""
    for path, condition in subject.conditions:
        if path[-1] not in ("unless", "starts") and not is_possible(condition, subject):
            yield At(path)


@warning("TTX076", resolved=True)
def nobody_changes_it(subject: Subject) -> Iterator[At]:
    """A condition on a fact that no effect changes: only the staff could, by hand."""
    changed = set()
    for _, effect in subject.effects:
        changed |= {effect.set, *(effect.add or ()), *(effect.let or ())}
    told = set()
    for path, term in subject.terms:
        for key, ids in (
            ("milestone", (term.milestone,)),
            ("variable", tuple(term.variable or ())),
        ):
            for id in ids:
                if id is not None and id not in changed and id not in told:
                    told.add(id)
                    yield At((*path, key), {"id": id})


@error("TTX077", resolved=True)
def deadline_never_starts(subject: Subject) -> Iterator[At]:
    """A deadline whose start can never come."""
    for place, deadline in enumerate(subject.scenario.deadlines):
        if deadline.starts and not is_possible(deadline.starts, subject):
            yield At(("deadlines", place, "starts"), {"id": deadline.id})


@error("TTX078", resolved=True)
def step_without_limit(subject: Subject) -> Iterator[At]:
    """A deadline of a step that has no time to keep."""
    for place, deadline in enumerate(subject.scenario.deadlines):
        name, _, id = (deadline.step or "").partition("/")
        playbook = subject.playbooks.get(name)
        if playbook is None:
            continue
        step = playbook.step(id)
        if step is None or step.times is None or step.times.limit is None:
            yield At(("deadlines", place, "step"), {"id": deadline.id, "step": deadline.step})


@error("TTX139")
def deadline_without_story_time(subject: Subject) -> Iterator[At]:
    """A deadline in story time, in a scenario whose story has no clock: it never starts."""
    if subject.scenario.story.starts is not None:
        return
    for place, deadline in enumerate(subject.scenario.deadlines):
        name, _, id = (deadline.step or "").partition("/")
        playbook = subject.playbooks.get(name)
        step = playbook.step(id) if playbook else None
        clock = step.times.clock if step and step.times else deadline.clock
        if clock == "story" and (deadline.step is None or step is not None):
            yield At(("deadlines", place), {"id": deadline.id})


@warning("TTX079")
def deadline_never_met(subject: Subject) -> Iterator[At]:
    """A deadline of its own that nothing meets: it can only be missed."""
    for place, deadline in enumerate(subject.scenario.deadlines):
        if deadline.step is None and deadline.met_by is None:
            yield At(("deadlines", place), {"id": deadline.id})


def _value(subject: Subject, id: str, value: object, path: Path, file: str) -> Iterator[At]:
    variable = subject.variables.get(id)
    if variable and not _is_empty(variable) and not variable.allows(value):
        yield At(path, {"id": id, "value": value, "allowed": _allowed(variable)}, file)


def _is_empty(variable: Variable) -> bool:
    low, high = variable.min, variable.max
    return low is not None and high is not None and low > high


def _allowed(variable: Variable) -> str:
    """What a variable may hold, in signs that need no language."""
    if variable.type == "choice":
        return ", ".join(variable.values)
    low = "" if variable.min is None else variable.min
    high = "" if variable.max is None else variable.max
    return f"{low} … {high}".strip() if low != "" or high != "" else "0, 1, 2 …"


def _wrong_key(variable: Variable, bounds: Bounds) -> str | None:
    """The first bound that this variable can never be held against."""
    if variable.type == "choice":
        if bounds.at_least is not None:
            return "at_least"
        if bounds.at_most is not None:
            return "at_most"
        return "is" if bounds.is_ not in variable.values else None
    return "is" if isinstance(bounds.is_, str) else None
