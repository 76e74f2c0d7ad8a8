"""Folders of backups: what is kept of them, thrown away and purged."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from simulator.domain.errors import StoreError
from simulator.ops.backups import back_up, file_name, opened
from simulator.ops.shelves import backups_in, prune, redact_all, remove_all
from simulator.stores.names import MemoryNames
from tests.unit.ops.shelf import NOW, a_log, made, names, played

MINUTE = timedelta(minutes=1)


def lay(folder: Path, *files: str) -> None:
    for file in files:
        (folder / file).write_bytes(b"PK")


def test_a_name_says_whose_backup_it_is_and_when_it_was_made(tmp_path: Path) -> None:
    lay(tmp_path, file_name("one", NOW), file_name("one-2", NOW + MINUTE, "auto"))
    lay(tmp_path, file_name("one-20310512-120000", NOW, "end"), "one.simulacro", "notes.txt")
    lay(tmp_path, "one-20319912-120000Z.simulacro", "..simulacro.part")
    found = [(each.exercise, each.made, each.kind) for each in backups_in(tmp_path)]
    first, *rest = found
    assert first == ("one-2", NOW + MINUTE, "auto")
    assert sorted(rest) == [("one", NOW, ""), ("one-20310512-120000", NOW, "end")]
    assert [each.path.name for each in backups_in(tmp_path, "one")] == [file_name("one", NOW)]
    assert backups_in(tmp_path / "nowhere") == []


def test_of_those_made_by_themselves_twelve_and_the_last_stay(tmp_path: Path) -> None:
    for n in range(20):
        lay(tmp_path, *(file_name("one", NOW + n * MINUTE, k) for k in ("", "auto", "end")))
    lay(tmp_path, file_name("two", NOW, "auto"), "mine.txt")
    prune(tmp_path, "one", NOW)
    left = backups_in(tmp_path, "one")
    assert [each.made for each in left if each.kind == "auto"] == [
        NOW + n * MINUTE for n in range(19, 7, -1)
    ]
    assert [each.made for each in left if each.kind == "end"] == [NOW + 19 * MINUTE]
    assert sum(each.kind == "" for each in left) == 20
    assert len(names(tmp_path)) == 12 + 1 + 20 + 2


def test_what_was_left_half_done_goes_when_nobody_writes_it_any_more(tmp_path: Path) -> None:
    part = f".{file_name('one', NOW, 'auto')}.x7_k.part"
    lay(tmp_path, part, file_name("one", NOW))
    assert len(backups_in(tmp_path)) == 1
    prune(tmp_path, "one", NOW + 59 * MINUTE)
    assert part in names(tmp_path)
    prune(tmp_path, "one", NOW + 61 * MINUTE)
    assert names(tmp_path) == [file_name("one", NOW)]


def test_all_of_an_exercise_goes_and_nothing_of_another(tmp_path: Path) -> None:
    part = f".{file_name('one', NOW)}.abc.part"
    lay(tmp_path, file_name("one", NOW), file_name("one", NOW, "end"), part)
    lay(tmp_path, file_name("one-2", NOW), "one.txt")
    assert remove_all([tmp_path, tmp_path / "nowhere"], "one") == 2
    assert names(tmp_path) == [file_name("one-2", NOW), "one.txt"]


async def test_texts_go_from_backups_and_their_digests_stay(tmp_path: Path) -> None:
    text = "Canary decides."
    log = await a_log(records=played(text))
    before = await log.stored("one")
    path = (await back_up(log, MemoryNames(), "one", tmp_path, NOW)).path
    number = len(before)
    other = await made(tmp_path, "one", NOW + MINUTE)
    lay(tmp_path, file_name("one", NOW + 2 * MINUTE), f".{file_name('one', NOW)}.abc.part")
    told = redact_all([tmp_path], "one", {number: before[-1].digest, number + 1: "0" * 64})
    assert told == (1, 1)
    backup = opened(path)
    assert [kept.redacted for kept in backup.archive.records] == [False] * (number - 1) + [True]
    assert backup.manifest.head == before[-1].digest
    assert text.encode() not in b"".join(kept.text for kept in backup.archive.records)
    assert not any(kept.redacted for kept in opened(other.path).archive.records)
    assert names(tmp_path) == [path.name, other.path.name]


def test_a_file_that_cannot_be_removed_is_told(tmp_path: Path) -> None:
    (tmp_path / file_name("one", NOW)).mkdir()
    with pytest.raises(StoreError, match="backup_failed"):
        remove_all([tmp_path], "one")
