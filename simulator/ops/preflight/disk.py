"""Whether what is entered can be kept where exercises lie: room, rights, and how fast."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from statistics import median

from simulator.domain.errors import StoreError
from simulator.ops.preflight.base import Light, Subject, amber, green, red
from simulator.ops.preflight.trial import EXERCISE, trial_folder, trial_record
from simulator.service.clock import Clock
from simulator.stores.faults import fault
from simulator.stores.sqlite import SqliteLog

LEAST, LITTLE = 50_000_000, 500_000_000
"""Bytes: too few for an exercise and its backups; few enough to be told."""
SLOW, TOO_SLOW = 0.1, 1.0
"""Seconds that one commit may take: what people notice, and what nobody can play with."""
COMMITS = 12


async def disk(subject: Subject) -> Light:
    """Write as play writes, in a folder that is removed again."""
    store = subject.store
    told: dict[str, object] = {"folder": str(store)}
    try:
        store.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(store).free
        told["free"] = free // 1_000_000
        if free < LEAST:
            return red("full", least=LEAST // 1_000_000, **told)
        with trial_folder(store) as folder:
            took = await _commits(folder, subject.clock)
    except (OSError, sqlite3.Error) as error:
        return red("failed", problem=fault(error, store), **told)
    except StoreError as error:
        return red("failed", problem=error, **told)
    told["took"] = max(1, round(median(took) * 1000))
    if median(took) > TOO_SLOW:
        return red("too_slow", **told)
    if median(took) > SLOW:
        return amber("slow", **told)
    return amber("little", **told) if free < LITTLE else green("good", **told)


async def _commits(folder: Path, clock: Clock) -> list[float]:
    """How long commits took, each on disk when it returned; the first makes the file."""
    log, took = SqliteLog(folder), []
    try:
        async with log.turn(EXERCISE) as turn:
            for number in range(1, COMMITS + 1):
                before = clock.steady()
                await turn.append([trial_record(number, clock.now())])
                took.append(clock.steady() - before)
    finally:
        await log.close()
    return took[1:]
