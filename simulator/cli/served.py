"""Where an exercise is served: a file beside it, for this machine's user alone."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from simulator.domain.errors import SimulatorError, UsageError
from simulator.remote.desk import Desk
from simulator.remote.link import Link, client_for

SUFFIX = ".server.json"


@dataclass(frozen=True, slots=True)
class Served:
    """A server on this machine, and the token of the machine's own user."""

    exercise: str
    url: str
    """Where consoles on this machine find it."""
    urls: tuple[str, ...]
    """What others type, what is reached from furthest first."""
    exposed: bool
    """Whether other machines can reach it."""
    pid: int
    token: str

    @property
    def port(self) -> int | None:
        """Where it listens."""
        return urlsplit(self.url).port

    @property
    def address(self) -> str:
        """What others type first."""
        return self.urls[0]


def file_of(folder: Path, exercise: str) -> Path:
    """Where it stands where an exercise is served."""
    return folder / f"{exercise}{SUFFIX}"


def note(folder: Path, served: Served) -> None:
    """Say where it is served; nobody but this machine's user can read it."""
    file = file_of(folder, served.exercise)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        json.dump(asdict(served), opened)
    fresh.replace(file)


def noted(folder: Path, exercise: str) -> Served | None:
    """What its file says, whether or not it is still true."""
    try:
        said = json.loads(file_of(folder, exercise).read_text(encoding="utf-8"))
        return Served(**(said | {"urls": tuple(said["urls"])}))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def forget(folder: Path, served: Served) -> None:
    """It is served there no longer; another server's file stays."""
    if noted(folder, served.exercise) == served:
        with suppress(OSError):
            file_of(folder, served.exercise).unlink()


@asynccontextmanager
async def reached(served: Served) -> AsyncIterator[Desk]:
    """The server, spoken to as this machine's user, while the block runs."""
    link = Link(client_for(served.url), served.token)
    try:
        yield Desk(link, served.exercise)
    finally:
        await link.close()


async def running(folder: Path, exercise: str) -> Served | None:
    """The server of an exercise, if it answers."""
    served = noted(folder, exercise)
    if served is None:
        return None
    async with reached(served) as desk:
        try:
            await desk.seat(patience=0)
        except SimulatorError:
            return None
    return served


async def the_running(folder: Path, exercise: str | None) -> Served:
    """The server of this exercise, or the only one there is. Raises `UsageError`."""
    names = [exercise] if exercise else sorted(noted_in(folder))
    found = [served for name in names if (served := await running(folder, name))]
    if len(found) == 1:
        return found[0]
    if found:
        known = ", ".join(each.exercise for each in found)
        raise UsageError("several_served", known=known)
    raise UsageError("not_served" if exercise else "nothing_served", exercise=exercise or "")


def noted_in(folder: Path) -> list[str]:
    """The exercises of which a file says that they are served."""
    return [file.name.removesuffix(SUFFIX) for file in folder.glob(f"*{SUFFIX}")]
