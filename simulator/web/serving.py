"""The server as a process: it listens, lets time pass, and ends with streams still open."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from simulator.domain.errors import UsageError
from simulator.service.ticker import ticking
from simulator.web.addresses import lan_addresses
from simulator.web.app import application
from simulator.web.server import Server
from simulator.web.wire import Wire

LOCAL = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104  # only where `--lan` asks for it
PORT = 8075
"""Unless another is asked for; the next ones are tried where it is taken."""
TRIED = 20
MOST_OPEN = 20_000
"""Files and connections that are open at once, where the system allows it."""
GRACE = 3
"""Seconds of wall time in which requests may come to their end."""

_STEADY = tuple(
    ((level, getattr(socket, name)), value)
    for level, name, value in (
        (socket.SOL_SOCKET, "SO_SNDBUF", 128 * 1024),
        (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", 60_000),
    )
    if hasattr(socket, name)
)
"""How every connection is: so much waits for a reader and no more, and one that takes nothing for
a minute (milliseconds here) is cut. It comes again, and resumes."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the server listens, and under which addresses it is found."""

    bound: socket.socket
    port: int
    addresses: tuple[str, ...]
    told: str = ""
    """Address and port that a device came in by before, if they are told first."""

    @property
    def hosts(self) -> frozenset[str]:
        """What may stand in a request's Host."""
        names = ("localhost", "127.0.0.1", "[::1]", *self.addresses)
        return frozenset(f"{name}:{self.port}" for name in names)

    @property
    def urls(self) -> tuple[str, ...]:
        """What to type, what others can reach first."""
        return tuple(f"http://{address}:{self.port}/" for address in self.addresses)


def listening(
    *, lan: bool, port: int | None = None, first: str | None = None, before: int | None = None
) -> Listening:
    """A socket that listens: on this machine alone, or on its networks too.

    `first` is the address that is told before the others, if it is this machine's; `before` is
    the port that is tried first, because phones still look for the exercise there.
    Raises `UsageError` where the port that was asked for is taken, or is not for this user.
    """
    host = EVERYWHERE if lan else LOCAL
    usual = (*(() if before is None else (before,)), *range(PORT, PORT + TRIED))
    for number in usual if port is None else (port,):
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, number))
        except OSError as error:
            bound.close()
            if port is not None and isinstance(error, PermissionError):
                raise UsageError("port_forbidden", port=port) from error
            continue
        for option, value in _STEADY:
            bound.setsockopt(*option, value)
        addresses = tuple(dict.fromkeys((*lan_addresses(first), LOCAL))) if lan else (LOCAL,)
        at = bound.getsockname()[1]
        told = f"{first}:{at}" if first == addresses[0] else ""
        return Listening(bound, at, addresses, told)
    raise UsageError("port_taken", port=port if port is not None else PORT)


def configured(app: ASGIApp, grace: int = GRACE) -> uvicorn.Config:
    """How every server of ours runs: it logs nothing, and believes no proxy who somebody is."""
    return uvicorn.Config(
        app=_typed(app),
        http=Wire,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=grace,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=None,
    )


class _Uvicorn(uvicorn.Server):
    """Uvicorn that lets streams go before it waits for the rest."""

    def __init__(self, config: uvicorn.Config, closing: Callable[[], None]) -> None:
        super().__init__(config)
        self._closing = closing
        self.ready: Callable[[], None] = _nothing

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._closing()
        await super().shutdown(sockets)


class _Faults(logging.Handler):
    """What uvicorn says for its log: faults are written down, all else is for nobody."""

    def __init__(self, fault: Callable[[BaseException], str]) -> None:
        super().__init__(logging.ERROR)
        self._fault = fault

    def emit(self, record: logging.LogRecord) -> None:
        """Write a fault down; a request that was cut off at the end is none."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception):
            self._fault(error)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Listen while the block runs."""
        logger = logging.getLogger("uvicorn.error")
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)


class Process:
    """One server that runs until it is told to stop."""

    def __init__(self, made: Callable[[Callable[[], None]], Server], listening: Listening) -> None:
        """`made` gets what ends the process, and gives the server."""
        self._listening = listening
        self.server = made(self.stop)
        self._uvicorn = _Uvicorn(configured(application(self.server)), self.server.close)
        self._faults = _Faults(self.server.fault)

    async def run(self, exercises: Sequence[str], ready: Callable[[], None]) -> None:
        """Serve until stopped; `ready` is called as soon as somebody can be answered."""
        make_room()
        async with AsyncExitStack() as running:
            running.enter_context(self._faults.heard())
            for name in exercises:
                await running.enter_async_context(ticking(self.server.hub, name))
            self._uvicorn.ready = ready
            await self._uvicorn.serve(sockets=[self._listening.bound])

    def stop(self) -> None:
        """End it; requests under way come to their end first."""
        self._uvicorn.should_exit = True


def make_room() -> None:
    """Let as many connections be open as the system allows; it begins with few."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MOST_OPEN if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _nothing() -> None:
    pass


def _typed(app: ASGIApp) -> uvicorn._types.ASGIApplication:
    """The same application, as uvicorn names its type."""
    return app  # type: ignore[return-value]
