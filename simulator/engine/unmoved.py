"""Whether anything has happened that a team may see; where nothing has, nobody need look."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import fields
from typing import Final

from simulator.domain.access import Seat
from simulator.domain.exercise import EXERCISE, Exercise
from simulator.domain.people import Viewer

PASSING: Final = frozenset({"seq", "at", "elapsed"})
"""What is another after each event; views read none of it (K16)."""
PARTED: Final = frozenset({"teams", "facts", "seats", "seats_seq"})
"""What holds things of every team, of which a team reads its own."""
_LOOKED_AT = tuple(f.name for f in fields(Exercise) if f.name not in PASSING | PARTED)


def unmoved(then: Exercise, now: Exercise, viewer: Viewer) -> bool:
    """Whether a participant's view is surely the same in two states, but for its number.

    Only where each team lives its own story alone: else conditions may ask of any team.
    """
    team = viewer.team
    alone = not now.shared and len(now.scenario.teams) == 1
    if not alone or viewer.role != "participant" or team not in now.teams or team is None:
        return False
    return (
        now.teams.get(team) is then.teams.get(team)
        and now.facts.get(team) is then.facts.get(team)
        and now.facts.get(EXERCISE) is then.facts.get(EXERCISE)
        and (now.seats is then.seats or at_table(now, team) == at_table(then, team))
        and all(getattr(now, name) is getattr(then, name) for name in _LOOKED_AT)
    )


def at_table(exercise: Exercise, team: str) -> Mapping[str, Seat]:
    """Who sits at a team's table."""
    seats = exercise.seats
    tables = next((known for of, known in _known if of is seats), None)
    if tables is None:
        tables = _tables(seats)
        _known.append((seats, tables))
    return tables.get(team, {})


Tables = Mapping[str, Mapping[str, Seat]]
_known: deque[tuple[Mapping[str, Seat], Tables]] = deque(maxlen=8)
"""The tables of the last states that were asked about."""


def _tables(seats: Mapping[str, Seat]) -> Tables:
    found: dict[str, dict[str, Seat]] = {}
    for person, seat in seats.items():
        if seat.actor.team is not None:
            found.setdefault(seat.actor.team, {})[person] = seat
    return found
