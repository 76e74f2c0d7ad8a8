"""The improvement plan and the hot wash: what people wrote after play, and what play suggests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from simulator.documents.markup import Md, events
from simulator.documents.objectives import Sorted
from simulator.documents.statements import Statement
from simulator.documents.titles import Titles
from simulator.domain.entries import Improvement

TOPICS = ("strength", "gap", "idea", "question")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the improvement plan, in HSEEP's columns; what is left open says so."""

    id: str
    capability: str
    issue: str
    evidence: Md
    cites: tuple[int, ...]
    action: str
    element: str
    owner: str
    contact: str
    start: str
    due: str
    status: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What was said in the hot wash on one topic."""

    id: str
    title: str
    notes: tuple[Statement, ...]


def written(titles: Titles) -> Iterator[PlanRow]:
    """The rows that people wrote, as they read now."""
    for row in titles.exercise.improvements.values():
        yield _written(titles, row)


def _written(titles: Titles, row: Improvement) -> PlanRow:
    words, open_ = titles.words, titles.words("report.plan.open")
    about = titles.words.listed(
        [titles.team(row.team)] if row.team and len(titles.exercise.teams) > 1 else []
    )
    issue = words("report.plan.of_team", team=about, issue=row.issue) if about else row.issue
    return PlanRow(
        id=f"row-{row.id}",
        capability=_capability(titles, row.objective),
        issue=issue,
        evidence=events([row.seq]),
        cites=(row.seq,),
        action=row.action or open_,
        element=words(f"report.plan.elements.{row.element}") if row.element else open_,
        owner=row.owner or open_,
        contact=row.contact or open_,
        start=_day(titles, row.start),
        due=_day(titles, row.due),
        status=words(f"report.timeline.progress.{row.status}"),
    )


def suggested(titles: Titles, findings: Sorted) -> Iterator[PlanRow]:
    """A row for each area for improvement; what is to be done is for people to say."""
    open_ = titles.words("report.plan.open")
    for finding, objective in findings.areas():
        sentence = findings.sentences[finding.id]
        team = titles.team(finding.team)
        yield PlanRow(
            id=f"row-{finding.id}",
            capability=_capability(titles, objective),
            issue=titles.words("report.plan.of_team", team=team, issue=sentence.text),
            evidence=sentence.evidence,
            cites=finding.cites,
            action=open_,
            element=open_,
            owner=open_,
            contact=open_,
            start=open_,
            due=open_,
            status=open_,
        )


def hot_wash(titles: Titles) -> Iterator[Topic]:
    """The notes by topic; a topic about which nothing was said is left out."""
    for topic in TOPICS:
        notes = [note for note in titles.exercise.hotwash if note.topic == topic]
        said = []
        for note in notes:
            about = [titles.team(note.team)] if note.team else []
            about += [titles.rated(note.objective).rstrip(".")] if note.objective else []
            remarks = "; ".join(about)
            number = events([note.seq])
            said.append(Statement(f"hotwash-{note.seq}", note.text, number, (note.seq,), remarks))
        if said:
            yield Topic(topic, titles.words(f"report.hotwash.{topic}"), tuple(said))


def _capability(titles: Titles, objective: str | None) -> str:
    """The capability an objective belongs to; the objective itself where it names none."""
    found = next((o for o in titles.edition.scenario.objectives if o.id == objective), None)
    return (found.capability or found.text) if found else titles.words("report.plan.none")


def _day(titles: Titles, at: date | None) -> str:
    return titles.words.day(at) if at else titles.words("report.plan.open")
