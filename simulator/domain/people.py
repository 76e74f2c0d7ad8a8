"""Who acts: roles, actors and viewers; never a name (K22, K27, K28)."""

from __future__ import annotations

from typing import Literal

from simulator.domain.model import Id, Language, Model

Role = Literal[
    "facilitator", "evaluator", "lead-evaluator", "observer", "projector", "participant", "system"
]
"""What one may do; `system` is the hub itself, giving `Tick`."""

STAFF: frozenset[str] = frozenset({"facilitator", "evaluator", "lead-evaluator", "system"})


class Actor(Model):
    """Who gives a command: an opaque person id, a role, and for participants a seat."""

    person: Id
    role: Role
    team: Id | None = None
    team_role: Id | None = None

    @property
    def is_staff(self) -> bool:
        """Whether it belongs to exercise control."""
        return self.role in STAFF


SYSTEM = Actor(person="system", role="system")


MOST_TEAMS = 99


def copies(team: Id, count: int) -> tuple[Id, ...]:
    """The ids of so many teams that are made of one: itself alone, or `red-01` to `red-12`."""
    width = len(str(count))
    return tuple(f"{team}-{n:0{width}}" for n in range(1, count + 1)) if count > 1 else (team,)


class Viewer(Model):
    """An audience: everybody with the same role, seat and language sees the same view."""

    role: Role
    team: Id | None = None
    team_role: Id | None = None
    language: Language = "en"
    person: Id | None = None
    """For evaluators only: they do not see each other's ratings and notes (K27)."""
