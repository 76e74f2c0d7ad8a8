"""Faults of ours, written down in full under a number; whoever met one is told the number."""

from __future__ import annotations

import secrets
import traceback
from pathlib import Path

from simulator.settings import faults_file

MOST_BYTES = 5_000_000
"""Then the file is put aside as `.1`, and a new one begun."""


def kept(error: BaseException, file: Path | None = None) -> str:
    """Write a fault down; its number. A disk that refuses stops nobody."""
    number, file = secrets.token_hex(3), file or faults_file()
    told = "".join(traceback.format_exception(error))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > MOST_BYTES:
            file.replace(file.with_name(f"{file.name}.1"))
        with file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"fault {number}\n{told}\n")
    except OSError:
        return number
    return number
