"""Injects that have not gone out yet: hold, unhold, skip, edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from simulator.acts.base import (
    Command,
    Event,
    Moment,
    Stamp,
    under_way,
)
from simulator.acts.injects import (
    all_waiting,
    delivered,
    inject_asked,
    on_inject,
    touched,
    unsent,
    wanted_teams,
    without,
    without_proposal,
)
from simulator.domain.edition import Face
from simulator.domain.errors import Refused
from simulator.domain.exercise import EXERCISE, Edited, Exercise, put
from simulator.domain.model import Id, Language, Line, Prose, Whole
from simulator.domain.people import Viewer
from simulator.domain.scenario import Inject
from simulator.domain.view import Choice, Field
from simulator.engine import rules
from simulator.engine.faces import current_faces
from simulator.engine.facts import Change, applied, changes_of
from simulator.engine.line import line_of


class InjectHeld(Event):
    """An inject stays back for teams of one story until somebody lets it go again."""

    kind: Literal["inject_held"] = "inject_held"
    inject: Id
    story: str = EXERCISE
    teams: tuple[Id, ...]
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        for team in self.teams:
            state = exercise.teams[team]
            held = put(state.held, self.inject, stamp.seq)
            exercise = exercise.with_team(team, replace(state, held=held, seq=stamp.seq))
        return _touch(exercise, self.story, self.inject, stamp)


def _touch(exercise: Exercise, story: str, inject: str, stamp: Stamp) -> Exercise:
    facts = exercise.facts[story]
    return exercise.with_facts(story, touched(facts, inject, facts.proposals, stamp))


class HoldInject(Command):
    """An inject is to stay back, automatic or not; what is due becomes deferred (K7)."""

    kind: Literal["hold_inject"] = "hold_inject"
    inject: Id
    teams: tuple[Id, ...] = ()
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        inject = inject_asked(exercise, moment, self.inject)
        if inject.pool:
            raise Refused("pool_is_not_planned", inject=inject.id)
        wanted = wanted_teams(exercise, inject, self.teams)
        teams = tuple(t for t in wanted if inject.id not in exercise.teams[t].held)
        if not teams:
            raise Refused("already_so")
        return tuple(
            InjectHeld(inject=inject.id, story=story, teams=mine, reason=self.reason)
            for story, mine in by_story(exercise, teams)
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        found = [(i, _held(exercise, i, held=False)) for i in unsent(exercise) if not i.pool]
        return tuple(
            on_inject(exercise, viewer, "hold_inject", i.id, teams, Field(name="reason"))
            for i, teams in found
            if teams
        )


def by_story(exercise: Exercise, teams: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Teams by the story they live; stories without any left out."""
    found = [
        (s, tuple(t for t in rules.teams_in(exercise, s) if t in teams)) for s in exercise.stories
    ]
    return [(story, mine) for story, mine in found if mine]


def _held(exercise: Exercise, inject: Inject, *, held: bool) -> tuple[str, ...]:
    """The teams that wait for an inject and for which it is on hold, or is not."""
    waiting = all_waiting(exercise, inject)
    return tuple(t for t in waiting if (inject.id in exercise.teams[t].held) is held)


class InjectUnheld(Event):
    """An inject is no longer on hold for teams of one story."""

    kind: Literal["inject_unheld"] = "inject_unheld"
    inject: Id
    story: str = EXERCISE
    teams: tuple[Id, ...]
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        for team in self.teams:
            state = exercise.teams[team]
            held = without(state.held, self.inject)
            exercise = exercise.with_team(team, replace(state, held=held, seq=stamp.seq))
        return _touch(exercise, self.story, self.inject, stamp)


class UnholdInject(Command):
    """An inject on hold is to go its way again."""

    kind: Literal["unhold_inject"] = "unhold_inject"
    inject: Id
    teams: tuple[Id, ...] = ()
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        inject = inject_asked(exercise, moment, self.inject)
        wanted = wanted_teams(exercise, inject, self.teams)
        teams = tuple(t for t in wanted if inject.id in exercise.teams[t].held)
        if not teams:
            raise Refused("not_held", inject=inject.id)
        return tuple(
            InjectUnheld(inject=inject.id, story=story, teams=mine, reason=self.reason)
            for story, mine in by_story(exercise, teams)
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        found = [(i, _held(exercise, i, held=True)) for i in unsent(exercise)]
        return tuple(
            on_inject(exercise, viewer, "unhold_inject", i.id, teams, Field(name="reason"))
            for i, teams in found
            if teams
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
            state = delivered(
                exercise.teams[team], self.inject, stamp, "skipped", reason=self.reason
            )
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
        inject = inject_asked(exercise, moment, self.inject)
        teams = wanted_teams(exercise, inject, self.teams)
        if inject.pool:
            raise Refused("pool_is_not_planned", inject=inject.id)
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
        return tuple(_skip_choice(exercise, viewer, i) for i in unsent(exercise) if not i.pool)


def _skip_choice(exercise: Exercise, viewer: Viewer, inject: Inject) -> Choice:
    """Skipping, with the option to assume; it warns where no way leads on without one (K10)."""
    scenario = exercise.kit.edition(viewer.language).scenario
    read = scenario.inject(inject.id)
    point = read.decision if read else None
    options = tuple((o.id, o.label) for o in point.options) if point else ()
    more = [Field(name="reason", required=not inject.optional)]
    if options:
        more.append(Field(name="as_if", kind="choice", options=options))
    ways = line_of(exercise.scenario).ways.get(inject.id, ())
    warns = ("no_way_on",) if ways and all(way.option for way in ways) else ()
    teams = all_waiting(exercise, inject)
    choice = on_inject(exercise, viewer, "skip_inject", inject.id, teams, *more)
    return choice.having(warns=warns)


class InjectEdited(Event):
    """An inject will go out in other words; whoever has it already keeps what was read."""

    kind: Literal["inject_edited"] = "inject_edited"
    inject: Id
    place: Whole = 0
    """0 for the body, else the place of the version, from 1."""
    faces: Mapping[Language, Face]
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        made = Edited(stamp.seq, stamp.actor, self.place, self.faces, self.reason)
        edits = (*exercise.edits.get(self.inject, ()), made)
        exercise = replace(exercise, edits=put(exercise.edits, self.inject, edits))
        for story in exercise.stories:
            exercise = _touch(exercise, story, self.inject, stamp)
        return exercise


class EditInject(Command):
    """A pending inject is to go out in other words, in whatever language they are typed."""

    kind: Literal["edit_inject"] = "edit_inject"
    inject: Id
    title: Line | None = None
    """The headline its readers see."""
    body: Prose | None = None
    version: Line | None = None
    """Which version, by its id or by whom it is for; without it, the body."""
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        inject = inject_asked(exercise, moment, self.inject)
        wanted_teams(exercise, inject, ())
        if not (self.title or self.body):
            raise Refused("edit_needs_text", inject=inject.id)
        place = self._place(inject)
        faces = {
            language: _reworded(current_faces(exercise, language, inject.id)[place], self)
            for language in exercise.kit.editions
        }
        return (InjectEdited(inject=inject.id, place=place, faces=faces, reason=self.reason),)

    def _place(self, inject: Inject) -> int:
        if self.version is None:
            return 0
        for place, (name, _) in enumerate(_versions(inject), 1):
            if name == self.version:
                return place
        raise Refused("unknown_version", inject=inject.id, version=self.version)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        return tuple(_edit_choice(exercise, viewer, i) for i in unsent(exercise))


def _reworded(face: Face, edit: EditInject) -> Face:
    """A face in the facilitator's words; what is not said stays."""
    changes = {"headline": edit.title, "body": edit.body}
    return face.having(**{name: text for name, text in changes.items() if text is not None})


def _versions(inject: Inject) -> list[tuple[str, str]]:
    """What each version is called by, and whom it is for."""
    return [(v.id or ",".join(v.to), ", ".join(v.to)) for v in inject.versions]


def _edit_choice(exercise: Exercise, viewer: Viewer, inject: Inject) -> Choice:
    fields = [
        Field(name="title", required=True, unless="body"),
        Field(name="body", kind="prose"),
        Field(name="reason"),
    ]
    versions = tuple((name, to or name) for name, to in _versions(inject) if name)
    if versions:
        fields.append(Field(name="version", kind="choice", options=versions))
    return Choice(
        kind="edit_inject",
        given={"inject": inject.id},
        title=rules.inject_title(exercise, inject.id, viewer.language),
        fields=tuple(fields),
    )
