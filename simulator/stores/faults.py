"""What goes wrong with a file, as an error that says what can be done about it (R10)."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from simulator.domain.errors import StoreError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NO_RIGHT = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def fault(error: sqlite3.Error | OSError, file: Path) -> StoreError:
    """The error that a person is told; none of them leaves anything half kept."""
    if isinstance(error, OSError):
        full, closed = error.errno in NO_ROOM, error.errno in NO_RIGHT
        problem = error.strerror or str(error)
    else:
        name = getattr(error, "sqlite_errorname", "")
        full, closed = name == "SQLITE_FULL", name.startswith("SQLITE_READONLY")
        problem = str(error)
    if full:
        return StoreError("store_full", file=str(file))
    if closed:
        return StoreError("store_read_only", file=str(file))
    return StoreError("store_failed", file=str(file), problem=problem)
