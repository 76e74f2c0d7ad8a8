"""A caller: somebody with a seat, as their token says and the exercise confirms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor, Role, Viewer

HOUSE = "(house)"
"""Whose token may take every seat: it lies in a file only this machine's user can read. No person
is called so: an id has no parentheses."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a seat, as their token says and the exercise confirms."""

    exercise: str
    actor: Actor
    house: bool = False
    """Whether the seat was taken from the machine the server runs on, and so needs no code."""

    def sits(self, exercise: Exercise) -> bool:
        """Whether they still have the seat they had."""
        if self.house:
            return True
        seat = exercise.seats.get(self.actor.person)
        return seat is not None and (seat.actor is self.actor or seat.actor == self.actor)


def viewer_of(actor: Actor, language: str) -> Viewer:
    """The audience somebody belongs to (K27)."""
    own = actor.person if actor.role == "evaluator" else None
    return _audience(actor.role, actor.team, actor.team_role, language, own)


@lru_cache(maxsize=4096)
def _audience(
    role: Role, team: str | None, team_role: str | None, language: str, person: str | None
) -> Viewer:
    """The one value that all who belong to it share: it is looked up by thousands."""
    return Viewer(role=role, team=team, team_role=team_role, language=language, person=person)
