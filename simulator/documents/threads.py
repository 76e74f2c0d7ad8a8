"""What a team decided, in full, inject by inject; amended originals stay legible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.documents.markup import Md, events
from simulator.documents.sentences import Sentence
from simulator.documents.titles import Titles
from simulator.domain.entries import Decision
from simulator.engine import rules
from simulator.text import clock


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision as the report shows it."""

    seq: int
    number: Md
    clock: str
    who: str
    marks: str
    text: str
    amended: bool
    """Whether a later entry takes its place."""
    details: tuple[tuple[str, str], ...]
    """Label and text: option, reason, steps, and what else was said."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One inject as a team lived it; the last is for decisions about none."""

    id: str
    title: str
    received: str
    """When it came, on the exercise clock; empty for the thread about no inject."""
    number: Md
    entries: tuple[Entry, ...]
    expected: tuple[Sentence, ...]


def threads(titles: Titles, team: str, expected: list[Sentence]) -> Iterator[Thread]:
    """A team's threads in the order the injects came, then its decisions about none."""
    state = titles.exercise.teams[team]
    for inject in rules.received_injects(titles.exercise, team):
        delivery = next(d for d in state.received[inject] if d.how == "released")
        yield Thread(
            id=inject,
            title=titles.inject(inject),
            received=clock(delivery.since),
            number=events([delivery.seq]),
            entries=tuple(_entries(titles, state.decisions.get(inject, ()))),
            expected=tuple(s for s in expected if s.finding.inject == inject),
        )
    if free := state.decisions.get("", ()):
        yield Thread(
            id="none",
            title=titles.words("report.about_none"),
            received="",
            number=Md(""),
            entries=tuple(_entries(titles, free)),
            expected=(),
        )


def _entries(titles: Titles, decisions: tuple[Decision, ...]) -> Iterator[Entry]:
    amended = {decision.amends for decision in decisions}
    for decision in decisions:
        yield Entry(
            seq=decision.seq,
            number=events([decision.seq]),
            clock=clock(decision.since),
            who=titles.who(decision.actor),
            marks="; ".join(_marks(titles, decision)),
            text=decision.text,
            amended=decision.id in amended,
            details=tuple(_details(titles, decision)),
        )


def _marks(titles: Titles, decision: Decision) -> Iterator[str]:
    for name, so in (
        ("without_authority", not decision.authority),
        ("by_control", decision.by_control),
        ("during_pause", decision.during_pause),
        ("late_entry", decision.decided is not None),
    ):
        if so:
            yield titles.words(f"report.marks.{name}")


def _details(titles: Titles, decision: Decision) -> Iterator[tuple[str, str]]:
    """What was said beside the text, each under its label."""
    words = titles.words
    option, confidence = _option(titles, decision), decision.confidence
    found = {
        "option": option,
        "rationale": decision.rationale,
        "considered": "; ".join(decision.considered),
        "assignee": decision.assignee,
        "confidence": words(f"report.confidences.{confidence}") if confidence else None,
        "links": "; ".join(titles.inject(link) for link in decision.links),
        "steps": " ".join(titles.step(step) for step in decision.steps),
        "amendment": decision.reason if decision.amends else None,
    }
    for name, value in found.items():
        if value:
            yield words(f"report.details.{name}"), value


def _option(titles: Titles, decision: Decision) -> str | None:
    """The option chosen, unless the text says just that."""
    if decision.inject is None or decision.option is None:
        return None
    label = titles.option(decision.inject, decision.option)
    return label if label != decision.text else None
