"""Whether a condition can hold at all, by its form and the declared bounds; in doubt it can."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.scenario import Bounds, Condition, Scope, Variable
from simulator.engine.checks.subject import Subject

Literal = tuple[Condition, bool]
"""A single term, and whether it is asked for (True) or its absence is."""
FACTS = (
    "milestone",
    "option",
    "released",
    "answered",
    "timed_out",
    "expectation",
)


def is_possible(condition: Condition, subject: Subject) -> bool:
    """Whether some course of play makes the condition true; yes where in doubt."""
    if condition.all:
        if not all(is_possible(inner, subject) for inner in condition.all):
            return False
        return not _contradicts_itself(list(_literals(condition)), subject)
    if condition.any:
        return any(is_possible(inner, subject) for inner in condition.any)
    if condition.not_ is not None:
        return not is_certain(condition.not_, subject)
    return _term_is_possible(condition, subject)


def is_certain(condition: Condition, subject: Subject) -> bool:
    """Whether the condition is true all the time in every course of play; no where in doubt."""
    if condition.all:
        return all(is_certain(inner, subject) for inner in condition.all)
    if condition.any:
        return any(is_certain(inner, subject) for inner in condition.any)
    if condition.not_ is not None:
        return not is_possible(condition.not_, subject)
    for id, bounds in (condition.variable or {}).items():
        variable = subject.variables.get(id)
        if variable and _covers(bounds, variable):
            return True
    return False


def are_opposite(one: Condition, other: Condition) -> bool:
    """Whether one of two conditions holds whenever the other does not."""
    if one.not_ is not None and one.not_ == other:
        return True
    if other.not_ is not None and other.not_ == one:
        return True
    if one.variable is None or other.variable is None or one.team != other.team:
        return False
    ((id, first),), ((same, second),) = one.variable.items(), other.variable.items()
    return id == same and (_meet(first, second) or _meet(second, first))


def _meet(low: Bounds, high: Bounds) -> bool:
    """Whether whole numbers up to one bound and from the other on leave none out."""
    if low.at_most is None or high.at_least is None:
        return False
    open_ended = low.at_least is None and high.at_most is None and low.is_ is high.is_ is None
    return open_ended and high.at_least <= low.at_most + 1


def _covers(bounds: Bounds, variable: Variable) -> bool:
    if bounds.is_ is not None or variable.type == "choice":
        return bounds.is_ is not None and variable.values == (bounds.is_,)
    low, high = variable.min, variable.max
    from_low = bounds.at_least is None or (low is not None and bounds.at_least <= low)
    to_high = bounds.at_most is None or (high is not None and bounds.at_most >= high)
    return from_low and to_high


def _term_is_possible(term: Condition, subject: Subject) -> bool:
    scenario = subject.scenario
    if term.timed_out is not None:
        found = scenario.inject(term.timed_out)
        return bool(found and found.decision and found.decision.time_limit is not None)
    about = term.released or (term.option or "").partition("/")[0]
    if about and term.team is not None:
        found = scenario.inject(about)
        return found is None or term.team in scenario.teams_of(found.to)
    for id, state in (term.deadline or {}).items():
        deadline = next((d for d in scenario.deadlines if d.id == id), None)
        never_met = deadline and deadline.step is None and deadline.met_by is None
        if state == "met" and never_met:
            return False
    asked = ((bounds, subject.variables.get(id)) for id, bounds in (term.variable or {}).items())
    return all(_some_value([bounds], variable) for bounds, variable in asked if variable)


def _some_value(wanted: list[Bounds], variable: Variable) -> bool:
    """Whether the variable can lie within all these bounds; wrong kinds of bound are left alone."""
    exact = {bounds.is_ for bounds in wanted if bounds.is_ is not None}
    if variable.type == "choice" or any(isinstance(value, str) for value in exact):
        return len(exact) <= 1
    lows = [b.at_least for b in wanted if b.at_least is not None]
    highs = [b.at_most for b in wanted if b.at_most is not None]
    lows += [value for value in (variable.min, *exact) if isinstance(value, int | float)]
    highs += [value for value in (variable.max, *exact) if isinstance(value, int | float)]
    return not lows or not highs or max(lows) <= min(highs)


def _literals(condition: Condition, wanted: bool = True) -> Iterator[Literal]:
    """The terms that all have to be so, or not so, for the condition to hold."""
    if condition.not_ is not None:
        yield from _literals(condition.not_, not wanted)
    elif condition.all or condition.any:
        if bool(condition.all) is wanted:
            for inner in condition.all or condition.any:
                yield from _literals(inner, wanted)
    else:
        yield condition, wanted


def _contradicts_itself(literals: list[Literal], subject: Subject) -> bool:
    asked: dict[tuple[object, ...], bool] = {}
    options: dict[tuple[object, ...], str] = {}
    bounds: dict[tuple[str, str | None], list[Bounds]] = {}
    for term, wanted in literals:
        if asked.setdefault(_key(term), wanted) is not wanted:
            return True
        if not wanted:
            continue
        for about, value in _exclusive(term, subject):
            if options.setdefault(about, value) != value:
                return True
        for id, bound in (term.variable or {}).items():
            variable = subject.variables.get(id)
            if variable and _is_one_fact(variable.scope, term, subject):
                bounds.setdefault((id, term.team), []).append(bound)
    return any(not _some_value(b, subject.variables[id]) for (id, _), b in bounds.items())


def _key(term: Condition) -> tuple[object, ...]:
    named = tuple(getattr(term, name) for name in FACTS)
    variable = tuple((id, repr(bounds)) for id, bounds in (term.variable or {}).items())
    return (*named, variable, tuple((term.deadline or {}).items()), term.team)


def _exclusive(term: Condition, subject: Subject) -> Iterator[tuple[tuple[object, ...], str]]:
    """What has one value only, and the one asked for: an option in force, a deadline's state."""
    if term.option:
        inject, _, option = term.option.partition("/")
        yield ("option", inject, term.team), option
    for id, state in (term.deadline or {}).items():
        found = next((d for d in subject.scenario.deadlines if d.id == id), None)
        if found and _is_one_fact(found.scope, term, subject):
            yield ("deadline", id, term.team), state


def _is_one_fact(scope: Scope | None, term: Condition, subject: Subject) -> bool:
    """Whether the term asks one fact, and not whether any team's is so (K1)."""
    shared = (scope or subject.scenario.story.scope) == subject.scenario.story.scope
    return shared or term.team is not None
