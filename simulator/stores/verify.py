"""Verification: whether stored records are still the bytes that were acknowledged (K36)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from simulator.acts.play import ExerciseCreated
from simulator.domain.errors import StoreError
from simulator.stores.base import Stored, digest_after, read_back


@dataclass(frozen=True, slots=True)
class Verdict:
    """What walking the stored bytes of one exercise showed."""

    records: int
    head: str
    """The digest of the last record: what a signed report carries, as an anchor."""
    broken: int | None
    """The first number at which bytes, digest and place do not fit each other."""
    redacted: int
    digests: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether the chain holds from the first record to the last."""
        return self.broken is None

    def at(self, anchor: str) -> int | None:
        """The number of the record whose digest the anchor is; none where the log lost it."""
        sound = self.digests if self.broken is None else self.digests[: self.broken - 1]
        return sound.index(anchor) + 1 if anchor in sound else None


def verified(records: Iterable[Stored]) -> Verdict:
    """Walk all records of an exercise, in order.

    A chain alone shows what was changed between its records; that its end was cut off, or all of it
    written anew, shows only an anchor kept elsewhere.
    """
    before, broken, redacted = "", None, 0
    digests: list[str] = []
    for number, kept in enumerate(records, 1):
        redacted += kept.redacted
        if broken is None and not (kept.seq == number and _fits(kept, before)):
            broken = number
        before = kept.digest
        digests.append(before)
    return Verdict(len(digests), before, broken, redacted, tuple(digests))


def attachments_of(records: Sequence[Stored]) -> frozenset[str]:
    """The files that the injects of an exercise name; none where its creation cannot be read."""
    try:
        created = read_back(records[0].text).event if records else None
    except StoreError:
        return frozenset()
    injects = created.kit.original.scenario.injects if isinstance(created, ExerciseCreated) else ()
    lists = (each.attachments for inject in injects for each in inject.versions)
    every = chain(*lists, *(inject.attachments for inject in injects))
    return frozenset(attachment.file for attachment in every)


def unlike(digests: Mapping[str, str], files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The files that are not what they were when they were kept."""
    there = ((name, content) for name, content in files.items() if name in digests)
    return tuple(name for name, c in there if sha256(c).hexdigest() != digests[name])


def _fits(kept: Stored, before: str) -> bool:
    """Whether a record has its digest, and stands where it says; redacted, only the latter."""
    if not kept.redacted and kept.digest != digest_after(before, kept.text):
        return False
    try:
        said = json.loads(kept.text)
        own = (said["seq"], said["actor"]["person"], said.get("request"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return own == (kept.seq, kept.person, kept.request)
