"""What every interface speaks to, the same near and far: two verbs, what happened, and names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from simulator.acts import Command
from simulator.domain.history import Happening
from simulator.domain.presence import Presence
from simulator.domain.view import View


class Gateway(Protocol):
    """An exercise as one seat has it."""

    async def submit(self, command: Command) -> int:
        """Give a command; the number of its last event. Raises as the hub does."""
        ...

    async def look(self, after: int = 0) -> View:
        """What this seat may see and do now."""
        ...

    def follow(self, after: int = 0) -> AsyncIterator[View]:
        """Views as things happen."""
        ...

    async def history(self, after: int = 0, most: int = 1000) -> tuple[Happening, ...]:
        """The first so many events after a number, in words; none where there are no more.

        Raises `NotAllowed` unless one of the staff asks. Evaluators do not see what others noted
        and rated (K27): numbers may be missing, and the next page begins after the last one seen.
        """
        ...

    async def names(self) -> Mapping[str, str]:
        """Person → name, of those who have one; cards know people by their ids (K28)."""
        ...

    async def presence(self) -> Presence | None:
        """Who is there now; None where nobody keeps count. Raises unless one of the staff asks."""
        ...

    async def call_me(self, name: str) -> None:
        """Call the person in this seat so from now on. Raises `Refused` by role alone."""
        ...
