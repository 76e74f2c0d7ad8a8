"""What an exercise is begun from is kept with it: the files that its injects name."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from simulator.cli import main
from tests.unit.cli.store import with_log

SCENARIO = """\
title: Case
teams: [Red]
injects:
  - {id: a, body: A letter came., attachments: [papers/letter.txt, {file: plan.bin, title: Plan}]}
"""
PLAY = "scenario: case\nplay: [start, {release: a}]\n"
FILES = {"papers/letter.txt": b"Dear all", "plan.bin": bytes(range(9))}


@pytest.fixture
def case(store: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    (folder / "papers").mkdir(parents=True)
    (folder / "plays").mkdir()
    (folder / "scenario.yaml").write_text(SCENARIO)
    (folder / "plays" / "one.yaml").write_text(PLAY)
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder


def kept(store: Path, exercise: str) -> object:
    return with_log(store, lambda log: log.attached(exercise))


def test_run_keeps_the_scenarios_attachments(
    case: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("start\nquit\n"))
    assert main(["run", "--plain", str(case), "--name", "mine"]) == 0
    (case / "plan.bin").write_bytes(b"changed since")
    assert kept(store, "mine") == FILES
    assert main(["export", "mine"]) == 0
    assert Path("mine.zip").is_file()


def test_a_play_that_is_kept_keeps_them_too(case: Path, store: Path) -> None:
    assert main(["play", str(case / "plays" / "one.yaml"), "--keep", "mine"]) == 0
    assert kept(store, "mine") == FILES
