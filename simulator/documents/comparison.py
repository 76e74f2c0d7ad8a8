"""Exercises of one scenario side by side: dials, findings that differ, how long each took.

No ranking and no total: what differs between rooms is for people to explain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from simulator.acts import Recorded
from simulator.acts.debriefed import ComparisonFile, debrief_file
from simulator.documents.base import Document, Words
from simulator.documents.blocks import parse
from simulator.documents.overview import STRICT_FIRST, strictest
from simulator.documents.sentences import Teller
from simulator.documents.templates import render
from simulator.documents.titles import Titles
from simulator.domain.comparison import Comparison, DialRow, Differing, Side
from simulator.domain.course import Course
from simulator.domain.debrief import Debrief, Dial, Finding
from simulator.text import clock

TEMPLATE = "comparison"
NOTHING = "\N{EN DASH}"
Subject = tuple[str | None, ...]
"""What a finding is about: the same in every exercise of a scenario."""


@dataclass(frozen=True, slots=True)
class Run:
    """An exercise as it was played, with its debrief and the template that its rubric asks for."""

    records: Sequence[Recorded]
    debrief: Debrief
    template: str
    course: Course

    @property
    def language(self) -> str:
        """The language of its scenario."""
        return self.course.exercise.kit.language


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the template of a comparison is given."""

    title: str
    exercises: tuple[str, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    """Label, and a text for each exercise."""
    dials: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Team, dial, and the value in each exercise."""
    findings: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Team, rule, and what was found in each exercise, with the numbers of its events."""
    one_rubric: bool


def comparison(runs: Sequence[Run], language: str, templates: Sequence[Path]) -> Document:
    """The comparison in one language. Raises `UsageError` for a wrong template."""
    words = Words(language)
    told = [Titles(run.course, words) for run in runs]
    sheet = _sheet(runs, told, words)
    labels = {strictest(titles.exercise) for titles in told}
    return Document(
        title=words("report.comparison.title", title=sheet.title),
        language=language,
        marks=(
            words("report.exercise_mark"),
            words("report.draft_mark"),
            f"TLP:{next(label for label in STRICT_FIRST if label in labels)}",
        ),
        blocks=parse(render(TEMPLATE, templates, {"sheet": sheet, "words": words})),
        data=partial(comparison_file, runs),
    )


def comparison_file(runs: Sequence[Run]) -> ComparisonFile:
    """The comparison with all that it was made of."""
    made = compared([run.debrief for run in runs])
    said = {name: getattr(made, name) for name in Comparison.model_fields}
    debriefs = tuple(debrief_file(run.debrief, run.records, run.template) for run in runs)
    return ComparisonFile.model_construct(**said, debriefs=debriefs)


def fits(file: ComparisonFile) -> bool:
    """Whether it says of its debriefs what comparing them says."""
    made = compared(file.debriefs)
    return all(getattr(file, name) == getattr(made, name) for name in Comparison.model_fields)


def compared(debriefs: Sequence[Debrief]) -> Comparison:
    """The same for machines."""
    named = {debrief.exercise: debrief for debrief in debriefs}
    dials = {name: {(d.team, d.dial): d for d in _whole(each)} for name, each in named.items()}
    keys = dict.fromkeys(key for found in dials.values() for key in found)
    return Comparison(
        scenario=debriefs[0].scenario,
        exercises=tuple(_side(debrief) for debrief in debriefs),
        dials=tuple(
            DialRow(
                dial=dial,
                team=team,
                values={n: _value(d.get((team, dial))) for n, d in dials.items()},
            )
            for team, dial in keys
        ),
        differing=tuple(_differing(*found) for found in differing(debriefs)),
    )


def differing(
    debriefs: Sequence[Debrief],
) -> Iterator[tuple[Subject, Mapping[str, tuple[Finding, ...]]]]:
    """What the exercises found otherwise of one thing: by their codes, whatever the minutes."""
    found: dict[Subject, dict[str, list[Finding]]] = {}
    for debrief in debriefs:
        for finding in debrief.findings:
            at = found.setdefault(_subject(finding), {})
            at.setdefault(debrief.exercise, []).append(finding)
    names = [debrief.exercise for debrief in debriefs]
    for subject, by_name in found.items():
        codes = {tuple(sorted(f.code for f in by_name.get(name, ()))) for name in names}
        if len(codes) > 1:
            yield subject, {name: tuple(by_name.get(name, ())) for name in names}


def _subject(finding: Finding) -> Subject:
    said = (finding.values.get(name) for name in ("to", "subject"))
    return (
        finding.rule,
        finding.team,
        finding.step,
        finding.after,
        finding.expectation,
        finding.inject,
        finding.deadline,
        *(None if value is None else str(value) for value in said),
    )


def _differing(subject: Subject, found: Mapping[str, tuple[Finding, ...]]) -> Differing:
    rule, team, step, after, expectation, inject, deadline, *_ = subject
    return Differing(
        rule=rule or "",
        team=team,
        step=step,
        after=after,
        expectation=expectation,
        inject=inject,
        deadline=deadline,
        findings={name: tuple(f.id for f in each) for name, each in found.items()},
        codes={name: tuple(f.code for f in each) for name, each in found.items()},
    )


def _side(debrief: Debrief) -> Side:
    names = Side.model_fields
    return Side.model_validate({name: getattr(debrief, name) for name in names})


def _whole(debrief: Debrief) -> Iterator[Dial]:
    return (dial for dial in debrief.dials if dial.phase is None)


def _value(dial: Dial | None) -> float | None:
    return dial.value if dial else None


def _sheet(runs: Sequence[Run], told: Sequence[Titles], words: Words) -> Sheet:
    return Sheet(
        title=told[0].edition.scenario.title,
        exercises=tuple(run.debrief.exercise for run in runs),
        facts=tuple(_facts(runs, told, words)),
        dials=tuple(_dials(runs, told, words)),
        findings=tuple(_findings(runs, told, words)),
        one_rubric=len({(r.debrief.rubric, r.debrief.rubric_version) for r in runs}) == 1,
    )


def _facts(
    runs: Sequence[Run], told: Sequence[Titles], words: Words
) -> Iterator[tuple[str, tuple[str, ...]]]:
    debriefs = [run.debrief for run in runs]
    rows = {
        "status": [words(f"report.statuses.{d.status}") for d in debriefs],
        "duration": [_duration(titles) for titles in told],
        "scenario": [f"{d.scenario} {d.scenario_version}" for d in debriefs],
        "rubric": [
            t.rubric(d.rubric, d.rubric_version) for d, t in zip(debriefs, told, strict=True)
        ],
        "teams": [words.listed(t.team(team) for team in t.exercise.teams) for t in told],
    }
    for name, texts in rows.items():
        yield words(f"report.overview.{name}"), tuple(texts)


def _duration(titles: Titles) -> str:
    begin, end = titles.course.begin, titles.course.end
    if begin.status == "created":
        return NOTHING
    wall = (end.at - begin.at).total_seconds()
    return titles.words("report.lasted", clock=clock(end.landed), wall=clock(wall))


def _dials(
    runs: Sequence[Run], told: Sequence[Titles], words: Words
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """A row for each dial of each team that has a value or findings in any exercise."""
    tellers = [Teller(titles) for titles in told]
    by_id = [{f.id: f for f in run.debrief.findings} for run in runs]
    found = [{(d.team, d.dial): d for d in _whole(run.debrief)} for run in runs]
    teams = (*dict.fromkeys(team for run in runs for team in run.debrief.teams), None)
    keys = dict.fromkeys(key for dials in found for key in dials)
    for team, name in sorted(keys, key=lambda key: teams.index(key[0])):
        cells = tuple(
            teller.dial(dial, [known[f] for f in dial.findings])
            if (dial := dials.get((team, name)))
            else NOTHING
            for teller, known, dials in zip(tellers, by_id, found, strict=True)
        )
        yield (
            _team(told, team),
            words.any_of(f"report.dials.{name}", "report.dial", dial=name),
            cells,
        )


def _findings(
    runs: Sequence[Run], told: Sequence[Titles], words: Words
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    tellers = {r.debrief.exercise: Teller(t) for r, t in zip(runs, told, strict=True)}
    for subject, by_name in differing([run.debrief for run in runs]):
        rule, team, *_ = subject
        cells = tuple(_said(tellers[name], found, words) for name, found in by_name.items())
        title = words.any_of(f"report.rules.{rule}", "report.rule", rule=rule)
        yield _team(told, team), title, cells


def _said(teller: Teller, findings: Sequence[Finding], words: Words) -> str:
    """What one exercise's findings say, each with the numbers of its events there."""
    told = (
        words(
            "report.comparison.finding",
            text=teller.sentence(finding).text,
            events=", ".join(str(number) for number in finding.cites),
        )
        for finding in findings
    )
    return " ".join(told) or NOTHING


def _team(told: Sequence[Titles], team: str | None) -> str:
    """A team's title, in the first exercise in which it played."""
    playing = (titles for titles in told if team is None or team in titles.exercise.teams)
    return next(playing, told[0]).team(team)
