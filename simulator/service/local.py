"""The gateway within one process: tests, scripted plays, one table without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator

from simulator.acts import Command
from simulator.domain.people import Actor, Viewer
from simulator.domain.view import View
from simulator.service.hub import Hub


class LocalGateway:
    """An exercise of this process's hub, as one seat has it."""

    def __init__(self, hub: Hub, exercise: str, actor: Actor, language: str) -> None:
        self._hub = hub
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
