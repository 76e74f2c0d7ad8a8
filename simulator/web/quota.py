"""How much one seat may send: bursts are fine, floods are not (SEC12)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from simulator.domain.errors import Refused
from simulator.web.caller import Caller

BURST = 60
"""Commands that may come at once."""
PER_SECOND = 2.0
"""How fast what was spent comes back."""
READING = 0.1
"""What a view costs: so many views are as much as one command."""
MOST = 10_000
"""Seats that are remembered."""


class Quota:
    """A bucket for every seat; the house has none."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def spend(self, caller: Caller, cost: float = 1.0) -> None:
        """Count one command, or less. Raises `Refused` where there were too many."""
        if caller.house:
            return
        key, now = (caller.exercise, caller.actor.person), self._steady()
        left, then = self._left.pop(key, (float(BURST), now))
        left = min(float(BURST), left + (now - then) * PER_SECOND)
        if left < cost:
            self._left[key] = (left, now)
            raise Refused("too_many", seconds=round((cost - left) / PER_SECOND + 0.5))
        self._left[key] = (left - cost, now)
        while len(self._left) > MOST:
            self._left.popitem(last=False)
