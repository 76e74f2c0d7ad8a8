"""`simulacro loadtest` at a real server: everybody comes in, everything comes once (R4, R5)."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("served")]
COMMAND = (sys.executable, "-m", "simulator", "loadtest")
SMALL = ("--teams", "3", "--people", "12", "--burst", "1", "--decisions", "20", "--every", "2")
FAR, HOURS = 90.0, 3 * 3600.0
FEW = 210
NOTHING = {"lost": 0, "again": 0, "forgotten": 0, "doubled": 0}


def surroundings(folder: Path) -> dict[str, str]:
    """Where exercises are kept, and where what is temporary goes."""
    (folder / "tmp").mkdir()
    return {
        **os.environ,
        "SIMULACRO_STORE": str(folder / "store"),
        "TMPDIR": str(folder / "tmp"),
    }


def left(folder: Path) -> list[Path]:
    return [*(folder / "tmp").iterdir(), *(folder / "store").glob("*")]


def ran(folder: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    command, environment = [*COMMAND, *words], surroundings(folder)
    more.setdefault("timeout", FAR)
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, **more
    )
    assert left(folder) == []
    return done


def few_files() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, FEW))


def test_a_small_crowd_gets_everything_once_and_leaves_nothing(tmp_path: Path) -> None:
    ways = ("--polling", "2", "--consoles", "2", "--stalled", "1")
    done = ran(tmp_path, *SMALL, *ways, "--minutes", "0.07", "--format", "json")
    assert done.returncode in (0, 1), done.stderr  # how fast it was is not asked here
    load = json.loads(done.stdout)
    assert load["whole"]
    assert load["joined"] == 12
    assert load["released"] == 2
    assert load["delivery"]["count"] == 2 * (12 - 2 - 1)
    assert load["polled"]["count"] == 2 * 2
    assert load["due"] >= 2 * (12 - 1)
    assert load["decided"] > 0
    assert load["unanswered"] == 0
    assert {name: load[name] for name in NOTHING} == NOTHING
    assert load["errors"] == {}
    assert load["server"]["end"] > 0


def test_whoever_interrupts_it_gets_what_was_measured(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, *SMALL, "--minutes", "30", "--language", "es"],
        env=surroundings(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert any("dentro" in line for line in process.stderr)  # until it says how far it has come
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=FAR)
    assert process.returncode in (0, 1)
    assert "Interrumpida a los 00:" in told
    assert "Entraron 12 de 12" in told
    assert left(tmp_path) == []


def test_too_few_files_are_told_in_a_sentence(tmp_path: Path) -> None:
    done = ran(tmp_path, *SMALL, "--minutes", "0.03", preexec_fn=few_files)
    assert f"may open {FEW} files at once and 12 people need 224" in done.stderr


def test_more_who_do_otherwise_than_there_are_people_are_refused(tmp_path: Path) -> None:
    done = ran(tmp_path, "--people", "3", "--polling", "2", "--stalled", "2")
    assert done.returncode == 2
    assert "3 people, 4 of them" in done.stderr


def test_who_interrupts_it_before_the_server_is_there_leaves_none_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, *SMALL, "--minutes", "30"],
        env=surroundings(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    logs = (tmp_path / "tmp").glob("*/*.server.log")
    while not any(logs):
        assert process.poll() is None
        time.sleep(0.005)
        logs = (tmp_path / "tmp").glob("*/*.server.log")
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=FAR)
    assert "Interrupted after 00:" in told
    assert left(tmp_path) == []
    assert not [p for p in psutil.process_iter() if str(tmp_path) in " ".join(_words(p))]


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.mark.long
def test_an_hour_of_45_teams_loses_nothing_and_does_not_grow(tmp_path: Path) -> None:
    ways = ("--polling", "10", "--stalled", "5")
    hour = ("--minutes", "60", "--every", "30")
    done = ran(tmp_path, *hour, *ways, "--format", "json", timeout=HOURS)
    load = json.loads(done.stdout)
    assert done.returncode == 0, load["goals"]
    assert load["server"]["per_thousand"] < 20
