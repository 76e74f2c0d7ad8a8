"""What holds of the plan in every walk: what goes by itself, and what is proposed."""

from __future__ import annotations

from typing import Any

from simulator.acts import applied
from simulator.domain.exercise import Exercise, Proposal
from simulator.domain.scenario import Inject
from simulator.engine import rules
from simulator.engine.conditions import holds
from tests.builders import FACILITATOR
from tests.property.walks import Course, Step, Walk


def nothing_goes_by_itself_while_play_stands(course: Course) -> None:
    """An automatic inject goes while play runs, to teams for which it is not held (K7, K20)."""
    for step in Walk(course).taken():
        for before, event in _releases(step):
            if event.auto:
                assert before.status == "running", event
                inject = before.scenario.inject(event.inject)
                assert inject is not None
                assert inject.release.auto
                for team in event.teams:
                    assert event.inject not in before.teams[team].held, event
                    assert before.teams[team].delivery(event.inject) is None, event


def a_jump_fires_nothing(course: Course) -> None:
    """No inject goes by itself where the clock was jumped (K18)."""
    for step in Walk(course).taken():
        first: Any = step.records[0].event if step.records else None
        if first is not None and first.kind == "clock_jumped" and first.exercise:
            assert [event for _, event in _releases(step) if event.auto] == []


def _releases(step: Step) -> list[tuple[Exercise, Any]]:
    """Every release of a step, each with the state before it."""
    found, state = [], step.before
    for record in step.records:
        if record.event.kind == "inject_released":
            found.append((state, record.event))
        state = applied(state, record)
    return found


def what_is_proposed_is_due_and_asked_for(course: Course) -> None:
    """What waits for the facilitator is due, its reason holds, and a team still asks for it."""
    walk = Walk(course)
    for _ in walk.taken():
        exercise = walk.exercise
        for story in exercise.stories if exercise.status == "running" else ():
            for id, proposal in exercise.facts[story].proposals.items():
                inject = exercise.scenario.inject(id)
                assert inject is not None
                assert inject.pool is None
                assert proposal.due <= walk.table.elapsed
                assert rules.asking_teams(exercise, inject, story), id
                _has_its_reason(exercise, story, inject, proposal)


def _has_its_reason(exercise: Exercise, story: str, inject: Inject, proposal: Proposal) -> None:
    if proposal.deferred == "not_open":
        return
    if proposal.option is not None:
        source = str(proposal.source).partition("/")[0]
        in_force = rules.option_in_force(exercise, story, source)
        assert in_force is not None
        assert in_force[0] == proposal.option, (inject.id, proposal)
    if proposal.because == "contingency":
        assert inject.release.unless is not None
        assert not holds(inject.release.unless, exercise, story).holds, inject.id


def the_one_key_releases_what_is_due_first(course: Course) -> None:
    """Of what may go as planned in a story, the earliest due is the first choice (K6)."""
    walk = Walk(course)
    for _ in walk.taken():
        exercise = walk.exercise
        if exercise.status != "running":
            continue
        offered = [c for c in walk.table.offers(FACILITATOR, "release_inject") if c.first]
        assert len(offered) <= 1
        ready = _ready(exercise, exercise.stories[0])
        if ready:
            assert [choice.about for choice in offered] == [ready[0][-1]]


def _ready(exercise: Exercise, story: str) -> list[tuple[float, bool, int, str]]:
    """What may go in a story: due time, line before beside, list order (K6)."""
    found = []
    for place, inject in enumerate(exercise.scenario.injects):
        proposal = exercise.facts[story].proposals.get(inject.id)
        if proposal is not None and proposal.ready:
            found.append((proposal.due, not inject.on_line, place, inject.id))
    return sorted(found)
