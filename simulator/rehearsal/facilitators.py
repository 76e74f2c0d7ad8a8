"""Facilitators: how bots that run an exercise differ in haste, in care and in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType

MIXTURE = "mixture"
"""One of them all, drawn for each run."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a facilitator bot works; shares lie between 0 and 1, times are seconds."""

    name: str
    reacts: float
    """From what asks for an act to the act: as often shorter as longer."""
    spread: float
    """How far these times lie apart: the standard deviation of their logarithm."""
    patience: float
    """How long an inject for which no time is said waits for answers to the one before it."""
    answers: float
    """Share of the questions that it answers, the others it leaves."""
    decides_after: float
    """How long it waits for a decision that play hangs on before it enters one for the table."""
    forces_after: float = inf
    """How long it bears that nothing is due; then it sends what is planned next all the same."""
    skips: float = 0.0
    """Share of the optional injects that it leaves out."""
    decks: float = 0.0
    """Share of the injects in the decks that it makes use of at some time."""
    helps_after: float = inf
    """How long a team may have nothing to read and do nothing before it gets one of the decks."""


_ALL = (
    Manner("by-the-book", 25, 0.4, 240, 1.0, 360, helps_after=600),
    Manner("impatient", 8, 0.4, 0, 0.6, 120, forces_after=90, skips=0.5, decks=0.2),
    Manner("forgetful", 200, 0.7, 240, 0.3, 900, decks=0.1),
)
MANNERS: Mapping[str, Manner] = MappingProxyType({each.name: each for each in _ALL})
"""Name → facilitator, the one that goes by the book first."""


def manners(name: str) -> tuple[Manner, ...]:
    """Those that a name stands for, one of which is drawn for each run."""
    return _ALL if name == MIXTURE else (MANNERS[name],)
