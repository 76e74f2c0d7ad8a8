"""Which stories may have something follow at a moment; the others are not looked at.

A story in which nothing followed stays quiet as long as nothing it is made of changes and the
next of its times has not come. What it is made of is compared by identity: states are never
changed in place, so that the same values mean the same story.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import inf

from simulator.domain.exercise import EXERCISE, DeadlineRun, Exercise
from simulator.engine import rules
from simulator.engine.line import line_of
from simulator.engine.once import Parts, parts, same
from simulator.engine.plan import openings
from simulator.engine.rules import MINUTE

_quiet: dict[tuple[str, str], tuple[Parts, float]] = {}
"""Exercise and story → what it was made of when nothing followed, and until when that holds."""


def ticking(exercise: Exercise) -> tuple[str, ...]:
    """The stories that a tick looks at; the exercise itself too, where some of its facts are all
    teams' while their stories are their own."""
    return exercise.stories if exercise.shared else (EXERCISE, *exercise.stories)


def awake(exercise: Exercise, elapsed: float) -> list[str]:
    """The stories in which something may follow at a moment of exercise time, seconds."""
    return [story for story in ticking(exercise) if not _is_quiet(exercise, story, elapsed)]


def rest(exercise: Exercise, story: str, elapsed: float) -> None:
    """Remember that nothing follows in a story at this moment."""
    until = min((t for t in _times(exercise, story) if t >= elapsed), default=inf)
    _quiet[exercise.id, story] = (parts(exercise, story), until)


def wakes(exercise: Exercise) -> float:
    """When something may follow though nothing else happens, seconds of exercise time.

    Infinity for never; the state's own time where nobody has looked yet whether something follows.
    """
    return min(_until(exercise, story) for story in ticking(exercise))


def _until(exercise: Exercise, story: str) -> float:
    known = _quiet.get((exercise.id, story))
    if known is None or not same(parts(exercise, story), known[0]):
        return exercise.elapsed
    return known[1]


def _is_quiet(exercise: Exercise, story: str, elapsed: float) -> bool:
    known = _quiet.get((exercise.id, story))
    if known is None or elapsed >= known[1]:
        return False
    return same(parts(exercise, story), known[0])


def _times(exercise: Exercise, story: str) -> Iterator[float]:
    """The moments of exercise time at which something may follow though nothing else happens."""
    for place in deadline_places(exercise, story):
        for run in exercise.facts[place].deadlines.values():
            if run.state == "running":
                yield _due(exercise, place, run)
    if story not in exercise.stories:
        return
    yield from (opening.due for opening in openings(exercise, story))
    for team in rules.teams_in(exercise, story):
        yield from (at for _, _, at in waiting_answers(exercise, team))
    line = line_of(exercise.scenario)
    for inject in line.limited:
        given = released_at(exercise, story, inject.id)
        if given is not None and inject.decision and inject.decision.time_limit is not None:
            yield given + inject.decision.time_limit * MINUTE
    yield from (minutes * MINUTE for minutes in line.moments)


def waiting_answers(exercise: Exercise, team: str) -> Iterator[tuple[str, str, float]]:
    """A team's open questions, each prepared answer that takes a while, and from when it may go.

    Times are seconds of exercise time; answers that may go already are left out.
    """
    slow = [request for request in exercise.scenario.requests if request.delay]
    for question in exercise.teams[team].questions if slow else ():
        for request in slow if question.state == "open" else ():
            if request.id not in question.ready:
                yield question.id, request.id, question.since + request.delay * MINUTE


def deadline_places(exercise: Exercise, story: str) -> tuple[str, ...]:
    """Where the deadlines are kept that a tick looks at with a story: each place with one story."""
    return (EXERCISE, *exercise.teams) if exercise.shared else (story,)


def released_at(exercise: Exercise, story: str, inject: str) -> float | None:
    """When an inject first reached a team of a story in its present pass, seconds."""
    teams = rules.teams_in(exercise, story)
    found = (rules.released_at(exercise, team, inject) for team in teams)
    return min((at for at in found if at is not None), default=None)


def _due(exercise: Exercise, place: str, run: DeadlineRun) -> float:
    """When a running deadline is due, seconds of exercise time."""
    if not isinstance(run.due, datetime):
        return run.due
    facts = exercise.facts[rules.told_in(exercise, place)]
    if facts.story_base is None or not facts.pace:
        return inf
    return facts.story_since + (run.due - facts.story_base).total_seconds() / facts.pace
