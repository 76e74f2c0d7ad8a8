"""What a check of the machine before the event is: it looks at one thing and gives a light."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from simulator.domain.diagnostic import Diagnostic
from simulator.ops.preflight.content import Content
from simulator.service.clock import Clock

Colour = Literal["green", "amber", "red"]
COLOURS: tuple[Colour, ...] = ("green", "amber", "red")
"""The worst last."""
LOOK = 0.5
"""Seconds of wall time for which clocks are watched."""


@dataclass(frozen=True, slots=True)
class Light:
    """What a check found: a colour, and a code with values that interfaces put into words."""

    colour: Colour
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    details: tuple[Diagnostic, ...] = ()
    """What it rests on, the worst first."""


def green(code: str, **values: object) -> Light:
    """All is well."""
    return Light("green", code, values)


def amber(code: str, **values: object) -> Light:
    """It can be played so; somebody should know."""
    return Light("amber", code, values)


def red(code: str, **values: object) -> Light:
    """Not like this."""
    return Light("red", code, values)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Another device that opened the page of this machine."""

    device: str
    """Its address."""
    address: str
    """The address of this machine that it used."""


class Network(Protocol):
    """This machine's networks, as a server will find them."""

    @property
    def usual(self) -> int:
        """The port that a server listens at unless it is taken."""
        ...

    def addresses(self) -> tuple[str, ...]:
        """This machine's addresses that others may reach, the one that is told first first."""
        ...

    def port(self, wanted: int | None) -> int | None:
        """The port that a server would get; None where there is none."""
        ...

    def allowed(self, wanted: int) -> bool:
        """Whether this user may listen at a port, be it free or taken."""
        ...

    async def served(self) -> Mapping[int, str]:
        """Port → our exercise that is served there now."""
        ...

    async def arrival(self, port: int) -> Arrival | None:
        """The first other device that opens a page here, while somebody waits for it."""
        ...


@dataclass(frozen=True)
class Subject:
    """What the checks look at."""

    content: Content
    language: str | None
    """The language that it is to be held in; None where nobody said."""
    store: Path
    backups: Path | None
    """The folder of backups; None where they are off."""
    clock: Clock
    network: Network
    lan: bool
    """Whether others are to come in over a network."""
    wanted: int | None
    """The port that was asked for."""
    waits: bool
    """Whether somebody waits for another device."""
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep


Check = Callable[[Subject], Awaitable[Light]]
