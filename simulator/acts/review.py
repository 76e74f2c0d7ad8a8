"""Decisions that somebody of exercise control has looked at; it changes nothing in play."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp, has_started
from simulator.acts.evaluation import EVALUATORS, must_evaluate
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise, put
from simulator.domain.model import Id
from simulator.domain.people import Viewer
from simulator.domain.view import Choice, Field
from simulator.engine import rules
from simulator.engine.looked_at import unreviewed


class DecisionReviewed(Event):
    """Somebody of control looked at decisions of one team, as they read then."""

    kind: Literal["decision_reviewed"] = "decision_reviewed"
    team: Id
    decisions: tuple[Id, ...]

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        now = dict.fromkeys(self.decisions, stamp.seq)
        seen = {**exercise.reviewed.get(self.team, {}), **now}
        return replace(exercise, reviewed=put(exercise.reviewed, self.team, seen))


class ReviewDecision(Command):
    """Decisions are looked at: those named, else all of a team, else all."""

    kind: Literal["review_decision"] = "review_decision"
    decision: Id | None = None
    decisions: tuple[Id, ...] = ()
    """Several at once, of any teams; those looked at already are left out."""
    team: Id | None = None
    """Where none is named: only this team's."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_evaluate(exercise, moment)
        if self.team is not None and self.team not in exercise.teams:
            raise Refused("unknown_team", team=self.team)
        named = (*self.decisions, *((self.decision,) if self.decision else ()))
        found = {team: _meant(ids, named) for team, ids in unreviewed(exercise).items()}
        if self.team is not None and not named:
            found = {team: ids for team, ids in found.items() if team == self.team}
        events = tuple(DecisionReviewed(team=t, decisions=ids) for t, ids in found.items() if ids)
        if not events:
            raise Refused("nothing_to_review")
        return events

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role not in EVALUATORS or not has_started(exercise):
            return ()
        teams = tuple(
            (team, rules.team_title(exercise, team, viewer.language))
            for team in unreviewed(exercise)
        )
        field = Field(name="team", kind="choice", options=teams)
        return (Choice(kind="review_decision", fields=(field,)),) if teams else ()


def _meant(ids: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(id for id in ids if id in named) if named else ids
