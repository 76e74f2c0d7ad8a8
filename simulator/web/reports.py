"""After-action reports for pages: made once for each state of an exercise, beside what goes on."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence

from simulator.acts import Recorded
from simulator.domain.errors import Refused
from simulator.service.hub import Hub

Reported = Callable[[Sequence[Recorded], str], bytes]
"""A log and a language → the after-action report as one HTML file."""
OVER = ("ended", "stopped")
"""When a report may be made: while play goes on, nothing is to be in its way."""
KEPT = 6
"""Reports that are remembered; the longest not asked for go first."""


class Reports:
    """Reports as they were made of one state of an exercise, in one language."""

    def __init__(self, made: Reported) -> None:
        self._made = made
        self._known: OrderedDict[tuple[str, int, str], bytes] = OrderedDict()
        self._making = asyncio.Lock()

    async def of(self, hub: Hub, exercise: str, language: str) -> bytes:
        """The report as things stand; made in a thread, once. Raises `Refused` during play."""
        async with self._making:
            state = await hub.exercise(exercise)
            if state.status not in OVER:
                raise Refused("not_ended")
            key = (exercise, state.seq, language)
            if key not in self._known:
                records = await hub.records(exercise, 0, state.seq)
                self._known[key] = await asyncio.to_thread(self._made, records, language)
            self._known.move_to_end(key)
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
            return self._known[key]
