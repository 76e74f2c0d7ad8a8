"""What teams told, chose and were rated, laid out for the scoring rules."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.entries import Decision, Message
from simulator.domain.exercise import Delivery, Exercise
from simulator.domain.model import TLPS
from simulator.domain.people import Viewer
from simulator.domain.scenario import Inject
from simulator.engine.case import Chosen, Passed, Rated, Telling
from simulator.engine.evidence import Point
from simulator.engine.faces import faces_for
from simulator.engine.ratings import standing, subjects
from simulator.engine.rules import MINUTE, teams_in

OPENNESS = {label: place for place, (label, _) in enumerate(TLPS)}
"""Label → how openly it may be passed on; the strictest is 0."""


def tellings(exercise: Exercise, teams: tuple[str, ...]) -> Iterator[Telling]:
    """What teams told each other team by message, in order."""
    for message in _sent(exercise, teams):
        for to in message.to:
            yield Telling(
                to=to,
                at=Point(message.since, message.seq, (message.seq,)),
                steps=message.steps,
                tlp=message.tlp,
                marks=_marks(message),
            )


def passed_on(exercise: Exercise, team: str) -> Iterator[Passed]:
    """The injects that a team passed on, in order; none that the log does not show it had."""
    for message in _sent(exercise, (team,)):
        for inject in message.links:
            own = _had(exercise, team, inject, message.seq)
            if own is None:
                continue
            had = {t: d for t in message.to if (d := _had(exercise, t, inject, message.seq))}
            events = {message.seq, own.seq, *(d.seq for d in had.values())}
            yield Passed(
                inject=inject,
                label=_label(exercise, message, inject),
                at=Point(message.since, message.seq, tuple(sorted(events))),
                new_to=tuple(t for t in message.to if t not in had),
                tlp=message.tlp,
                marks=_marks(message),
            )


def _sent(exercise: Exercise, teams: tuple[str, ...]) -> list[Message]:
    sent = (m for team in teams for m in exercise.teams[team].messages if m.team == team)
    return sorted(sent, key=lambda m: m.seq)


def _had(exercise: Exercise, team: str, inject: str, seq: int) -> Delivery | None:
    """What brought an inject to a team before a record, the first time."""
    deliveries = exercise.teams[team].received.get(inject, ())
    return next((d for d in deliveries if d.how == "released" and d.seq < seq), None)


def _label(exercise: Exercise, message: Message, inject: str) -> str:
    """How an inject was marked for who passed it on; where there were several, the most open."""
    scenario = exercise.scenario
    found = scenario.inject(inject)
    if found is None:
        return exercise.improvised[inject].tlp or scenario.tlp
    role = message.actor.team_role
    sender = Viewer(role="participant", team=message.team, team_role=role)
    own = found.tlp or scenario.tlp
    read = (r.tlp or own for r in faces_for(exercise, sender, found))
    return max(read, key=OPENNESS.__getitem__, default=own)


def choices(exercise: Exercise, team: str) -> Iterator[Chosen]:
    """The decision points with options that fell to a team, in the order they came."""
    state = exercise.teams[team]
    came = sorted(
        (found[0].seq, id) for id, found in state.received.items() if found[0].how == "released"
    )
    for _, id in came:
        inject = exercise.scenario.inject(id)
        if inject and inject.decision and inject.decision.options:
            decides = inject.decision.decides
            if decides is None or decides.partition("/")[0] == state.declared:
                chosen = _chosen(exercise, team, inject)
                if chosen.at or not _others_chose(exercise, team, id):
                    yield chosen


def _others_chose(exercise: Exercise, team: str, inject: str) -> bool:
    """Whether another team of the story decided what any of them might."""
    others = (t for t in teams_in(exercise, exercise.story_of(team)) if t != team)
    threads = (exercise.teams[t].decisions.get(inject, ()) for t in others)
    return any(not d.retracted for thread in threads for d in thread)


def _chosen(exercise: Exercise, team: str, inject: Inject) -> Chosen:
    given, point = exercise.teams[team].received[inject.id][0], inject.decision
    assert point is not None
    about = exercise.teams[team].decisions.get(inject.id, ())
    decided = [d for d in about if not d.retracted and d.number == given.number]
    thread = [d for d in decided if d.option] or decided
    came = Point(given.since, given.seq, (given.seq,))
    if not thread:
        return Chosen(inject.id, point, came)
    thread.sort(key=lambda d: (d.when, d.seq))
    first, last = thread[0], thread[-1]
    over = given.since + (point.time_limit or 0) * MINUTE
    return Chosen(
        inject=inject.id,
        point=point,
        given=came,
        option=inject.option(last.option or ""),
        at=Point(last.when, last.seq, tuple(sorted(d.seq for d in thread))),
        first=inject.option(first.option or "") if first.option != last.option else None,
        marks=_marks(last),
        late=point.time_limit is not None and first.when > over,
    )


def _marks(entry: Decision | Message) -> tuple[str, ...]:
    marks = [("by_control", entry.by_control), ("during_pause", entry.during_pause)]
    if isinstance(entry, Decision):
        marks.insert(0, ("without_authority", not entry.authority))
        marks.append(("late_entry", entry.decided is not None))
    return tuple(mark for mark, so in marks if so)


def rated(exercise: Exercise, team: str | None, of: tuple[str, ...]) -> Iterator[Rated]:
    """What people rate by the rubric and did of a team, or of all; None: of all teams together.

    What nobody rated at all is of all teams together, or of the only one.
    """
    rows = {row.id for row in exercise.scenario.evaluation.rows}
    known = {r.subject for r in exercise.ratings}
    of_all = team is None or len(exercise.teams) == 1
    for subject, _ in subjects(exercise.scenario):
        kind = "row" if subject in rows else "critical_task" if "/" in subject else "objective"
        found = standing(exercise, subject, team)
        if of_all and team is not None:
            found = (*found, *standing(exercise, subject, None))
        if kind in of and (found or (of_all and subject not in known)):
            yield Rated(subject, kind, tuple(sorted(found, key=lambda r: r.seq)))
