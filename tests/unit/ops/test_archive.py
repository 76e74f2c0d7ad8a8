"""An exercise as one file: what is written is read back, and nothing else is let in."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from simulator.domain.errors import UsageError
from simulator.ops import archive as archives
from simulator.ops.archive import packed, suffix_for, unpacked
from simulator.ops.lines import lines, records_in
from simulator.stores.base import Stored, stored
from simulator.stores.redaction import redacted
from simulator.stores.verify import verified
from tests.builders import Table

FILES = {"a/é.txt": b"same", "b.bin": bytes(range(256)), "c.txt": b"same"}


def records() -> list[Stored]:
    made, before = [], ""
    for record in Table().start().release("a").decide("a", text='Say "}" and\nmore é').records:
        made.append(stored(record, before))
        before = made[-1].digest
    return made


def changed(entries: Callable[[dict[str, bytes]], dict[str, bytes]]) -> bytes:
    """An archive whose entries were changed."""
    with zipfile.ZipFile(io.BytesIO(packed(records(), FILES))) as whole:
        found = {name: whole.read(name) for name in whole.namelist()}
    return zipped(entries(found))


def zipped(entries: dict[str, bytes], mode: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            whole.writestr(entry, content)
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(UsageError) as refused:
        unpacked(content, "file")
    return refused.value.code


def test_every_line_is_json_with_the_stored_bytes_in_it() -> None:
    for line, kept in zip(lines(records()), records(), strict=True):
        found = json.loads(line)
        assert found == {"digest": kept.digest, "record": json.loads(kept.text)}
        assert kept.text in line
        assert line.count(b"\n") == 1


def test_lines_are_read_back_as_they_were_stored() -> None:
    made = records()
    made[3] = redacted(made[3])
    assert records_in(b"".join(lines(made)), "file") == made


@pytest.mark.parametrize("files", [{}, FILES], ids=["lines", "zip"])
def test_what_was_packed_is_unpacked(files: dict[str, bytes]) -> None:
    found = unpacked(packed(records(), files), "file")
    assert list(found.records) == records()
    assert (found.files, found.changed) == (files, ())


def test_only_with_attachments_it_is_a_zip() -> None:
    assert (suffix_for({}), suffix_for(FILES)) == (".jsonl", ".zip")
    assert packed(records(), {}).startswith(b"{")
    with zipfile.ZipFile(io.BytesIO(packed(records(), FILES))) as whole:
        names = [n.removeprefix("attachments/") for n in whole.namelist()]
    digests = sorted({sha256(content).hexdigest() for content in FILES.values()})
    assert names == ["log.jsonl", "attachments.json", *digests]


def test_the_same_exercise_gives_the_same_bytes() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: 2_000_000_000)
        later = packed(records(), FILES)
    assert packed(records(), FILES) == later


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"nothing",
        b"{}",
        b'{"digest":"' + b"0" * 64 + b'","record":{}}',
        b'{"digest":"short","record":{"seq":1}}',
        b"[" * 100_000,
        b'{"digest":"' + b"0" * 64 + b'","record":' + b'{"a":' * 50_000 + b"}",
    ],
)
def test_what_is_no_log_is_told_by_its_line(text: bytes) -> None:
    assert refusal(text) == "not_an_export"
    whole = b"".join(lines(records()))
    with pytest.raises(UsageError) as refused:
        unpacked(whole + b"nothing\n", "file")
    assert refused.value.values["line"] == len(records()) + 1


def test_a_broken_chain_is_read_and_left_to_be_verified() -> None:
    made = records()
    made[2] = replace(made[2], text=made[2].text.replace(b"a", b"b", 1))
    found = b"".join(lines(records())).replace(b'"elapsed":0.0', b'"elapsed":1.0', 1)
    assert verified(unpacked(found, "file").records).broken == 1


def test_an_attachment_that_is_not_its_digest_is_told() -> None:
    name = "attachments/" + sha256(b"same").hexdigest()
    found = unpacked(changed(lambda e: e | {name: b"other"}), "file")
    assert found.changed == (sha256(b"same").hexdigest(),)
    gone = unpacked(changed(lambda e: {n: c for n, c in e.items() if n != name}), "file")
    assert set(gone.changed) == {sha256(b"same").hexdigest()}


@pytest.mark.parametrize(
    "name",
    [
        "../log.jsonl",
        "/etc/passwd",
        "attachments/../../x",
        "attachments/" + "A" * 64,
        "attachments/" + "0" * 63,
        "attachments/",
        "C:\\x",
        "readme.txt",
        "log.jsonl/",
    ],
)
def test_names_that_are_not_ours_are_not_unpacked(name: str) -> None:
    assert refusal(changed(lambda e: e | {name: b""})) == "archive_strange"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO])
def test_links_and_other_strange_things_are_not_unpacked(kind: int) -> None:
    entries = {"log.jsonl": b"".join(lines(records())), "attachments.json": b"{}"}
    assert refusal(zipped(entries, kind | 0o777)) == "archive_strange"
    assert unpacked(zipped(entries, stat.S_IFREG | 0o600), "file").records


def test_too_many_files_or_bytes_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    assert refusal(packed(records(), FILES)) == "archive_too_large"
    monkeypatch.setattr(archives, "MOST_FILES", 4)
    size = len(b"".join(lines(records())))
    monkeypatch.setattr(archives, "MOST_BYTES", size)
    assert refusal(packed(records(), FILES)) == "archive_too_large"


def test_an_entry_larger_than_it_says_is_not_unpacked() -> None:
    whole = zipped({"log.jsonl": b"x" * 5_000})
    size = (5_000).to_bytes(4, "little")
    assert refusal(whole.replace(size, (10).to_bytes(4, "little"))) == "not_an_archive"


@pytest.mark.parametrize(
    "content",
    [
        b"PK nothing",
        zipped({}),
        zipped({"attachments.json": b"{}"}),
        changed(lambda e: e | {"attachments.json": b"[]"}),
        changed(lambda e: e | {"attachments.json": b'{"a": 1}'}),
        changed(lambda e: e | {"attachments.json": b"\xff"}),
        packed(records(), FILES)[:-30],
        packed(records(), FILES).replace(b"log.jsonl", b"log.jsonx"),
    ],
)
def test_a_damaged_archive_is_told(content: bytes) -> None:
    assert refusal(content) in ("not_an_archive", "archive_strange")


def test_a_log_of_nothing_is_none() -> None:
    assert refusal(zipped({"log.jsonl": b"", "attachments.json": b"{}"})) == "not_an_export"


def test_any_byte_that_is_changed_is_refused_or_shows() -> None:
    """Whatever one byte of an archive becomes, nothing but the exercise itself is taken for it."""
    whole = packed(records()[:2], {"a": b"A"})
    for place in range(len(whole)):
        content = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            found = unpacked(content, "file")
        except UsageError:
            continue
        sound = verified(found.records).sound and not found.changed
        same = [s.text for s in found.records] == [s.text for s in records()[:2]]
        assert not sound or (same and found.files == {"a": b"A"})
