"""The server: decisions over HTTP, kept and not kept (G1, G2); what reaches all streams (G4, G5).

Server and crowd are processes of their own. Held against the same application with its log in
memory, and for streams against uvloop handing the same number of bytes to as many connections.
"""

from __future__ import annotations

import atexit
import subprocess
from collections.abc import Iterator
from functools import cache
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
    return Side(name, lambda: _hall(kind).does("posts", count, at_once), count)


def _fan(name: str, kind: str, streams: int, times: int) -> Side:
    return Side(name, lambda: _hall(kind, streams).does("fan", times), times * streams)


def benchmarks() -> Iterator[Benchmark]:
    """The benchmarks of this subject."""
    kept = _posts("32 at once", "disk", 1_000, 32)
    nowhere = _posts("32 at once, not kept", "memory", 1_000, 32)
    yield Benchmark("web.posts", "G1", kept, nowhere, 1.25)
    near = _fan("POST to the last of 50", "disk", 50, 100)
    off = _fan("the same, not kept", "memory", 50, 100)
    yield Benchmark("web.last", "G4", near, off, 2.5)
    ours = _fan("to 1,000 streams", "memory", 1_000, 5)
    bare = _fan("uvloop to 1,000", "floor", 1_000, 5)
    yield Benchmark("web.fan", "G5", ours, bare, 2.5)
    if compiler() is not None:
        yield from _on_a_slow_disk()


def _on_a_slow_disk() -> Iterator[Benchmark]:
    many = Side("128 at once, +5 ms", lambda: _slow().does("posts", 1_000, 128), 1_000)
    one = Side("one at a time, +5 ms", lambda: _slow().does("posts", 50, 1), 50)
    nowhere = _posts("128 at once, not kept", "memory", 1_000, 128)
    yield Benchmark("web.slow-many", "G2", many, nowhere, 2)
    yield Benchmark("web.slow-one", "G2", many, one, 1 / 25)
