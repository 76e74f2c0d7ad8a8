"""The course of an exercise: create, start, pause, resume, jump, end; its clock."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
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
from simulator.domain.exercise import EXERCISE, Exercise, Facts, Known, TeamState
from simulator.domain.model import Id, Line, Model, Span
from simulator.domain.people import Viewer
from simulator.domain.scenario import Scenario
from simulator.domain.view import Choice, Field
from simulator.engine.rules import MINUTE

MOST_TEAMS = 99
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

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        """Nothing has happened yet: every fact as the scenario declares it."""
        teams = {team.id: TeamState(declared=team.declared) for team in self.teams}
        scenario = self.kit.original.scenario
        facts = {story: _at_startex(scenario) for story in (EXERCISE, *teams)}
        return replace(exercise, kit=self.kit, teams=teams, facts=facts, clock_seq=stamp.seq)


def _at_startex(scenario: Scenario) -> Facts:
    return Facts(
        milestones={m.id: Known(False) for m in scenario.milestones},
        variables={v.id: Known(v.initial) for v in scenario.variables},
        story_base=scenario.story.starts,
        pace=float(scenario.story.pace),
    )


class CreateExercise(Command):
    """An exercise of a scenario is to exist."""

    kind: Literal["create_exercise"] = "create_exercise"
    kit: Kit
    copies: Annotated[int, Limits(ge=1, le=MOST_TEAMS)] = 1
    """How many teams are made of the one declared, under story scope `team`."""

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
            width = len(str(self.copies))
            teams = tuple(
                PlayingTeam(id=f"{declared[0]}-{n:0{width}}", declared=declared[0])
                for n in range(1, self.copies + 1)
            )
        else:
            raise Refused("cannot_multiply")
        return (ExerciseCreated(kit=self.kit, teams=teams),)


class ExerciseStarted(Event):
    """STARTEX."""

    kind: Literal["exercise_started"] = "exercise_started"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return replace(exercise, status="running", started_at=stamp.at, clock_seq=stamp.seq)


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


class ExercisePaused(Event):
    """Clock, timers and automatic injects stand still."""

    kind: Literal["exercise_paused"] = "exercise_paused"
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return replace(exercise, status="paused", clock_seq=stamp.seq)


class PauseExercise(Command):
    """Play is to stand still."""

    kind: Literal["pause_exercise"] = "pause_exercise"
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        if exercise.status == "paused":
            raise Refused("already_paused")
        return (ExercisePaused(reason=self.reason),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or exercise.status != "running":
            return ()
        return (Choice(kind="pause_exercise", fields=(Field(name="reason"),)),)


class ExerciseResumed(Event):
    """The clock runs again."""

    kind: Literal["exercise_resumed"] = "exercise_resumed"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return replace(exercise, status="running", clock_seq=stamp.seq)


class ResumeExercise(Command):
    """Play is to go on."""

    kind: Literal["resume_exercise"] = "resume_exercise"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        if exercise.status != "paused":
            raise Refused("not_paused")
        return (ExerciseResumed(),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        able = viewer.role == "facilitator" and exercise.status == "paused"
        return (Choice(kind="resume_exercise"),) if able else ()


class ClockJumped(Event):
    """The exercise clock was moved forward, or story time alone; nothing fires by it (K18)."""

    kind: Literal["clock_jumped"] = "clock_jumped"
    exercise: float = 0.0
    """Seconds of exercise time."""
    story: float = 0.0
    """Seconds of story time beyond what the exercise clock brings."""

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        """The clock stands at the end of the jump; the stretch is remembered."""
        landed = exercise.elapsed + self.exercise
        facts = {
            story: replace(
                found, story_base=self._story_time(found, landed), story_since=landed, seq=stamp.seq
            )
            for story, found in exercise.facts.items()
        }
        jumps = exercise.jumps
        if self.exercise:
            jumps = (*jumps, (exercise.elapsed, landed))
        return replace(exercise, elapsed=landed, jumps=jumps, facts=facts, clock_seq=stamp.seq)

    def _story_time(self, facts: Facts, landed: float) -> datetime | None:
        now = facts.story_time(landed)
        return now + timedelta(seconds=self.story) if now else None


class JumpClock(Command):
    """The clock is to be moved forward."""

    kind: Literal["jump_clock"] = "jump_clock"
    exercise: Span | None = None
    story: Span | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        if bool(self.exercise) == bool(self.story):
            raise Refused("jump_one_clock")
        if self.story and exercise.scenario.story.starts is None:
            raise Refused("no_story_time")
        return (
            ClockJumped(
                exercise=(self.exercise or 0.0) * MINUTE, story=(self.story or 0.0) * MINUTE
            ),
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        if exercise.scenario.story.starts is None:
            fields: tuple[Field, ...] = (Field(name="exercise", kind="span", required=True),)
        else:
            by_exercise = Field(name="exercise", kind="span", required=True, unless="story")
            fields = (by_exercise, Field(name="story", kind="span"))
        return (Choice(kind="jump_clock", fields=fields),)


class ExerciseEnded(Event):
    """ENDEX."""

    kind: Literal["exercise_ended"] = "exercise_ended"
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return replace(exercise, status="ended", clock_seq=stamp.seq)


class EndExercise(Command):
    """Play is to end."""

    kind: Literal["end_exercise"] = "end_exercise"
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        return (ExerciseEnded(reason=self.reason),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        return (Choice(kind="end_exercise", fields=(Field(name="reason"),)),)
