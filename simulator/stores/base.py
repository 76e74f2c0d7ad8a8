"""What every home of the event log offers: turns to append in, and reading in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from pydantic import ValidationError

from simulator.acts import RECORDED, Recorded
from simulator.acts.play import NAME, ExerciseCreated
from simulator.domain.errors import StoreError

NAMES = "names"
"""The file of people's names is called so, therefore no exercise is."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One record as it is kept: the bytes, and the digest that binds it to all before it (K36)."""

    seq: int
    person: str
    request: str | None
    text: bytes
    digest: str
    redacted: bool = False
    """Whether texts of people were taken out of it; the digest is still that of before (K37)."""


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
    return Stored(record.seq, record.actor.person, record.request, text, digest_after(before, text))


def digest_after(before: str, text: bytes) -> str:
    """The digest of these bytes behind the record that has the digest `before`; none: empty."""
    return sha256(before.encode() + text).hexdigest()


def read_back(text: bytes | str) -> Recorded:
    """The record that was kept as these bytes. Raises `StoreError` where they are none."""
    try:
        return RECORDED.validate_json(text)
    except ValidationError as error:
        raise StoreError("record_unreadable") from error


def under(exercise: str, record: Recorded) -> Recorded:
    """A record of the exercise that is kept by this name, whatever it was called elsewhere."""
    return record if record.exercise == exercise else record.having(exercise=exercise)


def must_follow(records: Sequence[Recorded], head: int) -> None:
    """Raises `StoreError` unless records go on from the number that an exercise has come to."""
    if any(record.seq != number for number, record in enumerate(records, head + 1)):
        raise StoreError("log_has_moved", exercise=records[0].exercise)


def usable_name(exercise: str) -> bool:
    """Whether an exercise can be called so; whatever else is asked for is not there."""
    return re.fullmatch(NAME, exercise) is not None and exercise != NAMES


def must_be_usable(exercise: str) -> None:
    """Raises `StoreError` for the one name that the store needs itself."""
    if exercise == NAMES:
        raise StoreError("name_reserved", exercise=exercise)


def summary_of(exercise: str, records: Sequence[Recorded]) -> Summary:
    """What a list shows of a log. Raises `StoreError` unless it begins with a creation."""
    event, first, last = records[0].event, records[0].at, records[-1].at
    if not isinstance(event, ExerciseCreated):
        raise StoreError("record_unreadable")
    scenario = event.kit.original.scenario
    status = "ended" if any(r.event.kind == "exercise_ended" for r in records) else "open"
    return Summary(exercise, scenario.id, scenario.title, first, last, status, len(records))


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

    async def read(self, exercise: str, after: int = 0, most: int | None = None) -> list[Recorded]:
        """The records of an exercise after a number: all, or the first so many of them.

        Raises `StoreError` where there is no such exercise.
        """
        ...

    async def stored(self, exercise: str) -> list[Stored]:
        """The records as they are kept, whatever they hold. Raises as `read`."""
        ...

    async def exercises(self) -> list[Summary]:
        """What is kept, the latest first."""
        ...

    async def attach(self, exercise: str, files: Mapping[str, bytes]) -> None:
        """Keep files that injects name, each under its name. Raises `StoreError`."""
        ...

    async def attached(self, exercise: str) -> Mapping[str, bytes]:
        """The files kept with an exercise, by their names."""
        ...

    async def attachment(self, exercise: str, file: str) -> bytes | None:
        """One of these files by its name; None where there is none."""
        ...

    async def digests(self, exercise: str) -> Mapping[str, str]:
        """The digest of each such file as it was when it was kept, also of one that is gone."""
        ...

    async def restore(
        self, exercise: str, records: Sequence[Stored], files: Mapping[str, bytes]
    ) -> None:
        """Keep a log as it was kept elsewhere, byte for byte; read, it bears this name.

        Raises `StoreError` where there is an exercise of this name.
        """
        ...

    async def redact(self, exercise: str, numbers: Iterable[int]) -> None:
        """Take the texts of people out of records, and out of the store for good (K37)."""
        ...

    async def purge(self, exercise: str) -> None:
        """Forget an exercise whole. Raises `StoreError` where there is none."""
        ...

    async def close(self) -> None:
        """Let go of everything; nothing acknowledged is still to be written."""
        ...
