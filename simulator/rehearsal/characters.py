"""Characters: how bots differ in haste, in what they heed, and in what they say; and mixtures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simulator.domain.errors import UsageError

MOST_ALIKE = 99
_PART = re.compile(r"([a-z]+)(?:\s*\*\s*([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class Character:
    """How a bot plays; shares lie between 0 and 1, times are seconds of exercise time."""

    name: str
    delay: float
    """From an inject's arrival to the first entry about it: as often shorter as longer."""
    meets: float
    """Share of what is expected of its team that it does."""
    decides: float
    """Share of the options put to its team that it chooses from at all."""
    contrary: float
    """Share of its choices that go against what the playbooks behind them say."""
    spread: float = 0.5
    """How far delays lie apart: the standard deviation of their logarithm."""
    opens: float = 1.0
    """Share of the injects that it opens; about the others it says nothing."""
    remarks: float = 0.5
    """How often it says something where it does nothing of what is expected."""
    explains: float = 0.5
    """Share of its entries that come with a reason."""
    asks: float = 0.0
    """How often an inject makes it ask the simulation cell."""
    tells: float = 0.0
    """How often it tells other teams."""
    amends: float = 0.0
    """Share of its entries that it amends later."""


_ALL = (
    Character("diligent", 150, 0.92, 1.0, 0.05, explains=0.7, asks=0.35, tells=0.4, amends=0.08),
    Character("racing", 35, 0.6, 1.0, 0.25, explains=0.1, asks=0.05, tells=0.15, amends=0.2),
    Character("stalling", 600, 0.45, 0.7, 0.15, remarks=0.9, asks=0.6, tells=0.3, explains=0.4),
    Character("silent", 260, 0.08, 0.25, 0.1, opens=0.7, remarks=0.05, explains=0.05),
    Character("contrary", 110, 0.3, 1.0, 0.9, remarks=0.9, explains=0.6, asks=0.1, tells=0.1),
)
CHARACTERS: Mapping[str, Character] = MappingProxyType({each.name: each for each in _ALL})
"""Name → character, the one that plays by the book first."""


def mixture(text: str) -> tuple[Character, ...]:
    """The characters that a text like `diligent*3,contrary` means. Raises `UsageError`."""
    found: list[Character] = []
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        character = CHARACTERS.get(match[1]) if match else None
        count = int(match[2] or 1) if match else 0
        if character is None or not 1 <= count <= MOST_ALIKE:
            raise UsageError("unknown_bot", bot=part.strip(), known=", ".join(CHARACTERS))
        found += [character] * count
    return tuple(found)


def cast(mix: tuple[Character, ...], teams: Iterable[str]) -> dict[str, Character]:
    """Who plays which team: the mixture dealt out in the order of the teams, again and again."""
    return {team: mix[number % len(mix)] for number, team in enumerate(teams)}
