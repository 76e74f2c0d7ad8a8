"""Running clocks: when a deadline starts, when it is due, when it is met (K15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from simulator.domain.exercise import DeadlineRun, Exercise
from simulator.domain.playbook import FromStep, Step
from simulator.domain.scenario import Deadline, PlaybookUse
from simulator.engine import rules
from simulator.engine.conditions import Truth, holds
from simulator.engine.rules import MINUTE


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a deadline runs and in which clock."""

    within: float
    """Minutes."""
    clock: Literal["exercise", "story"]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a deadline becomes: its state, since when, and when it is due."""

    state: Literal["running", "met", "missed"]
    since: float
    due: float | datetime


def changed(exercise: Exercise, deadline: Deadline, story: str, elapsed: float) -> Changed | None:
    """What a deadline becomes now in a story, or for a team that has its own; None: as it was.

    What was done in time meets it, whenever that is looked at; what was done too late does not.
    """
    wanted = terms(exercise, deadline)
    run = exercise.facts[story].deadlines.get(deadline.id)
    if wanted is None or (run is not None and run.state != "running"):
        return None
    if run is None:
        begun = started(exercise, deadline, story)
        until = due(exercise, story, begun.since, wanted) if begun.holds else None
        return Changed("running", begun.since, until) if until is not None else None
    done = met(exercise, deadline, story)
    if done.holds and not passed(exercise, story, run, done.since):
        return Changed("met", done.since, run.due)
    late = passed(exercise, story, run, elapsed)
    return Changed("missed", elapsed, run.due) if late else None


def step_of(exercise: Exercise, deadline: Deadline) -> tuple[PlaybookUse, Step] | None:
    """The playbook step whose deadline it is, and how the scenario uses that playbook."""
    playbook_id, _, step_id = (deadline.step or "").partition("/")
    playbook = exercise.kit.original.playbook(playbook_id)
    use = next((u for u in exercise.scenario.playbooks if u.use == playbook_id), None)
    step = playbook.step(step_id) if playbook else None
    return (use, step) if use and step else None


def terms(exercise: Exercise, deadline: Deadline) -> Terms | None:
    """Its length and clock: its own, or its step's; None where the step sets no limit."""
    if deadline.step is None:
        told = exercise.scenario.story.starts is not None
        clock: Literal["exercise", "story"] = "story" if told else "exercise"
        return Terms(deadline.within or 0.0, deadline.clock or clock)
    found = step_of(exercise, deadline)
    if found is None or found[1].times is None or found[1].times.limit is None:
        return None
    return Terms(found[1].times.limit, found[1].times.clock)


def started(exercise: Exercise, deadline: Deadline, story: str) -> Truth:
    """Whether it has started in a story, and when."""
    if deadline.starts is not None:
        return holds(deadline.starts, exercise, story)
    found = step_of(exercise, deadline)
    assert found is not None
    use, times = found[0], found[1].times
    assert times is not None  # else it would have no terms
    origin = times.from_
    if isinstance(origin, FromStep):
        done = step_done_at(exercise, story, f"{use.use}/{origin.step}")
        return Truth(done is not None, done or 0.0)
    trigger = use.triggers.get(origin)
    return holds(trigger, exercise, story) if trigger else Truth(False)


def met(exercise: Exercise, deadline: Deadline, story: str) -> Truth:
    """Whether what it asks for was done in a story, and when."""
    if deadline.met_by is not None:
        truth = holds(deadline.met_by, exercise, story)
        if truth.holds:
            return truth
    if deadline.step is None:
        return Truth(False)
    done = step_done_at(exercise, story, deadline.step)
    return Truth(done is not None, done or 0.0)


def step_done_at(exercise: Exercise, story: str, ref: str) -> float | None:
    """When a team of a story first logged a decision that names a playbook step."""
    times = [
        d.when
        for team in rules.teams_in(exercise, story)
        for about, id in exercise.teams[team].steps.get(ref, ())
        for d in rules.present_decisions(exercise, team, about)
        if d.id == id
    ]
    return min(times, default=None)


def due(exercise: Exercise, story: str, since: float, wanted: Terms) -> float | datetime | None:
    """When a deadline that started at `since` is due: elapsed seconds, or story time."""
    if wanted.clock == "exercise":
        return since + wanted.within * MINUTE
    now = exercise.facts[rules.told_in(exercise, story)].story_time(since)
    return now + timedelta(minutes=wanted.within) if now else None


def passed(exercise: Exercise, story: str, run: DeadlineRun, elapsed: float) -> bool:
    """Whether a running deadline's time is up."""
    if isinstance(run.due, datetime):
        now = exercise.facts[rules.told_in(exercise, story)].story_time(elapsed)
        return now is not None and now > run.due
    return elapsed > run.due
