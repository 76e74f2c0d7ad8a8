"""The way to one server: requests that are tried again until somebody answers, or too long."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from simulator.domain.errors import SimulatorError, UsageError
from simulator.remote.problems import problem

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds of wall time between two tries; each is twice as long as the one before."""
PATIENCE = 30.0
"""Seconds of wall time after which somebody is told that nobody answers."""
AWAY = (502, 504)
"""What a proxy says that finds no server behind it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is, and the code that may stand behind it."""

    url: str
    """`http://host:port`, without a slash at its end."""
    code: str = ""


def address(typed: str) -> Address:
    """An address as it was typed, or read from a QR code. Raises `UsageError`."""
    whole = typed if "://" in typed else f"http://{typed}"
    try:
        parts = urlsplit(whole)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.username is not None:
        raise UsageError("wrong_address", address=typed)
    return Address(f"{parts.scheme}://{parts.netloc}", parts.fragment)


class Pauses:
    """How long to wait before each further try: longer each time, and never all at once."""

    def __init__(self) -> None:
        self._next = FIRST_PAUSE

    def next(self) -> float:
        """Seconds until the next try."""
        pause, self._next = self._next, min(self._next * 2, LONGEST_PAUSE)
        return pause * random.uniform(0.75, 1.25)  # noqa: S311  # spreads them, keeps no secret

    def reset(self) -> None:
        """Somebody has answered."""
        self._next = FIRST_PAUSE


def client_for(url: str, transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """What speaks to this address, and to no other: no proxy, no redirect, no environment."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=20)
    return httpx.AsyncClient(
        base_url=url,
        transport=transport,
        timeout=httpx.Timeout(10.0, read=20.0),
        limits=limits,
        trust_env=False,
        follow_redirects=False,
    )


class Link:
    """One server, spoken to with one token; many seats may share it."""

    def __init__(
        self, client: httpx.AsyncClient, token: str = "", patience: float = PATIENCE
    ) -> None:
        self._client = client
        self._token = token
        self._patience = patience

    @property
    def url(self) -> str:
        """Where the server is."""
        return str(self._client.base_url).rstrip("/")

    def known_as(self, token: str) -> Link:
        """The same way, with another token."""
        return Link(self._client, token, self._patience)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        patience: float | None = None,
        **request: Any,
    ) -> httpx.Response:
        """The answer to a request; whoever asks makes sure that it can be repeated.

        Raises what the server refuses with; `UsageError` where nobody answers for too long.
        """
        end = time.monotonic() + (self._patience if patience is None else patience)
        pauses = Pauses()
        while True:
            answer = await self._tried(method, path, headers, request)
            if answer is not None:
                return checked(answer)
            left = end - time.monotonic()
            if left <= 0:
                raise UsageError("server_away", url=self.url)
            await asyncio.sleep(min(pauses.next(), left))

    async def _tried(
        self, method: str, path: str, headers: Mapping[str, str] | None, request: dict[str, Any]
    ) -> httpx.Response | None:
        try:
            answer = await self._client.request(
                method, path, headers=self._headers(headers), **request
            )
        except httpx.TransportError:
            return None
        return None if answer.status_code in AWAY else answer

    @asynccontextmanager
    async def opened(
        self, path: str, headers: Mapping[str, str], params: Mapping[str, Any], within: float
    ) -> AsyncIterator[httpx.Response]:
        """An answer that goes on, open while the block runs. Raises `httpx.TransportError`.

        `TimeoutError` where it has not begun within so many seconds of wall time.
        """
        request = self._client.build_request(
            "GET",
            path,
            params=params,
            headers=self._headers(headers),
            timeout=httpx.Timeout(10.0, read=None),
        )
        async with asyncio.timeout(within):
            answer = await self._client.send(request, stream=True)
        try:
            if answer.status_code in AWAY:
                raise httpx.RemoteProtocolError("nobody behind the proxy")
            if answer.status_code != httpx.codes.OK:
                await answer.aread()
                checked(answer)
            yield answer
        finally:
            await answer.aclose()

    def lost(self) -> SimulatorError:
        """What is told to whoever follows while nobody answers."""
        return UsageError("server_lost", url=self.url)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._client.aclose()

    def _headers(self, more: Mapping[str, str] | None) -> dict[str, str]:
        own = {"authorization": f"Bearer {self._token}"} if self._token else {}
        return own | dict(more or {})


def checked(answer: httpx.Response) -> httpx.Response:
    """The answer, where it is a good one. Raises what the server refused with."""
    if answer.is_success:
        return answer
    found = problem(answer.status_code, answer.content)
    raise found or UsageError("no_server_of_ours", status=answer.status_code)
