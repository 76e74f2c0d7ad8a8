"""Where things are kept: flags and environment, looked at once."""

from __future__ import annotations

import os
from pathlib import Path


def store_folder(given: str | None = None) -> Path:
    """The folder of exercises: `--store`, else `SIMULACRO_STORE`, else the user's data folder."""
    if given:
        return Path(given)
    if named := os.environ.get("SIMULACRO_STORE"):
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "simulacro" / "exercises"
