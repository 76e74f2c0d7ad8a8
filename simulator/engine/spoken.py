"""What teams told, chose and were rated, laid out for the scoring rules."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.entries import Decision
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Inject
from simulator.engine.case import Chosen, Rated, Telling
from simulator.engine.evidence import Point
from simulator.engine.ratings import standing, subjects


def tellings(exercise: Exercise, team: str) -> Iterator[Telling]:
    """What a team told each other team by message, in order."""
    for message in exercise.teams[team].messages:
        if message.team != team:
            continue
        marks = (("by_control", message.by_control), ("during_pause", message.during_pause))
        for to in message.to:
            yield Telling(
                to=to,
                at=Point(message.since, message.seq, (message.seq,)),
                steps=message.steps,
                links=message.links,
                tlp=message.tlp,
                marks=tuple(mark for mark, so in marks if so),
            )


def choices(exercise: Exercise, team: str) -> Iterator[Chosen]:
    """The decision points with options that a team was to decide, in the order they came."""
    state = exercise.teams[team]
    came = sorted(
        (found[0].seq, id) for id, found in state.received.items() if found[0].how == "released"
    )
    for _, id in came:
        inject = exercise.scenario.inject(id)
        if inject and inject.decision and inject.decision.options:
            decides = inject.decision.decides
            if decides is None or decides.partition("/")[0] == state.declared:
                yield _chosen(exercise, team, inject)


def _chosen(exercise: Exercise, team: str, inject: Inject) -> Chosen:
    given = exercise.teams[team].received[inject.id][0]
    point = inject.decision
    assert point is not None
    thread = [
        d
        for d in exercise.teams[team].decisions.get(inject.id, ())
        if d.option and not d.retracted and d.number == given.number
    ]
    last = max(thread, key=lambda d: d.seq, default=None)
    first = min(thread, key=lambda d: d.seq, default=None)
    changed = first is not None and last is not None and first.option != last.option
    ran_out = exercise.facts[exercise.story_of(team)].timed_out.get(inject.id)
    return Chosen(
        inject=inject.id,
        point=point,
        given=Point(given.since, given.seq, (given.seq,)),
        option=inject.option(last.option or "") if last else None,
        at=Point(last.when, last.seq, tuple(sorted({d.seq for d in thread}))) if last else None,
        first=inject.option(first.option or "") if first and changed else None,
        marks=_marks(last) if last else (),
        late=ran_out is not None and (last is None or last.when > ran_out),
    )


def _marks(decision: Decision) -> tuple[str, ...]:
    marks = (
        ("without_authority", not decision.authority),
        ("by_control", decision.by_control),
        ("during_pause", decision.during_pause),
        ("late_entry", decision.decided is not None),
    )
    return tuple(mark for mark, so in marks if so)


def rated(exercise: Exercise, team: str | None, of: tuple[str, ...]) -> Iterator[Rated]:
    """What people rate by the rubric, with the ratings of a team that stand; None: of all teams."""
    rows = {row.id for row in exercise.scenario.evaluation.rows}
    for subject, _ in subjects(exercise.scenario):
        kind = "row" if subject in rows else "critical_task" if "/" in subject else "objective"
        if kind in of:
            yield Rated(subject, kind, standing(exercise, subject, team))
