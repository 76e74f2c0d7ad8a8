"""What happened, as exercise control reads it: one recorded event, on every clock, in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, get_args

from simulator.domain.model import Model

Group = Literal[
    "inject",
    "decision",
    "message",
    "question",
    "clock",
    "control",
    "evaluation",
    "people",
    "behind-the-scenes",
]
"""What an event is about, coarsely: enough to look for it."""
GROUPS: tuple[str, ...] = get_args(Group)


class Happening(Model):
    """One recorded event, as one reader sees it."""

    number: int
    kind: str
    """The event's kind."""
    group: Group
    at: datetime
    """Wall time, UTC."""
    offset: int = 0
    """Minutes of the host's zone then."""
    elapsed: float
    """Exercise time, seconds."""
    story: datetime | None = None
    """Story time, where the story has a clock."""
    teams: tuple[str, ...] = ()
    """The teams it concerns, by their ids; none where it concerns the exercise as a whole."""
    person: str
    """Who did it: an id, for which interfaces put in a name (K28)."""
    text: str
    """What happened, in one sentence of the reader's language."""
    quiet: bool = False
    """Whether it goes on behind the scenes, and the debrief tells it only as evidence."""

    @property
    def wall(self) -> datetime:
        """Wall time as it stood on the wall."""
        return self.at + timedelta(minutes=self.offset)
