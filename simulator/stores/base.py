"""What every home of the event log offers: turns to append in, and reading in order."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from pydantic import ValidationError

from simulator.acts import RECORDED, Recorded
from simulator.domain.errors import StoreError


@dataclass(frozen=True, slots=True)
class Stored:
    """One record as it is kept: the bytes, and the digest that binds it to all before it (K36)."""

    seq: int
    person: str
    request: str | None
    text: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list of exercises shows, without reading their logs."""

    exercise: str
    scenario: str
    title: str
    created: datetime
    changed: datetime
    status: str
    records: int


def stored(record: Recorded, before: str) -> Stored:
    """A record as bytes, with the digest over the digest before it and those bytes."""
    text = RECORDED.dump_json(record, by_alias=True, exclude_none=True)
    digest = sha256(before.encode() + text).hexdigest()
    return Stored(record.seq, record.actor.person, record.request, text, digest)


def read_back(text: bytes | str) -> Recorded:
    """The record that was kept as these bytes. Raises `StoreError` where they are none."""
    try:
        return RECORDED.validate_json(text)
    except ValidationError as error:
        raise StoreError("record_unreadable") from error


def must_follow(records: Sequence[Recorded], head: int) -> None:
    """Raises `StoreError` unless records go on from the number that an exercise has come to."""
    if any(record.seq != number for number, record in enumerate(records, head + 1)):
        raise StoreError("log_has_moved", exercise=records[0].exercise)


class Turn(Protocol):
    """The sole right to append to one exercise, while it is held."""

    async def read(self, after: int = 0) -> list[Recorded]:
        """All records after a number, in order."""
        ...

    async def answered(self, person: str, request: str) -> Recorded | None:
        """The first record of a request that was given before (K33)."""
        ...

    async def append(self, records: Sequence[Recorded]) -> None:
        """Keep records; when it returns they survive a power cut. Raises `StoreError`."""
        ...


class EventLog(Protocol):
    """Where exercises are kept."""

    def turn(self, exercise: str) -> AbstractAsyncContextManager[Turn]:
        """Hold the turn of an exercise; one holder at a time."""
        ...

    async def read(self, exercise: str, after: int = 0) -> list[Recorded]:
        """All records of an exercise after a number. Raises `StoreError` where there is none."""
        ...

    async def exercises(self) -> list[Summary]:
        """What is kept, the latest first."""
        ...

    async def close(self) -> None:
        """Let go of everything; nothing acknowledged is still to be written."""
        ...
