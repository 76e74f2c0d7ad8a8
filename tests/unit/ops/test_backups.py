"""Backups: one file with all of an exercise, refused wherever it is not what it says."""

from __future__ import annotations

import errno
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.domain.errors import StoreError, UsageError
from simulator.ops.backups import back_up, glance, opened, restore, write
from simulator.stores.base import Stored
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from simulator.stores.verify import verified
from tests.builders import Table
from tests.unit.ops.shelf import FILES, NOW, PEOPLE, a_log, made, names, played, some_names


def changed(path: Path, entries: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:
    """The backup with other entries."""
    with zipfile.ZipFile(path) as whole:
        found = {name: whole.read(name) for name in whole.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name, content in entries(found).items():
            whole.writestr(name, content)
    path.write_bytes(out.getvalue())


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as refused:
        opened(path)
    return refused.value.code


async def test_it_holds_log_attachments_names_and_what_it_is(tmp_path: Path) -> None:
    done = await made(tmp_path / "new" / "folder")
    backup = opened(done.path)
    assert done.path.name == "one-20310512-120000Z.simulacro"
    assert stat.S_IMODE(done.path.stat().st_mode) == 0o600
    assert names(done.path.parent) == [done.path.name]
    assert backup.archive.records == await (await a_log()).stored("one")
    assert (backup.archive.files, backup.names) == (FILES, PEOPLE)
    assert backup.manifest == done.manifest
    said = backup.manifest
    assert (said.exercise, said.scenario, said.made) == ("one", "small", NOW)
    assert (said.attachments, said.names) == (2, 2)
    found = verified(backup.archive.records)
    assert (said.records, said.head) == (found.records, found.head)
    assert glance(done.path) == (said, PEOPLE)


async def test_it_is_restored_as_it_was(tmp_path: Path) -> None:
    backup = opened((await made(tmp_path)).path)
    log, people = MemoryLog(), MemoryNames()
    await people.put("two", "old", "left of an exercise of this name")
    head = (await restore(log, people, backup, "two")).head
    assert head == backup.manifest.head
    assert await log.stored("two") == backup.archive.records
    assert await log.attached("two") == FILES
    assert await people.of("two") == PEOPLE
    with pytest.raises(UsageError, match="restore_exists"):
        await restore(log, people, backup, "two")


async def test_nothing_stays_of_what_was_not_kept_as_it_was(tmp_path: Path) -> None:
    class Forgetful(MemoryLog):
        async def stored(self, exercise: str) -> list[Stored]:
            return (await super().stored(exercise))[:-1]

    backup = opened((await made(tmp_path)).path)
    log, people = Forgetful(), MemoryNames()
    with pytest.raises(StoreError, match="restore_differs"):
        await restore(log, people, backup, "one")
    assert await log.exercises() == []
    assert await people.of("one") == {}


async def test_where_people_are_roles_no_name_is_in_it(tmp_path: Path) -> None:
    records = played()
    created = records[0].having(event=records[0].event.having(names="role-only"))
    log = await a_log(records=[created, *records[1:]])
    done = await back_up(log, await some_names(), "one", tmp_path, NOW)
    assert opened(done.path).names == {}
    assert b"Ana" not in done.path.read_bytes()


async def test_of_a_broken_log_none_is_made(tmp_path: Path) -> None:
    class Broken(MemoryLog):
        async def stored(self, exercise: str) -> list[Stored]:
            first, second, *rest = await super().stored(exercise)
            return [first, replace(second, text=second.text + b" "), *rest]

    log = Broken()
    await log.restore("one", await (await a_log()).stored("one"), {})
    with pytest.raises(StoreError, match="backup_of_broken"):
        await back_up(log, MemoryNames(), "one", tmp_path, NOW)
    assert names(tmp_path) == []


async def test_an_attachment_that_is_gone_is_told_and_the_rest_kept(tmp_path: Path) -> None:
    class Losing(MemoryLog):
        async def digests(self, exercise: str) -> dict[str, str]:
            return {"gone.txt": "0" * 64, "a.txt": "0" * 64}

    log = Losing()
    await log.restore("one", await (await a_log()).stored("one"), {"a.txt": b"A"})
    done = await back_up(log, MemoryNames(), "one", tmp_path, NOW)
    assert done.lacking == ("a.txt", "gone.txt")
    assert opened(done.path).archive.files == {"a.txt": b"A"}


async def test_whatever_is_cut_off_it_is_refused(tmp_path: Path) -> None:
    path = (await made(tmp_path)).path
    whole, cut = path.read_bytes(), tmp_path / "cut"
    for length in {*range(0, len(whole), 37), *range(len(whole) - 60, len(whole))}:
        cut.write_bytes(whole[:length])
        assert refusal(cut) == "not_a_backup"
        assert glance(cut) is None


async def test_any_byte_that_is_changed_is_refused_or_harmless(tmp_path: Path) -> None:
    path = (await made(tmp_path)).path
    whole, backup, other = path.read_bytes(), opened(path), tmp_path / "other"
    for place in range(0, len(whole), 7):
        other.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            found = opened(other)
        except UsageError:
            continue
        assert found == backup


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        (lambda e: e | {"log.jsonl": e["log.jsonl"].rsplit(b"\n", 2)[0] + b"\n"}, "backup_broken"),
        (lambda e: e | {"log.jsonl": e["log.jsonl"].replace(b"call", b"fall")}, "backup_broken"),
        (lambda e: e | {"names.json": b"{}"}, "backup_broken"),
        (lambda e: e | {"attachments.json": b"{}"}, "backup_broken"),
        (lambda e: e | {"names.json": b"[]"}, "not_a_backup"),
        (lambda e: e | {"names.json": b'{"a": 1}'}, "not_a_backup"),
        (lambda e: e | {"names.json": b"["}, "not_a_backup"),
        (lambda e: e | {"manifest.json": b"{}"}, "not_a_backup"),
        (lambda e: {n: c for n, c in e.items() if n != "manifest.json"}, "not_a_backup"),
        (lambda e: {n: c for n, c in e.items() if n != "names.json"}, "not_a_backup"),
        (lambda e: e | {"manifest.json": b'{"format": 2, "version": "9"}'}, "backup_too_new"),
        (lambda e: e | {"../out": b"x"}, "not_a_backup"),
    ],
)
async def test_what_does_not_fit_its_manifest_is_refused(
    tmp_path: Path, entries: Callable[[dict[str, bytes]], dict[str, bytes]], code: str
) -> None:
    path = (await made(tmp_path)).path
    changed(path, entries)
    assert refusal(path) == code


@pytest.mark.parametrize("content", [b"", b"PK", b"nothing"])
def test_another_file_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert refusal(tmp_path / "file") == "not_a_backup"
    assert refusal(tmp_path / "nowhere") == "import_no_file"


async def test_an_export_is_no_backup(tmp_path: Path) -> None:
    path = (await made(tmp_path)).path
    changed(
        path, lambda e: {n: c for n, c in e.items() if n not in ("names.json", "manifest.json")}
    )
    assert refusal(path) == "not_a_backup"


@pytest.mark.parametrize("fails", ["fsync", "replace"])
async def test_a_full_disk_is_told_and_leaves_what_was_there(
    tmp_path: Path, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = await made(tmp_path)
    before = done.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full) if fails == "fsync" else None
    monkeypatch.setattr(Path, "replace", full) if fails == "replace" else None
    log = await a_log(records=Table().start().records)
    with pytest.raises(StoreError, match="backup_failed") as told:
        await back_up(log, MemoryNames(), "one", tmp_path, NOW)
    assert told.value.values["problem"] == "No space left on device"
    assert names(tmp_path) == [done.path.name]
    assert done.path.read_bytes() == before


async def test_what_cannot_be_opened_again_gets_no_name(tmp_path: Path) -> None:
    backup = opened((await made(tmp_path)).path)
    wrong = replace(backup, manifest=backup.manifest.having(head="0" * 64))
    with pytest.raises(UsageError, match="backup_broken"):
        write(wrong, tmp_path / "wrong.simulacro")
    assert len(names(tmp_path)) == 1


async def test_anybody_can_read_it_without_the_program(tmp_path: Path) -> None:
    with zipfile.ZipFile((await made(tmp_path)).path) as whole:
        assert json.loads(whole.read("manifest.json"))["exercise"] == "one"
        assert json.loads(whole.read("log.jsonl").splitlines()[0])["record"]["seq"] == 1
        assert json.loads(whole.read("names.json")) == PEOPLE
