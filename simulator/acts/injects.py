"""Injects go out: release, and release now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, TypeVar

from simulator.acts.base import (
    Command,
    Event,
    Moment,
    Stamp,
    must_be_facilitator,
    must_run,
    under_way,
)
from simulator.domain.errors import Refused
from simulator.domain.exercise import EXERCISE, Delivery, Exercise, Facts, Proposal, TeamState, put
from simulator.domain.model import Id, StoryTime
from simulator.domain.people import Viewer
from simulator.domain.scenario import Inject
from simulator.domain.view import Choice, Field
from simulator.engine import rules
from simulator.engine.faces import versions_given
from simulator.engine.facts import Change, applied, changes_of
from simulator.engine.once import once
from simulator.engine.plan import openings, proposals

V = TypeVar("V")


def known_inject(exercise: Exercise, id: str) -> Inject:
    """The scenario's inject of this id. Raises `Refused`."""
    found = exercise.scenario.inject(id)
    if found is None:
        raise Refused("unknown_inject", inject=id)
    return found


def inject_asked(exercise: Exercise, moment: Moment, id: str) -> Inject:
    """The inject about which the facilitator asks in play. Raises `NotAllowed` or `Refused`."""
    must_be_facilitator(moment)
    must_run(exercise)
    return known_inject(exercise, id)


class InjectReleased(Event):
    """An inject went out to teams of one story."""

    kind: Literal["inject_released"] = "inject_released"
    inject: Id
    story: str = EXERCISE
    teams: tuple[Id, ...]
    on_line: bool
    forced: bool = False
    """True for `release now`: plan, hold or pause was overruled."""
    auto: bool = False
    pool: Literal["pressure", "hint", "noise"] | None = None
    changes: tuple[Change, ...] = ()
    story_time: StoryTime | None = None
    """Story time jumped to this."""
    versions: Mapping[Id, tuple[int, ...]] = {}
    """Team → the places of the versions whose condition held for it."""
    edits: int = 0
    """How many of the facilitator's edits it went out with."""

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        for team in self.teams:
            versions = self.versions.get(team, ())
            state = delivered(
                exercise.teams[team], self.inject, stamp, versions=versions, edits=self.edits
            )
            position = self.inject if self.on_line else state.position
            state = replace(state, position=position, ahead=False)
            exercise = exercise.with_team(team, state)
        facts = without_proposal(exercise.facts[self.story], self.inject, stamp)
        facts = told_at(facts, self.story_time, stamp)
        return applied(
            self.changes, exercise.with_facts(self.story, facts), stamp.elapsed, stamp.seq
        )


def delivered(
    state: TeamState,
    inject: str,
    stamp: Stamp,
    how: Literal["released", "skipped"] = "released",
    *,
    versions: tuple[int, ...] = (),
    edits: int = 0,
    reason: str | None = None,
) -> TeamState:
    """A team's state with one more delivery; what it is given is no longer on hold for it."""
    delivery = Delivery(
        stamp.seq, stamp.elapsed, how, state.number, versions, edits=edits, reason=reason
    )
    deliveries = (*state.received.get(inject, ()), delivery)
    received = put(state.received, inject, deliveries)
    return replace(state, received=received, held=without(state.held, inject), seq=stamp.seq)


def without(mapping: Mapping[str, V], *keys: str) -> Mapping[str, V]:
    """The mapping without some of its entries."""
    if mapping.keys().isdisjoint(keys):
        return mapping
    return {key: value for key, value in mapping.items() if key not in keys}


def told_at(facts: Facts, story_time: StoryTime | None, stamp: Stamp) -> Facts:
    """The facts with the story's clock set, where an inject sets it."""
    if story_time is None:
        return facts
    facts = facts.set_to(stamp.seq, story_time, stamp.elapsed)
    return replace(facts, clock_seq=stamp.seq)


def without_proposal(facts: Facts, inject: str, stamp: Stamp) -> Facts:
    """The facts with nothing proposed about an inject."""
    return touched(facts, inject, without(facts.proposals, inject), stamp)


def touched(facts: Facts, inject: str, proposals: Mapping[str, Proposal], stamp: Stamp) -> Facts:
    """The facts with other proposals, and the record that an inject's standing changed."""
    return replace(
        facts,
        proposals=proposals,
        seq=stamp.seq,
        touched=put(facts.touched, inject, stamp.seq),
    )


def releases(
    exercise: Exercise, inject: Inject, teams: tuple[str, ...], *, forced: bool, auto: bool = False
) -> tuple[Event, ...]:
    """The events of a release: one for each story that the teams live."""
    events = []
    for story in exercise.stories:
        mine = tuple(t for t in rules.waiting_teams(exercise, inject, story) if t in teams)
        if not mine:
            continue
        had = rules.teams_that_received(exercise, inject.id, story)
        events.append(
            InjectReleased(
                inject=inject.id,
                story=story,
                teams=mine,
                on_line=inject.on_line,
                forced=forced,
                auto=auto,
                pool=inject.pool,
                changes=effects(exercise, inject, story, tuple(t for t in mine if t not in had)),
                story_time=None if had else inject.story_time,
                versions={t: v for t in mine if (v := versions_given(exercise, inject, t))},
                edits=len(exercise.edits.get(inject.id, ())),
            )
        )
    return tuple(events)


def effects(
    exercise: Exercise, inject: Inject, story: str, new: tuple[str, ...]
) -> tuple[Change, ...]:
    """What a release changes: once what teams share, and for each new team what it has alone."""
    first = rules.teams_that_received(exercise, inject.id, story) == ()
    changes = changes_of(inject.effects, exercise, story, new) if new else ()
    return tuple(c for c in changes if first or c.story in new)


def wanted_teams(exercise: Exercise, inject: Inject, teams: tuple[str, ...]) -> tuple[str, ...]:
    """The teams meant, all where none is named. Raises `Refused` for teams that cannot have it."""
    audience = rules.addressed(exercise, inject.to)
    for team in teams:
        if team not in exercise.teams:
            raise Refused("unknown_team", team=team)
        if team not in audience:
            raise Refused("not_addressed", inject=inject.id, team=team)
    wanted = teams or audience
    waiting = tuple(t for t in wanted if exercise.teams[t].delivery(inject.id) is None)
    if not waiting:
        raise Refused("already_released", inject=inject.id)
    return waiting


def teams_ready(exercise: Exercise, inject: Inject) -> tuple[str, ...]:
    """The teams to which an inject may be released as planned: it is proposed, or in a pool.

    A team that is ahead after a sync, and for which it is open, gets it together with others (K11).
    """
    return tuple(
        team
        for story in exercise.stories
        for team in rules.waiting_teams(exercise, inject, story)
        if inject.id not in exercise.teams[team].held
        and (inject.pool or _proposed(exercise, inject, story, team))
    )


def _proposed(exercise: Exercise, inject: Inject, story: str, team: str) -> bool:
    proposal = exercise.facts[story].proposals.get(inject.id)
    if proposal is not None:
        return proposal.ready
    state = exercise.teams[team]
    if not state.ahead:
        return False
    freed = exercise.with_team(team, replace(state, ahead=False))
    return any(o.inject == inject.id for o in openings(freed, story))


class ReleaseInject(Command):
    """A proposed inject, or one of a pool, is to go out to its teams or some of them (K8)."""

    kind: Literal["release_inject"] = "release_inject"
    inject: Id
    teams: tuple[Id, ...] = ()

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        inject = inject_asked(exercise, moment, self.inject)
        wanted = wanted_teams(exercise, inject, self.teams)
        if exercise.status == "paused":
            raise Refused("paused")
        ready = teams_ready(exercise, inject)
        teams = tuple(t for t in wanted if t in ready)
        if not teams:
            held = all(inject.id in exercise.teams[t].held for t in wanted)
            raise Refused("held" if held else "not_proposed", inject=inject.id)
        return releases(exercise, inject, teams, forced=False)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or exercise.status != "running":
            return ()
        order = [id for s in exercise.stories for id, p in proposals(exercise, s) if p.ready]
        ahead = any(state.ahead for state in exercise.teams.values())
        others = (i for i in exercise.scenario.injects if ahead or i.pool)
        found = dict.fromkeys((*order, *(i.id for i in others if all_waiting(exercise, i))))
        offered = []
        for id in found:
            ready = teams_ready(exercise, known_inject(exercise, id))
            if ready:
                choice = on_inject(exercise, viewer, "release_inject", id, ready)
                offered.append(choice.having(first=True) if order[:1] == [id] else choice)
        return tuple(offered)


def on_inject(
    exercise: Exercise, viewer: Viewer, kind: str, id: str, teams: tuple[str, ...], *more: Field
) -> Choice:
    """A choice about an inject, with the teams it may be about."""
    return Choice(
        kind=kind,
        given={"inject": id},
        title=rules.inject_title(exercise, id, viewer.language),
        fields=(teams_field(exercise, viewer, teams), *more),
    )


def teams_field(exercise: Exercise, viewer: Viewer, teams: Iterable[str]) -> Field:
    """The teams to choose from; none chosen means all of them."""
    named = tuple((team, rules.team_title(exercise, team, viewer.language)) for team in teams)
    return Field(name="teams", kind="choices", options=named)


class ReleaseInjectNow(Command):
    """An inject is to go out whatever the plan says: recorded as such (K8)."""

    kind: Literal["release_inject_now"] = "release_inject_now"
    inject: Id
    teams: tuple[Id, ...] = ()

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        inject = inject_asked(exercise, moment, self.inject)
        return releases(exercise, inject, wanted_teams(exercise, inject, self.teams), forced=True)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        return offers_unsent(exercise, viewer, "release_inject_now")


def offers_unsent(exercise: Exercise, viewer: Viewer, kind: str) -> tuple[Choice, ...]:
    """A choice for every inject that somebody still waits for, with the teams that do."""
    if viewer.role != "facilitator" or not under_way(exercise):
        return ()
    return tuple(
        on_inject(exercise, viewer, kind, i.id, all_waiting(exercise, i)) for i in unsent(exercise)
    )


def all_waiting(exercise: Exercise, inject: Inject) -> tuple[str, ...]:
    """The teams of all stories that wait for an inject."""
    return _all_waiting(exercise, inject.id)


@once
def _all_waiting(exercise: Exercise, id: str) -> tuple[str, ...]:
    inject = known_inject(exercise, id)
    teams = rules.addressed(exercise, inject.to)
    return tuple(t for t in teams if exercise.teams[t].delivery(id) is None)


def unsent(exercise: Exercise) -> tuple[Inject, ...]:
    """The scenario's injects that somebody still waits for."""
    return tuple(i for i in exercise.scenario.injects if all_waiting(exercise, i))
