"""A backup made by a process of its own: whoever plays meanwhile waits for nothing of it.

Run as a module, it is that process. It takes one line of JSON and answers with one.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import simulator
from simulator.domain.errors import SimulatorError, StoreError
from simulator.ops.backups import Kind, Made, Manifest, back_up
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog

KINDER = 10
"""How much less of the machine it asks for than those who play."""


async def back_up_apart(
    store: Path, exercise: str, folder: Path, now: datetime, kind: Kind = ""
) -> Made:
    """Have a backup made in a folder. Raises `SimulatorError` as `back_up` does."""
    asked = [str(store), exercise, str(folder), now.isoformat(), kind]
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", __name__),
            env=os.environ | {"PYTHONPATH": str(Path(simulator.__file__).parents[1])},
            stdin=pipe,
            stdout=pipe,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # what interrupts the console does not interrupt it
        )
        said, _ = await process.communicate(json.dumps(asked).encode())
    except OSError as error:
        raise StoreError("backup_failed", file=str(folder), problem=error.strerror) from error
    return _answer(said, folder)


def _answer(said: bytes, folder: Path) -> Made:
    """What the process answered; one that died says nothing. Raises `SimulatorError`."""
    try:
        found = json.loads(said)
    except ValueError as error:
        raise StoreError("backup_cut_short", folder=str(folder)) from error
    if "error" in found:
        raise StoreError(found["error"], **found["values"])
    manifest = Manifest.model_validate_json(found["manifest"])
    return Made(Path(found["path"]), manifest, found["names"], tuple(found["lacking"]))


async def _made(asked: list[Any]) -> dict[str, Any]:
    store, exercise, folder, now, kind = asked
    log, names = SqliteLog(Path(store)), SqliteNames(Path(store))
    try:
        made = await back_up(log, names, exercise, Path(folder), datetime.fromisoformat(now), kind)
    except SimulatorError as error:
        return {"error": error.code, "values": error.values}
    finally:
        await log.close()
    manifest = made.manifest.model_dump_json()
    told = {"names": dict(made.names), "lacking": made.lacking}
    return {"path": str(made.path), "manifest": manifest, **told}


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(KINDER)
    json.dump(asyncio.run(_made(json.load(sys.stdin))), sys.stdout, default=str)
