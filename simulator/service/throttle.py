"""How often wrong codes may be tried: counted for each device and all together, never by address.

A room shares one address, so an address says nothing about who guesses. Right codes never count.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from simulator.domain.errors import Refused

MINUTE = 60.0
MOST_WRONG = 8
"""Wrong codes of one device within a minute, after which it waits a minute."""
MOST_WRONG_IN_ALL = 300
"""Wrong codes within a minute, after which only devices that the server has met are looked at."""
MOST_DEVICES = 10_000
"""Devices that are remembered; the longest quiet go first."""


@dataclass(slots=True)
class _Tries:
    """The latest wrong codes of one device, and until when it waits."""

    wrong: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_WRONG))
    until: float = 0.0


class Throttle:
    """Who has to wait before trying a code; None is a device the server has not met."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._devices: OrderedDict[str, _Tries] = OrderedDict()
        self._all: deque[float] = deque(maxlen=MOST_WRONG_IN_ALL)

    def left(self, device: str | None) -> int:
        """Seconds that a device has to wait before it may try; 0 where it may."""
        if device is None:
            return self._left_of(self._all, MOST_WRONG_IN_ALL)
        tries = self._devices.get(device)
        return max(0, ceil(tries.until - self._now())) if tries else 0

    def check(self, device: str | None) -> None:
        """Raises `Refused` where a device has to wait; to be asked before a code is looked at."""
        if seconds := self.left(device):
            raise Refused("too_many_wrong_codes", seconds=seconds)

    def wrong(self, device: str | None) -> None:
        """Count a wrong code."""
        now = self._now()
        self._all.append(now)
        if device is None:
            return
        tries = self._devices.setdefault(device, _Tries())
        self._devices.move_to_end(device)
        tries.wrong.append(now)
        if self._left_of(tries.wrong, MOST_WRONG):
            tries.until = now + MINUTE
            tries.wrong.clear()
        while len(self._devices) > MOST_DEVICES:
            self._devices.popitem(last=False)

    def _left_of(self, wrong: deque[float], most: int) -> int:
        """Seconds until fewer than so many wrong codes lie within the last minute."""
        return max(0, ceil(wrong[0] + MINUTE - self._now())) if len(wrong) == most else 0
