"""Injects that lie ready in the library, for a facilitator who makes one up on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.domain.edition import Kit

THEMES = ("press", "rumours", "pressure", "hints", "false-leads", "noise")
"""The shelf's own order; what else somebody has stands behind."""


@dataclass(frozen=True, slots=True)
class ReadyInject:
    """One inject of the library, in the words and with the names of the exercise."""

    id: str
    """`theme/id`."""
    theme: str
    group: str
    """What its theme is called."""
    title: str
    body: str
    channel: str
    sender: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    tlp: str | None = None
    label: str = ""
    """What its channel is called."""
    facts: tuple[tuple[str, str], ...] = ()
    """Its details as people read them."""
    guidance: tuple[tuple[str, str], ...] = ()
    """What only control reads: each text with the key of its heading."""

    @property
    def values(self) -> dict[str, Any]:
        """What it says of an inject that is improvised."""
        said = {
            "title": self.title,
            "body": self.body,
            "channel": self.channel,
            "sender": self.sender,
            "details": dict(self.details),
            "tlp": self.tlp,
        }
        return {name: value for name, value in said.items() if value}


Shelf = Callable[[], Sequence[ReadyInject]]
"""Takes down what lies ready; nothing is read before somebody asks for it."""
Shelves = Callable[[Kit, str], Shelf]
"""What an exercise is played from, and a language → what lies ready for it."""


def empty() -> Sequence[ReadyInject]:
    """Nothing lies ready."""
    return ()


def bare(kit: Kit, language: str) -> Shelf:
    """Nothing lies ready for any exercise."""
    return empty


def shelved(ready: Iterable[ReadyInject]) -> list[ReadyInject]:
    """Some of them in the order of the shelf."""
    return sorted(ready, key=lambda each: _place(each.theme))


def _place(theme: str) -> int:
    return THEMES.index(theme) if theme in THEMES else len(THEMES)
