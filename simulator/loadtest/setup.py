"""What a load test is: how many people at how many tables, and what they do for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Way = Literal["page", "polling", "console", "stalled"]
"""How somebody follows: a page with its stream, or that asks; a console; or without reading."""
MOST_RELEASES = 1_000


@dataclass(frozen=True, slots=True)
class Setup:
    """One load test, in seconds of wall time unless it says minutes."""

    teams: int = 45
    people: int = 400
    burst: float = 60.0
    """Within which all of them join."""
    minutes: float = 5.0
    """For which play goes on after that."""
    every: float = 10.0
    """From one release to the next."""
    decisions: float = 0.5
    """Of each person in a minute, as a mean."""
    polling: int = 0
    """People whose network lets no stream through."""
    consoles: int = 0
    """People at a console instead of a page."""
    stalled: int = 0
    """People who open a stream and never read it."""
    seed: int = 1

    @property
    def seconds(self) -> float:
        """For which play goes on."""
        return self.minutes * 60

    @property
    def releases(self) -> int:
        """Injects that go out."""
        return max(1, min(MOST_RELEASES, int(self.seconds / self.every)))
