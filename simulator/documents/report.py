"""The after-action report: what a template is given, and the document that comes of it.

A template gets `report` (a `Report`), `words` and `figures`, the names of the charts there are; the
filter `figure` puts one of them in its place. Everything in it is plain text, but for what is
typed `Md`: that is Markdown made here, of numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from simulator.acts import Recorded
from simulator.acts.course import course
from simulator.acts.debriefed import debrief_file
from simulator.documents.base import Document, Words
from simulator.documents.basis import Topic, basis
from simulator.documents.blocks import Figure, parse
from simulator.documents.charts.swimlane import swimlane
from simulator.documents.charts.timeline import timeline_chart
from simulator.documents.charts.told import who_told_whom
from simulator.documents.improvements import PlanRow, hot_wash, suggested, written
from simulator.documents.improvements import Topic as HotWash
from simulator.documents.markup import Md
from simulator.documents.objectives import ObjectivePart, Sorted
from simulator.documents.overview import overview, strictest, truth
from simulator.documents.rated import Ratings, rated
from simulator.documents.sentences import Sentence, Teller
from simulator.documents.statements import Statement, absent, decided, summed
from simulator.documents.templates import render
from simulator.documents.threads import Thread, threads
from simulator.documents.timeline import Line, timeline
from simulator.documents.titles import Titles
from simulator.documents.unrated import Unrated, unrated
from simulator.domain.course import Course
from simulator.domain.debrief import Debrief, Finding

NOTHING = "\N{EN DASH}"
ABSENT = frozenset({"not_observed", "not_done"})
DID_NOT_HAPPEN = frozenset({"trigger_not_reached", "deadline_not_begun"})
"""Gaps that come of what play was; all others come of what is written."""


@dataclass(frozen=True, slots=True)
class RulePart:
    """What one rule found for one team; what was not observed stands apart."""

    rule: str
    title: str
    findings: tuple[Sentence, ...]
    kept: Statement | None
    """How many precedences were kept; nothing for other rules."""
    unrated: tuple[Unrated, ...]
    """What nobody rated, a line for each objective; nothing for other rules."""
    elsewhere: bool
    """Whether all it found is an absence."""


@dataclass(frozen=True, slots=True)
class TeamPart:
    """Everything about one team, or about all together."""

    id: str
    title: str
    dials: tuple[tuple[str, str], ...]
    threads: tuple[Thread, ...]
    """Its injects, with what it decided about them."""
    rules: tuple[RulePart, ...]
    absent: tuple[Sentence, ...]
    """What the playbook asks for and nothing in the record shows."""
    held: bool
    """Whether there is anything it was held against: a playbook's steps, or expectations."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A deviation that an evaluator called justified, by the plan and as judged."""

    team: str
    sentence: Sentence
    raw: str
    judged: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a template is given."""

    title: str
    ended: bool
    overview: tuple[tuple[str, str], ...]
    ratings: Ratings
    objectives: tuple[ObjectivePart, ...]
    """What was found by objective; what belongs to none comes last."""
    justified: tuple[Judged, ...]
    plan: tuple[PlanRow, ...]
    """What people wrote first, then what the findings suggest."""
    hot_wash: tuple[HotWash, ...]
    truth: tuple[Statement, ...]
    timeline: tuple[Line, ...]
    dial_names: tuple[str, ...]
    dials: tuple[tuple[str, tuple[str, ...]], ...]
    """Each team's title and its value on every dial."""
    dials_read: bool
    """Whether any dial has a value."""
    teams: tuple[TeamPart, ...]
    gaps: tuple[Statement, ...]
    authors_questions: tuple[str, ...]
    questions: tuple[Sentence, ...]
    basis: tuple[Topic, ...]


def document(
    records: Sequence[Recorded],
    debrief: Debrief,
    language: str,
    templates: Sequence[Path],
    template: str = "aar",
    told: Course | None = None,
) -> Document:
    """The report of an exercise in one language; its course is read once more unless told.

    Raises `UsageError` for a wrong template.
    """
    words = Words(language)
    titles = Titles(told or course(records), words)
    report = report_of(records, debrief, titles)
    figures = charts(records, debrief, titles)
    given = {"report": report, "words": words, "figures": tuple(figures)}
    markdown = render(template, templates, given)
    return Document(
        title=words("report.title_of", title=report.title),
        language=language,
        marks=(
            words("report.exercise_mark"),
            words("report.draft_mark"),
            f"TLP:{strictest(titles.exercise)}",
        ),
        blocks=parse(markdown, figures),
        data=partial(debrief_file, debrief, records, template),
    )


def charts(records: Sequence[Recorded], debrief: Debrief, titles: Titles) -> dict[str, Figure]:
    """The charts of an exercise by name; without those that would have nothing to show."""
    lanes = (swimlane(debrief, titles, team) for team in debrief.teams)
    found = (
        timeline_chart(records, titles),
        who_told_whom(records, titles, debrief.findings),
        *lanes,
    )
    return {figure.id: figure for figure in found if figure is not None}


def report_of(records: Sequence[Recorded], debrief: Debrief, titles: Titles) -> Report:
    """What a template is given of an exercise."""
    teller = Teller(titles)
    sentences = {f.id: teller.sentence(f) for f in debrief.findings}
    found = Sorted(titles, debrief, sentences, decided(records))
    ratings = rated(titles)
    cited = frozenset(seq for finding in debrief.findings for seq in finding.cites)
    names = _dial_names(debrief)
    scenario = titles.edition.scenario
    words = titles.words
    return Report(
        title=scenario.title,
        ended=debrief.status == "ended",
        overview=overview(titles, debrief),
        ratings=ratings,
        objectives=tuple(found.parts()),
        justified=tuple(_judged(sentences, titles)),
        plan=(*written(titles), *suggested(titles, found)),
        hot_wash=tuple(hot_wash(titles)),
        truth=tuple(truth(titles)),
        timeline=tuple(timeline(records, titles, cited | {*ratings.state.cites})),
        dial_names=tuple(words.any_of(f"report.dials.{n}", "report.dial", dial=n) for n in names),
        dials=tuple(_dial_table(debrief, teller, titles, names)),
        dials_read=bool(debrief.dials),
        teams=tuple(_team(debrief, sentences, titles, teller, t) for t in _parts(debrief)),
        gaps=tuple(_gaps(debrief, teller, titles)),
        authors_questions=scenario.debrief_questions,
        questions=tuple(_questions(debrief, teller, sentences)),
        basis=basis(titles),
    )


def _dial_names(debrief: Debrief) -> tuple[str, ...]:
    """The dials by rule, in the rubric's order; a rule that found nothing has its own name."""
    of_rule = {rule: {rule: None} for rule in debrief.rules}
    for finding in debrief.findings:
        of_rule.setdefault(finding.rule, {})[finding.dial] = None
    found = {finding.dial for finding in debrief.findings}
    named = (d for rule, dials in of_rule.items() for d in dials if d in found or len(dials) == 1)
    return tuple(dict.fromkeys(named))


def _parts(debrief: Debrief) -> tuple[str | None, ...]:
    common = any(finding.team is None for finding in debrief.findings)
    return (*debrief.teams, None) if common else debrief.teams


def _dial_table(
    debrief: Debrief, teller: Teller, titles: Titles, names: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    by_id = {finding.id: finding for finding in debrief.findings}
    whole = {(d.team, d.dial): d for d in debrief.dials if d.phase is None}
    for team in _parts(debrief):
        dials = [whole.get((team, name)) for name in names]
        yield (
            titles.team(team),
            tuple(teller.dial(d, [by_id[f] for f in d.findings]) if d else NOTHING for d in dials),
        )


def _team(
    debrief: Debrief,
    sentences: dict[str, Sentence],
    titles: Titles,
    teller: Teller,
    team: str | None,
) -> TeamPart:
    mine = [s for s in sentences.values() if s.finding.team == team]
    under_injects = [s for s in mine if s.finding.dial == "expectations"]
    apart = [s for s in mine if s.finding.dial != "expectations"]
    absent = tuple(s for s in apart if s.is_absence and s.finding.code in ABSENT)
    seen = [s for s in apart if s not in absent]
    by_id = {finding.id: finding for finding in debrief.findings}
    phases = [d for d in debrief.dials if d.team == team and d.phase is not None]
    return TeamPart(
        id=team or "all-teams",
        title=titles.team(team),
        dials=tuple(
            (
                titles.words.any_of(f"report.phases.{d.phase}", "report.phase", phase=d.phase),
                teller.dial(d, [by_id[f] for f in d.findings]),
            )
            for d in phases
        ),
        threads=tuple(threads(titles, team, under_injects)) if team else (),
        rules=tuple(
            _rule(rule, team, seen, absent, titles)
            for rule in debrief.rules
            if team or any(s.finding.rule == rule for s in seen)
        ),
        absent=absent if team else (*absent, *under_injects),
        held=bool(mine),
    )


def _judged(sentences: dict[str, Sentence], titles: Titles) -> Iterator[Judged]:
    justified = [s for s in sentences.values() if "justified" in s.finding.marks]
    reasons = [_reason(sentence.finding) for sentence in justified]
    for sentence, reason in zip(justified, reasons, strict=True):
        finding, why = sentence.finding, reason[-1]
        values = (finding.value, finding.adjudicated)
        raw, judged = (NOTHING if v is None else titles.words.percent(v) for v in values)
        if reasons.count(reason) > 1:
            why = titles.words("report.justified_whole", why=why)
        yield Judged(titles.team(finding.team), sentence, raw, judged, why)


def _reason(finding: Finding) -> tuple[str, ...]:
    """Why a finding was called right, and what that was said of."""
    about = finding.expectation or finding.inject or finding.id
    return finding.team or "", about, str(finding.values.get("justified", ""))


def _rule(
    rule: str,
    team: str | None,
    sentences: list[Sentence],
    absent: tuple[Sentence, ...],
    titles: Titles,
) -> RulePart:
    mine = [s for s in sentences if s.finding.rule == rule]
    kept = [s for s in mine if s.finding.code == "in_order"]
    nobody = [s for s in mine if s.finding.code == "not_rated"]
    words, place = titles.words, team or "all-teams"
    text = words("report.kept", count=len(kept)) if kept else ""
    id = f"kept-{rule}-{place}"
    return RulePart(
        rule=rule,
        title=words.any_of(f"report.rules.{rule}", "report.rule", rule=rule),
        findings=tuple(s for s in mine if s not in kept and s not in nobody),
        kept=summed(id, text, [s.finding for s in kept]) if kept else None,
        unrated=tuple(unrated(titles, nobody, place)),
        elsewhere=any(s.finding.rule == rule for s in absent),
    )


def _gaps(debrief: Debrief, teller: Teller, titles: Titles) -> Iterator[Statement]:
    """Every gap once: for what did not happen in play, the time in which it could have."""
    said = {teller.gap(gap): gap for gap in reversed(debrief.not_computed)}
    for text, gap in reversed(said.items()):
        about = ".".join([gap.code, gap.team or "", gap.step or "", *map(str, gap.values.values())])
        if gap.code in DID_NOT_HAPPEN:
            yield absent(f"gap-{about}", text, titles.course)
        else:
            yield Statement(f"gap-{about}", text, Md(""), ())


def _questions(
    debrief: Debrief, teller: Teller, sentences: dict[str, Sentence]
) -> Iterator[Sentence]:
    """A question for each gap, the gravest kind first; the same question once."""
    asked: set[str] = set()
    order = ("harm", "deadlines", "completeness", "order", "timeliness")
    rank = {dial: place for place, dial in enumerate(order)}
    for finding in sorted(debrief.findings, key=lambda f: rank.get(f.dial, len(order))):
        question = teller.question(finding)
        if question and question not in asked:
            asked.add(question)
            yield Sentence(
                id=f"q-{finding.id}",
                text=question,
                evidence=sentences[finding.id].evidence,
                remarks="",
                finding=finding,
            )
