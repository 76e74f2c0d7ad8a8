"""Leaving a console: what may become of the exercise behind it."""

from __future__ import annotations

from typing import Literal

Leaving = Literal["alone", "server", "guest"]
"""Who leaves: whoever holds the exercise in the same process; whoever runs a server; a guest."""
Left = Literal["leave", "stop", "end", "stay"]
"""The exercise goes on without the console; stands still until it is gone on with; has ended."""
WAYS: tuple[Left, ...] = ("leave", "stop", "end", "stay")


def ways(status: str) -> tuple[Left, ...]:
    """What leaving may do to an exercise that stands so; an end only where play goes on."""
    return tuple(way for way in WAYS if way != "end" or status not in ("created", "ended"))
