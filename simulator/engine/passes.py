"""Where teams stand on the line: what came since an inject, what lies between, who is behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from simulator.domain.exercise import Exercise, TeamState
from simulator.domain.scenario import Inject
from simulator.engine import rules
from simulator.engine.line import line_of

Place = Literal["brought", "there", "ahead"]
"""What a sync does with a team: it is brought there, stands there, or is ahead and waits."""


def has(state: TeamState, inject: str) -> bool:
    """Whether an inject is out to a team in its present pass: released, and not withdrawn."""
    delivery = state.delivery(inject)
    return delivery is not None and delivery.how == "released"


def somebody_has(exercise: Exercise, inject: str) -> bool:
    """Whether an inject is out to any team in its present pass."""
    return any(has(state, inject) for state in exercise.teams.values())


def others_have(exercise: Exercise, story: str, inject: str, teams: tuple[str, ...]) -> bool:
    """Whether a team of a story that is not among `teams` has an inject, or skipped it."""
    others = (t for t in rules.teams_in(exercise, story) if t not in teams)
    return any(exercise.teams[t].delivery(inject) is not None for t in others)


def since(state: TeamState, inject: str) -> tuple[str, ...]:
    """What reached a team in its present pass from an inject on, that inject first; skips too.

    What a sync left out on its way to the inject came before it.
    """
    begin = state.delivery(inject)
    assert begin is not None
    found = [(d.seq, id) for id in state.received if (d := state.delivery(id))]
    return (inject, *(id for seq, id in sorted(found) if seq > begin.seq))


def position_without(exercise: Exercise, team: str, inject: str) -> str | None:
    """The inject of the line that a team received last in its present pass, but for one (K9)."""
    state = exercise.teams[team]
    found = [
        (d.seq, id)
        for id in state.received
        if id != inject
        and (d := state.delivery(id))
        and d.how == "released"
        and (known := exercise.scenario.inject(id))
        and known.on_line
    ]
    return max(found)[1] if found else None


def place(exercise: Exercise, team: str, inject: Inject) -> Place:
    """How a team stands to an inject of the line: whether it still has to come there (K11).

    Where no way leads from its position to the inject, the order of the list decides.
    """
    state = exercise.teams[team]
    if state.position == inject.id:
        return "there"
    if state.delivery(inject.id) is not None:
        return "ahead"
    if state.position is None or _way(exercise, team, inject.id) is not None:
        return "brought"
    order = line_of(exercise.scenario).order
    return "brought" if order[state.position] < order[inject.id] else "ahead"


def between(exercise: Exercise, team: str, inject: Inject) -> tuple[str, ...]:
    """The injects of the line that a team leaves out on its way from its position to an inject."""
    state = exercise.teams[team]
    way = _way(exercise, team, inject.id) or ()
    return tuple(
        id
        for id in way
        if state.delivery(id) is None
        and (known := exercise.scenario.inject(id))
        and team in rules.addressed(exercise, known.to)
    )


def _way(exercise: Exercise, team: str, inject: str) -> tuple[str, ...] | None:
    """The shortest way from a team's position to an inject, both left out; None where none leads.

    A way along what has come to its story already goes before one that has not.
    """
    story, line = exercise.story_of(team), line_of(exercise.scenario)
    position = exercise.teams[team].position
    begin = line.first if position is None else position
    if begin is None or (position is None and begin == inject):
        return ()
    came: dict[str, str | None] = {begin: None}
    near, far = [begin], list[str]()
    while near or far:
        id = near.pop(0) if near else far.pop(0)
        for way in line.ways.get(id, ()):
            if way.to in came:
                continue
            came[way.to] = id
            if way.to == inject:
                return _back(came, inject, keep_first=position is None)
            out = rules.out_at(exercise, story, way.to) is not None
            (near if out else far).append(way.to)
    return None


def _back(came: Mapping[str, str | None], to: str, *, keep_first: bool) -> tuple[str, ...]:
    """The way by which something was come to, its end left out, and unless asked its beginning."""
    found: list[str] = []
    at = came[to]
    while at is not None:
        found.append(at)
        at = came[at]
    way = tuple(reversed(found))
    return way if keep_first else way[1:]
