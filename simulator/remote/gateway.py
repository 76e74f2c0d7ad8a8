"""The gateway to an exercise on a server: the same as within one process, over HTTP.

A command keeps its key until somebody has answered it, so it is recorded once however often it is
sent. The stream is taken up again where it was cut, for as long as it takes.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from types import MappingProxyType

import httpx
from pydantic import TypeAdapter

from simulator.acts import Command
from simulator.domain.errors import NotAllowed, SimulatorError, UsageError
from simulator.domain.history import Happening
from simulator.domain.people import Actor
from simulator.domain.presence import Presence
from simulator.domain.view import View
from simulator.remote.events import ServerEvent, events
from simulator.remote.link import Link, Pauses

FIRST_WORD = 10.0
"""Seconds of wall time in which a stream says something, unless something on the way holds it."""
SILENCE = 35.0
"""Seconds of wall time without a sign of life after which a stream counts as cut."""
POLL = 1.0
"""Seconds of wall time between two looks where streams do not come through."""
POLLS = 60
"""Looks after which a stream is tried again."""
FRESH = 10.0
"""Seconds of wall time for which names are kept that came all together."""
SOON = 120.0
"""Seconds of wall time in which a command that nobody answered is given again as the same one."""
_HAPPENINGS: TypeAdapter[tuple[Happening, ...]] = TypeAdapter(tuple[Happening, ...])
_NAMES: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])
Told = Callable[[SimulatorError | None], None]


class _Message(View):
    """A view as it travels, with the names of those in its cards."""

    names: Mapping[str, str] = {}


class _Held(Exception):
    """Streams do not come through to here; what can be asked for does."""


class RemoteGateway:
    """An exercise of a server, as one seat has it."""

    def __init__(
        self, link: Link, exercise: str, language: str, actor: Actor | None = None,
        told: Told | None = None,
    ) -> None:  # fmt: skip
        """`actor`: the seat to act from, where the token may take every seat (the house's).

        `told`: hears that nobody answers whoever follows, and that somebody does again.
        """
        self._link = link
        self._exercise = exercise
        self._here = f"/api/exercises/{exercise}"
        self._language = {"language": language}
        self._acting = {"act-as": _written(actor)} if actor else {}
        self._told = told
        self._unanswered: dict[str, tuple[str, float]] = {}
        """Commands that nobody answered, each with its key and when that was."""
        self._known: dict[str, str] = {}
        self._known_at: float | None = None

    async def submit(self, command: Command) -> int:
        """Give a command; the number of its last event.

        One that nobody answered, given again soon, is the same one: it may have been taken.
        """
        body, now = command.model_dump_json(), time.monotonic()
        before, since = self._unanswered.pop(body, ("", 0.0))
        key = before if before and now - since < SOON else secrets.token_hex(16)
        headers = {"content-type": "application/json", "idempotency-key": key}
        try:
            answer = await self._link.ask(
                "POST", f"{self._here}/commands", headers=self._acting | headers, content=body
            )
        except UsageError as error:
            if error.code == "server_away":
                self._unanswered[body] = (key, time.monotonic())
            raise
        return int(answer.json()["last"])

    async def look(self, after: int = 0) -> View:
        """What this seat may see and do now."""
        return await self._look(after)

    async def follow(self, after: int = 0) -> AsyncIterator[View]:
        """Views as things happen; a lost connection is taken up again, however long it takes.

        So it is where something else answers meanwhile. Raises `NotAllowed` where the seat is gone.
        """
        pauses, held = Pauses(), False
        while True:
            met, error = False, None
            coming, held = (self._polled(after) if held else self._streamed(after)), False
            try:
                async with aclosing(coming) as views:
                    async for view in views:
                        met = True
                        pauses.reset()
                        self._tell(None)
                        if view is not None and view.number > after:
                            after = view.number
                            yield view
            except _Held:
                held = True
                continue
            except httpx.TransportError:
                error = None if met else self._link.lost()
            except NotAllowed:
                if await self._is_gone():
                    raise
                error = self._link.lost()
            except SimulatorError as found:
                error = found
            if error is not None:
                self._tell(error)
            await asyncio.sleep(pauses.next())

    async def _is_gone(self) -> bool:
        """Whether the seat is nobody's: the server of this exercise says so, not another's."""
        try:
            found = (await self._link.ask("GET", "/api/health", patience=0)).json()["exercises"]
            if all(each["exercise"] != self._exercise for each in found):
                return False
            await self._link.ask("GET", f"{self._here}/seat", headers=self._acting, patience=0)
        except NotAllowed:
            return True
        except (SimulatorError, ValueError, LookupError, TypeError):
            pass
        return False

    async def history(self, after: int = 0, most: int = 1000) -> tuple[Happening, ...]:
        """What happened, in words. Raises `NotAllowed` unless one of the staff asks."""
        params = self._language | {"after": str(max(after, 0)), "most": str(max(most, 0))}
        return _HAPPENINGS.validate_json((await self._get("history", params)).content)

    async def names(self) -> Mapping[str, str]:
        """Person → name, of those who have one; what came beside views is not asked for again."""
        now = time.monotonic()
        if self._known_at is None or now - self._known_at > FRESH:
            self._known = _NAMES.validate_json((await self._get("names", {})).content)
            self._known_at = now
        return MappingProxyType(self._known)

    async def presence(self) -> Presence | None:
        """Who is there now. Raises `NotAllowed` unless one of the staff asks."""
        answer = await self._link.ask(
            "GET",
            f"{self._here}/present",
            headers=self._acting,
            params=self._language,
            patience=0,
        )
        return Presence.model_validate_json(answer.content)

    async def call_me(self, name: str) -> None:
        """Call the person in this seat so from now on. Raises `Refused`."""
        await self._link.ask("PUT", f"{self._here}/name", headers=self._acting, json={"name": name})
        self._known_at = None

    async def _get(self, what: str, params: Mapping[str, str]) -> httpx.Response:
        return await self._link.ask(
            "GET", f"{self._here}/{what}", headers=self._acting, params=params
        )

    async def _look(self, after: int, patience: float | None = None) -> View:
        params = self._language | {"after": str(max(after, 0))}
        answer = await self._link.ask(
            "GET", f"{self._here}/view", headers=self._acting, params=params, patience=patience
        )
        return self._taken(answer.content)

    async def _streamed(self, after: int) -> AsyncGenerator[View | None]:
        """The views of one connection, and None at every other sign of life.

        Raises `httpx.TransportError` where it is cut, `_Held` where nothing comes through.
        """
        headers = self._acting | {"accept": "text/event-stream", "last-event-id": str(after)}
        limit, path = FIRST_WORD, f"{self._here}/stream"
        try:
            async with self._link.opened(path, headers, self._language, FIRST_WORD) as answer:
                coming = events(answer.aiter_lines())
                async with aclosing(coming):
                    while True:
                        async with asyncio.timeout(limit):
                            event = await anext(coming, None)
                        if event is None:
                            return
                        limit = SILENCE
                        yield self._said(event)
        except TimeoutError as error:
            if limit == SILENCE:
                raise httpx.ReadTimeout("no sign of life") from error
            raise _Held from error

    async def _polled(self, after: int) -> AsyncGenerator[View | None]:
        """What is new, asked for again and again, for so long or until nobody answers."""
        for _ in range(POLLS):
            try:
                view = await self._look(after, patience=0)
            except SimulatorError as error:
                if error.code == "server_away":
                    return
                raise
            after = max(after, view.number)
            yield view
            await asyncio.sleep(POLL)

    def _said(self, event: ServerEvent) -> View | None:
        if event.kind == "gone":
            raise NotAllowed("no_seat")
        return self._taken(event.data.encode()) if event.kind == "view" else None

    def _taken(self, body: bytes) -> View:
        message = _Message.model_validate_json(body)
        self._known.update(message.names)
        return View.model_construct(
            number=message.number, cards=message.cards, choices=message.choices
        )

    def _tell(self, error: SimulatorError | None) -> None:
        if self._told is not None:
            self._told(error)


def _written(actor: Actor) -> str:
    """A seat as a header says it."""
    return ";".join(p or "" for p in (actor.person, actor.role, actor.team, actor.team_role))
