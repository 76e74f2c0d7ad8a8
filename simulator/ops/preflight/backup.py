"""Whether backups can be made, and whether the last one can be restored."""

from __future__ import annotations

from pathlib import Path

from simulator.domain.errors import SimulatorError
from simulator.ops.backups import opened, restore
from simulator.ops.preflight.base import Light, Subject, amber, green, red
from simulator.ops.preflight.trial import EXERCISE, trial_folder
from simulator.ops.shelves import backups_in
from simulator.stores.base import NAMES
from simulator.stores.faults import fault
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog


async def backup(subject: Subject) -> Light:
    """Restore the last backup into a folder that is removed again."""
    folder = subject.backups
    if folder is None:
        return amber("off")
    told: dict[str, object] = {"folder": str(folder)}
    try:
        with trial_folder(folder) as trial:
            last = next(iter(backups_in(folder)), None)
            if last is not None:
                told["file"] = last.path.name
                await _restored(last.path, trial)
    except OSError as error:
        return red("closed", problem=fault(error, folder), **told)
    except SimulatorError as error:
        return red("broken", problem=error, **told)
    if last is not None:
        return green("restored", **told)
    kept = [each for each in subject.store.glob("*.db") if each.stem != NAMES]
    return amber("none", **told) if kept else green("ready", **told)


async def _restored(file: Path, trial: Path) -> None:
    """Restore a backup there. Raises `SimulatorError` where that cannot be done."""
    log = SqliteLog(trial)
    try:
        await restore(log, SqliteNames(trial), opened(file), EXERCISE)
    finally:
        await log.close()
