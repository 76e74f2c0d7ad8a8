"""The exercise clock: pause, resume, jump, speed, and what cuts it off (K17 to K20)."""

from __future__ import annotations

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
    must_be_system,
    must_run,
    under_way,
)
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise, Facts, Interruption
from simulator.domain.model import Line, Number, Span
from simulator.domain.people import Viewer
from simulator.domain.view import Choice, Field
from simulator.engine.rules import MINUTE

FASTEST = 100
"""Seconds of exercise time in one of wall time: a tick a second could follow no faster."""


class ExercisePaused(Event):
    """Clock, timers and automatic injects stand still."""

    kind: Literal["exercise_paused"] = "exercise_paused"
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return exercise.with_clock(stamp.seq, stamp.at, status="paused")


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
        return exercise.with_clock(stamp.seq, stamp.at, status="running")


class ResumeExercise(Command):
    """Play is to go on, after a pause, an interruption or a real-world stop."""

    kind: Literal["resume_exercise"] = "resume_exercise"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        if exercise.status == "stopped":
            return (ExerciseResumed(),)
        must_run(exercise)
        if exercise.status != "paused":
            raise Refused("not_paused")
        return (ExerciseResumed(),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        able = viewer.role == "facilitator" and exercise.status in ("paused", "stopped")
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
                found.set_to(stamp.seq, self._story_time(found, landed), landed), seq=stamp.seq
            )
            for story, found in exercise.facts.items()
        }
        jumps = exercise.jumps
        if self.exercise:
            jumps = (*jumps, (exercise.elapsed, landed))
        return exercise.with_clock(stamp.seq, stamp.at, elapsed=landed, jumps=jumps, facts=facts)

    def _story_time(self, facts: Facts, landed: float) -> datetime | None:
        now = facts.story_time(landed)
        return now + timedelta(seconds=self.story) if now else None


class JumpClock(Command):
    """The clock is to be moved forward."""

    kind: Literal["jump_clock"] = "jump_clock"
    exercise: Span | None = None
    """Minutes of exercise time."""
    story: Span | None = None
    """Minutes of story time."""

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


class SpeedChanged(Event):
    """Exercise time runs faster or slower beside wall time from now on."""

    kind: Literal["speed_changed"] = "speed_changed"
    factor: float
    """Seconds of exercise time in one of wall time."""

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return exercise.with_clock(stamp.seq, stamp.at, speed=self.factor)


class ChangeSpeed(Command):
    """Exercise time is to run faster or slower (K17); what has passed stays as it was."""

    kind: Literal["change_speed"] = "change_speed"
    factor: Annotated[Number, Limits(gt=0, le=FASTEST)]

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        if self.factor == exercise.speed:
            raise Refused("already_so")
        return (SpeedChanged(factor=float(self.factor)),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        factor = Field(name="factor", kind="number", required=True)
        return (Choice(kind="change_speed", fields=(factor,)),)


class ExerciseInterrupted(Event):
    """Play was cut off from outside: it is paused where it was last known to stand (K19)."""

    kind: Literal["exercise_interrupted"] = "exercise_interrupted"
    cause: Literal["restart", "clock"]
    """The program was gone, or the machine slept or had its clock moved."""
    gap: float
    """Seconds of wall time since play was last known to run; below 0 where a clock went back."""

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        waiting = frozenset(
            (story, inject)
            for story, facts in exercise.facts.items()
            for inject, proposal in facts.proposals.items()
            if proposal.deferred != "not_open"
        )
        found = Interruption(stamp.seq, stamp.elapsed, self.gap, self.cause, waiting)
        return exercise.with_clock(
            stamp.seq,
            stamp.at,
            status="paused",
            interruptions=(*exercise.interruptions, found),
        )


class InterruptExercise(Command):
    """Play was found cut off; the hub says so, and nothing fires by itself (K19)."""

    kind: Literal["interrupt_exercise"] = "interrupt_exercise"
    cause: Literal["restart", "clock"]
    gap: float

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_system(moment)
        if exercise.status != "running":
            return ()
        return (ExerciseInterrupted(cause=self.cause, gap=self.gap),)
