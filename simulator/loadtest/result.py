"""What a load test has found: figures and goals, as they are reported in every form.

Times are seconds, shares are of one core of the processor, sizes are megabytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from simulator.domain.model import Model

LOAD_VERSION: Final = 1
LAST_WITHIN: Final = 2.0
"""Seconds from a release to the last client, of ninety-five releases in a hundred (R4)."""


class Spread(Model):
    """How times lie."""

    count: int
    p50: float
    p95: float
    p99: float
    last: float


class Asked(Model):
    """What was asked for."""

    teams: int
    people: int
    burst: float
    minutes: float
    every: float
    decisions: float
    polling: int
    consoles: int
    stalled: int
    seed: int


class Machine(Model):
    """Where it ran; the load is how many processes waited for a core, all of the machine's."""

    system: str
    python: str
    simulacro: str
    cores: int
    load_before: float | None = None
    load_after: float | None = None


class Server(Model):
    """What the server took."""

    joining: float
    """Share of a core during the burst."""
    playing: float
    busiest: float
    """In the busiest ten seconds."""
    first: float
    """Memory as play began."""
    end: float
    most: float
    per_thousand: float | None = None
    """Growth for each thousand records that were kept meanwhile."""


class Goal(Model):
    """Something that must hold."""

    name: Literal["joined", "delivery", "lost", "again", "forgotten", "doubled", "errors"]
    value: float | None = None
    """None where it could not be measured."""
    most: float
    met: bool


class Load(Model):
    """A load test, whole or as far as it came."""

    version: int = LOAD_VERSION
    asked: Asked
    machine: Machine
    seconds: float
    whole: bool
    """False where it was interrupted."""
    joined: int
    joining: Spread | None = None
    """From the first request to the page of the seat."""
    released: int
    records: int
    due: int
    """Injects and decisions that devices had to get."""
    lost: int
    again: int
    delivery: Spread | None = None
    """From a release to each device."""
    last: Spread | None = None
    """From a release to the last device."""
    polled: Spread | None = None
    """From a release to each device that hears no stream and asks."""
    decided: int
    """Decisions that were acknowledged."""
    forgotten: int
    doubled: int
    acknowledgement: Spread | None = None
    """From a decision to its answer."""
    unanswered: int
    """Decisions that were sent, and not answered when it ended."""
    tried_again: int
    cut: int
    errors: Mapping[str, int] = {}
    server: Server | None = None
    late: Spread | None = None
    """How late the crowd itself was: all times are wrong by as much."""
    files: int | None = None
    """Files and connections that this process may have open."""
    goals: tuple[Goal, ...]

    @property
    def good(self) -> bool:
        """Whether all goals are met."""
        return all(goal.met for goal in self.goals)


def spread(times: Sequence[float]) -> Spread | None:
    """How they lie; nothing where there are none."""
    if not times:
        return None
    known = sorted(times)

    def at(part: float) -> float:
        return round(known[max(0, math.ceil(len(known) * part) - 1)], 4)

    return Spread(count=len(known), p50=at(0.5), p95=at(0.95), p99=at(0.99), last=at(1.0))
