"""What an exercise was worth: the course in, a debrief out, by the rules handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from simulator.domain.course import Course
from simulator.domain.debrief import Debrief, Dial, Finding, Gap
from simulator.domain.exercise import Exercise
from simulator.domain.playbook import Rubric, RuleUse
from simulator.engine.case import Case, Rule
from simulator.engine.cases import cases

Rules = Mapping[str, Rule]
Key = tuple[str, str | None, str | None]


def assess(course: Course, rubric: Rubric, rules: Rules) -> Debrief:
    """The debrief of an exercise, by the rules its rubric chooses among those handed in."""
    exercise = course.exercise
    laid, gaps = cases(course, rubric)
    findings: list[Finding] = []
    wanting: list[Gap] = []
    computed: list[str] = []
    for use in rubric.rules:
        found = _scored(use, rules, laid)
        if isinstance(found, Gap):
            wanting.append(found)
        else:
            computed.append(use.rule)
            findings += (adjudicated(exercise, finding) for finding in found)
    return Debrief(
        exercise=exercise.id,
        scenario=exercise.scenario.id,
        scenario_version=exercise.scenario.version,
        rubric=rubric.id,
        rubric_version=rubric.version,
        status=exercise.status,
        started=exercise.started_at,
        elapsed=course.end.landed,
        records=exercise.seq,
        teams=tuple(exercise.teams),
        rules=tuple(dict.fromkeys(computed)),
        findings=tuple(findings),
        dials=tuple(_dials(findings)),
        not_computed=(*wanting, *gaps),
    )


def _scored(use: RuleUse, rules: Rules, laid: tuple[Case, ...]) -> list[Finding] | Gap:
    """What one rule finds in every case; a gap where it is unknown or its settings are wrong."""
    if use.rule not in rules:
        return Gap(code="rule_unknown", values={"rule": use.rule})
    rule = rules[use.rule]
    try:
        settings = rule.Settings.model_validate(dict(use.settings))
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, e["loc"])) for e in error.errors())
        return Gap(code="settings_wrong", values={"rule": use.rule, "settings": wrong})
    return [finding for case in laid for finding in rule.score(case, settings)]


def _dials(findings: list[Finding]) -> Iterator[Dial]:
    """The findings of each dial summed up by team, then by team and phase."""
    groups: dict[Key, list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.dial, finding.team, None), []).append(finding)
        if finding.phase is not None:
            groups.setdefault((finding.dial, finding.team, finding.phase), []).append(finding)
    for (dial, team, phase), members in groups.items():
        scored = [f for f in members if f.value is not None and f.weight]
        judged = any(f.adjudicated is not None for f in scored)
        yield Dial(
            dial=dial,
            team=team,
            phase=phase,
            value=_mean([(f.value or 0.0, f.weight) for f in scored]),
            adjudicated=_mean([(_judged(f), f.weight) for f in scored]) if judged else None,
            weight=sum(f.weight for f in scored),
            findings=tuple(f.id for f in members),
        )


def _judged(finding: Finding) -> float:
    return (finding.value or 0.0) if finding.adjudicated is None else finding.adjudicated


def _mean(scored: list[tuple[float, float]]) -> float | None:
    """The mean of values by their weights; None where there are none."""
    weight = sum(w for _, w in scored)
    return round(sum(v * w for v, w in scored) / weight, 6) if weight else None


def adjudicated(exercise: Exercise, finding: Finding) -> Finding:
    """The finding with what an evaluator made of the deviation: both values stay (doctrine, 2.5).

    Conformance measures agreement with the plan; a justified deviation may be better than the plan.
    """
    about = {finding.step, finding.expectation or finding.inject} - {None}
    said = [j for j in exercise.justified if j.team == finding.team and j.about in about]
    if not said or finding.value == 1:
        return finding
    last = said[-1]
    return finding.having(
        adjudicated=None if finding.value is None else 1,
        marks=(*finding.marks, "justified"),
        evidence=tuple(sorted({*finding.evidence, last.seq})),
        values={**finding.values, "justified": last.text},
    )
