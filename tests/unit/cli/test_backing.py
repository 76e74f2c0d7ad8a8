"""At a table an exercise is backed up by itself, and who holds it is told where and whether."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.ops.backups import opened
from simulator.ops.shelves import backups_in
from simulator.stores.verify import verified
from tests.unit.cli.store import stored

pytestmark = pytest.mark.slow

SCENARIO = "title: Case\nteams: [Red]\ninjects: [A reporter calls.]\n"


def held(folder: Path, typed: str, *command: str, language: str = "en") -> str:
    """What the plain console said."""
    (folder / "case").mkdir(exist_ok=True)
    (folder / "case" / "scenario.yaml").write_text(SCENARIO)
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *command, "--plain", "--store", str(folder / "store")],
        input=typed,
        env=os.environ | {"SIMULACRO_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def run(folder: Path, typed: str, *more: str, language: str = "en") -> str:
    command = ("run", str(folder / "case"), "--name", "mine", *more)
    return held(folder, typed, *command, language=language)


def test_what_was_left_is_in_a_backup_and_where_it_is_said(tmp_path: Path) -> None:
    said = run(tmp_path, "start\nname Ana\nquit\n")
    assert not list((tmp_path / "store").glob("mine.db-*"))
    latest = backups_in(tmp_path / "store" / "backups", "mine")[0].path
    assert f"Its last backup: {latest}" in said
    backup, kept = opened(latest), stored(tmp_path / "store", "mine")
    assert (backup.manifest.records, backup.manifest.head) == (len(kept), verified(kept).head)
    assert list(backup.names.values()) == ["Ana"]
    count = len(backups_in(tmp_path / "store" / "backups", "mine"))
    assert "Its last backup" in held(tmp_path, "resume\nrelease\nquit\n", "resume")
    found = backups_in(tmp_path / "store" / "backups", "mine")
    assert opened(found[0].path).manifest.records > backup.manifest.records
    assert len(found) >= count


def test_off_makes_none(tmp_path: Path) -> None:
    assert "backup" not in run(tmp_path, "start\nquit\n", "--backups", "off")
    assert not (tmp_path / "store" / "backups").exists()


def test_where_none_can_be_made_play_goes_on_and_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    said = run(tmp_path, "start\nquit\n", "--backups", str(tmp_path / "file" / "in"), language="es")
    assert "No se están haciendo copias de seguridad" in said
    assert stored(tmp_path / "store", "mine")
