"""A scenario's attachments kept with an exercise: its file has all it was played from."""

from __future__ import annotations

import asyncio

from simulator.content.load import Loaded
from simulator.domain.errors import UsageError
from simulator.stores.base import EventLog


async def keep_attachments(log: EventLog, exercise: str, loaded: Loaded) -> None:
    """Keep every file that an inject names, as it is now. Raises `UsageError`, `StoreError`."""
    if files := await asyncio.to_thread(_contents, loaded):
        await log.attach(exercise, files)


def _contents(loaded: Loaded) -> dict[str, bytes]:
    found = {}
    for name, path in loaded.files.items():
        try:
            found[name] = path.read_bytes()
        except OSError as error:
            raise UsageError("import_no_file", file=path, reason=error.strerror) from error
    return found
