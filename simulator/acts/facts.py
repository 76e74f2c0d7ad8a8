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
from simulator.domain.scenario import Effect, Milestone, Variable
from simulator.domain.view import Choice, Field
from simulator.engine import rules
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
        return tuple(_milestone_choice(exercise, m) for m in scenario.milestones)


def _milestone_choice(exercise: Exercise, milestone: Milestone) -> Choice:
    """A milestone and the values that would change it; where true would not, false must be said."""
    now = _values(exercise, "milestone", milestone.id)
    possible = tuple((str(v).lower(), str(v).lower()) for v in (True, False) if now != {v})
    value = Field(name="value", kind="flag", options=possible, required=now == {True})
    return Choice(
        kind="set_milestone",
        given={"milestone": milestone.id},
        title=milestone.text,
        fields=(value, Field(name="reason")),
    )


def _values(exercise: Exercise, kind: str, name: str) -> set[object]:
    """The values a fact has now, in each story that has it for itself."""
    facts = [exercise.facts[p] for p in rules.stories_of_fact(exercise, kind, name, EXERCISE)]
    found = [(f.milestones if kind == "milestone" else f.variables)[name] for f in facts]
    return {known.value for known in found}


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
        return tuple(_variable_choice(exercise, v) for v in scenario.variables)


def _variable_choice(exercise: Exercise, variable: Variable) -> Choice:
    """A variable and, where it is a choice, the values that would change it."""
    if variable.type == "number":
        value = Field(name="value", kind="number", required=True)
    else:
        now = _values(exercise, "variable", variable.id)
        others = tuple((w, w) for w in variable.values if now != {w})
        value = Field(name="value", kind="choice", options=others, required=True)
    return Choice(
        kind="set_variable",
        given={"variable": variable.id},
        title=variable.text,
        fields=(value, Field(name="reason")),
    )
