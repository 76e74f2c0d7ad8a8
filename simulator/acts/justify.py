"""Deviations that were right after all: an evaluator says so and why; both values are reported."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp, has_started
from simulator.acts.evaluation import EVALUATORS, must_evaluate
from simulator.domain.entries import Justification
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise
from simulator.domain.model import Id, Prose, Ref
from simulator.domain.people import Viewer
from simulator.domain.view import Choice, Field
from simulator.engine import rules
from simulator.engine.expectations import steps_known


class DeviationJustified(Event):
    """A deviation from the playbook was right, as an evaluator saw it."""

    kind: Literal["deviation_justified"] = "deviation_justified"
    justification: Id
    team: Id
    about: Ref
    """`playbook/step`, `inject/expectation` or an inject."""
    text: Prose

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        made = Justification(
            id=self.justification,
            seq=stamp.seq,
            since=stamp.elapsed,
            actor=stamp.actor,
            team=self.team,
            about=self.about,
            text=self.text,
        )
        return replace(exercise, justified=(*exercise.justified, made))


class JustifyDeviation(Command):
    """A deviation is to be reported as right, beside what the playbook makes of it."""

    kind: Literal["justify_deviation"] = "justify_deviation"
    team: Id
    about: Ref
    text: Prose
    """Why."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_evaluate(exercise, moment)
        if self.team not in exercise.teams:
            raise Refused("unknown_team", team=self.team)
        if not self._is_known(exercise):
            raise Refused("unknown_deviation", about=self.about)
        return (
            DeviationJustified(
                justification=moment.new_id, team=self.team, about=self.about, text=self.text
            ),
        )

    def _is_known(self, exercise: Exercise) -> bool:
        first, _, second = self.about.partition("/")
        inject = exercise.scenario.inject(first)
        if inject is not None:
            return not second or inject.expectation(second) is not None
        return steps_known(exercise, self.about)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role not in EVALUATORS or not has_started(exercise):
            return ()
        teams = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in exercise.teams)
        about = Field(name="about", kind="choice", options=_deviations(exercise, viewer))
        return (
            Choice(
                kind="justify_deviation",
                fields=(
                    Field(name="team", kind="choice", options=teams, required=True),
                    about.having(required=True),
                    Field(name="text", kind="prose", required=True),
                ),
            ),
        )


def _deviations(exercise: Exercise, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """What may be deviated from: steps and never-steps, expectations, injects passed on."""
    edition = exercise.kit.edition(viewer.language)
    injects = edition.scenario.injects
    steps = [(f"{p.id}/{s.id}", s.text) for p in edition.playbooks for s in p.steps]
    never = [(f"{p.id}/{s.id}", s.text) for p in edition.playbooks for s in p.never]
    expected = [(f"{i.id}/{e.id}", e.text) for i in injects for e in i.expectations]
    return (*steps, *never, *expected, *((i.id, i.title) for i in injects))
