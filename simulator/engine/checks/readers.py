"""Who reads what and has what to do: expectations, teams, versions, requests (TTX106 to TTX113)."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.scenario import ALL, Inject, Scenario, Version
from simulator.engine.checks.base import At, error, warning
from simulator.engine.checks.decisions import reads
from simulator.engine.checks.subject import Subject

Seat = tuple[str, str]
"""A team and one of its roles; no role for those who have none."""


@error("TTX106")
def expected_of_others(subject: Subject) -> Iterator[At]:
    """Something expected of a team that does not get the inject."""
    for path, inject, expectation in subject.expectations:
        team = expectation.team
        if team is None or team in subject.teams_of(inject.to):
            continue
        if subject.scenario.team(team) is not None:
            told = {"id": expectation.id, "inject": inject.id, "team": team}
            yield At((*path, "team"), told)


@warning("TTX107")
def expectation_without_step(subject: Subject) -> Iterator[At]:
    """An expectation that no playbook step stands behind and that does not say so."""
    if not subject.scenario.playbooks:
        return
    for path, inject, expectation in subject.expectations:
        if not expectation.step and not expectation.free:
            yield At(path, {"id": expectation.id, "inject": inject.id})


@error("TTX108")
def harm_expected(subject: Subject) -> Iterator[At]:
    """An expectation of something the playbook says must never be done."""
    harmful = {f"{id}/{step.id}" for id, p in subject.playbooks.items() for step in p.never}
    for path, _, expectation in subject.expectations if harmful else ():
        for place, ref in enumerate(expectation.step):
            name, _, step = ref.partition("/")
            if ref in harmful and not subject.playbooks[name].step(step):
                yield At((*path, "step", place), {"id": expectation.id, "step": ref})


@warning("TTX109")
def team_without_inject(subject: Subject) -> Iterator[At]:
    """A team to which no inject is addressed."""
    reached = _teams_reached(subject)
    for place, team in enumerate(subject.scenario.teams):
        if team.id not in reached:
            yield At(("teams", place), {"id": team.id})


@warning("TTX110")
def team_with_nothing_to_do(subject: Subject) -> Iterator[At]:
    """A team that only reads, while others are asked, expected or offered something."""
    scenario = subject.scenario
    busy = set[str]()
    for inject in scenario.injects:
        busy.update(_asked(subject, inject))
        if busy.issuperset(team.id for team in scenario.teams):
            return
    if busy and scenario.requests:
        busy.update(*(subject.teams_of(request.to) for request in scenario.requests))
    reached = _teams_reached(subject)
    for place, team in enumerate(scenario.teams):
        if busy and team.id in reached and team.id not in busy:
            yield At(("teams", place), {"id": team.id})


@warning("TTX111")
def version_never_read(subject: Subject) -> Iterator[At]:
    """A version whose readers all read an earlier one."""
    for place, inject in enumerate(subject.scenario.injects):
        if len(inject.versions) < 2:
            continue
        served = set[Seat]()
        for at, version in enumerate(inject.versions):
            seats = _seats(subject.scenario, version) & _audience(subject.scenario, inject)
            if seats and seats <= served:
                path = ("injects", place, "versions", at)
                yield At(path, {"id": inject.id, "version": version.key or at + 1})
            if version.when is None:
                served |= seats


@warning("TTX112")
def version_for_others(subject: Subject) -> Iterator[At]:
    """A version for somebody who does not get the inject."""
    for path, inject, version in subject.versions:
        for place, ref in enumerate(version.to):
            team, _, role = ref.partition("/")
            known = ref == ALL or subject.scenario.team(team) is None
            if not known and not reads(inject.to, team, role):
                yield At((*path, "to", place), {"id": inject.id, "to": ref})


@warning("TTX113")
def request_without_words(subject: Subject) -> Iterator[At]:
    """A prepared answer that no words of a question suggest."""
    for place, request in enumerate(subject.scenario.requests):
        if not request.ask:
            yield At(("requests", place), {"id": request.id})


def _asked(subject: Subject, inject: Inject) -> Iterator[str]:
    """The teams that an inject asks something of."""
    teams = subject.teams_of(inject.to)
    if inject.questions or inject.decision:
        yield from teams
    if inject.decision and inject.decision.decides:
        yield inject.decision.decides.partition("/")[0]
    for expectation in inject.expectations:
        if expectation.team is not None:
            yield expectation.team
        if expectation.team not in teams:
            yield from teams


def _teams_reached(subject: Subject) -> set[str]:
    reached = set[str]()
    for inject in subject.scenario.injects:
        if inject.pool is None:
            reached.update(subject.teams_of(inject.to))
            if len(reached) == len(subject.scenario.teams):
                break
    return reached


def _audience(scenario: Scenario, inject: Inject) -> set[Seat]:
    return _of_refs(scenario, inject.to)


def _seats(scenario: Scenario, version: Version) -> set[Seat]:
    return _of_refs(scenario, version.to)


def _of_refs(scenario: Scenario, to: tuple[str, ...]) -> set[Seat]:
    """The seats that addressees name: roles, and for whole teams also those without a role."""
    refs = [team.id for team in scenario.teams] if not to or ALL in to else to
    found = set[Seat]()
    for ref in refs:
        id, slash, role = ref.partition("/")
        team = scenario.team(id)
        if slash:
            found.add((id, role))
        elif team is not None:
            found |= {(id, ""), *((id, each.id) for each in team.roles)}
    return found
