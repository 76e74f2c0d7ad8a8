"""The map: every way from inject to inject, as control may see it before any of it is played."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.exercise import Exercise
from simulator.domain.people import Viewer
from simulator.domain.scenario import START, Bounds, Condition, Inject, Scenario
from simulator.domain.view import Card, Way, WayKind
from simulator.engine.conditions import terms
from simulator.engine.line import line_of
from simulator.engine.reach import enders


def the_map(exercise: Exercise, viewer: Viewer, after: int) -> Iterator[Card]:
    """The map of the scenario: one card that never changes, for states and teams have theirs."""
    if after:
        return
    scenario = exercise.kit.edition(viewer.language).scenario
    yield Card(
        id="map",
        kind="map",
        changed=1,
        title=scenario.title,
        ways=tuple(ways(scenario)),
        details=tuple(("ends", inject.id) for inject in enders(exercise.scenario)),
    )


def ways(scenario: Scenario) -> Iterator[Way]:
    """Every way on: where play begins, the line in list order, then what stands beside it."""
    line = line_of(scenario)
    if line.first is not None:
        yield Way(source=START, to=line.first)
    for source, found in line.ways.items():
        inject = scenario.inject(source)
        assert inject is not None
        for way in found:
            kind: WayKind = "option" if way.option else "condition" if way.when else "line"
            yield _way(source, way.to, kind, _option(inject, way.option), way.when)
    for inject in scenario.injects:
        if inject.release.beside_line:
            yield from _beside(scenario, inject)


def _beside(scenario: Scenario, inject: Inject) -> Iterator[Way]:
    release = inject.release
    kind: WayKind = "condition" if release.when else "release"
    if release.unless is not None:
        kind = "contingency"
    for source in release.after or (START,):
        id, _, option = source.partition("/")
        label = _option(scenario.inject(id), option or None)
        yield _way(id, inject.id, kind, label, release.when, release.unless)


def _way(
    source: str,
    to: str,
    kind: WayKind,
    option: str,
    when: Condition | None,
    unless: Condition | None = None,
) -> Way:
    said = (option, _formula(when) if when else "", f"≠ {_formula(unless)}" if unless else "")
    waits = (*(terms(when) if when else ()), *(terms(unless, so=False) if unless else ()))
    label = ", ".join(part for part in said if part)
    return Way(source=source, to=to, kind=kind, label=label, waits=waits)


def _option(inject: Inject | None, option: str | None) -> str:
    found = inject.option(option) if inject and option else None
    return found.label if found else ""


def _formula(condition: Condition) -> str:
    """A condition in ids, short enough for an arrow: `+` for all, `/` for any, `≠` for not."""
    if condition.not_ is not None:
        return f"≠ {_formula(condition.not_)}"
    if condition.all or condition.any:
        inner = (_formula(part) for part in condition.inner())
        return f"({(' + ' if condition.all else ' / ').join(inner)})"
    if condition.variable is not None:
        return " ".join(f"{name} {_bounds(b)}" for name, b in condition.variable.items())
    return " ".join(name for _, name in terms(condition))


def _bounds(bounds: Bounds) -> str:
    said = (("=", bounds.is_), ("≥", bounds.at_least), ("≤", bounds.at_most))
    return " ".join(f"{sign} {value}" for sign, value in said if value is not None)
