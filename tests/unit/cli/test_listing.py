"""`simulacro list`: what is kept, the latest first."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cli import main
from tests.unit.cli.store import keep


@pytest.fixture
def _in_madrid() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        yield
    time.tzset()


def test_exercises_are_listed_the_latest_first(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = len(keep(store, "old", ended=True))
    keep(store, "new", days=1)
    assert main(["list"]) == 0
    head, first, second = capsys.readouterr().out.splitlines()
    heads = ["NAME", "SCENARIO", "STATUS", "CREATED", "CHANGED", "LAST BACKUP", "RECORDS"]
    assert re.split(" {2,}", head) == heads
    assert first.split()[0] == "new"
    assert second.split()[:5] == ["old", "A", "small", "hour", "ended"]
    assert second.split()[-1] == str(count)
    assert " open " in first


@pytest.mark.usefixtures("_in_madrid")
def test_times_are_local_with_their_zone(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(store)
    assert main(["list"]) == 0
    assert "2031-05-12 14:00+02:00" in capsys.readouterr().out


def test_programs_read_the_same_as_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = len(keep(store, ended=True))
    assert main(["list", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["exercise"], found["scenario"], found["status"]) == ("one", "small", "ended")
    assert (found["title"], found["records"]) == ("A small hour", count)
    assert set(found) >= {"created", "changed"}


def test_where_nothing_is_kept_the_folder_is_said(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list"]) == 0
    assert capsys.readouterr().out == f"No exercise is kept in {store}.\n"
    assert main(["list", "--store", str(tmp_path / "other")]) == 0
    assert str(tmp_path / "other") in capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert not store.exists()


def test_the_store_is_named_or_set(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    monkeypatch.delenv("SIMULACRO_STORE")
    assert main(["list", "--store", str(store)]) == 0
    assert "A small hour" in capsys.readouterr().out
