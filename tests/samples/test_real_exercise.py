"""An exercise written by others: imported, checked, played to its end, reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.cli import GOOD, main

PLAY = Path(__file__).parent / "ransomware-quick-start.yaml"
SOURCE = "scenarios-machine/icebergttx/ransomware_response.json"
TEAMS = ("IT Operations", "Legal", "Executive", "Communications")


@pytest.fixture
def imported(samples: Path, tmp_path: Path) -> Path:
    """The scenario's folder, imported, with the play beside it."""
    assert main(["import", "icebergttx", str(samples / SOURCE), "--out", str(tmp_path)]) == GOOD
    folder = tmp_path / "ransomware-response-quick-start"
    (folder / "plays").mkdir()
    (folder / "plays" / PLAY.name).write_text(PLAY.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_it_has_no_error(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(imported)])
    out = capsys.readouterr().out
    assert code == GOOD, out
    assert "error" not in out.splitlines()[-1] or "0 errors" in out.splitlines()[-1]


def test_it_is_played_to_its_end_and_every_team_decides(
    imported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", str(tmp_path / "store")]
    capsys.readouterr()
    code = main(["play", str(imported / "plays" / PLAY.name), "--keep", "real", *store])
    assert code == GOOD, capsys.readouterr().out
    assert main(["debrief", "real", "--out", str(tmp_path / "report"), *store]) == GOOD
    (report,) = (tmp_path / "report").glob("*.md")
    text = report.read_text(encoding="utf-8")
    for team in TEAMS:
        assert re.search(rf"^#+ .*{team}", text, re.MULTILINE), f"{team} has no section"
    for said in ("We watch for ten minutes", "notification thresholds", "crisis team", "call back"):
        assert said in text
