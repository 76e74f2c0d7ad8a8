"""Whoever is killed while making a backup leaves none that is not whole."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from simulator.ops import backups
from simulator.ops.backups import back_up, opened
from simulator.ops.shelves import LEFT_BEHIND, backups_in, prune
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from tests.unit.ops.shelf import NOW, a_log, names, played

LATER = NOW + LEFT_BEHIND


def die(*_: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def before(name: str) -> Callable[[], None]:
    """Dies instead of doing something that writing a backup does."""
    return lambda: setattr(backups, name, die)


def half_written() -> None:
    """Dies when half of it is in the file."""

    class Half:
        def __init__(self, number: int) -> None:
            self._number = number

        def __enter__(self) -> Half:
            return self

        def __exit__(self, *_: object) -> None: ...

        def write(self, content: bytes) -> None:
            os.write(self._number, content[: len(content) // 2])
            die()

    os.fdopen = lambda number, _: Half(number)  # type: ignore[assignment]


def before_the_sync() -> None:
    os.fsync = die  # type: ignore[assignment]


def before_the_name() -> None:
    Path.replace = die  # type: ignore[method-assign,assignment]


POINTS = {
    "half written": half_written,
    "before the sync": before_the_sync,
    "before it is opened again": before("opened"),
    "before it has its name": before_the_name,
    "after it has its name": before("_sync"),
}


def killed(log: MemoryLog, folder: Path, point: Callable[[], None]) -> int:
    """Make a backup in a process that dies at a point; how it ended."""
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(30)
            point()
            asyncio.run(back_up(log, MemoryNames(), "one", folder, LATER))
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_what_bears_the_name_of_a_backup_is_one(tmp_path: Path, point: Callable[[], None]) -> None:
    log = asyncio.run(a_log())
    first = asyncio.run(back_up(log, MemoryNames(), "one", tmp_path, NOW))
    more = asyncio.run(a_log(records=played("Another one.")))
    assert os.WIFSIGNALED(killed(more, tmp_path, point))
    left = backups_in(tmp_path, "one")
    assert opened(left[-1].path).manifest == first.manifest
    assert all(opened(each.path).manifest.exercise == "one" for each in left)
    assert len(left) == (2 if point is POINTS["after it has its name"] else 1)
    prune(tmp_path, "one", LATER + 2 * LEFT_BEHIND)
    assert names(tmp_path) == sorted(each.path.name for each in left)
