"""What play has shown of each objective so far, what is open, and what may still show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.domain.exercise import Exercise
from simulator.domain.people import Viewer
from simulator.domain.scenario import Expectation, Inject, Objective
from simulator.domain.view import Card
from simulator.engine import rules
from simulator.engine.expectations import is_for, is_met
from simulator.engine.once import once, while_same
from simulator.engine.reach import still_ahead


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one objective, or of what one inject shows of it: met, open, still to come."""

    met: int = 0
    open: int = 0
    ahead: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        """Both together."""
        return Coverage(self.met + other.met, self.open + other.open, self.ahead + other.ahead)

    @property
    def mark(self) -> str:
        """How the objective stands in a word."""
        if not self.met:
            return "none"
        return "partly" if self.open or self.ahead else "covered"


NOTHING = Coverage()
MET, OPEN, AHEAD = Coverage(met=1), Coverage(open=1), Coverage(ahead=1)
Shown = Mapping[tuple[str, str], Coverage]
"""Objective and inject → what the inject shows of it."""


def objectives(exercise: Exercise, viewer: Viewer, after: int) -> Iterator[Card]:
    """Each objective with what was shown of it; all change with anything that teams do."""
    changed = max(1, _may_change(exercise))
    if changed <= after:
        return
    for objective in exercise.kit.edition(viewer.language).scenario.objectives:
        found = coverage(exercise, objective.id)
        yield Card(
            id=f"objective-{objective.id}",
            kind="objective",
            changed=changed,
            title=objective.text,
            lines=objective.criteria,
            numbers={"met": found.met, "open": found.open, "ahead": found.ahead},
            marks=(found.mark,),
        )


def _may_change(exercise: Exercise) -> int:
    """The last event on which coverage may rest."""
    seen = exercise.observations[-1].seq if exercise.observations else 0
    teams = (state.seq for state in exercise.teams.values())
    facts = (facts.seq for facts in exercise.facts.values())
    return max(exercise.clock_seq, seen, *teams, *facts)


@once
def coverage(exercise: Exercise, objective: str) -> Coverage:
    """How an objective stands, over all stories; rows of the evaluation are met once seen done."""
    found = [c for (about, _), c in shown(exercise).items() if about == objective]
    done = {seen.row for seen in exercise.observations if seen.result == "done"}
    rows = [row.id for row in exercise.scenario.evaluation.rows if row.objective == objective]
    return sum((*found, *(MET if row in done else OPEN for row in rows)), NOTHING)


@once
def shown(exercise: Exercise) -> Shown:
    """What every inject shows of each objective, over all stories."""
    found: dict[tuple[str, str], Coverage] = {}
    for story in exercise.stories:
        for key, each in _in_story(exercise, story).items():
            found[key] = found.get(key, NOTHING) + each
    return found


@while_same
def _in_story(exercise: Exercise, story: str) -> Shown:
    ended = exercise.status == "ended"
    coming = frozenset() if ended else still_ahead(exercise, story)
    found: dict[tuple[str, str], Coverage] = {}
    for inject in exercise.scenario.injects:
        for objective, each in _of_inject(exercise, story, inject, inject.id in coming):
            found[objective, inject.id] = found.get((objective, inject.id), NOTHING) + each
    return found


def _of_inject(
    exercise: Exercise, story: str, inject: Inject, coming: bool
) -> Iterator[tuple[str, Coverage]]:
    """What an inject shows: each of its expectations; where it has none, itself."""
    if not inject.expectations and inject.objectives:
        stands = _itself(exercise, story, inject, coming)
        yield from ((objective, stands) for objective in inject.objectives)
    for expectation in inject.expectations:
        serves = served(exercise.scenario.objectives, inject, expectation)
        if serves:
            stands = _expected(exercise, story, inject, expectation, coming)
            yield from ((objective, stands) for objective in serves)


def served(
    objectives: tuple[Objective, ...], inject: Inject, expectation: Expectation
) -> tuple[str, ...]:
    """The objectives of an expectation: those whose tasks its steps do, else its inject's."""
    by_task = tuple(
        objective.id
        for objective in objectives
        if any(step in task.steps for task in objective.critical_tasks for step in expectation.step)
    )
    return by_task or inject.objectives


def _itself(exercise: Exercise, story: str, inject: Inject, coming: bool) -> Coverage:
    """An inject without expectations shows its objectives once it is out and decided."""
    if rules.out_at(exercise, story, inject.id) is None:
        return AHEAD if coming else NOTHING
    teams = rules.teams_in(exercise, story)
    if all(rules.released_at(exercise, team, inject.id) is None for team in teams):
        return NOTHING
    asks = inject.decision is not None and not rules.decided(exercise, story, inject)
    return OPEN if asks else MET


def _expected(
    exercise: Exercise, story: str, inject: Inject, expectation: Expectation, coming: bool
) -> Coverage:
    """An expectation for each team it names; where it names none, for all of the story at once."""
    ref = f"{inject.id}/{expectation.id}"
    teams = rules.teams_in(exercise, story)
    theirs = [team for team in teams if is_for(exercise, inject, expectation, team)]
    groups = [[team] for team in theirs] if expectation.team or not theirs else [theirs]
    return sum((_of_group(exercise, inject, ref, g, coming) for g in groups), NOTHING)


def _of_group(
    exercise: Exercise, inject: Inject, ref: str, teams: list[str], coming: bool
) -> Coverage:
    """Met by one of these teams, open where one has the inject, to come where one may get it."""
    if any(is_met(exercise, ref, team) for team in teams):
        return MET
    given = [exercise.teams[team].delivery(inject.id) for team in teams]
    if any(each is not None and each.how == "released" for each in given):
        return OPEN
    others = rules.out_at(exercise, exercise.story_of(teams[0]), inject.id)
    waits = others is not None and exercise.status != "ended" and None in given
    return AHEAD if coming or waits else NOTHING
