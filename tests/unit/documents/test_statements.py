"""Every sentence that the report draws rests on the events it cites, and on no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from simulator.acts import Recorded
from simulator.acts.course import course
from simulator.documents.base import Words
from simulator.documents.improvements import PlanRow
from simulator.documents.report import report_of
from simulator.documents.sentences import Sentence
from simulator.documents.statements import Statement
from simulator.documents.titles import Titles
from tests.docs.tree import ROOT
from tests.unit.documents.test_report import everything_happens
from tests.unit.scoring.response import by_its_own_rubric, debriefed, without
from tests.unit.scoring.test_evidence import FRAME, PLAYS, everything, played

LANGUAGES = ("en", "es")
EVERY = 7
"""Of the events of a shipped play one in so many is taken out where all would take too long."""
WORDED = (Statement, Sentence, PlanRow)
Said = dict[str, tuple[Any, frozenset[int]]]


def worded(records: Sequence[Recorded], language: str, debrief: Any = by_its_own_rubric) -> Said:
    """Every drawn sentence by its id: all of it, and the events it cites."""
    titles = Titles(course(records), Words(language))
    found = _walked(report_of(records, debrief(records), titles))
    return {each.id: (_text(each), frozenset(_cites(each))) for each in found}


def _walked(value: Any) -> Iterator[Any]:
    if isinstance(value, WORDED):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walked(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _walked(each)


def _text(said: Any) -> object:
    return said if not isinstance(said, Sentence) else (said.text, said.evidence, said.remarks)


def _cites(said: Any) -> tuple[int, ...]:
    return said.finding.cites if isinstance(said, Sentence) else said.cites


def wrong(records: Sequence[Recorded], taken: Sequence[Recorded], debrief: Any) -> list[object]:
    """What cites an event without resting on it, or rests on one without citing it."""
    found: list[object] = []
    before = {code: worded(records, code, debrief) for code in LANGUAGES}
    for record in taken:
        if record.event.kind in FRAME:
            continue
        left = without(records, record.seq)
        for code in LANGUAGES:
            after = worded(left, code, debrief)
            for id, (said, cites) in before[code].items():
                same = id in after and after[id][0] == said
                if same == (record.seq in cites):
                    found.append((record.seq, record.event.kind, code, id, sorted(cites)))
    return found


@pytest.mark.parametrize("make", [everything, everything_happens])
def test_a_sentence_rests_on_what_it_cites_and_on_nothing_else(make: Any) -> None:
    records = make().records
    assert wrong(records, records[:: 1 if len(records) < 30 else 4], debriefed) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", [str(path.relative_to(ROOT)) for path in PLAYS])
def test_so_does_every_sentence_of_a_shipped_play(path: str) -> None:
    records = played(path)
    assert wrong(records, records[len(path) % EVERY :: EVERY], by_its_own_rubric) == []


@pytest.mark.long
@pytest.mark.parametrize("path", [str(path.relative_to(ROOT)) for path in PLAYS])
def test_so_it_does_whichever_event_is_taken_out(path: str) -> None:
    records = played(path)
    assert wrong(records, records, by_its_own_rubric) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_cites_at_most_what_is_in_the_log(language: str) -> None:
    for make in (everything, everything_happens):
        records = make().records
        for id, (_, cites) in worded(records, language, debriefed).items():
            assert cites <= set(range(1, len(records) + 1)), id
            written = id.startswith(("true-", "gap-"))
            assert cites or written, id
