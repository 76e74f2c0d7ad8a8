"""Milestones and variables changed by hand, with the reason."""

from __future__ import annotations

from typing import Literal

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
from simulator.domain.exercise import EXERCISE, Exercise
from simulator.domain.model import Flag, Id, Line, Value
from simulator.domain.people import Viewer
from simulator.domain.scenario import Effect
from simulator.domain.view import Choice, Field
from simulator.engine.facts import Change, applied, changes_of


class FactsChanged(Event):
    """Facts were changed by hand."""

    kind: Literal["facts_changed"] = "facts_changed"
    changes: tuple[Change, ...]
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return applied(self.changes, exercise, stamp.elapsed, stamp.seq)


def _by_hand(
    exercise: Exercise, effect: Effect, team: str | None, reason: str | None
) -> tuple[Event, ...]:
    """The event of one effect by hand, for a team where each has its own. Raises `Refused`."""
    if team is not None and team not in exercise.teams:
        raise Refused("unknown_team", team=team)
    story = exercise.story_of(team) if team else EXERCISE
    teams = (team,) if team else tuple(exercise.teams)
    changes = changes_of((effect,), exercise, story, teams)
    if not changes:
        raise Refused("already_so")
    return (FactsChanged(changes=changes, reason=reason),)


class SetMilestone(Command):
    """A milestone is to be true, or false."""

    kind: Literal["set_milestone"] = "set_milestone"
    milestone: Id
    value: Flag = True
    team: Id | None = None
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        if all(m.id != self.milestone for m in exercise.scenario.milestones):
            raise Refused("unknown_milestone", milestone=self.milestone)
        effect = Effect(set=self.milestone) if self.value else Effect(clear=self.milestone)
        return _by_hand(exercise, effect, self.team, self.reason)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        scenario = exercise.kit.edition(viewer.language).scenario
        return tuple(
            Choice(
                kind="set_milestone",
                given={"milestone": m.id},
                title=m.text,
                fields=(Field(name="value", kind="flag"), Field(name="reason")),
            )
            for m in scenario.milestones
        )


class SetVariable(Command):
    """A variable is to have a value."""

    kind: Literal["set_variable"] = "set_variable"
    variable: Id
    value: Value
    team: Id | None = None
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        found = next((v for v in exercise.scenario.variables if v.id == self.variable), None)
        if found is None:
            raise Refused("unknown_variable", variable=self.variable)
        if not found.allows(self.value):
            raise Refused("value_not_allowed", variable=self.variable, value=self.value)
        effect = Effect(let={self.variable: self.value})
        return _by_hand(exercise, effect, self.team, self.reason)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        scenario = exercise.kit.edition(viewer.language).scenario
        return tuple(
            Choice(
                kind="set_variable",
                given={"variable": v.id},
                title=v.text,
                fields=(
                    Field(name="value", required=True, options=tuple((w, w) for w in v.values)),
                    Field(name="reason"),
                ),
            )
            for v in scenario.variables
        )
