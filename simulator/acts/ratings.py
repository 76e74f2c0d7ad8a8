"""Ratings on evidence flags: each evaluator's own, and the final one of the lead (A5, A6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp, has_started
from simulator.acts.evaluation import EVALUATORS, must_evaluate
from simulator.domain.entries import Rating
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.exercise import Exercise
from simulator.domain.model import Flag, Id, Model, Prose, Ref, Word
from simulator.domain.people import Viewer
from simulator.domain.view import Choice, Field
from simulator.engine import ratings, rules

FLAGS = ("achieved", "harm_other", "safety_risk", "non_compliant", "improvement_found")


class Evidence(Model):
    """What an evaluator saw of a task or an objective, as yes or no (HSEEP)."""

    achieved: Flag | None = None
    """The objective was reached; needed unless the scenario rates on a scale of its own."""
    harm_other: Flag = False
    """At the cost of other activities."""
    safety_risk: Flag = False
    """With added risk to health or safety."""
    non_compliant: Flag = False
    """Against plan, policy or law."""
    improvement_found: Flag = False
    """Better ways were found."""


class RatingGiven(Evidence, Event):
    """An evaluator rated something, or the lead gave the final rating."""

    kind: Literal["rating_given"] = "rating_given"
    rating: Id
    subject: Ref
    """`objective`, `objective/task` or a row of the evaluation."""
    given: Word
    """What the flags come to, P, S, M or U; or a level of the scenario's own scale."""
    team: Id | None = None
    text: Prose | None = None
    final: Flag = False

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        flags = {flag: getattr(self, flag) for flag in FLAGS}
        made = Rating(
            id=self.rating,
            seq=stamp.seq,
            since=stamp.elapsed,
            actor=stamp.actor,
            subject=self.subject,
            level=self.given,
            team=self.team,
            text=self.text,
            final=self.final,
            **{flag: bool(value) for flag, value in flags.items()},
        )
        return replace(exercise, ratings=(*exercise.ratings, made))


class Rate(Evidence, Command):
    """An evaluator rates a task, an objective or a row, for a team or for all."""

    kind: Literal["rate"] = "rate"
    subject: Ref
    team: Id | None = None
    level: Id | None = None
    """On the scenario's own scale, where the rubric rates on that."""
    text: Prose | None = None
    final: Flag = False
    """The lead's, after ENDEX; one that overrules an evaluator says why."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_evaluate(exercise, moment)
        if self.team is not None and self.team not in exercise.teams:
            raise Refused("unknown_team", team=self.team)
        if self.subject not in dict(ratings.subjects(exercise.scenario)):
            raise Refused("unknown_subject", subject=self.subject)
        given = self._given(exercise)
        if self.final:
            self._must_be_the_lead(exercise, moment, given)
        event = RatingGiven(
            rating=moment.new_id,
            subject=self.subject,
            given=given,
            team=self.team,
            text=self.text,
            final=self.final,
            **{flag: getattr(self, flag) for flag in FLAGS},
        )
        return (event,)

    def _given(self, exercise: Exercise) -> str:
        """The level, on the scale that the rubric chooses. Raises `Refused`."""
        scale = [level.id for level in ratings.own_scale(exercise)]
        if scale and self.level is None:
            raise Refused("level_needed", levels=", ".join(scale))
        if self.level is not None:
            if self.level not in scale:
                raise Refused("unknown_level", level=self.level)
            return self.level
        if self.achieved is None:
            raise Refused("achieved_needed")
        return ratings.level(**{flag: bool(getattr(self, flag)) for flag in FLAGS})

    def _must_be_the_lead(self, exercise: Exercise, moment: Moment, given: str) -> None:
        if not ratings.may_finish(exercise, moment.actor.role):
            raise NotAllowed("lead_only")
        if exercise.status != "ended":
            raise Refused("not_ended")
        others = ratings.standing(exercise, self.subject, self.team)
        overruled = any(r.level != given for r in others if not r.final)
        if overruled and not self.text:
            raise Refused("reason_needed")

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        about = ratings.subjects(exercise.kit.edition(viewer.language).scenario)
        if viewer.role not in EVALUATORS or not has_started(exercise) or not about:
            return ()
        teams = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in exercise.teams)
        own = tuple((each.id, each.title) for each in ratings.own_scale(exercise, viewer.language))
        level = Field(name="level", kind="choice", options=own, required=True)
        fields = [
            Field(name="subject", kind="choice", options=about, required=True),
            Field(name="team", kind="choice", options=teams),
            level if own else Field(name="achieved", kind="flag", required=True),
            *(Field(name=flag, kind="flag") for flag in FLAGS[1:]),
            Field(name="text", kind="prose"),
        ]
        if exercise.status == "ended" and ratings.may_finish(exercise, viewer.role):
            fields.append(Field(name="final", kind="flag"))
        return (Choice(kind="rate", fields=tuple(fields)),)
