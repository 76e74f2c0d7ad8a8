"""Backups that are made by themselves while an exercise is held, and what is said about them."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from simulator.cli.keeping import backup_folder
from simulator.domain.errors import SimulatorError
from simulator.ops.apart import back_up_apart
from simulator.ops.keeper import Keeper, Source, backed_up
from simulator.ops.shelves import backups_in
from simulator.service.clock import Clock
from simulator.service.hub import Hub
from simulator.settings import store_folder
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog
from simulator.text import words

Saying = Callable[[str], object]
"""Shows a sentence to whoever holds the exercise."""


def last_backup(args: argparse.Namespace, exercise: str, language: str) -> str | None:
    """Where the last backup of an exercise is, in a sentence; none where they are off."""
    folder = backup_folder(args)
    latest = next(iter(backups_in(folder, exercise)), None) if folder else None
    return words("keeping.backup.last", language, file=latest.path) if latest else None


class Backing:
    """The backups of one exercise, for as long as it is held; none where they are off."""

    def __init__(
        self, args: argparse.Namespace, hub: Hub, exercise: str, clock: Clock, language: str
    ) -> None:
        store, self._folder = store_folder(args.store), backup_folder(args)
        self._keeper: Keeper | None = None
        if self._folder is not None:
            apart = partial(back_up_apart, store, exercise, self._folder)
            names = SqliteNames(store)
            source = Source(hub, lambda: SqliteLog(store), names, exercise, apart)
            self._keeper = Keeper(source, self._folder, clock)
        self._exercise = exercise
        self._language = language

    @asynccontextmanager
    async def keeping(self, say: Saying) -> AsyncIterator[None]:
        """While the block runs backups are made; that they fail is said once."""
        if self._keeper is None:
            yield
            return
        async with backed_up(self._keeper, lambda error: say(self._failed(error))):
            yield

    def failing(self) -> SimulatorError | None:
        """Why the last backup was not made; none where it was, or where they are off."""
        return self._keeper.failing if self._keeper else None

    def after(self) -> str | None:
        """What is said on leaving: where the last backup is, or why none is made."""
        if self._keeper is None or self._folder is None:
            return None
        if self._keeper.failing is not None:
            return self._failed(self._keeper.failing)
        latest = self._latest(self._folder)
        return self._say("last", file=latest) if latest else None

    def _latest(self, folder: Path) -> Path | None:
        return next((each.path for each in backups_in(folder, self._exercise)), None)

    def _failed(self, error: SimulatorError) -> str:
        problem = words(f"errors.{error.code}", self._language, **error.values)
        return self._say("failed", problem=problem)

    def _say(self, key: str, **values: object) -> str:
        return words(f"keeping.backup.{key}", self._language, **values)
