"""Writers that are killed, and whose power is cut, at points drawn from a seed."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.docs.tree import ROOT
from tests.kill.points import EARLY, POINTS, UNSYNCED

needs_compiler = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None,
    reason="a power cut is played with a C shim: it needs Linux and a compiler",
)


def killed(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.kill", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def counts(done: subprocess.CompletedProcess[str]) -> dict[str, list[int]]:
    """The table: point → kills, acknowledged, kept though untold, repeats."""
    lines = done.stdout.splitlines()
    rows = {line[:20].strip(): line[20:].split() for line in lines}
    return {name: [int(n) for n in rows[name]] for name in (*POINTS, "all")}


def test_a_hundred_kills_lose_double_and_break_nothing() -> None:
    done = killed("--kills", "100")
    assert done.returncode == 0, done.stdout + done.stderr
    table = counts(done)
    assert table["all"][0] == 100
    assert all(table[point][0] for point in POINTS)
    assert all(table["all"])
    print(done.stdout)


@needs_compiler
def test_forty_power_cuts_lose_double_and_break_nothing() -> None:
    done = killed("--kills", "40", "--power")
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(counts(done)["all"])


def test_a_writer_that_answers_before_it_keeps_is_caught() -> None:
    done = killed("--kills", "20", "--careless", EARLY)
    assert done.returncode == 1
    assert "was acknowledged and is lost" in done.stdout


@needs_compiler
def test_a_writer_that_keeps_without_a_sync_is_caught() -> None:
    assert killed("--kills", "10", "--careless", UNSYNCED).returncode == 0
    done = killed("--kills", "10", "--careless", UNSYNCED, "--power")
    assert done.returncode == 1
    assert "was acknowledged and is lost" in done.stdout
