"""Ratings from evidence flags, never from percentages (HSEEP exercise evaluation guide, 2013)."""

from __future__ import annotations

from simulator.domain.entries import Rating
from simulator.domain.exercise import Exercise
from simulator.domain.people import Viewer
from simulator.domain.scenario import Scenario
from simulator.domain.scenario.header import Level

LEVELS = ("P", "S", "M", "U")
"""Performed without challenges, with some, with major challenges; unable to be performed."""


def level(
    *,
    achieved: bool,
    harm_other: bool = False,
    safety_risk: bool = False,
    non_compliant: bool = False,
    improvement_found: bool = False,
) -> str:
    """P, S, M or U, by HSEEP's rule: M is achieved, and harmed, endangered or broke a rule."""
    if not achieved:
        return "U"
    if harm_other or safety_risk or non_compliant:
        return "M"
    return "S" if improvement_found else "P"


def subjects(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """What can be rated, with its text: objectives, their tasks, rows of the evaluation."""
    found: list[tuple[str, str]] = []
    for objective in scenario.objectives:
        found.append((objective.id, objective.text))
        found += [(f"{objective.id}/{task.id}", task.text) for task in objective.critical_tasks]
    return (*found, *((row.id, row.text) for row in scenario.evaluation.rows))


def own_scale(exercise: Exercise, language: str | None = None) -> tuple[Level, ...]:
    """The scenario's own levels, where the rubric rates on them; none where it is HSEEP's."""
    kit = exercise.kit
    edition = kit.edition(language) if language else kit.original
    return edition.scenario.evaluation.scale if kit.rubric.ratings.scale == "scenario" else ()


def standing(exercise: Exercise, subject: str, team: str | None) -> tuple[Rating, ...]:
    """The last rating of each evaluator on a subject; what was rated again counts no more."""
    found = {r.actor.person: r for r in exercise.ratings if (r.subject, r.team) == (subject, team)}
    return tuple(found.values())


def has_lead(exercise: Exercise) -> bool:
    """Whether a lead evaluator sits; else the facilitator is (K23)."""
    return any(seat.actor.role == "lead-evaluator" for seat in exercise.seats.values())


def may_finish(exercise: Exercise, role: str) -> bool:
    """Whether a role gives final ratings."""
    return role == "lead-evaluator" or (role == "facilitator" and not has_lead(exercise))


def shown_to(viewer: Viewer, person: str) -> bool:
    """Whether staff may see what somebody rated or noted: evaluators see their own only (A6)."""
    return viewer.role != "evaluator" or viewer.person in (None, person)
