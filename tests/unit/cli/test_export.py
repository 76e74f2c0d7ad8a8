"""`simulacro export` and `simulacro import log`: an exercise out and in again, byte for byte."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.stores.sqlite import SqliteLog
from tests.unit.cli.store import keep, stored, with_log


def test_a_log_is_exported_as_lines(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = len(keep(store))
    assert main(["export", "one"]) == 0
    out = Path("one.jsonl")
    assert len(out.read_bytes().splitlines()) == count
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    head = stored(store)[-1].digest
    said = f"Wrote one.jsonl. Records: {count}, attachments: 0. Head digest: {head}\n"
    assert capsys.readouterr().out == said


def test_with_attachments_it_is_a_zip(store: Path) -> None:
    keep(store, files={"a.txt": b"A"})
    assert main(["export", "one", "--out", "deep/mine.zip"]) == 0
    with zipfile.ZipFile("deep/mine.zip") as whole:
        assert whole.namelist()[0] == "log.jsonl"


def test_a_name_for_lines_is_refused_with_attachments(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store, files={"a.txt": b"A"})
    assert main(["export", "one", "--out", "mine.jsonl"]) == 2
    assert "write to a .zip instead of mine.jsonl" in capsys.readouterr().err
    assert not Path("mine.jsonl").exists()


def test_a_name_for_a_zip_is_a_zip_also_without_attachments(store: Path) -> None:
    keep(store)
    assert main(["export", "one", "--out", "mine.zip"]) == 0
    assert zipfile.is_zipfile("mine.zip")
    assert main(["import", "log", "mine.zip", "--name", "two"]) == 0
    assert stored(store, "two") == stored(store)


def test_a_dash_is_the_standard_output(
    store: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    keep(store)
    assert main(["export", "one", "--out", "-"]) == 0
    written = capfdbinary.readouterr().out
    assert json.loads(written.splitlines()[0])["record"]["seq"] == 1
    assert not Path("one.jsonl").exists()


@pytest.mark.parametrize("files", [{}, {"a.txt": b"A", "b.txt": b"B"}], ids=["lines", "zip"])
def test_what_was_exported_is_imported_byte_for_byte(
    store: Path, files: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store, files=files)
    before = stored(store)
    assert main(["export", "one", "--out", "file"]) == 0
    assert main(["import", "log", "file", "--name", "two"]) == 0
    assert stored(store, "two") == before
    assert with_log(store, lambda log: log.attached("two")) == files
    assert f"kept as two. Records: {len(before)}. Head" in capsys.readouterr().out
    assert main(["verify", "two", "--head", before[-1].digest]) == 0
    assert main(["debrief", "two", "--format", "md"]) == 0
    assert Path("two.en.md").exists()


def test_an_exercise_goes_by_the_name_it_was_imported_under(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once its records, its debrief and what to type to go on still had the old one."""
    keep(store)
    assert main(["export", "one", "--out", "file"]) == 0
    assert main(["import", "log", "file", "--name", "two"]) == 0
    assert {record.exercise for record in with_log(store, lambda log: log.read("two"))} == {"two"}
    assert main(["debrief", "one", "two", "--out", "both"]) == 0
    assert Path("both/small-comparison.json").exists()
    assert main(["verify", "two"]) == 0


def test_a_file_that_was_renamed_goes_by_its_new_name(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    (store / "one.db").rename(store / "new.db")
    assert main(["list"]) == 0
    assert "\nnew " in capsys.readouterr().out
    assert {record.exercise for record in with_log(store, lambda log: log.read("new"))} == {"new"}


def test_an_exercise_that_went_on_is_imported_under_its_latest_name(store: Path) -> None:
    count = len(keep(store))
    assert main(["export", "one", "--out", "file"]) == 0
    assert main(["import", "log", "file", "--name", "two"]) == 0

    async def go_on(log: SqliteLog) -> None:
        async with log.turn("two") as turn:
            last = (await turn.read())[-1]
            await turn.append([last.having(seq=count + 1)])

    with_log(store, go_on)
    assert main(["export", "two", "--out", "more"]) == 0
    assert main(["import", "log", "more", "--store", "elsewhere"]) == 0
    assert stored(Path("elsewhere"), "two") == stored(store, "two")


def test_it_is_imported_elsewhere_under_its_own_name(store: Path, tmp_path: Path) -> None:
    keep(store)
    assert main(["export", "one", "--out", "file"]) == 0
    assert main(["import", "log", "file", "--store", str(tmp_path / "other")]) == 0
    assert stored(tmp_path / "other") == stored(store)


def test_nothing_is_imported_over_an_exercise(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    assert main(["export", "one", "--out", "file"]) == 0
    assert main(["import", "log", "file"]) == 2
    assert "There is an exercise one in the store already." in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Not a name", "../two", "names"])
def test_a_name_that_cannot_be_is_refused(store: Path, name: str) -> None:
    keep(store)
    assert main(["export", "one", "--out", "file"]) == 0
    assert main(["import", "log", "file", "--name", name]) == 3


def test_a_broken_chain_is_told_and_not_kept(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    assert main(["export", "one", "--out", "file"]) == 0
    Path("file").write_bytes(Path("file").read_bytes().replace(b"decides", b"decided"))
    assert main(["import", "log", "file", "--name", "two"]) == 1
    assert "file is broken at record" in capsys.readouterr().err
    assert not (store / "two.db").exists()


def test_an_attachment_that_was_changed_is_told_and_nothing_kept(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store, files={"a.txt": b"A"})
    assert main(["export", "one", "--out", "file"]) == 0
    with zipfile.ZipFile("file") as whole:
        entries = {name: whole.read(name) for name in whole.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name, content in entries.items():
            whole.writestr(name, b"B" if content == b"A" else content)
    Path("file").write_bytes(out.getvalue())
    assert main(["import", "log", "file", "--name", "two"]) == 1
    assert "1 attachment in file" in capsys.readouterr().err
    assert not (store / "two.db").exists()


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK nothing"])
def test_a_file_that_is_no_log_is_told(store: Path, content: bytes) -> None:
    Path("file").write_bytes(content)
    assert main(["import", "log", "file"]) == 2
    assert main(["import", "log", "nowhere"]) == 2
    assert not store.exists()


def test_another_format_still_says_where_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "cacao", "file"]) == 2
    assert "--out" in capsys.readouterr().err


def test_what_is_not_there_is_not_exported(store: Path) -> None:
    assert main(["export", "nobody"]) == 2
    keep(store)
    Path("file").write_text("in the way")
    assert main(["export", "one", "--out", "file/one.jsonl"]) == 2
