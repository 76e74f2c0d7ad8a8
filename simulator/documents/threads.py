"""What a team decided, in full, inject by inject; amended originals stay legible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.documents.markup import Md, events, plain
from simulator.documents.sentences import Sentence
from simulator.documents.titles import Titles
from simulator.domain.entries import Decision
from simulator.domain.exercise import Delivery, TeamState
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
    retracted: bool
    """Whether the team took it back."""
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
    note: Md
    """When it was withdrawn and why, and when it came again."""
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
            note=_afterwards(titles, state.received[inject]),
            entries=tuple(_entries(titles, state, inject)),
            expected=tuple(s for s in expected if s.finding.inject == inject),
        )
    if state.decisions.get(""):
        yield Thread(
            id="none",
            title=titles.words("report.about_none"),
            received="",
            number=Md(""),
            note=Md(""),
            entries=tuple(_entries(titles, state, "")),
            expected=(),
        )


def _afterwards(titles: Titles, deliveries: tuple[Delivery, ...]) -> Md:
    """What became of an inject that a team had: every time it was withdrawn or came again."""
    words, told = titles.words, list[tuple[str, int]]()
    for place, delivery in enumerate(d for d in deliveries if d.how == "released"):
        if place:
            again = words("report.received_again", clock=clock(delivery.since))
            told.append((again, delivery.seq))
        if delivery.withdrawn:
            reason = delivery.reason
            why = words("report.reason", reason=reason) if reason else ""
            at = clock(titles.course.instant(delivery.withdrawn).elapsed)
            gone = words("report.withdrawn", clock=at, reason=why).strip()
            told.append((gone, delivery.withdrawn))
    return Md(" ".join(f"{plain(text)} {events([seq])}" for text, seq in told))


def _entries(titles: Titles, state: TeamState, inject: str) -> Iterator[Entry]:
    decisions = state.decisions.get(inject, ())
    amended = {decision.amends for decision in decisions}
    for decision in decisions:
        yield Entry(
            seq=decision.seq,
            number=events([decision.seq]),
            clock=clock(decision.since),
            who=titles.who(decision.actor),
            marks="; ".join(_marks(titles, state, decision)),
            text=decision.text,
            amended=decision.id in amended,
            retracted=bool(decision.retracted),
            details=tuple(_details(titles, decision)),
        )


def _marks(titles: Titles, state: TeamState, decision: Decision) -> Iterator[str]:
    words, late = titles.words, decision.decided
    for name, so in (
        ("without_authority", not decision.authority),
        ("by_control", decision.by_control),
        ("during_pause", decision.during_pause),
        ("retracted", bool(decision.retracted)),
    ):
        if so:
            yield words(f"report.marks.{name}")
    if late is not None:
        yield words("report.marks.decided_at", clock=clock(late))
    if decision.inject and decision.to < state.counts_from(decision.inject):
        deliveries = state.received.get(decision.inject, ())
        answered = next((d for d in deliveries if d.seq == decision.to), None)
        withdrawn = answered is not None and answered.withdrawn
        yield words(f"report.marks.{'withdrawn' if withdrawn else 'earlier_pass'}")


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
        "steps": _steps(titles, decision, never=False),
        "never": _steps(titles, decision, never=True),
        "amendment": decision.reason if decision.amends else None,
        "late_entry": decision.reason if decision.decided is not None else None,
        "retraction": decision.retracted_why,
    }
    for name, value in found.items():
        if value:
            yield words(f"report.details.{name}"), value


def _steps(titles: Titles, decision: Decision, *, never: bool) -> str:
    """The steps that a decision names, or those of them that are on a never list."""
    named = (step for step in decision.steps if _is_never(titles, step) is never)
    return "; ".join(titles.step(step).rstrip(".") for step in named)


def _is_never(titles: Titles, ref: str) -> bool:
    """Whether it is something that a playbook says never to do."""
    playbook_id, _, id = ref.partition("/")
    playbook = titles.edition.playbook(playbook_id)
    return playbook is not None and playbook.never_step(id) is not None


def _option(titles: Titles, decision: Decision) -> str | None:
    """The option chosen, unless the text says just that."""
    if decision.inject is None or decision.option is None:
        return None
    label = titles.option(decision.inject, decision.option)
    return label if label != decision.text else None
