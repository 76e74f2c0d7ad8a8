"""What a benchmark is, and how one is run: two sides in turns, and the ratio of what they cost."""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import cast

ROUNDS, TRIES, MISSES = 5, 3, 2

Clock = Callable[[], float]
"""Seconds since some moment."""


def processor_time() -> float:
    """What this process and the processes it has waited for spent of the processor."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


CLOCKS: Mapping[str, Clock] = MappingProxyType({"wall": time.perf_counter, "cpu": processor_time})
"""Name → clock: on a busy machine the processor's own is steadier."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: its name, and what is run."""

    name: str
    run: Callable[[], object]
    units: float = 1
    """How much one run does; costs are compared for one unit."""
    times: int = 1
    """How often it is run in one round, so that a short side is measured for long enough."""
    spent: Clock | None = None
    """Where another process does the work: what it spent of the processor."""
    tells: bool = False
    """Whether a run gives the seconds that count itself, as one does that goes at a fixed rate."""


def command(name: str, *words: str, environment: Mapping[str, str] | None = None) -> Side:
    """A side that is a process of its own, from its start to its end."""
    run = partial(
        subprocess.run,
        words,
        check=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    return Side(name, run)


@dataclass(frozen=True)
class Benchmark:
    """A goal: side A costs at most so many times what side B costs."""

    name: str
    """`subject.what`."""
    goal: str
    """The goal's number in the list of goals."""
    a: Side
    b: Side
    most: float
    rounds: int = ROUNDS
    gate: Callable[[], object] | None = None
    """Raises `AssertionError` where the sides do not do what they should; asked before all else."""


@dataclass(frozen=True)
class Round:
    """What a unit cost on each side, in seconds, one straight after the other."""

    a: float
    b: float

    @property
    def ratio(self) -> float:
        """How many times side B's cost side A's is."""
        return self.a / self.b


@dataclass(frozen=True)
class Outcome:
    """All tries at one benchmark; each is so many rounds, and its ratio their median."""

    benchmark: Benchmark
    tries: tuple[tuple[Round, ...], ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """The ratio of each try."""
        return tuple(statistics.median(each.ratio for each in rounds) for rounds in self.tries)

    @property
    def ratio(self) -> float:
        """The median of the tries."""
        return statistics.median(self.ratios)

    @property
    def met(self) -> bool:
        """Whether the goal is met: fewer than two tries miss it."""
        return sum(ratio > self.benchmark.most for ratio in self.ratios) < MISSES

    @property
    def rounds(self) -> tuple[Round, ...]:
        """Every round of every try."""
        return tuple(each for rounds in self.tries for each in rounds)


def measured(benchmark: Benchmark, clock: Clock, rounds: int | None = None) -> Outcome:
    """Ask the gate, warm both sides up, then try until the goal is met or missed.

    A first try that meets the goal is enough; after a miss, two of three decide.
    """
    if benchmark.gate is not None:
        benchmark.gate()
    for side in (benchmark.a, benchmark.b):
        side.run()
    tries: list[tuple[Round, ...]] = []
    for _ in range(TRIES):
        tries.append(tuple(_rounds(benchmark, clock, rounds or benchmark.rounds)))
        ratios = Outcome(benchmark, tuple(tries)).ratios
        misses = sum(ratio > benchmark.most for ratio in ratios)
        if misses == 0 or misses == MISSES or len(ratios) - misses == MISSES:
            break
    return Outcome(benchmark, tuple(tries))


def _rounds(benchmark: Benchmark, clock: Clock, count: int) -> Iterator[Round]:
    for _ in range(count):
        yield Round(cost(benchmark.a, clock), cost(benchmark.b, clock))


def cost(side: Side, clock: Clock) -> float:
    """Seconds for one unit; what a run makes is thrown away after the clock was looked at."""
    if clock is processor_time and side.spent is not None:
        clock = side.spent
    spent = 0.0
    for _ in range(side.times):
        with settled_collector():
            begun = clock()
            made = side.run()
            spent += cast(float, made) if side.tells else clock() - begun
            del made
    return spent / side.times / side.units


@contextmanager
def settled_collector() -> Iterator[None]:
    """No search for cycles while something is measured; what was there is collected before."""
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def chosen(benchmarks: Sequence[Benchmark], names: Sequence[str]) -> tuple[Benchmark, ...]:
    """The benchmarks with these names, or of these subjects; all where none is named.

    Raises `KeyError` with the first name that nothing has.
    """
    for name in names:
        if not any(_is_named(each, name) for each in benchmarks):
            raise KeyError(name)
    return tuple(
        each for each in benchmarks if not names or any(_is_named(each, name) for name in names)
    )


def _is_named(benchmark: Benchmark, name: str) -> bool:
    return benchmark.name == name or benchmark.name.startswith(f"{name}.")
