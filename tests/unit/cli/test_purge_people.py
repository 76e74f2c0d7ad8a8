"""`simulacro purge --person`: a name is forgotten in the store and in every backup (SEC15)."""

from __future__ import annotations

import asyncio
import io
import zipfile
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.ops.backups import opened
from simulator.stores.names import SqliteNames
from tests.unit.cli.store import keep

NAMES = {"ana": "Ana Torres", "ben": "Ben Ruiz"}


@pytest.fixture
def exercise(store: Path) -> Path:
    """An exercise with two names, backed up once."""
    keep(store)
    for person, name in NAMES.items():
        asyncio.run(SqliteNames(store).put("one", person, name))
    assert main(["backup", "one"]) == 0
    return store


def backup(store: Path) -> Path:
    (found,) = store.rglob("*.simulacro")
    return found


def called(store: Path) -> dict[str, str]:
    return dict(asyncio.run(SqliteNames(store).of("one")))


@pytest.mark.parametrize("who", ["Ana Torres", "ana"])
def test_a_name_is_forgotten_in_the_store_and_its_backups(
    who: str, exercise: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = opened(backup(exercise))
    capsys.readouterr()
    assert main(["purge", "one", "--person", who, "--yes"]) == 0
    assert called(exercise) == {"ben": "Ben Ruiz"}
    after = opened(backup(exercise))
    assert (dict(after.names), after.manifest.names) == ({"ben": "Ben Ruiz"}, 1)
    assert after.archive.records == before.archive.records
    with zipfile.ZipFile(backup(exercise)) as packed:
        assert all(b"Ana Torres" not in packed.read(name) for name in packed.namelist())
    said = capsys.readouterr().out
    assert "Ana Torres (ana)" in said
    assert "out of 1 backup too" in said
    assert "Out of reach are copies elsewhere" in said


def test_who_was_forgotten_in_the_store_is_still_found_in_backups(exercise: Path) -> None:
    asyncio.run(SqliteNames(exercise).forget("one", "ana"))
    assert main(["purge", "one", "--person", "ana", "--yes"]) == 0
    assert dict(opened(backup(exercise)).names) == {"ben": "Ben Ruiz"}


def test_a_name_that_nobody_has_is_told(exercise: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["purge", "one", "--person", "Carla Paz", "--yes"]) == 2
    assert "Nobody of one is called Carla Paz" in capsys.readouterr().err
    assert called(exercise) == NAMES


def test_it_asks_first(
    exercise: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert main(["purge", "one", "--person", "ana", "ben"]) == 2
    assert called(exercise) == NAMES
    said = capsys.readouterr().out
    assert "Ana Torres (ana), Ben Ruiz (ben)" in said
    assert "There is 1 backup; it is reached too." in said
