"""Where time comes from: the machine's clocks, or one that tests and scripts move."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall time for the record, and a steady clock for exercise time."""

    def now(self) -> datetime:
        """Wall time, UTC."""
        ...

    def steady(self) -> float:
        """Seconds that only ever grow."""
        ...

    def offset(self) -> int:
        """Minutes of the host's zone."""
        ...


class MachineClock:
    """The clocks of this machine."""

    def now(self) -> datetime:
        """Wall time, UTC."""
        return datetime.now(UTC)

    def steady(self) -> float:
        """The monotonic clock."""
        return time.monotonic()

    def offset(self) -> int:
        """Minutes of this machine's zone, as it is now."""
        zone = datetime.now().astimezone().utcoffset() or timedelta()
        return round(zone.total_seconds() / 60)


class FixedClock:
    """A clock that stands still until it is moved: for tests and scripted plays."""

    def __init__(self, start: datetime | None = None, offset: int = 0) -> None:
        self._start = start or datetime(2031, 5, 12, 12, 0, tzinfo=UTC)
        self._offset = offset
        self._passed = 0.0

    @classmethod
    def from_now(cls) -> FixedClock:
        """A clock that starts at this machine's time and then only moves when told."""
        machine = MachineClock()
        return cls(machine.now(), machine.offset())

    def now(self) -> datetime:
        """Wall time, UTC."""
        return self._start + timedelta(seconds=self._passed)

    def steady(self) -> float:
        """Seconds moved so far."""
        return self._passed

    def offset(self) -> int:
        """The zone it was given; UTC unless said."""
        return self._offset

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self._passed += seconds
