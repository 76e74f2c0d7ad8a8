"""What a play's pointers name must be there, in the scenario or among its people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.domain.diagnostic import Path
from simulator.domain.model import Id, slug
from simulator.domain.people import copies
from simulator.domain.play import Expect, FindingSought, Play
from simulator.domain.play_actions import (
    Action,
    Answer,
    Decide,
    HandOver,
    Improve,
    Improvise,
    Observe,
    OnInject,
    OnPerson,
    Rate,
    ReleaseIt,
    Rotate,
    Tell,
)
from simulator.domain.scenario import ALL
from simulator.engine.checks.base import At, Names
from simulator.engine.checks.pointers import Pointers
from simulator.engine.checks.subject import Subject, file_of, plays_this


def unknown_in_plays(subject: Subject) -> Iterator[At]:
    """Every pointer of a play that names nothing; a play of another scenario is left alone."""
    for place, play in enumerate(subject.plays):
        if plays_this(subject, play):
            yield from _of_play(PlayPointers(subject, play, file_of(play, place)))


class PlayPointers(Pointers):
    """The ids a kit knows, and the people of one play."""

    def __init__(self, subject: Subject, play: Play, file: str) -> None:
        super().__init__(subject, file)
        self.play = play
        self.roles = _playing(self.roles, play.teams)
        self.known = {**self.known, "TTX052": Names(self.roles)}
        self.people = frozenset(play.people) | self.known["TTX052"].ids
        self.issues = [slug(s.improve.issue or "") if s.improve else "" for s in play.play]
        written = {slug(s.improvise.title) for s in play.play if s.improvise}
        if written:
            self.known = {**self.known, "TTX050": Names(self.known["TTX050"].ids | written)}

    def person(self, id: str | None, path: Path) -> Iterator[At]:
        """One of the play's people, or a team for its unnamed seat."""
        if id is not None and id not in self.people:
            yield self.fault("TTX068", id, self.people, path)

    def teams(self, ids: tuple[str, ...], path: Path) -> Iterator[At]:
        """Teams, or all of them."""
        for place, id in enumerate(ids):
            if id != ALL:
                yield from self.plain("TTX052", id, (*path, place))

    def fact(self, code: str, ref: str, path: Path) -> Iterator[At]:
        """A fact by its id, or `team/id` for a team's own."""
        team, slash, id = ref.rpartition("/")
        if slash:
            yield from self.plain("TTX052", team, path)
        yield from self.plain(code, id, path)

    def rated(self, id: str | None, path: Path) -> Iterator[At]:
        """An objective, `objective/task` or a row of the evaluation."""
        scenario = self.scenario
        known = {row.id for row in scenario.evaluation.rows}
        for objective in scenario.objectives:
            known.add(objective.id)
            for task in objective.critical_tasks:
                known.add(f"{objective.id}/{task.id}")
        yield from self._among(id, frozenset(known), path)

    def row(self, id: str | None, path: Path) -> Iterator[At]:
        """A row of the evaluation."""
        rows = frozenset(row.id for row in self.scenario.evaluation.rows)
        yield from self._among(id, rows, path)

    def planned(self, id: str | None, place: int, path: Path) -> Iterator[At]:
        """A row of the improvement plan, by an issue that an earlier step gave one."""
        known = frozenset(self.issues[:place]) - {""}
        if id is not None and id not in known:
            yield self.fault("TTX140", id, known, path)

    def _among(self, id: str | None, known: frozenset[str], path: Path) -> Iterator[At]:
        if id is not None and id not in known:
            yield self.fault("TTX069", id, known, path)


def _playing(roles: Mapping[Id, frozenset[Id]], count: int) -> Mapping[Id, frozenset[Id]]:
    """The teams that play, each with the roles of the one it was made of."""
    return {id: found for team, found in roles.items() for id in copies(team, count)}


def _of_play(pointers: PlayPointers) -> Iterator[At]:
    for name, person in pointers.play.people.items():
        if person.team is not None:
            seat = f"{person.team}/{person.role}" if person.role else person.team
            yield from pointers.seat(seat, ("people", name, "role" if person.role else "team"))
    for place, step in enumerate(pointers.play.play):
        action = getattr(step, step.name)
        path: Path = ("play", place, step.name)
        if isinstance(action, Action):
            yield from pointers.person(action.by, (*path, "by"))
            yield from _of_action(pointers, action, path)
            if isinstance(action, Improve):
                yield from pointers.planned(action.improvement, place, (*path, "improvement"))
        elif isinstance(action, Expect):
            yield from _of_facts(pointers, action, path)
            yield from _of_choices(pointers, action, path)
            yield from _of_screens(pointers, action, path)


def _of_action(pointers: PlayPointers, action: Action, path: Path) -> Iterator[At]:
    for name, code in _PLAIN.items():
        yield from pointers.plain(code, getattr(action, name, None), (*path, name))
    match action:
        case ReleaseIt() | OnInject():
            yield from pointers.teams(action.teams, (*path, "teams"))
            as_if = getattr(action, "as_if", None)
            yield from _of_option(pointers, action.inject, as_if, (*path, "as_if"))
        case Improvise():
            yield from pointers.readers(action.to, (*path, "to"))
        case Decide():
            yield from _of_decision(pointers, action, path)
        case Answer():
            yield from pointers.plain("TTX052", action.to, (*path, "to"))
        case Tell():
            yield from pointers.teams(action.to, (*path, "to"))
        case HandOver() | OnPerson():
            yield from pointers.person(action.person, (*path, "person"))
            yield from pointers.person(getattr(action, "to", None), (*path, "to"))
        case Rotate():
            yield from _of_codes(pointers, action, (*path, "team_role"))
        case Observe() | Rate():
            yield from _of_rating(pointers, action, path)


_PLAIN = {
    "inject": "TTX050",
    "team": "TTX052",
    "milestone": "TTX057",
    "variable": "TTX058",
    "request": "TTX060",
    "objective": "TTX056",
}
"""Keys of actions that name one thing → the number of what is missing."""

_LISTS = {
    "proposed": "TTX050",
    "deferred": "TTX050",
    "overdue": "TTX050",
    "suggested": "TTX060",
}
_KEYS = {
    "released": "TTX050",
    "without_authority": "TTX050",
    "position": "TTX052",
    "milestone": "TTX057",
    "variable": "TTX058",
    "deadline": "TTX059",
    "answered": "TTX060",
}


def _of_codes(pointers: PlayPointers, action: Rotate, path: Path) -> Iterator[At]:
    if action.team in pointers.roles and action.team_role:
        yield from pointers.seat(f"{action.team}/{action.team_role}", path)


def _of_option(
    pointers: PlayPointers, inject: str | None, option: str | None, path: Path
) -> Iterator[At]:
    if option and inject in pointers.known["TTX050"]:
        yield from pointers.option(f"{inject}/{option}", path)


def _of_decision(pointers: PlayPointers, decision: Decide, path: Path) -> Iterator[At]:
    yield from _of_option(pointers, decision.inject, decision.option, (*path, "option"))
    yield from pointers.steps(decision.step, (*path, "step"))
    for place, link in enumerate(decision.links):
        yield from pointers.plain("TTX050", link, (*path, "links", place))


def _of_rating(pointers: PlayPointers, action: Observe | Rate, path: Path) -> Iterator[At]:
    if isinstance(action, Rate):
        yield from pointers.rated(action.subject, (*path, "subject"))
        return
    yield from pointers.row(action.row, (*path, "row"))
    if action.expectation:
        yield from pointers.expectation(action.expectation, (*path, "expectation"))


def _of_facts(pointers: PlayPointers, expect: Expect, path: Path) -> Iterator[At]:
    for name, code in _LISTS.items():
        for place, id in enumerate(getattr(expect, name) or ()):
            yield from pointers.plain(code, id, (*path, name, place))
    for name, code in _KEYS.items():
        for id in getattr(expect, name):
            yield from pointers.fact(code, id, (*path, name, id))
    for name in ("released", "answered"):
        for id, teams in getattr(expect, name).items():
            yield from pointers.teams(teams, (*path, name, id))


def _of_choices(pointers: PlayPointers, expect: Expect, path: Path) -> Iterator[At]:
    for team, inject in expect.position.items():
        yield from pointers.plain("TTX050", inject, (*path, "position", team))
    for ref, option in expect.option.items():
        at, inject = (*path, "option", ref), ref.rpartition("/")[2]
        yield from pointers.fact("TTX050", ref, at)
        if option is not None and inject in pointers.known["TTX050"]:
            yield from pointers.option(f"{inject}/{option}", at)
    for inject, person in expect.without_authority.items():
        yield from pointers.person(person, (*path, "without_authority", inject))


def _of_screens(pointers: PlayPointers, expect: Expect, path: Path) -> Iterator[At]:
    for name, seen in (("sees", expect.sees), ("sees_not", expect.sees_not)):
        for place, each in enumerate(seen):
            yield from pointers.person(each.by, (*path, name, place, "by"))
            yield from pointers.plain("TTX050", each.inject, (*path, name, place, "inject"))
    for place, finding in enumerate(expect.finding):
        yield from _of_finding(pointers, finding, (*path, "finding", place))


def _of_finding(pointers: PlayPointers, finding: FindingSought, path: Path) -> Iterator[At]:
    yield from pointers.plain("TTX052", finding.team, (*path, "team"))
    yield from pointers.plain("TTX050", finding.inject, (*path, "inject"))
    if finding.expectation:
        yield from pointers.expectation(finding.expectation, (*path, "expectation"))
    for key, ref in (("step", finding.step), ("after", finding.after)):
        if ref:
            for at in pointers.steps((ref,), (*path, key)):
                yield At((*path, key), at.values, at.file, at.code)
