"""Rehearsal: runs of a generated scenario of a hundred injects, on one process and on two (G8)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from simulator.acts import Recorded, applied
from simulator.cli.exercises import scenario_at
from simulator.domain.exercise import Exercise
from simulator.domain.rehearsal import Rehearsal
from simulator.rehearsal import room
from simulator.rehearsal.characters import mixture
from simulator.rehearsal.facilitators import manners
from simulator.rehearsal.many import rehearse
from simulator.rehearsal.once import Run, Setup, once
from tests.bench.generated import scenario_file
from tests.bench.harness import Benchmark, Side

INJECTS = 100
RUNS = 4
MANY = 48


@cache
def setup() -> Setup:
    """Four diligent teams and a facilitator by the book."""
    loaded = scenario_at(str(scenario_file(INJECTS)), {})
    return Setup(loaded.kit, mixture("diligent"), manners("by-the-book"))


def played(runs: int) -> None:
    """So many runs, nothing of them kept."""
    for number in range(runs):
        once(setup(), number)


@cache
def _records() -> tuple[Recorded, ...]:
    """The events of one run, as they were applied."""
    kept: list[Recorded] = []

    def applied_and_kept(exercise: Exercise | None, recorded: Recorded) -> Exercise:
        kept.append(recorded)
        return applied(exercise, recorded)

    rules, room.applied = room.applied, applied_and_kept  # type: ignore[attr-defined]
    try:
        Run(setup(), 0).to_its_end()
    finally:
        room.applied = rules  # type: ignore[attr-defined]
    return tuple(kept)


def only_applied(times: int) -> None:
    """The same events applied again, and nothing decided, offered or looked at."""
    for _ in range(times):
        state = None
        for record in _records():
            state = applied(state, record)


def rehearsed(runs: int, jobs: int) -> Rehearsal:
    """A whole rehearsal."""
    return rehearse(setup(), runs, jobs, lambda count: None)[0]


def same_on_two() -> None:
    """Raises `AssertionError` where two processes find something else than one."""
    assert rehearsed(16, 2) == rehearsed(16, 1)


def benchmarks() -> Iterator[Benchmark]:
    """The benchmarks of this subject."""
    yield Benchmark(
        "rehearse.run",
        "G8",
        Side("runs, decided and looked at", lambda: played(RUNS), RUNS),
        Side("their events applied", lambda: only_applied(RUNS), RUNS),
        4,
        rounds=3,
    )
    yield Benchmark(
        "rehearse.two-processes",
        "G8",
        Side("48 runs on two processes", lambda: rehearsed(MANY, 2)),
        Side("on one", lambda: rehearsed(MANY, 1)),
        1 / 1.8,
        rounds=3,
        gate=same_on_two,
    )
    yield Benchmark(
        "rehearse.growth",
        "G8",
        Side("a run of 40", lambda: rehearsed(40, 1), 40),
        Side("of 8", lambda: rehearsed(8, 1), 8),
        1.3,
        rounds=3,
    )
