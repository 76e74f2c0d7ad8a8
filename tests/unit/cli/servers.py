"""Servers that tests of commands leave behind, found by the files beside their exercises."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

LONG = 60.0


def pid_of(store: Path, exercise: str = "mine") -> int:
    """The process that serves an exercise."""
    said = json.loads((store / f"{exercise}.server.json").read_text(encoding="utf-8"))
    return int(said["pid"])


def gone(pid: int, limit: float = LONG) -> bool:
    """Whether a process has ended, at the latest after so many seconds."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


def killed(store: Path, exercise: str = "mine") -> None:
    """End the server of an exercise without a word."""
    pid = pid_of(store, exercise)
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)


def all_ended(store: Path) -> None:
    """End every server that is still there."""
    for file in store.glob("*.server.json"):
        pid = pid_of(store, file.name.removesuffix(".server.json"))
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            continue
        assert gone(pid)
