"""What a server process takes of the machine, looked at again and again."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass

import psutil

WINDOW = 10.0
"""Seconds over which the busiest time is looked for."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: when, seconds of the processor so far, bytes in memory."""

    at: float
    spent: float
    memory: int


class Meter:
    """The process of a server."""

    def __init__(self, pid: int) -> None:
        self.samples: list[Sample] = []
        self._process = psutil.Process(pid)

    def look(self, now: float) -> None:
        """Look once; a process that is gone is not looked at."""
        try:
            with self._process.oneshot():
                times, memory = self._process.cpu_times(), self._process.memory_info().rss
        except psutil.Error:
            return
        self.samples.append(Sample(now, times.user + times.system, memory))


def share(samples: list[Sample]) -> float:
    """Of one core, from the first look to the last."""
    if len(samples) < 2:
        return 0.0
    first, last = samples[0], samples[-1]
    return (last.spent - first.spent) / max(last.at - first.at, 1e-9)


def busiest(samples: list[Sample], window: float = WINDOW) -> float:
    """Of one core, in the busiest so many seconds; of all the time where it was shorter."""
    highest, start = 0.0, 0
    for end, sample in enumerate(samples):
        while sample.at - samples[start].at > window:
            start += 1
        if sample.at - samples[start].at >= window * 0.8:
            highest = max(highest, share([samples[start], samples[end]]))
    return highest or share(samples)


def end(pid: int, patience: float) -> None:
    """End a process, at the latest after so many seconds."""
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        process.terminate()
        with suppress(psutil.TimeoutExpired):
            process.wait(patience)
            return
        process.kill()
        process.wait(patience)


def machine_load() -> float | None:
    """How many processes of the whole machine wait for a core, as a mean of a minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None
