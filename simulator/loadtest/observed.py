"""What a crowd did and met, as its devices saw it; made by the crowd, or up in a test."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from simulator.loadtest.heard import Heard


@dataclass(slots=True)
class Out:
    """An inject that the facilitator has sent, and when that was asked for."""

    inject: str
    sent: float


@dataclass(slots=True)
class Said:
    """A decision of somebody; `number` and `took` once it was acknowledged."""

    text: str
    sent: float
    number: int | None = None
    took: float | None = None


@dataclass(slots=True)
class Observed:
    """All of it, in seconds; moments are by the steady clock."""

    heard: list[Heard] = field(default_factory=list)
    """Of every device that reads and came in."""
    said: list[Said] = field(default_factory=list)
    out: list[Out] = field(default_factory=list)
    joins: list[float] = field(default_factory=list)
    """How long it took each to come in and have the page."""
    started: float = 0.0
    """When play began; nothing where it did not."""
    errors: Counter[str] = field(default_factory=Counter)
    """What was asked and not done, by what it was and how it was answered."""
    tried_again: int = 0
    """Requests that had to be given once more."""
    cut: int = 0
    """Streams that ended while they were followed, and were taken up again."""
    lags: list[float] = field(default_factory=list)
    """How late the crowd itself was, looked at all the time."""
