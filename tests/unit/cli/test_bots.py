"""`simulacro run --bots`: bots play the teams of an exercise that one person runs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.acts.decisions import DecisionLogged
from simulator.cli import main
from simulator.domain.errors import StoreError
from simulator.stores.sqlite import SqliteLog

SCENARIO = """\
title: Case
teams: [Red]
injects:
  - id: a
    body: A reporter calls.
    expectations:
      - {id: x, text: Call back., example: We call back., free: true}
      - {id: y, text: Write it down., example: We write it down., free: true}
      - {id: z, text: Ask who it is., example: We ask who it is., free: true}
"""
LIMIT = 60.0


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "scenario.yaml").write_text(SCENARIO)
    return tmp_path


def options(case: Path, bots: str) -> list[str]:
    store = ["--store", str(case / "store"), "--name", "mine", "--language", "en"]
    return ["run", "--plain", str(case / "case"), "--bots", bots, *store]


def said(case: Path) -> list[str]:
    """What stands in the log."""

    async def read() -> list[str]:
        log = SqliteLog(case / "store")
        try:
            events = [record.event for record in await log.read("mine")]
        except StoreError:  # its file is just being made
            return []
        finally:
            await log.close()
        return [each.text for each in events if isinstance(each, DecisionLogged)]

    return asyncio.run(read())


def test_a_mixture_that_is_none_is_told_before_anything_is_made(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(options(case, "lazy")) == 2
    assert "diligent, racing, stalling, silent, contrary" in capsys.readouterr().err
    assert not list(case.glob("store/*"))


@pytest.mark.slow
def test_bots_play_while_somebody_runs_the_exercise(case: Path) -> None:
    command = [sys.executable, "-m", "simulator", *options(case, "diligent")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin is not None
        running.stdin.write("start\nspeed 50\nrelease a\n")
        running.stdin.flush()
        end = time.monotonic() + LIMIT
        while not said(case) and time.monotonic() < end:
            time.sleep(0.1)
        shown, _ = running.communicate("quit\n", timeout=LIMIT)
    assert running.returncode == 0
    assert set(said(case)) <= {"We call back.", "We write it down.", "We ask who it is."}
    assert said(case)[0] in shown
    assert "Bot, diligent" in shown
