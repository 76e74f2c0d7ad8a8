"""What the exercise rested on: objectives, playbooks, techniques, and who wrote what is held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.documents.titles import Titles, foreign
from simulator.domain.exercise import EXERCISE
from simulator.domain.playbook import Playbook
from simulator.domain.scenario import Objective, PlaybookUse
from simulator.engine import rules
from simulator.engine.evidence import came_true
from simulator.engine.hindsight import in_hindsight
from simulator.text import clock

Told = tuple[str, str]
"""The key of a label, and the text."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing the exercise rested on, with what is known of it."""

    id: str
    title: str
    rows: tuple[tuple[str, str], ...]
    """Label and text."""


def basis(titles: Titles) -> tuple[Topic, ...]:
    """All of it, in the order a reader asks for it."""
    scenario, words = titles.edition.scenario, titles.words
    found = [_topic(titles, o.id, o.text, _objective(titles, o)) for o in scenario.objectives]
    for use in scenario.playbooks:
        playbook = titles.edition.playbook(use.use)
        if playbook is not None:
            rows = _playbook(titles, use, playbook)
            found.append(_topic(titles, playbook.id, playbook.title, rows))
    techniques = tuple(_techniques(titles))
    if techniques:
        found.append(Topic("techniques", words("report.basis.techniques"), techniques))
    found.append(_topic(titles, scenario.id, scenario.title, _scenario(titles)))
    return tuple(topic for topic in found if topic.rows)


def _topic(titles: Titles, id: str, title: str, rows: Iterator[Told]) -> Topic:
    told = ((titles.words(f"report.basis.{key}"), text) for key, text in rows if text)
    return Topic(id, title, tuple(told))


def _objective(titles: Titles, objective: Objective) -> Iterator[Told]:
    yield "capability", objective.capability or ""
    for criterion in objective.criteria:
        yield "criterion", criterion
    for task in objective.critical_tasks:
        steps = [titles.step(step).rstrip(".") for step in task.steps]
        yield "task", " ".join([task.text, *([f"({'; '.join(steps)})"] if steps else [])])


def _playbook(titles: Titles, use: PlaybookUse, playbook: Playbook) -> Iterator[Told]:
    yield "version", playbook.version
    yield "summary", playbook.summary or ""
    yield "marking", f"TLP:{playbook.tlp}" if playbook.tlp else ""
    yield "incidents", ", ".join(playbook.applies_to.incident_types)
    yield "against", ", ".join(playbook.applies_to.techniques)
    for role in playbook.roles:
        if role.id in use.roles:
            yield "played", f"{role.title}: {_seat(titles, use.roles[role.id])}"
    for trigger in playbook.triggers:
        yield "clock", f"{trigger.text} {_when(titles, use, trigger.id)}"
    for reference in playbook.references:
        yield "reference", foreign(titles, reference.told, playbook.id)
    for never in playbook.never:
        for reference in never.references:
            yield "never", f"{never.text} {foreign(titles, reference.told, playbook.id)}"
    yield "tags", ", ".join(playbook.tags)
    yield "authors", ", ".join(playbook.authors)
    yield "licence", playbook.licence or ""


def _seat(titles: Titles, ref: str) -> str:
    team, _, role = ref.partition("/")
    found = titles.edition.scenario.team_role(ref) if role else None
    declared = titles.edition.scenario.team(team)
    named = [each.title for each in (declared, found) if each]
    return ", ".join(named) or ref


def _when(titles: Titles, use: PlaybookUse, trigger: str) -> str:
    """When something that starts a clock came true in play; each team's own is not told."""
    condition = use.triggers.get(trigger)
    if condition is None or not titles.exercise.shared:
        return ""
    point = came_true(condition, in_hindsight(titles.exercise), EXERCISE)
    return clock(point.since) if point else titles.words("report.basis.never_came")


def _techniques(titles: Titles) -> Iterator[tuple[str, str]]:
    """Each technique with the injects that showed it and what answers to it."""
    exercise, scenario = titles.exercise, titles.edition.scenario
    played = {id for team in exercise.teams for id in rules.received_injects(exercise, team)}
    found: dict[str, list[str]] = {}
    for inject in scenario.injects:
        if inject.id not in played:
            continue
        for technique in inject.techniques:
            told = titles.words("report.basis.shown_by", what=inject.title.rstrip("."))
            found.setdefault(technique, []).append(told)
        for expectation in inject.expectations:
            for technique in expectation.techniques:
                told = titles.words("report.basis.answered_by", what=expectation.text.rstrip("."))
                found.setdefault(technique, []).append(told)
    for playbook in titles.edition.playbooks:
        for step in playbook.steps:
            for technique in step.techniques:
                told = titles.words("report.basis.answered_by", what=step.text.rstrip("."))
                found.setdefault(technique, []).append(told)
    for technique in sorted(found):
        yield technique, "; ".join(dict.fromkeys(found[technique]))


def _scenario(titles: Titles) -> Iterator[Told]:
    scenario, words = titles.edition.scenario, titles.words
    yield "version", scenario.version
    if scenario.difficulty:
        yield "difficulty", words(f"report.difficulties.{scenario.difficulty}")
    yield "tags", ", ".join(scenario.tags)
    yield "authors", ", ".join(scenario.authors)
    yield "licence", scenario.licence or ""
