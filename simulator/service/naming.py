"""Who is called what: the rule that an exercise by role alone keeps no name (K28)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from simulator.domain.errors import Refused
from simulator.domain.model import cleaned
from simulator.stores.names import Names

MOST_LETTERS = 80
Mode = Literal["named", "role-only", "pseudonym"]
"""Fixed when an exercise is created: by name, by role alone, or by a name made up for it."""


async def keep_name(names: Names, mode: Mode, exercise: str, person: str, name: str | None) -> None:
    """Keep what somebody wants to be called; by role alone nothing is kept, whatever was given."""
    if name and mode != "role-only":
        await names.put(exercise, person, name)


async def names_of(names: Names, mode: Mode, exercise: str) -> Mapping[str, str]:
    """Person → name, for the map that goes beside a view; empty by role alone."""
    return {} if mode == "role-only" else await names.of(exercise)


async def called(names: Names, mode: Mode, exercise: str, person: str, name: str) -> None:
    """Call somebody so from now on. Raises `Refused` by role alone, or where it is no name."""
    if mode == "role-only":
        raise Refused("by_role_only")
    await keep_name(names, mode, exercise, person, usable_name(name))


def usable_name(name: str) -> str:
    """The name as it is kept. Raises `Refused` where it is none."""
    line = " ".join(cleaned(name).split())
    if not line or len(line) > MOST_LETTERS:
        raise Refused("no_usable_name", most=MOST_LETTERS)
    return line
