"""The outcomes of benchmarks for people, as a table, and for programs, as JSON."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Iterable, Sequence

from tests.bench.harness import Benchmark, Outcome

WIDTHS = (24, 5, 7, 7, 7, 9, 7)
HEADS = ("benchmark", "goal", "ratio", "min", "max", "at most", "")


def machine() -> dict[str, object]:
    """What the figures depend on: how many cores, which Python."""
    cores = len(os.sched_getaffinity(0))
    return {"cores": cores, "python": platform.python_version()}


def head() -> str:
    """The first line of the table."""
    return _row(HEADS, "A / B")


def row(outcome: Outcome) -> str:
    """One line of the table."""
    benchmark = outcome.benchmark
    ratios = [each.ratio for each in outcome.rounds]
    figures = (outcome.ratio, min(ratios), max(ratios), benchmark.most)
    verdict = "met" if outcome.met else "MISSED"
    cells = (benchmark.name, benchmark.goal, *(f"{each:.3g}" for each in figures), verdict)
    return _row(cells, sides(benchmark))


def sides(benchmark: Benchmark) -> str:
    """What is compared with what."""
    return f"{benchmark.a.name} / {benchmark.b.name}"


def as_json(outcomes: Iterable[Outcome], clock: str) -> str:
    """Everything that was measured; times are seconds for one unit."""
    told = {"machine": machine(), "clock": clock, "benchmarks": [_told(o) for o in outcomes]}
    return json.dumps(told, indent=2) + "\n"


def _told(outcome: Outcome) -> dict[str, object]:
    benchmark = outcome.benchmark
    return {
        "name": benchmark.name,
        "goal": benchmark.goal,
        "a": {"name": benchmark.a.name, "median": statistics.median(r.a for r in outcome.rounds)},
        "b": {"name": benchmark.b.name, "median": statistics.median(r.b for r in outcome.rounds)},
        "at_most": benchmark.most,
        "ratio": outcome.ratio,
        "min": min(each.ratio for each in outcome.rounds),
        "max": max(each.ratio for each in outcome.rounds),
        "met": outcome.met,
        "tries": [[each.ratio for each in rounds] for rounds in outcome.tries],
    }


def _row(cells: Sequence[str], last: str) -> str:
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)) + last
