"""Which routes of a scenario its plays have taken: ways on, injects, contingencies both ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.acts import Recorded, applied
from simulator.acts.injects import InjectReleased
from simulator.acts.requests import QuestionAnswered
from simulator.acts.tick import InjectProposed
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.engine.conditions import holds
from simulator.engine.line import line_of
from simulator.engine.plan import openings, sources_open


@dataclass(frozen=True, slots=True)
class Coverage:
    """The routes a scenario has, and those that were taken."""

    routes: frozenset[str]
    taken: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """The routes that no play took."""
        return tuple(sorted(self.routes - self.taken))

    @property
    def share(self) -> float:
        """The share of routes taken, 0 to 1."""
        return len(self.routes & self.taken) / len(self.routes) if self.routes else 1.0


def routes_of(scenario: Scenario) -> frozenset[str]:
    """Every route of a scenario, named.

    `a>b` a way on, `a/option>b` by an option, `inject` each release, `!inject` a contingency
    inject that was not needed, `?request` a prepared answer sent.
    """
    routes = set()
    for ways in line_of(scenario).ways.values():
        routes |= {_name(way.source, way.option, way.to) for way in ways}
    for inject in scenario.injects:
        routes.add(inject.id)
        if inject.release.not_by is not None:
            routes.add(f"!{inject.id}")
    return frozenset(routes | {f"?{request.id}" for request in scenario.requests})


def coverage(scenario: Scenario, plays: Iterable[list[Recorded]]) -> Coverage:
    """The routes of a scenario and those that the logs of plays took."""
    taken: set[str] = set()
    for records in plays:
        taken |= _taken(records)
    return Coverage(routes_of(scenario), frozenset(taken))


def _taken(records: list[Recorded]) -> set[str]:
    taken: set[str] = set()
    offered: set[str] = set()
    exercise: Exercise | None = None
    for record in records:
        event = record.event
        if isinstance(event, InjectProposed):
            offered.add(event.inject)
        elif isinstance(event, InjectReleased) and exercise is not None:
            taken.add(event.inject)
            taken |= _ways_into(exercise, event)
        elif isinstance(event, QuestionAnswered) and event.request:
            taken.add(f"?{event.request}")
        exercise = applied(exercise, record)
    assert exercise is not None
    return taken | _not_needed(exercise, taken | offered)


def _ways_into(exercise: Exercise, event: InjectReleased) -> set[str]:
    """The way by which an inject was come to, where one was open."""
    found = (o for o in openings(exercise, event.story) if o.inject == event.inject)
    return {_name(o.source, o.option, o.inject) for o in found if o.source and event.on_line}


def _not_needed(exercise: Exercise, came: set[str]) -> set[str]:
    """The contingency injects that were never called for, since what they wait for was done."""
    return {
        f"!{inject.id}"
        for inject in exercise.scenario.injects
        if inject.release.unless is not None
        and inject.id not in came
        and any(
            sources_open(exercise, story, inject)
            and holds(inject.release.unless, exercise, story).holds
            for story in exercise.stories
        )
    }


def _name(source: str, option: str | None, to: str) -> str:
    return f"{source}/{option}>{to}" if option else f"{source}>{to}"
