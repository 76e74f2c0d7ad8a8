"""An exercise as the debrief reads it: what came first, over all passes, without what was undone.

A second pass does not make up for the first: what a team received and met then is what counts.
What was withdrawn expects nothing, and what was met by it counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from simulator.domain.entries import Decision
from simulator.domain.exercise import Delivery, Exercise, Met, TeamState, nothing
from simulator.engine.expectations import asks


def in_hindsight(exercise: Exercise) -> Exercise:
    """The exercise with of every team what came first."""
    teams = {team: _first_of_all(exercise, state) for team, state in exercise.teams.items()}
    return replace(exercise, teams=teams)


def _first_of_all(exercise: Exercise, state: TeamState) -> TeamState:
    received = {id: first for id in state.received if (first := _received(state, id))}
    said = _as_last_said(state)
    met = {ref: how for ref in state.met if (how := _met(exercise, state, ref, said))}
    return replace(state, received=received, met=met, fresh=nothing())


def _received(state: TeamState, inject: str) -> tuple[Delivery, ...]:
    """The first delivery that stood; a skip only where there was none."""
    stood = [d for d in state.received[inject] if not d.withdrawn]
    first = next((d for d in stood if d.how == "released"), None)
    return (first,) if first else tuple(stood[:1])


def _met(
    exercise: Exercise, state: TeamState, ref: str, said: Mapping[int, Decision]
) -> Met | None:
    """How an expectation was first met, in whichever pass, by what stood."""
    deliveries = state.received.get(ref.partition("/")[0], ())
    for met in _first_to_last(state.met[ref]):
        decision = said[met.seq] if met.how == "decision" else None
        undone = decision and (decision.retracted or not asks(exercise, ref, decision.steps))
        if not undone and not _withdrawn_at(deliveries, met.seq):
            return replace(met, before=None)
    return None


def _first_to_last(met: Met) -> Iterator[Met]:
    if met.before is not None:
        yield from _first_to_last(met.before)
    yield met


def _as_last_said(state: TeamState) -> Mapping[int, Decision]:
    """The record of each wording of a decision → how that decision reads in the end."""
    every = [decision for thread in state.decisions.values() for decision in thread]
    later = {decision.amends: decision.seq for decision in every if decision.amends}
    found: dict[int, Decision] = {}
    for decision in sorted(every, key=lambda d: d.seq, reverse=True):
        found[decision.seq] = found[later[decision.id]] if decision.id in later else decision
    return found


def _withdrawn_at(deliveries: tuple[Delivery, ...], seq: int) -> bool:
    """Whether what a team had of an inject at a record was withdrawn from it later."""
    before = [d for d in deliveries if d.seq <= seq]
    return bool(before) and bool(before[-1].withdrawn)
