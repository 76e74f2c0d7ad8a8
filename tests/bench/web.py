"""The server: decisions over HTTP, kept and not kept (G1, G2); what reaches all streams (G4, G5).

Server and crowd are processes of their own. Held against the same application with its log in
memory, and for streams against uvloop handing the same number of bytes to as many connections.
"""

from __future__ import annotations

import atexit
import subprocess
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from tests.bench.crowd import Hall
from tests.bench.harness import Benchmark, Side
from tests.bench.rooms import folder
from tests.bench.slow import DELAY, SHIM, compiler


@cache
def _hall(kind: str, streams: int = 0) -> Hall:
    made = Hall(kind)
    atexit.register(made.close)
    if streams:
        made.does("streams", streams)
    return made


@cache
def _slow() -> Hall:
    source, shim = (Path(folder().name) / name for name in ("slow-web.c", "slow-web.so"))
    source.write_text(SHIM)
    made = [compiler() or "cc", "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"]
    subprocess.run(made, check=True)
    hall = Hall("disk", environment={"LD_PRELOAD": str(shim), "SLOW_SYNC": str(DELAY)})
    atexit.register(hall.close)
    return hall


def _posts(name: str, kind: str, count: int, at_once: int) -> Side:
    made = partial(_hall, kind)
    return Side(
        name, lambda: made().does("posts", count, at_once), count, spent=lambda: made().spent()
    )


def _fan(name: str, kind: str, streams: int, times: int) -> Side:
    made = partial(_hall, kind, streams)
    return Side(
        name, lambda: made().does("fan", times), times * streams, spent=lambda: made().spent()
    )


def _last(name: str, kind: str) -> Side:
    """The slowest hundredth of decisions at a hundred a second, from when each was due."""

    def slowest() -> float:
        took: list[float] = sorted(_hall(kind, 50).does("steady", 300, 100.0))
        return took[int(len(took) * 0.99)]

    return Side(name, slowest, tells=True)


def benchmarks() -> Iterator[Benchmark]:
    """The benchmarks of this subject."""
    kept = _posts("32 at once", "disk", 1_000, 32)
    nowhere = _posts("32 at once, not kept", "memory", 1_000, 32)
    yield Benchmark("web.posts", "G1", kept, nowhere, 1.25)
    near = _last("POST to the last of 50, p99", "disk")
    off = _last("the same, not kept", "memory")
    yield Benchmark("web.last", "G4", near, off, 2.5)
    for streams, times in ((1_000, 10), (5_000, 4)):
        ours = _fan(f"to {streams:,} streams", "memory", streams, times)
        bare = _fan(f"uvloop to {streams:,}", "floor", streams, times)
        name = "web.fan" if streams == 1_000 else "web.fan-many"
        yield Benchmark(name, "G5", ours, bare, 2.5)
    if compiler() is not None:
        yield from _on_a_slow_disk()


def _on_a_slow_disk() -> Iterator[Benchmark]:
    """By the wall, whatever the clock: it is the disk that is waited for."""

    def posts(name: str, hall: Callable[[], Hall], count: int, at_once: int) -> Side:
        return Side(name, lambda: hall().does("posts", count, at_once), count, tells=True)

    many = posts("128 at once, +5 ms", _slow, 1_000, 128)
    one = posts("one at a time, +5 ms", _slow, 50, 1)
    nowhere = posts("128 at once, not kept", partial(_hall, "memory"), 1_000, 128)
    yield Benchmark("web.slow-many", "G2", many, nowhere, 2)
    yield Benchmark("web.slow-one", "G2", many, one, 1 / 25)
