"""Who sits where, and who may come in: seats, the epochs of join codes, who is shut out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.domain.people import Actor


@dataclass(frozen=True, slots=True)
class Seat:
    """A person with a role and, for participants, a place in a team."""

    actor: Actor
    since: float
    seq: int
    first: str
    """Who took it; somebody else has it where it was passed on."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody may join; as what is rotated, an empty part stands for each there is."""

    role: str | None = None
    team: str | None = None
    team_role: str | None = None

    def holds(self, place: Place) -> bool:
        """Whether it is that place, or that place is one of those it stands for."""
        mine = (self.role, self.team, self.team_role)
        theirs = (place.role, place.team, place.team_role)
        return all(own in (None, other) for own, other in zip(mine, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Access:
    """How an exercise may be joined, and who may not act in it."""

    rotated: tuple[tuple[Place, int], ...] = ()
    """Places whose codes were made anew, each with the event that did it."""
    locked: bool = False
    muted: frozenset[str] = frozenset()
    """People whose commands are refused for now."""
    revoked: frozenset[str] = frozenset()
    """People whose seat was taken away, for good."""

    def epoch(self, place: Place) -> int:
        """What the code of a place is made with: the last event that rotated it, else 0 (K39)."""
        return max((seq for held, seq in self.rotated if held.holds(place)), default=0)

    def renewed(self, place: Place, seq: int) -> Access:
        """The access with the codes of a place made anew."""
        others = tuple(each for each in self.rotated if not place.holds(each[0]))
        return replace(self, rotated=(*others, (place, seq)))
