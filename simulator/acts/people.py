"""Who takes part: joining, leaving, passing a seat on; the joins are the attendance list.

Taking a seat and giving up one's own concern a person, not an audience: they are always there and
never among the choices. The facilitator may choose to pass on anybody's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp
from simulator.domain.access import Seat
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.exercise import Exercise, put
from simulator.domain.model import Id
from simulator.domain.people import Viewer
from simulator.domain.view import Choice, Field


def _must_be_open(exercise: Exercise) -> None:
    """Raises `Refused` while the real-world stop lasts, and after ENDEX."""
    if exercise.status in ("stopped", "ended"):
        raise Refused("stopped" if exercise.status == "stopped" else "has_ended")


class PersonJoined(Event):
    """Somebody took a seat."""

    kind: Literal["person_joined"] = "person_joined"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        seat = Seat(stamp.actor, stamp.elapsed, stamp.seq, stamp.actor.person)
        seats = put(exercise.seats, stamp.actor.person, seat)
        return replace(exercise, seats=seats, seats_seq=stamp.seq)


class JoinExercise(Command):
    """Somebody takes the seat they act from, before STARTEX or at any time of play."""

    kind: Literal["join_exercise"] = "join_exercise"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        actor = moment.actor
        _must_be_open(exercise)
        if actor.role == "participant" and actor.team not in exercise.teams:
            raise Refused("unknown_team", team=actor.team or "")
        seat = exercise.seats.get(actor.person)
        if seat is not None and seat.actor == actor:
            raise Refused("already_joined")
        if exercise.access.locked:
            raise Refused("lobby_locked")
        return (PersonJoined(),)


class PersonLeft(Event):
    """Somebody gave their seat up."""

    kind: Literal["person_left"] = "person_left"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        left = {p: seat for p, seat in exercise.seats.items() if p != stamp.actor.person}
        return replace(exercise, seats=left, seats_seq=stamp.seq)


class LeaveExercise(Command):
    """Somebody gives their seat up."""

    kind: Literal["leave_exercise"] = "leave_exercise"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        if moment.actor.person not in exercise.seats:
            raise Refused("not_joined")
        if exercise.status == "stopped":
            raise Refused("stopped")
        return (PersonLeft(),)


class SeatHandedOver(Event):
    """A seat was passed on; what was entered from it keeps its author (F16)."""

    kind: Literal["seat_handed_over"] = "seat_handed_over"
    person: Id
    to: Id

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        seats = dict(exercise.seats)
        before = seats.pop(self.person)
        taken = before.actor.having(person=self.to)
        seats[self.to] = Seat(taken, stamp.elapsed, stamp.seq, before.first)
        return replace(exercise, seats=seats, seats_seq=stamp.seq)


class HandOverSeat(Command):
    """Somebody passes the seat on to another person; the facilitator may do it for anybody."""

    kind: Literal["hand_over_seat"] = "hand_over_seat"
    to: Id
    person: Id | None = None
    """Whose seat; one's own where it is left out."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        _must_be_open(exercise)
        person = self.person or moment.actor.person
        if person != moment.actor.person and moment.actor.role != "facilitator":
            raise NotAllowed("facilitator_only")
        if person not in exercise.seats:
            raise Refused("not_joined")
        if self.to in exercise.seats:
            raise Refused("seat_taken", person=self.to)
        if self.to in exercise.access.revoked:
            raise Refused("sent_away", person=self.to)
        return (SeatHandedOver(person=person, to=self.to),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        shut = exercise.status in ("stopped", "ended")
        if shut or viewer.role != "facilitator" or not exercise.seats:
            return ()
        seated = tuple((person, person) for person in exercise.seats)
        fields = (
            Field(name="person", kind="choice", options=seated, required=True),
            Field(name="to", kind="id", required=True),
        )
        return (Choice(kind="hand_over_seat", fields=fields),)
