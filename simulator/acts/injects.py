"""Injects go out: release, release now, skip, improvise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import JsonValue

from simulator.acts.base import (
    Command,
    Event,
    Moment,
    Stamp,
    must_be_facilitator,
    must_run,
    under_way,
)
from simulator.domain.edition import Face
from simulator.domain.errors import Refused
from simulator.domain.exercise import (
    EXERCISE,
    Delivery,
    Exercise,
    Facts,
    Improvised,
    Proposal,
    TeamState,
    put,
)
from simulator.domain.model import Id, Language, Line, Prose, Refs, StoryTime, Tlp
from simulator.domain.people import Viewer
from simulator.domain.scenario import Inject
from simulator.domain.view import Choice, Field
from simulator.engine import rules
from simulator.engine.faces import versions_given
from simulator.engine.facts import Change, applied, changes_of
from simulator.engine.plan import proposals


def known_inject(exercise: Exercise, id: str) -> Inject:
    """The scenario's inject of this id. Raises `Refused`."""
    found = exercise.scenario.inject(id)
    if found is None:
        raise Refused("unknown_inject", inject=id)
    return found


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

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        for team in self.teams:
            versions = self.versions.get(team, ())
            state = delivered(exercise.teams[team], self.inject, stamp, "released", versions)
            position = self.inject if self.on_line else state.position
            exercise = exercise.with_team(team, replace(state, position=position))
        facts = without_proposal(exercise.facts[self.story], self.inject, stamp)
        if self.story_time is not None:
            facts = replace(facts, story_base=self.story_time, story_since=stamp.elapsed)
        return applied(
            self.changes, exercise.with_facts(self.story, facts), stamp.elapsed, stamp.seq
        )


def delivered(
    state: TeamState,
    inject: str,
    stamp: Stamp,
    how: Literal["released", "skipped"],
    versions: tuple[int, ...] = (),
) -> TeamState:
    """A team's state with one more delivery."""
    delivery = Delivery(stamp.seq, stamp.elapsed, how, state.number, versions)
    deliveries = (*state.received.get(inject, ()), delivery)
    return replace(state, received=put(state.received, inject, deliveries), seq=stamp.seq)


def without_proposal(facts: Facts, inject: str, stamp: Stamp) -> Facts:
    """The facts with nothing proposed about an inject."""
    left = {id: p for id, p in facts.proposals.items() if id != inject}
    return touched(facts, inject, left, stamp)


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
                changes=_effects(exercise, inject, story, tuple(t for t in mine if t not in had)),
                story_time=None if had else inject.story_time,
                versions={t: v for t in mine if (v := versions_given(exercise, inject, t))},
            )
        )
    return tuple(events)


def _effects(
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


class ReleaseInject(Command):
    """A proposed inject, or one of a pool, is to go out to its teams or some of them (K8)."""

    kind: Literal["release_inject"] = "release_inject"
    inject: Id
    teams: tuple[Id, ...] = ()

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        inject = known_inject(exercise, self.inject)
        teams = wanted_teams(exercise, inject, self.teams)
        if exercise.status == "paused":
            raise Refused("paused")
        if inject.pool is None:
            teams = tuple(t for t in teams if inject.id in _facts_of(exercise, t).proposals)
            if not teams:
                raise Refused("not_proposed", inject=inject.id)
        return releases(exercise, inject, teams, forced=False)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or exercise.status != "running":
            return ()
        due = dict.fromkeys(id for s in exercise.stories for id, _ in proposals(exercise, s))
        pool = (i.id for i in _unsent(exercise) if i.pool)
        found = [_on_inject(exercise, viewer, "release_inject", id) for id in (*due, *pool)]
        return tuple(c.having(first=True) if due and c is found[0] else c for c in found)


def _facts_of(exercise: Exercise, team: str) -> Facts:
    return exercise.facts[exercise.story_of(team)]


def _on_inject(exercise: Exercise, viewer: Viewer, kind: str, id: str, *more: Field) -> Choice:
    """A choice about an inject, with the teams it may go to."""
    scenario = exercise.kit.edition(viewer.language).scenario
    inject = scenario.inject(id)
    assert inject is not None
    waiting = [t for s in exercise.stories for t in rules.waiting_teams(exercise, inject, s)]
    teams = tuple((team, rules.team_title(exercise, team, viewer.language)) for team in waiting)
    field = Field(name="teams", kind="choices", options=teams)
    return Choice(kind=kind, given={"inject": id}, title=inject.title, fields=(field, *more))


class ReleaseInjectNow(Command):
    """An inject is to go out whatever the plan says: recorded as such (K8)."""

    kind: Literal["release_inject_now"] = "release_inject_now"
    inject: Id
    teams: tuple[Id, ...] = ()

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        inject = known_inject(exercise, self.inject)
        return releases(exercise, inject, wanted_teams(exercise, inject, self.teams), forced=True)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        return tuple(
            _on_inject(exercise, viewer, "release_inject_now", i.id) for i in _unsent(exercise)
        )


def _unsent(exercise: Exercise) -> tuple[Inject, ...]:
    return tuple(
        i
        for i in exercise.scenario.injects
        if any(rules.waiting_teams(exercise, i, story) for story in exercise.stories)
    )


class InjectSkipped(Event):
    """An inject will not go to teams of one story; unconditional ways on are open as if it had."""

    kind: Literal["inject_skipped"] = "inject_skipped"
    inject: Id
    story: str = EXERCISE
    teams: tuple[Id, ...]
    reason: Line | None = None
    as_if: Id | None = None
    """The option assumed."""
    changes: tuple[Change, ...] = ()

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        for team in self.teams:
            state = delivered(exercise.teams[team], self.inject, stamp, "skipped")
            exercise = exercise.with_team(team, state)
        facts = without_proposal(exercise.facts[self.story], self.inject, stamp)
        if self.as_if:
            assumed = put(facts.assumed, self.inject, (self.as_if, stamp.elapsed))
            facts = replace(facts, assumed=assumed)
        return applied(
            self.changes, exercise.with_facts(self.story, facts), stamp.elapsed, stamp.seq
        )


class SkipInject(Command):
    """An inject is to be left out (K10)."""

    kind: Literal["skip_inject"] = "skip_inject"
    inject: Id
    teams: tuple[Id, ...] = ()
    reason: Line | None = None
    """Needed unless the author said the inject is optional."""
    as_if: Id | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        inject = known_inject(exercise, self.inject)
        teams = wanted_teams(exercise, inject, self.teams)
        if inject.pool:
            raise Refused("pool_is_not_skipped", inject=inject.id)
        if not self.reason and not inject.optional:
            raise Refused("reason_needed")
        option = inject.option(self.as_if) if self.as_if else None
        if self.as_if and option is None:
            raise Refused("unknown_option", inject=inject.id, option=self.as_if)
        effects = option.effects if option else ()
        return tuple(
            InjectSkipped(
                inject=inject.id,
                story=story,
                teams=mine,
                reason=self.reason,
                as_if=self.as_if,
                changes=changes_of(effects, exercise, story, mine),
            )
            for story in exercise.stories
            if (mine := tuple(t for t in teams if t in rules.teams_in(exercise, story)))
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        return tuple(_skip_choice(exercise, viewer, i) for i in _unsent(exercise) if not i.pool)


def _skip_choice(exercise: Exercise, viewer: Viewer, inject: Inject) -> Choice:
    point = inject.decision
    options = tuple((o.id, o.label) for o in point.options) if point else ()
    more = [Field(name="reason", required=not inject.optional)]
    if options:
        more.append(Field(name="as_if", kind="choice", options=options))
    return _on_inject(exercise, viewer, "skip_inject", inject.id, *more)


class InjectImprovised(Event):
    """An inject that no author wrote went out; it moves no position."""

    kind: Literal["inject_improvised"] = "inject_improvised"
    inject: Id
    title: Line
    to: tuple[str, ...]
    teams: tuple[Id, ...]
    faces: Mapping[Language, Face]
    tlp: Tlp | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        for team in self.teams:
            state = delivered(exercise.teams[team], self.inject, stamp, "released")
            exercise = exercise.with_team(team, state)
        made = Improvised(self.inject, stamp.seq, self.title, self.to, self.faces, self.tlp)
        return replace(exercise, improvised=put(exercise.improvised, self.inject, made))


class Improvise(Command):
    """An inject made up on the spot is to go out; its faces are made before `decide` (K40)."""

    kind: Literal["improvise"] = "improvise"
    title: Line
    body: Prose
    to: Refs = ()
    channel: Id = "read-aloud"
    sender: Line | None = None
    details: Mapping[str, JsonValue] = {}
    tlp: Tlp | None = None
    faces: Mapping[Language, Face] = {}

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        for ref in self.to:
            if not rules.addressed(exercise, (ref,)):
                raise Refused("unknown_team", team=ref)
        return (
            InjectImprovised(
                inject=f"improvised-{moment.new_id}",
                title=self.title,
                to=self.to,
                teams=rules.addressed(exercise, self.to),
                faces=self.faces,
                tlp=self.tlp,
            ),
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        teams = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in exercise.teams)
        fields = (
            Field(name="title", required=True),
            Field(name="body", kind="prose", required=True),
            Field(name="to", kind="choices", options=teams),
            Field(name="channel", kind="id"),
            Field(name="sender"),
        )
        return (Choice(kind="improvise", fields=fields),)
