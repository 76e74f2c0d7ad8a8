"""The audit trail: who came in, who was refused, what staff did to others' access (SEC14).

One line of JSON for each, in a file beside the exercises; never a code, a token or a name.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

MOST_BYTES = 5_000_000
"""Then the file is put aside as `.1`, and a new one begun."""


class Audit:
    """Lines are written at once and kept; where the disk refuses, the exercise goes on."""

    def __init__(self, file: Path | None, now: Callable[[], datetime]) -> None:
        self._file = file
        self._now = now
        self.failed = 0
        """Lines that could not be kept."""

    def note(self, what: str, /, **about: str | int | None) -> None:
        """Write one line down."""
        if self._file is None:
            return
        line = {"at": self._now().isoformat(timespec="milliseconds"), "what": what}
        line |= {key: value for key, value in about.items() if value is not None}  # type: ignore[misc]
        try:
            if self._file.exists() and self._file.stat().st_size > MOST_BYTES:
                self._file.replace(self._file.with_suffix(".1"))
            with self._file.open("a", encoding="utf-8") as log:
                log.write(json.dumps(line, ensure_ascii=True) + "\n")
        except OSError:
            self.failed += 1
