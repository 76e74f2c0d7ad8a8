"""Which decisions nobody of exercise control has looked at yet."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.domain.entries import Decision
from simulator.domain.exercise import Exercise, TeamState
from simulator.engine.once import once


@once
def unreviewed(exercise: Exercise) -> Mapping[str, tuple[str, ...]]:
    """Team → its decisions as they read now that control has neither seen nor entered itself."""
    return {team: found for team in exercise.teams if (found := _of(exercise, team))}


def _of(exercise: Exercise, team: str) -> tuple[str, ...]:
    seen = exercise.reviewed.get(team, {})
    found = [d for d in in_force(exercise.teams[team]) if d.id not in seen and not d.by_control]
    return tuple(decision.id for decision in sorted(found, key=lambda d: d.seq))


def in_force(state: TeamState) -> list[Decision]:
    """The decisions of a team as they read now: neither amended nor retracted."""
    every = [decision for thread in state.decisions.values() for decision in thread]
    struck = {decision.amends for decision in every}
    return [d for d in every if d.id not in struck and not d.retracted]


def reviewed_at(exercise: Exercise, team: str) -> int:
    """The last event by which control looked at decisions of a team."""
    return max(exercise.reviewed.get(team, {}).values(), default=0)
