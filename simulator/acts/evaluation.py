"""What evaluators see and note."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import (
    Command,
    Event,
    Moment,
    Stamp,
    has_started,
    must_have_started,
)
from simulator.domain.entries import Observation
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.exercise import Exercise, Met, put
from simulator.domain.model import Id, Prose, Ref
from simulator.domain.people import Viewer
from simulator.domain.view import Choice, Field
from simulator.engine import rules

Result = Literal["done", "partly", "not_done", "not_observed"]
RESULTS: tuple[tuple[str, str], ...] = tuple(
    (r, r) for r in ("done", "partly", "not_done", "not_observed")
)
EVALUATORS = frozenset({"facilitator", "evaluator", "lead-evaluator"})


def must_evaluate(exercise: Exercise, moment: Moment) -> None:
    """Raises `NotAllowed` for others than evaluators and the facilitator, `Refused` too early."""
    if moment.actor.role not in EVALUATORS:
        raise NotAllowed("evaluators_only")
    must_have_started(exercise)


class ObservationMade(Event):
    """An evaluator saw whether an expectation, or a row of the evaluation, was done."""

    kind: Literal["observation_made"] = "observation_made"
    observation: Id
    team: Id
    expectation: Ref | None = None
    row: Id | None = None
    result: Result
    text: Prose | None = None
    during_pause: bool = False

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        made = Observation(
            id=self.observation,
            seq=stamp.seq,
            since=stamp.elapsed,
            actor=stamp.actor,
            text=self.text,
            team=self.team,
            expectation=self.expectation,
            row=self.row,
            result=self.result,
            during_pause=self.during_pause,
        )
        exercise = replace(exercise, observations=exercise.observations.grown(made))
        state = exercise.teams[self.team]
        if self.expectation and self.result == "done" and not state.met_now(self.expectation):
            before = state.met.get(self.expectation)
            now = Met(stamp.elapsed, stamp.seq, "staff", before)
            met = put(state.met, self.expectation, now)
            state = replace(state, met=met, seq=stamp.seq)
        return exercise.with_team(self.team, state)


class Observe(Command):
    """An evaluator says what was seen."""

    kind: Literal["observe"] = "observe"
    team: Id
    expectation: Ref | None = None
    row: Id | None = None
    result: Result
    text: Prose | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_evaluate(exercise, moment)
        if self.team not in exercise.teams:
            raise Refused("unknown_team", team=self.team)
        if (self.expectation is None) == (self.row is None):
            raise Refused("observe_one")
        if self.expectation is not None:
            inject, _, id = self.expectation.partition("/")
            found = exercise.scenario.inject(inject)
            if found is None or found.expectation(id) is None:
                raise Refused("unknown_expectation", expectation=self.expectation)
            if not any(rules.received(exercise, team, inject) for team in exercise.teams):
                raise Refused("inject_not_received", inject=inject)
        elif all(r.id != self.row for r in exercise.scenario.evaluation.rows):
            raise Refused("unknown_row", row=self.row or "")
        return (
            ObservationMade(
                observation=moment.new_id,
                team=self.team,
                expectation=self.expectation,
                row=self.row,
                result=self.result,
                text=self.text,
                during_pause=exercise.status == "paused",
            ),
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role not in EVALUATORS or not has_started(exercise):
            return ()
        scenario = exercise.kit.edition(viewer.language).scenario
        seen = dict.fromkeys(
            id for team in exercise.teams for id in rules.received_injects(exercise, team)
        )
        expected = [
            (f"{id}/{e.id}", e.text)
            for id in seen
            if (inject := scenario.inject(id))
            for e in inject.expectations
        ]
        rows = tuple((r.id, r.text) for r in scenario.evaluation.rows)
        if not expected and not rows:
            return ()
        teams = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in exercise.teams)
        about = [
            Field(name="expectation", kind="choice", options=tuple(expected)),
            Field(name="row", kind="choice", options=rows),
        ]
        about = [field for field in about if field.options]
        about[0] = about[0].having(required=True, unless="row" if len(about) > 1 else None)
        return (
            Choice(
                kind="observe",
                fields=(
                    Field(name="team", kind="choice", options=teams, required=True),
                    *about,
                    Field(name="result", kind="choice", options=RESULTS, required=True),
                    Field(name="text", kind="prose"),
                ),
            ),
        )


class NoteTaken(Event):
    """One of the staff noted something."""

    kind: Literal["note_taken"] = "note_taken"
    note: Id
    text: Prose
    team: Id | None = None
    inject: Id | None = None
    objective: Id | None = None
    during_pause: bool = False

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        made = Observation(
            id=self.note,
            seq=stamp.seq,
            since=stamp.elapsed,
            actor=stamp.actor,
            text=self.text,
            team=self.team,
            inject=self.inject,
            objective=self.objective,
            during_pause=self.during_pause,
        )
        return replace(exercise, observations=exercise.observations.grown(made))


class TakeNote(Command):
    """One of the staff notes something, tagged with what it is about."""

    kind: Literal["take_note"] = "take_note"
    text: Prose
    team: Id | None = None
    inject: Id | None = None
    objective: Id | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_evaluate(exercise, moment)
        scenario = exercise.scenario
        if self.team is not None and self.team not in exercise.teams:
            raise Refused("unknown_team", team=self.team)
        if self.inject is not None and scenario.inject(self.inject) is None:
            raise Refused("unknown_inject", inject=self.inject)
        if self.objective and all(o.id != self.objective for o in scenario.objectives):
            raise Refused("unknown_objective", objective=self.objective)
        return (
            NoteTaken(
                note=moment.new_id,
                text=self.text,
                team=self.team,
                inject=self.inject,
                objective=self.objective,
                during_pause=exercise.status == "paused",
            ),
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role not in EVALUATORS or not has_started(exercise):
            return ()
        teams = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in exercise.teams)
        fields = (
            Field(name="text", kind="prose", required=True),
            Field(name="team", kind="choice", options=teams),
            Field(name="inject", kind="choice", options=_injects(exercise, viewer)),
            Field(name="objective", kind="choice", options=_objectives(exercise, viewer)),
        )
        return (Choice(kind="take_note", fields=fields),)


def _injects(exercise: Exercise, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    injects = exercise.kit.edition(viewer.language).scenario.injects
    return tuple((inject.id, inject.title) for inject in injects)


def _objectives(exercise: Exercise, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    objectives = exercise.kit.edition(viewer.language).scenario.objectives
    return tuple((objective.id, objective.text) for objective in objectives)
