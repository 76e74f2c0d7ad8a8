"""The first page of the report: what was exercised, when, by whom; and what was really so."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.documents.markup import Md, events
from simulator.documents.statements import Statement, absent
from simulator.documents.titles import Titles, foreign, story_time, wall_time
from simulator.domain.debrief import Debrief
from simulator.domain.exercise import EXERCISE, Exercise
from simulator.domain.scenario import Condition
from simulator.engine import rules
from simulator.engine.evidence import came_true
from simulator.text import clock

STRICT_FIRST = ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
Rows = tuple[tuple[str, str], ...]


def strictest(exercise: Exercise) -> str:
    """The TLP of a report: the strictest of anything that was played."""
    played = {id for team in exercise.teams for id in rules.received_injects(exercise, team)}
    found = {exercise.scenario.tlp}
    found |= {i.tlp for i in exercise.scenario.injects if i.tlp and i.id in played}
    found |= {made.tlp for made in exercise.improvised.values() if made.tlp}
    return next(label for label in STRICT_FIRST if label in found)


def overview(titles: Titles, debrief: Debrief) -> Rows:
    """The rows of the overview table: label and text; a label stands once."""
    scenario, words = titles.edition.scenario, titles.words
    rows = [
        ("name", scenario.title),
        ("exercise", debrief.exercise),
        ("scenario", f"{debrief.scenario} {debrief.scenario_version}"),
        ("summary", scenario.summary or ""),
        *(("when", text) for text in _when(titles)),
        ("duration", _duration(titles)),
        ("planned", _planned(titles)),
        ("status", words(f"report.statuses.{debrief.status}")),
        *(("teams", text) for text in _teams(titles)),
        *(("objectives", objective.text) for objective in scenario.objectives),
        *(("playbooks", titles.playbook(use.use)) for use in scenario.playbooks),
        ("rubric", titles.rubric(debrief.rubric, debrief.rubric_version)),
        ("audience", scenario.audience or ""),
    ]
    shown: list[tuple[str, str]] = []
    last = ""
    for name, text in rows:
        if text:
            shown.append(("" if name == last else words(f"report.overview.{name}"), text))
            last = name
    return tuple(shown)


def _when(titles: Titles) -> Iterator[str]:
    """Begin and end on the wall, then in the story."""
    begin, end = titles.course.begin, titles.course.end
    words = titles.words
    walls = [wall_time(begin), wall_time(end)]
    if begin.status == "created":
        return
    yield words("report.wall_from_to", day=words.day(walls[0]), began=f"{walls[0]:%H:%M}",
                ended=f"{walls[1]:%H:%M}" if walls[0].date() == walls[1].date()
                else words.moment(walls[1]))  # fmt: skip
    if titles.exercise.shared:
        told = [story_time(titles.course, begin, None), end.clocks[EXERCISE].at(end.landed)]
        if told[0] and told[1]:
            began, ended = words.moment(told[0]), words.moment(told[1])
            yield words("report.story_from_to", began=began, ended=ended)


def _duration(titles: Titles) -> str:
    begin, end = titles.course.begin, titles.course.end
    if begin.status == "created":
        return ""
    wall = (end.at - begin.at).total_seconds()
    return titles.words("report.lasted", clock=clock(end.landed), wall=clock(wall))


def _planned(titles: Titles) -> str:
    """How long it was to last, phase by phase, with the breaks between."""
    scenario, words = titles.edition.scenario, titles.words
    parts = [words.span(scenario.planned)] if scenario.planned else []
    for phase in scenario.phases:
        if phase.planned:
            parts.append(f"{phase.title} {words.span(phase.planned)}")
        if phase.break_after:
            parts.append(words("report.break", span=words.span(phase.break_after)))
    return "; ".join(parts)


def _teams(titles: Titles) -> Iterator[str]:
    """Each team with whom it stands for and how many seats were taken."""
    exercise, words = titles.exercise, titles.words
    for team, state in exercise.teams.items():
        declared = titles.edition.scenario.team(state.declared)
        seats = sum(1 for s in exercise.seats.values() if s.actor.team == team)
        text = titles.team(team)
        if declared and declared.organisation:
            text = f"{text}, {declared.organisation}"
        yield f"{text} ({words('report.seats', count=seats)})" if seats else text


def truth(titles: Titles) -> Iterator[Statement]:
    """What was really so in the story, for those who were not told; and what became of it."""
    for number, text in enumerate(_authored(titles), 1):
        yield Statement(f"true-{number}", text, Md(""), ())
    contained = titles.edition.scenario.truth.contained
    if contained and titles.exercise.shared:
        when = came_true(contained, titles.exercise, EXERCISE)
        if when is None:
            undone = tuple(sorted({*_undone(contained, titles.exercise)}))
            text = titles.words("report.not_contained")
            yield absent("contained", text, titles.course, undone)
        else:
            text = titles.words("report.contained", clock=clock(when.since))
            yield Statement("contained", text, events(when.events), when.events)


def _undone(condition: Condition, exercise: Exercise) -> Iterator[int]:
    """The events by which milestones of a condition are no longer so."""
    for inner in (*condition.all, *condition.any):
        yield from _undone(inner, exercise)
    known = exercise.facts[EXERCISE].milestones.get(condition.milestone or "")
    if known and known.seq and not known.value:
        yield known.seq


def _authored(titles: Titles) -> Iterator[str]:
    """What the scenario says of it."""
    scenario, words = titles.edition.scenario, titles.words
    for use in scenario.playbooks:
        playbook = titles.edition.playbook(use.use)
        for branch in playbook.branches if playbook else ():
            if branch.id in use.branches:
                answer = foreign(titles, use.branches[branch.id], playbook.id if playbook else "")
                yield words("report.answer", question=branch.question, answer=answer)
    phases = {phase.id: phase.title for phase in scenario.phases}
    for level in scenario.truth.severity:
        phase = phases.get(level.phase, level.phase)
        yield words("report.severity", phase=phase, level=level.level)
    yield from scenario.truth.notes
