"""The plain console: the exercise as lines of text, for a table, a script or a screen reader.

One person types for everybody: `as TEAM` or `as TEAM/ROLE` takes a team's seat, `as facilitator`
goes back.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import TextIO

from simulator.consoles.commands import VERBS, Draft, read
from simulator.consoles.render import card_lines, choice_line
from simulator.domain.errors import SimulatorError, StoreError, UsageError
from simulator.domain.model import cleaned
from simulator.domain.people import Actor
from simulator.domain.view import View
from simulator.service.gateway import Gateway
from simulator.text import say_in

Seats = Callable[[Actor], Gateway]
FACILITATOR = Actor(person="facilitator", role="facilitator")
MOST_NAMED = 20
LEAVE = ("quit", "exit")
HELP = ("help", "?")
META = (*LEAVE, *HELP, "look")
"""Words about the console itself: they never are the answer to what is asked for."""
KIND_VERB = {kind: verb for verb, kind in VERBS.items()}


class LineConsole:
    """One terminal, in which one seat at a time is typed for."""

    def __init__(
        self,
        seats: Seats,
        teams: Sequence[tuple[str, Sequence[str]]],
        language: str,
        out: TextIO,
    ) -> None:
        self._seats = seats
        self._teams = dict(teams)
        self._say = say_in(language)
        self._language = language
        self._out = out
        self._actor = FACILITATOR
        self._gateways: dict[Actor, Gateway] = {}
        self._seen: dict[Actor, int] = {}
        self._draft: Draft | None = None

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Take lines until there are no more, or `quit`; a store that fails ends it."""
        self._print(self._say("console.welcome"))
        await self.news()
        async for line in lines:
            try:
                if not await self._take(line.strip()):
                    return
            except StoreError:
                raise
            except SimulatorError as error:
                self._draft = None
                self._print(self._say(f"errors.{error.code}", **error.values))
            await self.news()

    async def news(self) -> None:
        """Print what has changed for this seat since it was last looked at."""
        seen = await self._look(after=self._seen.get(self._actor, 0))
        self._seen[self._actor] = seen.number
        for card in seen.cards:
            for line in card_lines(card, self._language):
                self._print(line)
        self._prompt()

    async def _take(self, line: str) -> bool:
        """Do what one line says; False where it says to leave."""
        if self._draft is not None and line not in META and not line.startswith("as "):
            await self._answered(line)
            return True
        self._draft = None
        if line in LEAVE:
            return False
        if line in HELP:
            await self._help()
        elif line == "look":
            self._seen[self._actor] = 0
        elif line.startswith("as "):
            self._sit(line[3:].strip())
        elif line:
            await self._do(read(line, (await self._look()).choices))
        return True

    async def _do(self, draft: Draft) -> None:
        """Give the command, or ask for the first value that is missing."""
        if draft.missing:
            self._draft = draft
            names = "/".join(field.name for field in draft.asked)
            self._print(self._say("console.asked_for", field=names))
            for value, label in (pair for field in draft.asked for pair in field.options):
                self._print(f"  {value}: {label}")
            return
        self._draft = None
        await self._gateway.submit(draft.command())

    async def _answered(self, line: str) -> None:
        draft, self._draft = self._draft, None
        assert draft is not None
        if not line:
            self._print(self._say("console.given_up"))
            return
        await self._do(draft.answered(line))

    async def _help(self) -> None:
        self._print(self._say("console.help"))
        for choice in (await self._look()).choices:
            self._print("  " + choice_line(KIND_VERB[choice.kind], choice))

    def _sit(self, place: str) -> None:
        """Take another seat. Raises `UsageError` for one that is not there."""
        team, _, role = place.partition("/")
        if place == "facilitator":
            self._actor = FACILITATOR
        elif team in self._teams and (not role or role in self._teams[team]):
            person = place.replace("/", "-")
            self._actor = Actor(
                person=person, role="participant", team=team, team_role=role or None
            )
        else:
            raise UsageError("unknown_seat", seat=place, seats=", ".join(self._near(place)))

    def _near(self, place: str) -> list[str]:
        """The seats to name to somebody who asked for one that is not there: not all of many."""
        places = list(self._places())
        return places if len(places) <= MOST_NAMED else get_close_matches(place, places, n=5)

    def _places(self) -> Iterator[str]:
        yield "facilitator"
        for team, roles in self._teams.items():
            yield team
            yield from (f"{team}/{role}" for role in roles)

    @property
    def _gateway(self) -> Gateway:
        if self._actor not in self._gateways:
            self._gateways[self._actor] = self._seats(self._actor)
        return self._gateways[self._actor]

    async def _look(self, after: int = 0) -> View:
        return await self._gateway.look(after)

    def _prompt(self) -> None:
        names = " / ".join(field.name for field in self._draft.asked) if self._draft else ""
        self._out.write(f"{self._actor.person}{names and f' {names}'}> ")
        self._out.flush()

    def _print(self, line: str) -> None:
        """Print a line; what people typed may be in it, so nothing that moves a cursor stays."""
        self._out.write(f"{cleaned(line)}\n")


async def typed_lines(source: TextIO | None = None) -> AsyncIterator[str]:
    """Lines as they are typed, read on a daemon thread so that leaving never waits for one."""
    stream = source or sys.stdin
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[str | None]()

    def read_on() -> None:
        for line in stream:
            loop.call_soon_threadsafe(queue.put_nowait, line)
        loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read_on, daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line
