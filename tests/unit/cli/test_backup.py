"""`simulacro backup` and `restore`: all of an exercise out and in again, proved to be the same."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.acts.evaluation import NoteTaken
from simulator.cli import main
from simulator.cli.attachments import keep_attachments
from simulator.cli.debrief import FORMATS, write_reports
from simulator.cli.demo import SAMPLE, SCRIPT
from simulator.cli.exercises import play_at, scenario_at
from simulator.cli.play import play
from simulator.content.library import Library
from simulator.ops.backups import opened
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog
from simulator.stores.verify import verified
from tests.unit.cli.store import CANARY, keep, numbers, stored, traces, with_log

NAMES = {"ana": f"{CANARY} Ana", "eva": "Eva"}


@pytest.fixture
def kept(store: Path) -> Path:
    """A store with an exercise that has attachments and names."""
    keep(store, files={"a.txt": CANARY.encode(), "b.txt": b"B"})
    for person, name in NAMES.items():
        asyncio.run(SqliteNames(store).put("one", person, name))
    return store


def the_backup(folder: Path, exercise: str = "one") -> Path:
    (found,) = folder.glob(f"{exercise}-2*.simulacro")
    return found


def anywhere(folder: Path, text: str = CANARY) -> list[str]:
    """The files below a folder in which a text stands, also packed."""
    packed = []
    for path in (path for path in folder.rglob("*") if zipfile.is_zipfile(path)):
        with zipfile.ZipFile(path) as whole:
            if any(text.encode() in whole.read(name) for name in whole.namelist()):
                packed.append(path.name)
    return sorted({*traces(folder, text), *packed})


def test_an_exercise_is_one_file_in_the_folder_of_backups(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "one"]) == 0
    head = stored(kept)[-1].digest
    said = capsys.readouterr().out
    assert str(the_backup(kept / "backups")) in said
    assert f"Head digest: {head}" in said
    assert "attachments: 2, names: 2" in said


def test_it_is_written_where_somebody_wants_it(kept: Path) -> None:
    assert main(["backup", "one", "--out", "stick"]) == 0
    assert main(["backup", "one", "--backups", "other"]) == 0
    assert main(["backup", "one", "--backups", "off"]) == 0
    for folder in (Path("stick"), Path("other"), kept / "backups"):
        assert opened(the_backup(folder)).names == NAMES


def test_unless_named_all_are_backed_up(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(kept, "two")
    assert main(["backup"]) == 0
    assert the_backup(kept / "backups", "two").exists()
    assert the_backup(kept / "backups").exists()


def test_where_nothing_is_kept_it_is_said(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup"]) == 0
    assert f"No exercise is kept in {store}." in capsys.readouterr().out


def test_one_that_is_not_there_keeps_no_other_from_its_backup(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "nobody", "one"]) == 2
    assert the_backup(kept / "backups").exists()
    assert "nobody" in capsys.readouterr().err


def test_an_attachment_that_is_gone_is_told(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    with sqlite3.connect(kept / "one.db") as database:
        database.execute("DELETE FROM contents WHERE content = ?", (b"B",))
    database.close()
    assert main(["backup", "one"]) == 1
    assert "The attachment b.txt is missing" in capsys.readouterr().out
    assert opened(the_backup(kept / "backups")).archive.files.keys() == {"a.txt"}


def test_while_another_one_writes_it_is_whole(kept: Path) -> None:
    """What is backed up is a beginning of what is written, sound by itself."""

    async def work() -> int:
        log = SqliteLog(kept)
        done = asyncio.create_task(asyncio.to_thread(main, ["backup", "one"]))
        written = 0
        async with log.turn("one") as turn:
            last = (await turn.read())[-1]
            while not done.done() or written < 20:
                written += 1
                event = NoteTaken(note=f"n{written}", text=f"Note {written}.")
                await turn.append([last.having(seq=last.seq + written, event=event, request=None)])
        await log.close()
        return await done

    before = len(stored(kept))
    assert asyncio.run(work()) == 0
    backup, now = opened(the_backup(kept / "backups")), stored(kept)
    assert len(now) > before
    assert before <= backup.manifest.records <= len(now)
    assert backup.archive.records == now[: backup.manifest.records]


def test_a_restored_exercise_is_the_same(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "one", "--out", "stick"]) == 0
    other = tmp_path / "fresh" / "folder"
    capsys.readouterr()
    assert main(["restore", str(the_backup(Path("stick"))), "--store", str(other)]) == 0
    head = stored(kept)[-1].digest
    said = capsys.readouterr().out
    assert said.count(head) == 2
    assert f"simulacro resume one --store {other}" in said
    assert stored(other) == stored(kept)
    files = with_log(kept, lambda log: log.attached("one"))
    assert with_log(other, lambda log: log.attached("one")) == files
    assert asyncio.run(SqliteNames(other).of("one")) == NAMES
    assert main(["verify", "one", "--head", head, "--store", str(other)]) == 0


def test_nothing_is_restored_over_an_exercise(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "one", "--out", "stick"]) == 0
    file = str(the_backup(Path("stick")))
    assert main(["restore", file]) == 2
    assert "Give another name with --as." in capsys.readouterr().err
    assert main(["restore", file, "--as", "two"]) == 0
    assert stored(kept, "two") == stored(kept)
    assert asyncio.run(SqliteNames(kept).of("two")) == NAMES


@pytest.mark.parametrize("name", ["Not a name", "../two", "names"])
def test_a_name_that_cannot_be_is_refused(kept: Path, name: str) -> None:
    assert main(["backup", "one", "--out", "stick"]) == 0
    assert main(["restore", str(the_backup(Path("stick"))), "--as", name]) == 3


def test_a_damaged_backup_restores_nothing(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "one", "--out", "stick"]) == 0
    file = the_backup(Path("stick"))
    file.write_bytes(file.read_bytes()[:-100])
    assert main(["restore", str(file), "--store", "fresh"]) == 2
    assert "is no backup, or a damaged one" in capsys.readouterr().err
    assert not Path("fresh").exists()


@pytest.mark.slow
def test_the_debrief_of_a_restored_play_is_the_same_to_the_byte(
    store: Path, tmp_path: Path
) -> None:
    loaded = scenario_at(str(Library.around().find_scenario(SAMPLE).parent), {})
    script = play_at(Library.around().find_scenario(SAMPLE).parent / "plays" / f"{SCRIPT}.yaml")

    async def played(log: SqliteLog) -> None:
        await play(script, loaded, log, "full")
        await keep_attachments(log, "full", loaded)

    with_log(store, played)
    assert main(["backup", "full", "--out", "stick"]) == 0
    other = tmp_path / "fresh"
    assert main(["restore", str(the_backup(Path("stick"), "full")), "--store", str(other)]) == 0

    def reports(place: Path, out: Path) -> Iterator[tuple[str, bytes]]:
        records = with_log(place, lambda log: log.read("full"))
        for path in write_reports(records, out, FORMATS, ("en", "es")):
            yield path.name, path.read_bytes()

    before = dict(reports(store, tmp_path / "before"))
    assert len(before) == 5
    assert dict(reports(other, tmp_path / "after")) == before
    assert verified(stored(other, "full")).head == verified(stored(store, "full")).head


def test_a_purge_reaches_the_backups(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(kept, "two")
    assert main(["backup"]) == 0
    assert main(["backup", "one", "--out", "set"]) == 0
    assert len(anywhere(tmp_path)) >= 5
    unset = ["purge", "one", "--yes"]
    (kept / "backups" / ".one-20310512-120000Z.simulacro.x.part").write_text(CANARY)
    assert main([*unset, "--backups", "set"]) == 0
    two = the_backup(kept / "backups", "two")
    assert anywhere(tmp_path) == sorted([two.name, "two.db"])
    assert anywhere(tmp_path, NAMES["ana"]) == []
    assert [f.name for f in (kept / "backups").iterdir()] == [two.name]
    assert list(Path("set").iterdir()) == []
    assert "2 backups of it are removed." in capsys.readouterr().out


def test_backups_of_an_exercise_that_is_gone_can_be_purged(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "one"]) == 0
    for file in (*kept.glob("one.*"), *kept.glob("names.db")):
        file.unlink()
    assert main(["purge", "one", "--record", "2", "--yes"]) == 2
    assert main(["purge", "one", "--yes"]) == 0
    assert main(["purge", "one", "--yes"]) == 2
    assert list((kept / "backups").iterdir()) == []


def test_it_is_asked_before_backups_are_reached(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "one"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert main(["purge", "one"]) == 2
    assert "There is 1 backup; it is reached too." in capsys.readouterr().out
    assert the_backup(kept / "backups").exists()


def test_texts_go_from_backups_too(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "one"]) == 0
    assert len(anywhere(tmp_path, f"{CANARY} notes.")) == 2
    (noted,) = numbers(kept, "note_taken")
    assert main(["purge", "one", "--record", str(noted), "--yes"]) == 0
    assert "They are out of 1 backup too." in capsys.readouterr().out
    backup = the_backup(kept / "backups")
    assert (
        f"{CANARY} notes." not in b"".join(k.text for k in opened(backup).archive.records).decode()
    )
    assert main(["restore", str(backup), "--as", "again"]) == 0
    assert anywhere(tmp_path, f"{CANARY} notes.") == []
    assert stored(kept, "again") == stored(kept)


def test_a_list_shows_when_the_last_backup_was_made(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(kept, "two")
    assert main(["backup", "one"]) == 0
    capsys.readouterr()
    assert main(["list"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert "LAST BACKUP" in head
    assert [" none " in line for line in lines if line.startswith("two")] == [True]
    assert main(["list", "--json"]) == 0
    found = {each["exercise"]: each["backup"] for each in json.loads(capsys.readouterr().out)}
    assert found["two"] is None
    assert (
        found["one"][:10]
        == opened(the_backup(kept / "backups")).manifest.made.astimezone().isoformat()[:10]
    )
