"""The course of an exercise: create, start, the real-world stop, end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field as Limits

from simulator.acts.base import (
    Command,
    Event,
    Moment,
    Stamp,
    must_be_facilitator,
    must_run,
    under_way,
)
from simulator.domain.edition import Kit
from simulator.domain.errors import Refused
from simulator.domain.exercise import (
    EXERCISE,
    Exercise,
    Facts,
    Known,
    NamesMode,
    StoryPoint,
    TeamState,
)
from simulator.domain.model import Id, Line, Model
from simulator.domain.people import MOST_TEAMS, Viewer, copies
from simulator.domain.scenario import Scenario
from simulator.domain.view import Choice, Field

NAME = r"[a-z0-9-]{1,60}"
"""What an exercise may be called: its log, its file and its address are called so too."""


class PlayingTeam(Model):
    """A team of the exercise, and the scenario's team it is or was made of."""

    id: Id
    declared: Id


class ExerciseCreated(Event):
    """An exercise exists; it carries everything it is played from."""

    kind: Literal["exercise_created"] = "exercise_created"
    kit: Kit
    teams: tuple[PlayingTeam, ...]
    names: NamesMode = "named"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        """Nothing has happened yet: every fact as the scenario declares it."""
        teams = {team.id: TeamState(declared=team.declared) for team in self.teams}
        scenario = self.kit.original.scenario
        facts = {story: _at_startex(scenario) for story in (EXERCISE, *teams)}
        found = replace(exercise, kit=self.kit, teams=teams, facts=facts, names=self.names)
        return found.with_clock(stamp.seq, stamp.at)


def _at_startex(scenario: Scenario) -> Facts:
    return Facts(
        milestones={m.id: Known(False) for m in scenario.milestones},
        variables={v.id: Known(v.initial) for v in scenario.variables},
        clocks=(StoryPoint(base=scenario.story.starts),),
        pace=float(scenario.story.pace),
    )


class CreateExercise(Command):
    """An exercise of a scenario is to exist."""

    kind: Literal["create_exercise"] = "create_exercise"
    kit: Kit
    copies: Annotated[int, Limits(ge=1, le=MOST_TEAMS)] = 1
    """How many teams are made of the one declared, under story scope `team`."""
    names: NamesMode = "named"
    """How people are called from now on; it cannot be changed later (K28)."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        if exercise.seq:
            raise Refused("already_created")
        if not re.fullmatch(NAME, exercise.id):
            raise Refused("unusable_name", name=exercise.id)
        scenario = self.kit.original.scenario
        declared = [team.id for team in scenario.teams]
        if self.copies == 1:
            teams = tuple(PlayingTeam(id=id, declared=id) for id in declared)
        elif scenario.story.scope == "team" and len(declared) == 1:
            (team,) = declared
            teams = tuple(PlayingTeam(id=id, declared=team) for id in copies(team, self.copies))
        else:
            raise Refused("cannot_multiply")
        return (ExerciseCreated(kit=self.kit, teams=teams, names=self.names),)


class ExerciseStarted(Event):
    """STARTEX."""

    kind: Literal["exercise_started"] = "exercise_started"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return exercise.with_clock(stamp.seq, stamp.at, status="running", started_at=stamp.at)


class StartExercise(Command):
    """Play is to begin."""

    kind: Literal["start_exercise"] = "start_exercise"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        if exercise.status != "created":
            raise Refused("already_started")
        return (ExerciseStarted(),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        able = viewer.role == "facilitator" and exercise.status == "created"
        return (Choice(kind="start_exercise"),) if able else ()


class ExerciseStopped(Event):
    """The real-world stop: everything stands still, and nothing is accepted but its end (K20)."""

    kind: Literal["exercise_stopped"] = "exercise_stopped"
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return exercise.with_clock(stamp.seq, stamp.at, status="stopped")


class StopExercise(Command):
    """A real-world emergency: play is to stop at once, for everybody."""

    kind: Literal["stop_exercise"] = "stop_exercise"
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        return (ExerciseStopped(reason=self.reason),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        return (Choice(kind="stop_exercise", fields=(Field(name="reason"),)),)


class ExerciseEnded(Event):
    """ENDEX."""

    kind: Literal["exercise_ended"] = "exercise_ended"
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return exercise.with_clock(stamp.seq, stamp.at, status="ended")


class EndExercise(Command):
    """Play is to end."""

    kind: Literal["end_exercise"] = "end_exercise"
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        if exercise.status != "stopped":
            must_run(exercise)
        return (ExerciseEnded(reason=self.reason),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        able = under_way(exercise) or exercise.status == "stopped"
        if viewer.role != "facilitator" or not able:
            return ()
        return (Choice(kind="end_exercise", fields=(Field(name="reason"),)),)
