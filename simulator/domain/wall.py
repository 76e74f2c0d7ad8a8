"""What the room is shown on the wall because control said so, and what it is not (F15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

EntryKind = Literal["decision", "question", "message"]
"""What people put on record that the room may be shown."""


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OnWall:
    """What control last said about one thing: whether the room is shown it, and by which event."""

    shown: bool
    seq: int
    kind: EntryKind | Literal["inject"] = "inject"
    team: str = ""
    """Whose entry it is; empty for an inject."""


@dataclass(frozen=True, slots=True)
class Wall:
    """What control said about the wall; people's words are on it only where it said so."""

    entries: Mapping[str, OnWall] = field(default_factory=_nothing)
    injects: Mapping[str, OnWall] = field(default_factory=_nothing)
    """Injects that are on it, or off it, against what their author meant."""
    seq: int = 0
    """The last event about it."""

    def shows(self, entry: str) -> bool:
        """Whether an entry may stand on it."""
        return entry in self.entries and self.entries[entry].shown

    def said_of(self, entry: str) -> int:
        """The last event about an entry; 0 where there was none."""
        return self.entries[entry].seq if entry in self.entries else 0

    def said_of_inject(self, inject: str) -> int:
        """The last event about an inject; 0 where there was none."""
        return self.injects[inject].seq if inject in self.injects else 0

    def with_entry(self, id: str, placed: OnWall) -> Wall:
        """The wall with an entry shown or hidden."""
        return replace(self, entries={**self.entries, id: placed}, seq=placed.seq)

    def with_inject(self, id: str, placed: OnWall) -> Wall:
        """The wall with an inject shown or hidden."""
        return replace(self, injects={**self.injects, id: placed}, seq=placed.seq)
