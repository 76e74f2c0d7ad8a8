"""What a preflight looks at, as it should be; and processes that look where a disk is not."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from simulator.cli.exercises import channels
from simulator.ops.preflight import CHECKS, lights
from simulator.ops.preflight.base import Arrival, Light, Subject
from simulator.ops.preflight.content import content_at
from simulator.plugins import Registry
from simulator.service.clock import FixedClock
from tests.unit.ops.shelf import made

NOW = datetime(2031, 5, 13, 12, 0, tzinfo=UTC)
SCENARIO = """\
title: Case
teams: [{id: crisis, title: Crisis}]
injects:
  - {id: a, title: First, body: A reporter calls.}
  - {id: b, title: Last, body: The minister calls., ends: true}
"""
SPANISH = """\
translates: case
language: es
status: reviewed
title: Caso
teams: {crisis: {title: Crisis ya}}
injects:
  a: {title: Primero, body: Llama una periodista.}
  b: {title: "Último", body: Llama el ministro.}
"""
PHONE = Arrival("192.168.1.77", "192.168.1.5")


@dataclass(frozen=True)
class Lan:
    """A network as somebody says it is."""

    usual: int = 8075
    found: tuple[str, ...] = ("192.168.1.5",)
    taken: frozenset[int] = frozenset()
    forbidden: frozenset[int] = frozenset()
    ours: Mapping[int, str] = field(default_factory=dict)
    comes: Arrival | None = PHONE

    def addresses(self) -> tuple[str, ...]:
        return self.found

    def port(self, wanted: int | None) -> int | None:
        tried = [wanted] if wanted else range(self.usual, self.usual + 3)
        closed = {*self.taken, *self.forbidden, *self.ours}
        return next((p for p in tried if p not in closed), None)

    def allowed(self, wanted: int) -> bool:
        return wanted not in self.forbidden

    async def served(self) -> Mapping[int, str]:
        return self.ours

    async def arrival(self, port: int) -> Arrival | None:
        return self.comes


async def _at_once(_: float) -> None:
    """Nobody sleeps here."""


def a_case(folder: Path, scenario: str = SCENARIO, spanish: str = SPANISH) -> Path:
    """A scenario's file, with its translation."""
    home = folder / "scenarios" / "case"
    home.mkdir(parents=True, exist_ok=True)
    (home / "scenario.yaml").write_text(scenario, encoding="utf-8")
    (home / "es.yaml").write_text(spanish, encoding="utf-8")
    return home / "scenario.yaml"


def with_content(subject: Subject, file: Path) -> Subject:
    """The subject with what is in a file now."""
    content = content_at("case", file, channels(), tuple(Registry("scoring")))
    return replace(subject, content=content)


async def good(folder: Path) -> Subject:
    """Everything is as it should be; nothing was ever kept."""
    await made(folder / "backups")
    content = content_at("case", a_case(folder), channels(), tuple(Registry("scoring")))
    return Subject(
        content=content,
        language=None,
        store=folder / "store",
        backups=folder / "backups",
        clock=FixedClock(NOW, 120),
        network=Lan(),
        lan=True,
        wanted=None,
        waits=True,
        pause=_at_once,
    )


async def lit(subject: Subject) -> dict[str, Light]:
    """Every light by its name."""
    return {name: light async for name, light in lights(subject)}


async def not_green(subject: Subject) -> dict[str, tuple[str, str]]:
    """What is red or amber, with its code."""
    found = await lit(subject)
    assert list(found) == list(CHECKS)
    return {n: (x.colour, x.code) for n, x in found.items() if x.colour != "green"}


async def small(folder: Path) -> str:
    """What is not green where the store has no room."""
    with tempfile.TemporaryDirectory() as beside:
        subject = replace(await good(Path(beside)), store=folder / "store")
        return str(await not_green(subject))


async def closed(folder: Path) -> str:
    """What is not green where the store can only be read."""
    with tempfile.TemporaryDirectory() as beside:
        return str(await not_green(replace(await good(Path(beside)), store=folder)))


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(globals()[sys.argv[1]](Path(sys.argv[2]))))
