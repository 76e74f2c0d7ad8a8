"""`simulacro purge`: afterwards no file below the data folder knows of it (SEC15)."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog
from tests.unit.cli.store import CANARY, keep, numbers, stored, traces


def kept_with_names(store: Path) -> None:
    """An exercise that holds the canary in every text, name and attachment; and another one."""
    keep(store, files={"a.txt": CANARY.encode()})
    keep(store, "two")
    names = SqliteNames(store)
    for exercise in ("one", "two"):
        asyncio.run(names.put(exercise, "ana", f"{CANARY} of {exercise}"))


def test_a_purged_exercise_leaves_no_trace(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept_with_names(store)
    assert traces(tmp_path) == ["names.db", "one.db", "two.db"]
    assert main(["purge", "one", "--yes"]) == 0
    assert traces(tmp_path) == ["names.db", "two.db"]
    assert traces(tmp_path, f"{CANARY} of one") == []
    assert [f.name for f in store.glob("one*")] == []
    said = capsys.readouterr().out
    assert "The exercise one is removed" in said
    for word in ("exports", "reports", "backups", str(tmp_path / "state")):
        assert word in said


def test_after_the_last_one_nothing_is_left_of_anybody(store: Path, tmp_path: Path) -> None:
    kept_with_names(store)
    assert main(["purge", "one", "--yes"]) == 0
    assert main(["purge", "two", "--yes"]) == 0
    assert traces(tmp_path) == []


def test_a_crash_left_nothing_that_a_purge_does_not_reach(store: Path, tmp_path: Path) -> None:
    keep(store)
    for ending in ("-wal", "-shm", "-journal"):
        (store / f"one.db{ending}").write_bytes(b"")
    assert main(["purge", "one", "--yes"]) == 0
    assert [f.name for f in store.iterdir()] == []


@pytest.mark.parametrize(
    ("typed", "code"), [("yes\n", 0), ("y\n", 0), ("YES\n", 0), ("no\n", 2), ("\n", 2), ("", 2)]
)
def test_it_asks_first(
    store: Path,
    typed: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    keep(store)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["purge", "one"]) == code
    assert (store / "one.db").exists() == bool(code)
    said = capsys.readouterr().out
    assert "for good" in said
    assert ("Nothing was removed." in said) == bool(code)


def test_nobody_is_asked_about_what_is_not_there(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["purge", "nobody"]) == 2
    assert main(["purge", "../one", "--yes"]) == 2
    assert capsys.readouterr().out == ""


def test_an_exercise_that_is_open_elsewhere_stays_with_its_names(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept_with_names(store)

    async def while_open() -> int:
        log = SqliteLog(store)
        async with log.turn("one"):
            code = await asyncio.to_thread(main, ["purge", "one", "--yes"])
        await log.close()
        return code

    assert asyncio.run(while_open()) == 4
    assert "open in another process" in capsys.readouterr().err
    assert traces(store, f"{CANARY} of one") == ["names.db"]
    assert (store / "one.db").exists()


def test_texts_go_from_records_and_the_rest_stays(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    noted, decided = numbers(store, "note_taken"), numbers(store, "decision_logged")
    assert traces(tmp_path, f"{CANARY} notes.") == ["one.db"]
    assert main(["purge", "one", "--record", str(noted[0]), str(decided[0]), "--yes"]) == 0
    for text in (f"{CANARY} notes.", f"{CANARY} decides."):
        assert traces(tmp_path, text) == []
    assert traces(tmp_path, f"{CANARY} asks?") == ["one.db"]
    assert [s.seq for s in stored(store) if s.redacted] == sorted(noted + decided)
    assert f"records {decided[0]}, {noted[0]} of one" in capsys.readouterr().out
    assert main(["verify", "one"]) == 0
    assert main(["debrief", "one", "--out", str(tmp_path / "report")]) == 0
    assert traces(tmp_path / "report", f"{CANARY} notes.") == []


@pytest.mark.parametrize(
    ("number", "says"), [("99", "has no record 99"), ("1", "holds the scenario")]
)
def test_a_record_that_cannot_be_redacted_is_told(
    store: Path, number: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    assert main(["purge", "one", "--record", number, "--yes"]) == 2
    assert says in capsys.readouterr().err
