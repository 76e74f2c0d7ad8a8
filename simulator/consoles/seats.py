"""The seats of a table: one terminal, in which each seat is a person of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from simulator.domain.access import Seat
from simulator.domain.errors import UsageError
from simulator.domain.people import Actor, Role

FACILITATOR = Actor(person="facilitator", role="facilitator")
ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "facilitator": "facilitator",
        "evaluator": "evaluator",
        "lead-evaluator": "lead-evaluator",
        "observer": "observer",
        "projector": "projector",
    }
)
"""Seats beside the teams; a number behind one makes a further seat of its kind."""
MOST_NAMED = 20
MOST_ALIKE = 99


class Seats:
    """Who sits where; a seat that was passed on has another person from then on."""

    def __init__(
        self,
        teams: Sequence[tuple[str, Sequence[str]]],
        seated: Sequence[Seat] = (),
        only: Actor | None = None,
    ) -> None:
        """`only`: the one seat there is at a terminal that has joined from elsewhere."""
        self._only = only
        self._teams = {team: tuple(roles) for team, roles in teams}
        self._passed: dict[str, str] = {}
        there = {seat.actor.person for seat in seated}
        for seat in seated:
            for first in {seat.first, *self._own(seat.actor)} - there:
                self.passed_on(first, seat.actor.person)

    def at(self, place: str) -> Actor:
        """Who acts from a place: `TEAM`, `TEAM/ROLE`, `evaluator`, `evaluator 2`.

        Raises `UsageError` for a place that is not there.
        """
        if self._only is not None:
            if place in self.places():
                return self._only
            raise UsageError("only_this_seat", seat=next(self.places()))
        if not place:
            raise UsageError("about_what", verb="as", options=", ".join(self._near(place)))
        name, _, number = place.partition(" ")
        team, _, role = place.partition("/")
        if name in ROLES and _is_number(number.strip()):
            found = Actor(person="-".join(place.split()), role=ROLES[name])
        elif team in self._teams and (not role or role in self._teams[team]):
            person = place.replace("/", "-")
            found = Actor(person=person, role="participant", team=team, team_role=role or None)
        else:
            raise UsageError("unknown_seat", seat=place, seats=", ".join(self._near(place)))
        while found.person in self._passed:
            found = found.having(person=self._passed[found.person])
        return found

    def has(self, place: str) -> bool:
        """Whether there is such a place."""
        try:
            self.at(place)
        except UsageError:
            return False
        return True

    def passed_on(self, person: str, to: str) -> None:
        """Another person has a seat from now on."""
        self._passed.pop(to, None)
        self._passed[person] = to

    def called(self, actor: Actor) -> str:
        """What stands at the prompt: the person, or the place where it is the only one."""
        return actor.person if self._only is None else next(self.places())

    def successor(self, actor: Actor) -> str:
        """An id for whoever takes a seat over: the seat's, and a number."""
        seat, _, number = actor.person.rpartition("-")
        if seat and number.isdecimal():
            return f"{seat}-{int(number) + 1}"
        return f"{actor.person}-2"

    @property
    def first(self) -> Actor:
        """Who sits at the terminal when it is opened."""
        return self._only or self.at("facilitator")

    @property
    def teams(self) -> tuple[str, ...]:
        """The playing teams."""
        return tuple(self._teams)

    def places(self) -> Iterator[str]:
        """Every place there is, without the further ones of a kind."""
        if (own := self._only) is not None:
            yield "/".join(part for part in (own.team, own.team_role) if part) or own.role
            return
        yield from ROLES
        for team, roles in self._teams.items():
            yield team
            yield from (f"{team}/{role}" for role in roles)

    def _own(self, actor: Actor) -> Iterator[str]:
        """Who sits in a participant's place where nobody else was seated there."""
        place = "/".join(part for part in (actor.team, actor.team_role) if part)
        if actor.role == "participant" and self.has(place):
            yield place.replace("/", "-")

    def _near(self, place: str) -> list[str]:
        """The seats to name to somebody who asked for one that is not there: not all of many."""
        places = list(self.places())
        if len(places) <= MOST_NAMED:
            return places
        return get_close_matches(place, places, n=5) or places[:MOST_NAMED]


def _is_number(text: str) -> bool:
    return not text or (text.isdecimal() and text.isascii() and 1 <= int(text) <= MOST_ALIKE)
