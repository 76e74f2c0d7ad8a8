"""What is typed and not sent yet, kept for each inject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Place = tuple[int, int]
"""A line and a column of a text."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """What is typed about one inject, with the cursor where it was."""

    text: str = ""
    cursor: tuple[Place, Place] = ((0, 0), (0, 0))
    """The two ends of what is selected; the cursor is at the second."""
    option: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What was filled in of the whole form: the reason, who does it."""

    @property
    def anything(self) -> bool:
        """Whether something would be lost with it."""
        return bool(self.text.strip() or self.option or any(self.more.values()))
