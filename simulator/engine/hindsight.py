"""An exercise as the debrief reads it: what came first, over all passes, without what was undone.

A second pass does not make up for the first: what a team received and met then is what counts.
What was withdrawn expects nothing, and what was met by it counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from simulator.domain.exercise import Delivery, Exercise, Met, TeamState, nothing


def in_hindsight(exercise: Exercise) -> Exercise:
    """The exercise with of every team what came first."""
    teams = {team: _first_of_all(state) for team, state in exercise.teams.items()}
    return replace(exercise, teams=teams)


def _first_of_all(state: TeamState) -> TeamState:
    received = {id: first for id in state.received if (first := _received(state, id))}
    met = {ref: how for ref in state.met if (how := _met(state, ref))}
    return replace(state, received=received, met=met, fresh=nothing())


def _received(state: TeamState, inject: str) -> tuple[Delivery, ...]:
    """The first delivery that stood; a skip only where there was none."""
    stood = [d for d in state.received[inject] if not d.withdrawn]
    first = next((d for d in stood if d.how == "released"), None)
    return (first,) if first else tuple(stood[:1])


def _met(state: TeamState, ref: str) -> Met | None:
    """How an expectation was met, in each pass, by what stood."""
    deliveries = state.received.get(ref.partition("/")[0], ())
    stood: Met | None = None
    for met in _first_to_last(state.met[ref]):
        if not _withdrawn_at(deliveries, met.seq):
            stood = replace(met, before=stood)
    return stood


def _first_to_last(met: Met) -> Iterator[Met]:
    if met.before is not None:
        yield from _first_to_last(met.before)
    yield met


def _withdrawn_at(deliveries: tuple[Delivery, ...], seq: int) -> bool:
    """Whether what a team had of an inject at a record was withdrawn from it later."""
    before = [d for d in deliveries if d.seq <= seq]
    return bool(before) and bool(before[-1].withdrawn)
