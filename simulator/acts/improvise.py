"""Injects that no author wrote: made up on the spot by control."""

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
from simulator.acts.injects import delivered
from simulator.domain.edition import Face
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise, Improvised, put
from simulator.domain.model import TLPS, Id, Language, Line, Prose, Refs, Tlp
from simulator.domain.people import Viewer
from simulator.domain.view import Choice, Field
from simulator.engine import rules


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
            state = delivered(exercise.teams[team], self.inject, stamp)
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
            if not _is_there(exercise, ref):
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
            Field(name="to", kind="choices", options=(*teams, *_roles(exercise, viewer))),
            Field(name="channel", kind="id"),
            Field(name="sender"),
            Field(name="tlp", kind="choice", options=TLPS),
        )
        return (Choice(kind="improvise", fields=fields),)


def _is_there(exercise: Exercise, ref: str) -> bool:
    """Whether an addressee plays: a team, or a role that its team has."""
    teams, role = rules.addressed(exercise, (ref,)), ref.partition("/")[2]
    if not teams or not role:
        return bool(teams)
    return exercise.scenario.team_role(f"{exercise.teams[teams[0]].declared}/{role}") is not None


def _roles(exercise: Exercise, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The team roles that may be addressed, each as team and role."""
    scenario = exercise.kit.edition(viewer.language).scenario
    return tuple(
        (f"{team.id}/{role.id}", f"{team.title}, {role.title}")
        for team in scenario.teams
        for role in team.roles
    )
