"""A caller: somebody with a seat, as their token says and the exercise confirms."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.people import Actor, Viewer

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


def viewer_of(actor: Actor, language: str) -> Viewer:
    """The audience somebody belongs to (K27)."""
    return Viewer(
        role=actor.role,
        team=actor.team,
        team_role=actor.team_role,
        language=language,
        person=actor.person if actor.role == "evaluator" else None,
    )
