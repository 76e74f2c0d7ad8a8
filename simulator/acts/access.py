"""Who may come in and be heard: join codes made anew, the lobby locked, people muted or sent away.

The facilitator's alone. Whose commands are refused is settled in one place, `must_be_heard`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp, must_be_facilitator
from simulator.domain.access import Access, Place
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise
from simulator.domain.model import Id, Line
from simulator.domain.people import Viewer
from simulator.domain.view import Choice, Field
from simulator.engine import rules

Joinable = Literal[
    "facilitator", "evaluator", "lead-evaluator", "observer", "projector", "participant"
]
JOINABLE: tuple[Joinable, ...] = (
    "facilitator", "evaluator", "lead-evaluator", "observer", "projector", "participant",
)  # fmt: skip
HOUSE = "facilitator"
"""Who runs the exercise at its own machine: nobody can lock that seat out."""


def must_be_heard(exercise: Exercise, moment: Moment) -> None:
    """Raises `Refused` for somebody who was sent away or is muted; the hub itself always acts."""
    if moment.actor.role == "system":
        return
    if moment.actor.person in exercise.access.revoked:
        raise Refused("seat_revoked")
    if moment.actor.person in exercise.access.muted:
        raise Refused("muted")


def _must_admit(exercise: Exercise, moment: Moment) -> None:
    """Raises `NotAllowed` or `Refused` unless the facilitator asks while people can still join."""
    must_be_facilitator(moment)
    if not _admits(exercise):
        raise Refused("stopped" if exercise.status == "stopped" else "has_ended")


def _must_not_be_stopped(exercise: Exercise, moment: Moment) -> None:
    """Raises `NotAllowed` or `Refused` unless the facilitator asks and nothing is an emergency."""
    must_be_facilitator(moment)
    if exercise.status == "stopped":
        raise Refused("stopped")


def _admits(exercise: Exercise) -> bool:
    return exercise.status not in ("stopped", "ended")


# Codes


class CodesRotated(Event):
    """The codes of a place were made anew: of a role, a team, a role of it, or all of them."""

    kind: Literal["codes_rotated"] = "codes_rotated"
    role: Joinable | None = None
    team: Id | None = None
    team_role: Id | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        place = Place(self.role, self.team, self.team_role)
        return _with(exercise, exercise.access.renewed(place, stamp.seq))


class RotateCodes(Command):
    """Codes handed out are to work no longer; whoever has a seat keeps it."""

    kind: Literal["rotate_codes"] = "rotate_codes"
    role: Joinable | None = None
    """Only this role's; without role and team, all codes."""
    team: Id | None = None
    """Only this team's, those of its roles included."""
    team_role: Id | None = None
    """Only this role's of the team."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        _must_admit(exercise, moment)
        if self.team is not None and self.team not in exercise.teams:
            raise Refused("unknown_team", team=self.team)
        if self.team is None:
            if self.team_role is not None:
                raise Refused("team_needed")
            return (CodesRotated(role=self.role),)
        roles = dict(_roles(exercise, self.team, exercise.kit.language))
        if self.role not in (None, "participant") or self.team_role not in (None, *roles):
            raise Refused("unknown_place")
        return (CodesRotated(role="participant", team=self.team, team_role=self.team_role),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not _admits(exercise):
            return ()
        roles = tuple(Choice(kind="rotate_codes", given={"role": role}) for role in JOINABLE)
        teams = tuple(_team_codes(exercise, team, viewer) for team in exercise.teams)
        return (Choice(kind="rotate_codes"), *roles, *teams)


def _team_codes(exercise: Exercise, team: str, viewer: Viewer) -> Choice:
    roles = _roles(exercise, team, viewer.language)
    return Choice(
        kind="rotate_codes",
        given={"team": team},
        title=rules.team_title(exercise, team, viewer.language),
        fields=(Field(name="team_role", kind="choice", options=roles),) if roles else (),
    )


def _roles(exercise: Exercise, team: str, language: str) -> tuple[tuple[str, str], ...]:
    """The roles of a playing team, each with its title."""
    scenario = exercise.kit.edition(language).scenario
    declared = scenario.team(exercise.teams[team].declared)
    assert declared is not None
    return tuple((role.id, role.title) for role in declared.roles)


# The lobby


class LobbyLocked(Event):
    """Nobody could join from then on."""

    kind: Literal["lobby_locked"] = "lobby_locked"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return _with(exercise, replace(exercise.access, locked=True))


class LockLobby(Command):
    """Nobody is to join any more, whatever code they have."""

    kind: Literal["lock_lobby"] = "lock_lobby"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        _must_admit(exercise, moment)
        if exercise.access.locked:
            raise Refused("already_so")
        return (LobbyLocked(),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        open_ = viewer.role == "facilitator" and _admits(exercise) and not exercise.access.locked
        return (Choice(kind="lock_lobby"),) if open_ else ()


class LobbyUnlocked(Event):
    """People could join again."""

    kind: Literal["lobby_unlocked"] = "lobby_unlocked"

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return _with(exercise, replace(exercise.access, locked=False))


class UnlockLobby(Command):
    """People may join again, with the codes they have."""

    kind: Literal["unlock_lobby"] = "unlock_lobby"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        _must_admit(exercise, moment)
        if not exercise.access.locked:
            raise Refused("already_so")
        return (LobbyUnlocked(),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        shut = viewer.role == "facilitator" and _admits(exercise) and exercise.access.locked
        return (Choice(kind="unlock_lobby"),) if shut else ()


# People


class SeatRevoked(Event):
    """A seat was taken away: that person cannot act any more, nor come back as the same person."""

    kind: Literal["seat_revoked"] = "seat_revoked"
    person: Id
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        seats = {p: seat for p, seat in exercise.seats.items() if p != self.person}
        revoked, muted = exercise.access.revoked | {self.person}, exercise.access.muted
        access = replace(exercise.access, revoked=revoked, muted=muted - {self.person})
        return replace(exercise, access=access, seats=seats, seats_seq=stamp.seq)


class RevokeSeat(Command):
    """Somebody is to be sent away; what they entered stays."""

    kind: Literal["revoke_seat"] = "revoke_seat"
    person: Id
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        _must_not_be_stopped(exercise, moment)
        _must_sit(exercise, self.person)
        return (SeatRevoked(person=self.person, reason=self.reason),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        return _about(cls, exercise, viewer, _guests(exercise), Field(name="reason"))


class PersonMuted(Event):
    """Somebody's commands were refused from then on; they read on."""

    kind: Literal["person_muted"] = "person_muted"
    person: Id

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        muted = exercise.access.muted | {self.person}
        return _with(exercise, replace(exercise.access, muted=muted))


class MutePerson(Command):
    """Somebody is to be heard no longer, until unmuted."""

    kind: Literal["mute_person"] = "mute_person"
    person: Id

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        _must_not_be_stopped(exercise, moment)
        _must_sit(exercise, self.person)
        if self.person in exercise.access.muted:
            raise Refused("already_so")
        return (PersonMuted(person=self.person),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        heard = (p for p in _guests(exercise) if p not in exercise.access.muted)
        return _about(cls, exercise, viewer, heard)


class PersonUnmuted(Event):
    """Somebody was heard again."""

    kind: Literal["person_unmuted"] = "person_unmuted"
    person: Id

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        muted = exercise.access.muted - {self.person}
        return _with(exercise, replace(exercise.access, muted=muted))


class UnmutePerson(Command):
    """Somebody is to be heard again."""

    kind: Literal["unmute_person"] = "unmute_person"
    person: Id

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        _must_not_be_stopped(exercise, moment)
        if self.person not in exercise.access.muted:
            raise Refused("not_muted", person=self.person)
        return (PersonUnmuted(person=self.person),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        return _about(cls, exercise, viewer, sorted(exercise.access.muted))


def _with(exercise: Exercise, access: Access) -> Exercise:
    return replace(exercise, access=access)


def _must_sit(exercise: Exercise, person: str) -> None:
    """Raises `Refused` unless somebody has a seat that can be shut out."""
    if person == HOUSE:
        raise Refused("house_seat")
    if person not in exercise.seats:
        raise Refused("nobody_there", person=person)


def _guests(exercise: Exercise) -> Iterator[str]:
    """Who has a seat, but for the one at the exercise's own machine."""
    return (person for person in exercise.seats if person != HOUSE)


def _about(
    kind: type[Command],
    exercise: Exercise,
    viewer: Viewer,
    people: Iterable[str],
    *more: Field,
) -> tuple[Choice, ...]:
    """What the facilitator may do about one of these people, unless play is stopped."""
    if viewer.role != "facilitator" or exercise.status == "stopped":
        return ()
    options = tuple((person, person) for person in people)
    if not options:
        return ()
    person = Field(name="person", kind="choice", options=options, required=True)
    return (Choice(kind=kind.model_fields["kind"].default, fields=(person, *more)),)
