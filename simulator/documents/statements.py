"""Sentences drawn from findings: each with the events of all the findings that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.acts import Recorded
from simulator.acts.decisions import DecisionLogged
from simulator.documents.markup import Md, events, short
from simulator.documents.sentences import Sentence
from simulator.documents.titles import Titles
from simulator.domain.course import Course
from simulator.domain.debrief import Finding
from simulator.text import clock

MOST = 220
"""Characters of a decision that is quoted beside a finding; in full it stands with its inject."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A decision in its own words, beside the finding that rests on it."""

    id: str
    number: Md
    clock: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with the events it rests on."""

    id: str
    """Of its block in the document."""
    text: str
    evidence: Md
    cites: tuple[int, ...]
    """The numbers of the events."""
    remarks: str = ""
    quotes: tuple[Quote, ...] = ()


Decided = Mapping[int, tuple[Recorded, DecisionLogged]]


def decided(records: Iterable[Recorded]) -> Decided:
    """The decisions of a log by their numbers."""
    return {r.seq: (r, r.event) for r in records if isinstance(r.event, DecisionLogged)}


def again(sentence: Sentence, place: str, decisions: Decided, titles: Titles) -> Statement:
    """A finding's sentence in another place of the report, with the decisions it rests on."""
    id = f"{place}-{sentence.finding.id}"
    return Statement(
        id=id,
        text=sentence.text,
        evidence=sentence.evidence,
        cites=sentence.finding.cites,
        remarks=sentence.remarks,
        quotes=tuple(
            _quoted(id, *decisions[number], titles)
            for number in sentence.finding.evidence
            if number in decisions
        ),
    )


def _quoted(id: str, record: Recorded, event: DecisionLogged, titles: Titles) -> Quote:
    return Quote(
        id=f"{id}-{record.seq}",
        number=events([record.seq]),
        clock=clock(record.elapsed),
        who=titles.who(record.actor),
        text=short(event.text, MOST),
    )


def absent(id: str, text: str, course: Course, undone: tuple[int, ...] = ()) -> Statement:
    """That something did not happen in play, or not for good: from its begin to its end."""
    ends = (course.begin.seq, course.end.seq)
    began, ended = (events([end]) for end in ends)
    shown = f"{events(undone)} {began}\N{EN DASH}{ended}".strip()
    return Statement(id, text, Md(shown), tuple(sorted({*ends, *undone})))


def summed(id: str, text: str, findings: Sequence[Finding]) -> Statement:
    """One sentence on several findings: their events, and of absences the windows."""
    numbers = sorted({seq for f in findings for seq in f.evidence})
    windows = sorted({(w.began, w.ended) for f in findings if (w := f.window)})
    spans = [f"{events([began])}\N{EN DASH}{events([ended])}" for began, ended in windows]
    shown = " ".join(part for part in (events(numbers), *spans) if part)
    cites = tuple(sorted({seq for f in findings for seq in f.cites}))
    return Statement(id=id, text=text, evidence=Md(shown), cites=cites)
