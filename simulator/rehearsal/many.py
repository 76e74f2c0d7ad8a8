"""Many runs of a rehearsal, one after the other or on several cores; each counted in, none kept."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context

from simulator.content.write import write_yaml
from simulator.domain.edition import Kit
from simulator.domain.rehearsal import Rehearsal
from simulator.rehearsal.characters import Character
from simulator.rehearsal.facilitators import Manner
from simulator.rehearsal.once import Setup, once, way_into
from simulator.rehearsal.standstill import Standstill
from simulator.rehearsal.tally import Tally
from simulator.rehearsal.watch import Seen

FEW = 8
"""Runs a process from which on it is worth its start."""
Told = Callable[[int], object]
"""Called with the number of runs so far."""
_setup: list[Setup] = []
"""What the runs of a worker process share."""


def rehearse(setup: Setup, runs: int, jobs: int, told: Told) -> tuple[Rehearsal, bool]:
    """What came of so many runs, and whether all of them were played: somebody may interrupt.

    The same on any number of processes, for runs are counted in the order of their numbers.
    """
    tally, whole = Tally(), True
    try:
        with _played(setup, runs, jobs) as played:
            for seen in played:
                tally.add(seen)
                told(tally.runs)
    except KeyboardInterrupt:
        whole = False

    def ways(number: int, dead: Standstill) -> str | None:
        play = way_into(setup, number, dead)
        return write_yaml(play) if play else None

    return tally.told(setup, runs, ways), whole


@contextmanager
def _played(setup: Setup, runs: int, jobs: int) -> Iterator[Iterable[Seen]]:
    """Every run in its order, from this process or from others."""
    jobs = min(jobs, runs // FEW)
    if jobs <= 1:
        yield (once(setup, number) for number in range(runs))
        return
    most = max(1, min(32, runs // (jobs * 4)))
    context = get_context("spawn")
    with context.Pool(jobs, _begin, (_packed(setup),)) as pool:
        yield pool.imap(_one, range(runs), most)


Packed = tuple[str, tuple[Character, ...], tuple[Manner, ...], int, int, str]


def _packed(setup: Setup) -> Packed:
    """A setup as it travels to another process: the kit as the log keeps it."""
    kit = setup.kit.model_dump_json(by_alias=True)
    return kit, setup.mix, setup.manners, setup.seed, setup.copies, setup.language


def _begin(packed: Packed) -> None:
    """A worker begins; that somebody interrupts is its parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kit, mix, manners, seed, copies, language = packed
    _setup[:] = [Setup(Kit.model_validate_json(kit), mix, manners, seed, copies, language)]


def _one(number: int) -> Seen:
    return once(_setup[0], number)
