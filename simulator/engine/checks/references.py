"""What the scenario's pointers name must be there (TTX050 to 069, 140)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from simulator.domain.diagnostic import Path
from simulator.domain.scenario import START, Expectation, Inject
from simulator.engine.checks.base import At, error
from simulator.engine.checks.playbook_references import unknown_in_playbooks
from simulator.engine.checks.pointers import KINDS, Pointers
from simulator.engine.checks.subject import Subject


@error(*KINDS)
def names_nothing(subject: Subject) -> Iterator[At]:
    """Every pointer of the files that names nothing."""
    yield from _in_scenario(subject)
    yield from unknown_in_playbooks(subject)
    if subject.plays:
        from simulator.engine.checks.play_references import unknown_in_plays

        yield from unknown_in_plays(subject)


def _in_scenario(subject: Subject) -> Iterator[At]:
    pointers = Pointers(subject)
    yield from _of_header(pointers)
    yield from _of_goals(pointers)
    yield from _of_injects(pointers)
    yield from _of_decisions(pointers)
    for path, condition in subject.conditions:
        yield from pointers.condition(path, condition)
    for path, effect in subject.effects:
        yield from pointers.effect(path, effect)


def _of_header(pointers: Pointers) -> Iterator[At]:
    scenario = pointers.scenario
    for place, use in enumerate(scenario.playbooks):
        for role, seat in use.roles.items():
            yield from pointers.seat(seat, ("playbooks", place, "roles", role))
    for place, deadline in enumerate(scenario.deadlines):
        yield from pointers.readers(deadline.to, ("deadlines", place, "to"))
        for at in pointers.steps((deadline.step,) if deadline.step else (), ()):
            yield replace(at, path=("deadlines", place, "step"))
    for place, request in enumerate(scenario.requests):
        yield from pointers.readers(request.to, ("requests", place, "to"))


def _of_goals(pointers: Pointers) -> Iterator[At]:
    scenario = pointers.scenario
    for place, objective in enumerate(scenario.objectives):
        for at, task in enumerate(objective.critical_tasks):
            steps: Path = ("objectives", place, "critical_tasks", at, "steps")
            yield from pointers.steps(task.steps, steps)
    for place, row in enumerate(scenario.evaluation.rows):
        path: Path = ("evaluation", "rows", place, "objective")
        yield from pointers.plain("TTX056", row.objective, path)
    for place, truth in enumerate(scenario.truth.severity):
        yield from pointers.plain("TTX055", truth.phase, ("truth", "severity", place, "phase"))


def _of_injects(pointers: Pointers) -> Iterator[At]:
    subject, readers, steps = pointers.subject, pointers.readers_known, pointers.steps_known
    phases, personas = pointers.known["TTX055"].ids, pointers.known["TTX054"].ids
    objectives, teams = pointers.known["TTX056"].ids, pointers.known["TTX052"].ids
    for place, inject in enumerate(subject.scenario.injects):
        if not readers.issuperset(inject.to):
            yield from pointers.readers(inject.to, ("injects", place, "to"))
        if inject.phase is not None and inject.phase not in phases:
            yield from pointers.plain("TTX055", inject.phase, ("injects", place, "phase"))
        if inject.from_ is not None and inject.from_ not in personas:
            yield from pointers.plain("TTX054", inject.from_, ("injects", place, "from"))
        if not objectives.issuperset(inject.objectives) or inject.release.after:
            yield from _of_lists(pointers, ("injects", place), inject)
    for path, _, version in subject.versions:
        yield from pointers.readers(version.to, (*path, "to"))
    for path, inject, expectation in subject.expectations:
        known = expectation.team is None or expectation.team in teams
        if not known or expectation.role or not steps.issuperset(expectation.step):
            yield from _of_expectation(pointers, path, inject, expectation)


def _of_decisions(pointers: Pointers) -> Iterator[At]:
    subject = pointers.subject
    for path, inject, decision in subject.decisions:
        if decision.decides:
            yield from pointers.seat(decision.decides, (*path, "decides"))
        if decision.on_timeout:
            ref = f"{inject.id}/{decision.on_timeout.assume}"
            yield from pointers.option(ref, (*path, "on_timeout", "assume"))
    for path, _, option in subject.options:
        yield from pointers.steps(option.step, (*path, "step"))
    for path, _, routes in subject.routes:
        for place, route in enumerate(routes):
            yield from pointers.plain("TTX050", route.to, (*path, place, "to"))


def _of_lists(pointers: Pointers, path: Path, inject: Inject) -> Iterator[At]:
    for place, objective in enumerate(inject.objectives):
        yield from pointers.plain("TTX056", objective, (*path, "objectives", place))
    for place, source in enumerate(inject.release.after):
        if "/" in source:
            yield from pointers.option(source, (*path, "release", "after", place))
        elif source != START:
            yield from pointers.plain("TTX050", source, (*path, "release", "after", place))


def _of_expectation(
    pointers: Pointers, path: Path, inject: Inject, expectation: Expectation
) -> Iterator[At]:
    yield from pointers.plain("TTX052", expectation.team, (*path, "team"))
    yield from pointers.steps(expectation.step, (*path, "step"))
    role, team = expectation.role, expectation.team
    if role is None or (team is not None and team not in pointers.roles):
        return
    teams = (team,) if team else pointers.scenario.teams_of(inject.to)
    known = frozenset(role for team in teams for role in pointers.roles[team])
    if role not in known:
        yield pointers.fault("TTX053", role, known, (*path, "role"), team=", ".join(teams))
