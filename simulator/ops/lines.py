"""A log as lines of JSON: a stored record a line, its bytes as they are kept, and its digest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from simulator.domain.errors import StoreError, UsageError
from simulator.stores.base import Stored, read_back

_LINE = re.compile(rb'\{"digest":"([0-9a-f]{64})"(,"redacted":true)?,"record":(\{.*\})\}')


def lines(records: Iterable[Stored]) -> Iterator[bytes]:
    """A line of each record, with its end."""
    for kept in records:
        flag = b',"redacted":true' if kept.redacted else b""
        digest = kept.digest.encode()
        yield b'{"digest":"' + digest + b'"' + flag + b',"record":' + kept.text + b"}\n"


def records_in(text: bytes, file: str) -> list[Stored]:
    """The records that these lines are, whether their chain holds or not.

    Raises `UsageError` where a line is none that `lines` could have written.
    """
    return [_record(line, file, n) for n, line in enumerate(text.splitlines(), 1)]


def _record(line: bytes, file: str, number: int) -> Stored:
    found = _LINE.fullmatch(line)
    if found is None:
        raise UsageError("not_an_export", file=file, line=number)
    digest, flag, text = found.groups()
    try:
        read_back(text)
        said = json.loads(text)
    except (StoreError, ValueError, RecursionError) as error:
        raise UsageError("not_an_export", file=file, line=number) from error
    person, request = said["actor"]["person"], said.get("request")
    return Stored(said["seq"], person, request, text, digest.decode(), redacted=bool(flag))
