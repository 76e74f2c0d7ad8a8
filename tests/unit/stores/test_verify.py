"""Verification: what walking the stored bytes shows, whatever was done to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from simulator.acts.play import EndExercise
from simulator.stores.base import Stored, stored
from simulator.stores.redaction import redacted
from simulator.stores.verify import verified
from tests.builders import Table


def kept() -> list[Stored]:
    """A small log; its third record bears a request."""
    made, before = [], ""
    records = Table().start().release("a").decide("a").do(EndExercise()).records
    records[2] = records[2].model_copy(update={"request": "r1"})
    for record in records:
        made.append(stored(record, before))
        before = made[-1].digest
    return made


def test_an_untouched_log_is_sound() -> None:
    found = verified(kept())
    assert found.sound
    assert (found.records, found.head, found.redacted) == (len(kept()), kept()[-1].digest, 0)


def test_an_empty_log_has_no_head() -> None:
    found = verified([])
    assert (found.records, found.head, found.sound) == (0, "", True)


def with_byte(log: list[Stored]) -> list[Stored]:
    log[2] = replace(log[2], text=log[2].text.replace(b"inject", b"Inject", 1))
    return log


def with_digest(log: list[Stored]) -> list[Stored]:
    log[2] = replace(log[2], digest="0" * 64)
    return log


def without_middle(log: list[Stored]) -> list[Stored]:
    return [*log[:2], *log[3:]]


def renumbered(log: list[Stored]) -> list[Stored]:
    return [*log[:2], *(replace(s, seq=s.seq - 1) for s in log[3:])]


def swapped(log: list[Stored]) -> list[Stored]:
    return [*log[:2], replace(log[3], seq=3), replace(log[2], seq=4), *log[4:]]


def texts_swapped(log: list[Stored]) -> list[Stored]:
    two, three = log[2], log[3]
    swap = [replace(two, text=three.text), replace(three, text=two.text)]
    return [*log[:2], *swap, *log[4:]]


def another_person(log: list[Stored]) -> list[Stored]:
    log[2] = replace(log[2], person="mallory")
    return log


def another_request(log: list[Stored]) -> list[Stored]:
    log[2] = replace(log[2], request=None)
    return log


def flagged_and_garbled(log: list[Stored]) -> list[Stored]:
    log[2] = replace(log[2], redacted=True, text=b"nothing")
    return log


def flagged_and_moved(log: list[Stored]) -> list[Stored]:
    log[2] = replace(log[2], redacted=True, text=log[3].text)
    return log


def written_in_front(log: list[Stored]) -> list[Stored]:
    return [replace(log[0], digest=log[2].digest), *log[1:]]


@pytest.mark.parametrize(
    ("tampered", "number"),
    [
        (with_byte, 3),
        (with_digest, 3),
        (without_middle, 3),
        (renumbered, 3),
        (swapped, 3),
        (texts_swapped, 3),
        (another_person, 3),
        (another_request, 3),
        (flagged_and_garbled, 3),
        (flagged_and_moved, 3),
        (written_in_front, 1),
    ],
)
def test_what_was_changed_is_found_at_its_number(
    tampered: Callable[[list[Stored]], list[Stored]], number: int
) -> None:
    found = verified(tampered(kept()))
    assert not found.sound
    assert found.broken == number
    assert found.records == len(tampered(kept()))


def test_that_the_end_was_cut_off_shows_only_an_anchor() -> None:
    anchor, cut = verified(kept()).head, verified(kept()[:-1])
    assert cut.sound
    assert cut.at(anchor) is None


def test_a_log_that_went_on_after_its_anchor_still_has_it() -> None:
    anchor = verified(kept()[:-1]).head
    assert verified(kept()).at(anchor) == len(kept()) - 1


def test_an_anchor_behind_a_break_proves_nothing() -> None:
    anchor = kept()[-1].digest
    assert verified(with_byte(kept())).at(anchor) is None
    assert verified(with_byte(kept())).at(kept()[1].digest) == 2


def test_redacted_records_are_counted_and_break_nothing() -> None:
    log = kept()
    log[3] = redacted(log[3])
    found = verified(log)
    assert (found.broken, found.redacted) == (None, 1)
    assert found.head == kept()[-1].digest
