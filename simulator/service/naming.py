"""Who is called what: the rule that an exercise by role alone keeps no name (K28)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from simulator.stores.names import Names

Mode = Literal["named", "role-only", "pseudonym"]
"""Fixed when an exercise is created: by name, by role alone, or by a name made up for it."""


async def keep_name(names: Names, mode: Mode, exercise: str, person: str, name: str | None) -> None:
    """Keep what somebody wants to be called; by role alone nothing is kept, whatever was given."""
    if name and mode != "role-only":
        await names.put(exercise, person, name)


async def names_of(names: Names, mode: Mode, exercise: str) -> Mapping[str, str]:
    """Person → name, for the map that goes beside a view; empty by role alone."""
    return {} if mode == "role-only" else await names.of(exercise)
