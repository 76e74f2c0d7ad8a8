"""Who takes part: joining and leaving; the joins are the attendance list."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise, Seat, put


class PersonJoined(Event):
    """Somebody took a seat: whoever the record's actor is."""

    kind: Literal["person_joined"] = "person_joined"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        seat = Seat(stamp.actor, stamp.elapsed, stamp.seq)
        return replace(exercise, seats=put(exercise.seats, stamp.actor.person, seat))


class JoinExercise(Command):
    """Somebody is to take a seat; possible before STARTEX too."""

    kind: Literal["join_exercise"] = "join_exercise"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        if exercise.status == "ended":
            raise Refused("has_ended")
        actor = moment.actor
        if actor.role == "participant" and actor.team not in exercise.teams:
            raise Refused("unknown_team", team=actor.team or "")
        seat = exercise.seats.get(actor.person)
        if seat is not None and seat.actor == actor:
            raise Refused("already_joined")
        return (PersonJoined(),)


class PersonLeft(Event):
    """Somebody gave their seat up."""

    kind: Literal["person_left"] = "person_left"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        left = {p: seat for p, seat in exercise.seats.items() if p != stamp.actor.person}
        return replace(exercise, seats=left)


class LeaveExercise(Command):
    """Somebody is to give their seat up."""

    kind: Literal["leave_exercise"] = "leave_exercise"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        if moment.actor.person not in exercise.seats:
            raise Refused("not_joined")
        return (PersonLeft(),)
