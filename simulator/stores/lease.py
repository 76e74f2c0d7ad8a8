"""The lease on an exercise: one process writes to it, until it lets go or dies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulator.domain.errors import StoreError

if TYPE_CHECKING:
    from filelock import BaseFileLock

SUFFIX = ".lock"


class Lease:
    """A lock on a file beside the exercise's; what is left of it after a crash locks nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_suffix(SUFFIX)
        self._lock: BaseFileLock | None = None

    @property
    def held(self) -> bool:
        """Whether this process may write."""
        return self._lock is not None

    def take(self) -> None:
        """Hold it until it is let go. Raises `StoreError` where another process does."""
        if self._lock is not None:
            return
        from filelock import FileLock, Timeout

        lock = FileLock(self._path, mode=0o600, thread_local=False, fallback_to_soft=False)
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            raise StoreError("open_elsewhere", exercise=self._path.stem) from error
        self._lock = lock

    def let_go(self) -> None:
        """Another process may write."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def forget(self) -> None:
        """Let it go together with its file."""
        self._path.unlink(missing_ok=True)
        self.let_go()
