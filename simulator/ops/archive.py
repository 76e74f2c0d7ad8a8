"""An exercise as one file: lines of its log, or a zip of them with its attachments."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from simulator.domain.errors import UsageError
from simulator.ops.lines import lines, records_in
from simulator.stores.base import Stored

LOG, NAMES, FOLDER = "log.jsonl", "attachments.json", "attachments/"
LINES, ZIP = ".jsonl", ".zip"
MOST_FILES = 1_000
MOST_BYTES = 500_000_000
"""Of everything in an archive, unpacked."""
_BAD = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
"""What reading a zip may raise that is damaged, encrypted or packed in another way."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Archive:
    """What was in a file: records, attachments by name, and which of these are not themselves."""

    records: Sequence[Stored]
    files: Mapping[str, bytes]
    changed: tuple[str, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """What else the file may hold, by its name in it."""


def suffix_for(files: Mapping[str, bytes]) -> str:
    """How an exercise with these attachments is written."""
    return ZIP if files else LINES


def packed(
    records: Sequence[Stored],
    files: Mapping[str, bytes],
    beside: Mapping[str, bytes] | None = None,
    *,
    zipped: bool = False,
) -> bytes:
    """The file; the same exercise always gives the same bytes.

    With attachments, or anything beside them, it is a zip.
    """
    log = b"".join(lines(records))
    if not files and not beside and not zipped:
        return log
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    contents = {digests[name]: content for name, content in files.items()}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        _put(out, LOG, log)
        _put(out, NAMES, json.dumps(digests, ensure_ascii=False, indent=1).encode())
        for digest in sorted(contents):
            _put(out, FOLDER + digest, contents[digest])
        for name, content in (beside or {}).items():
            _put(out, name, content)
    return whole.getvalue()


def _put(out: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    out.writestr(entry, content)


def unpacked(content: bytes, file: str, beside: Collection[str] = ()) -> Archive:
    """What such a file holds. Raises `UsageError` where it is none, or asks for too much.

    What may lie in it beside log and attachments is named.
    """
    if not content.startswith(b"PK"):
        return Archive(_some(records_in(content, file), file), {})
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _entries(archive, file, beside)
            return _opened(entries, archive, file, beside)
    except _BAD as error:
        raise UsageError("not_an_archive", file=file) from error


def _entries(
    archive: zipfile.ZipFile, file: str, beside: Collection[str]
) -> Mapping[str, zipfile.ZipInfo]:
    """The entries by name, looked at before any of them is unpacked."""
    found = archive.infolist()
    size = sum(entry.file_size for entry in found)
    if len(found) > MOST_FILES or size > MOST_BYTES:
        raise UsageError("archive_too_large", file=file, files=MOST_FILES, size=MOST_BYTES)
    for entry in found:
        if not _is_ours(entry, beside):
            raise UsageError("archive_strange", file=file, name=entry.filename)
    if len({entry.filename for entry in found}) < len(found):
        raise UsageError("not_an_archive", file=file)
    return {entry.filename: entry for entry in found}


def _is_ours(entry: zipfile.ZipInfo, beside: Collection[str]) -> bool:
    """Whether it is a plain file under one of our names; no folder, link or way out of one."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    name = entry.filename
    digest = name.removeprefix(FOLDER)
    known = name in (LOG, NAMES, *beside) or (
        name.startswith(FOLDER) and len(digest) == 64 and not set(digest) - set("0123456789abcdef")
    )
    return known and kind in (0, stat.S_IFREG)


def _opened(
    entries: Mapping[str, zipfile.ZipInfo],
    archive: zipfile.ZipFile,
    file: str,
    beside: Collection[str],
) -> Archive:
    if not {LOG, NAMES} <= set(entries):
        raise UsageError("not_an_archive", file=file)
    read = {name: _read(archive, entry, file) for name, entry in entries.items()}
    contents = {
        name.removeprefix(FOLDER): text for name, text in read.items() if name.startswith(FOLDER)
    }
    changed = [digest for digest, text in contents.items() if sha256(text).hexdigest() != digest]
    names = _names(read[NAMES], file)
    changed += [digest for digest in names.values() if digest not in contents]
    files = {name: contents[d] for name, d in names.items() if d in contents}
    records = _some(records_in(read[LOG], file), file)
    more = {name: read[name] for name in beside if name in read}
    return Archive(records, files, tuple(changed), more)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> bytes:
    """An entry's bytes: no more than it said it has."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise UsageError("not_an_archive", file=file)
    return content


def _names(text: bytes, file: str) -> Mapping[str, str]:
    """Name → digest. Raises `UsageError` for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError("not_an_archive", file=file) from error
    if not isinstance(found, dict) or not all(isinstance(d, str) for d in found.values()):
        raise UsageError("not_an_archive", file=file)
    return found


def _some(records: list[Stored], file: str) -> list[Stored]:
    if not records:
        raise UsageError("not_an_export", file=file, line=1)
    return records
