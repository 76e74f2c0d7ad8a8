"""The gateway within one process: tests, scripted plays, one table without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from simulator.acts import Command
from simulator.domain.errors import NotAllowed
from simulator.domain.history import Happening
from simulator.domain.people import Actor, Viewer
from simulator.domain.presence import Presence
from simulator.domain.view import View
from simulator.service.history import page
from simulator.service.hub import Hub
from simulator.service.naming import called, names_of
from simulator.stores.names import Names


class LocalGateway:
    """An exercise of this process's hub, as one seat has it."""

    def __init__(self, hub: Hub, names: Names, exercise: str, actor: Actor, language: str) -> None:
        self._hub = hub
        self._names = names
        self._exercise = exercise
        self._actor = actor
        self._viewer = Viewer(
            role=actor.role,
            team=actor.team,
            team_role=actor.team_role,
            language=language,
            person=actor.person if actor.role == "evaluator" else None,
        )

    async def submit(self, command: Command) -> int:
        """Give a command; the number of its last event."""
        answer = await self._hub.submit(self._exercise, self._actor, command)
        return answer.last

    async def look(self, after: int = 0) -> View:
        """What this seat may see and do now."""
        return await self._hub.look(self._exercise, self._viewer, after)

    def follow(self, after: int = 0) -> AsyncIterator[View]:
        """Views as things happen."""
        return self._hub.follow(self._exercise, self._viewer, after)

    async def history(self, after: int = 0, most: int = 1000) -> tuple[Happening, ...]:
        """What happened, in words. Raises `NotAllowed` unless one of the staff asks."""
        if not self._actor.is_staff:
            raise NotAllowed("staff_only")
        return await page(self._hub, self._exercise, self._viewer, after, most)

    async def names(self) -> Mapping[str, str]:
        """Person → name; nobody has one where people play by role alone."""
        mode = (await self._hub.exercise(self._exercise)).names
        return await names_of(self._names, mode, self._exercise)

    async def presence(self) -> Presence | None:
        """Nobody keeps count within one process."""
        if not self._actor.is_staff:
            raise NotAllowed("not_for_this_seat")
        return None

    async def call_me(self, name: str) -> None:
        """Call the person in this seat so from now on. Raises `Refused`."""
        mode = (await self._hub.exercise(self._exercise)).names
        await called(self._names, mode, self._exercise, self._actor.person, name)
