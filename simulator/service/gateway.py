"""What every interface speaks to: two verbs, the same near and far."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from simulator.acts import Command
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
