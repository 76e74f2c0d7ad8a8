"""A seat at a screen: what it sees, in whose words, and its hand on the exercise."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from types import MappingProxyType

from simulator.acts import Command
from simulator.consoles.commands import own_choices
from simulator.consoles.reader import Reader
from simulator.consoles.sight import Sight
from simulator.domain.errors import StoreError, UsageError
from simulator.domain.people import Actor
from simulator.domain.presence import Presence
from simulator.domain.view import Card, View
from simulator.service.gateway import Gateway


class Session:
    """One seat of an exercise, followed as things happen."""

    def __init__(
        self,
        actor: Actor,
        gateway: Gateway,
        language: str,
        keymap: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`keymap`: the keys somebody wants for actions, by the actions' ids."""
        self.actor = actor
        self.gateway = gateway
        self.keymap = keymap
        self.sight = Sight()
        self.reader = Reader(language)
        self.presence: Presence | None = None
        """Who was there when it was last asked; none where nobody keeps count."""

    async def look(self) -> tuple[Card, ...]:
        """Bring the sight up to now; the cards that are new or have changed."""
        return await self._taken(await self.gateway.look(self.sight.number))

    async def follow(self) -> AsyncIterator[tuple[Card, ...]]:
        """What is new or has changed, each time something happens."""
        async for view in self.gateway.follow(self.sight.number):
            yield await self._taken(view)

    async def give(self, command: Command) -> None:
        """Give a command and see what came of it. Raises as the gateway does.

        Where nobody answers any more once it was taken, what came of it is seen later.
        """
        await self.gateway.submit(command)
        with suppress(UsageError):
            await self.look()

    async def meet(self) -> Presence | None:
        """Ask who is there, and what they are called."""
        self.presence = await self.gateway.presence()
        people = self.presence.people if self.presence else ()
        if any(each.person not in self.reader.names for each in people):
            self.reader = Reader(self.reader.language, await self.gateway.names())
        return self.presence

    async def _taken(self, view: View) -> tuple[Card, ...]:
        changed = self.sight.merge(view)
        if not self.actor.is_staff and self.sight.number == view.number:
            self.sight.choices += own_choices(self.actor.role, view.choices)
        if any(card.person for card in changed):
            with suppress(StoreError, UsageError):  # without names people are called by their seats
                self.reader = Reader(self.reader.language, await self.gateway.names())
        return changed
