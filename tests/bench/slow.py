"""A process whose disk answers five milliseconds later: work is named to it, and it says when done.

`python -m tests.bench.slow` reads names of `WORK` from its input, a line each. The disk is slowed
by a shim of nine lines of C before the system's own `fsync`; without a compiler there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.bench.raw import Raw
from tests.bench.rooms import Room, folder, in_memory, on_disk

DELAY = 5_000
"""Microseconds added to every sync."""
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
static void nap(void) { const char *us = getenv("SLOW_SYNC"); if (us) usleep(atoi(us)); }
typedef int (*sync_call)(int);
int fsync(int file) { nap(); return ((sync_call) dlsym(RTLD_NEXT, "fsync"))(file); }
int fdatasync(int file) { nap(); return ((sync_call) dlsym(RTLD_NEXT, "fdatasync"))(file); }
"""


@cache
def _room() -> Room:
    return Room(on_disk("slow"))


@cache
def _kept_nowhere() -> Room:
    return Room(in_memory())


@cache
def _raw() -> Raw:
    return Raw("slow-raw")


WORK: Mapping[str, Callable[[], object]] = {
    "one": lambda: _room().one_at_a_time(20),
    "many": lambda: _room().at_once(200),
    "nowhere": lambda: _kept_nowhere().at_once(200),
    "raw-one": lambda: _raw().rows(20, each=1),
    "raw-many": lambda: _raw().rows(200, each=200),
}


class SlowDisk:
    """A process with a slow disk, started when it is first given something to do."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def does(self, work: str) -> None:
        """Have it do something, and wait until it is done."""
        process = self._process = self._process or _started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{work}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "done\n", "the process with the slow disk has died"


def compiler() -> str | None:
    """The C compiler of this machine, where it has one."""
    return shutil.which("cc") or shutil.which("gcc")


def _started() -> subprocess.Popen[str]:
    source, shim = (Path(folder().name) / name for name in ("slow.c", "slow.so"))
    source.write_text(SHIM)
    made = [compiler() or "cc", "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"]
    subprocess.run(made, check=True)
    environment = {**os.environ, "LD_PRELOAD": str(shim), "SLOW_SYNC": str(DELAY)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.slow"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def main() -> None:
    """Do what is named, until there is nothing more to do."""
    for line in sys.stdin:
        WORK[line.strip()]()
        print("done", flush=True)


if __name__ == "__main__":
    main()
