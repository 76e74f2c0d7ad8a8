"""After ENDEX: what is said in the hot wash, and the rows of the improvement plan (K21, A11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp
from simulator.acts.evaluation import EVALUATORS
from simulator.domain.entries import HotWashNote, Improvement
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.exercise import Exercise, put
from simulator.domain.model import Id, Line, Prose
from simulator.domain.people import Viewer
from simulator.domain.view import Choice, Field
from simulator.engine import rules

Topic = Literal["strength", "gap", "idea", "question"]
TOPICS: tuple[tuple[str, str], ...] = tuple((t, t) for t in ("strength", "gap", "idea", "question"))
Element = Literal["planning", "organisation", "equipment", "training", "exercise"]
ELEMENTS: tuple[tuple[str, str], ...] = tuple(
    (e, e) for e in ("planning", "organisation", "equipment", "training", "exercise")
)
"""POETE, the capability elements of HSEEP's improvement plan."""
Progress = Literal["open", "under-way", "done", "dropped"]
PROGRESS: tuple[tuple[str, str], ...] = tuple(
    (p, p) for p in ("open", "under-way", "done", "dropped")
)


def _must_be_after(exercise: Exercise, moment: Moment) -> None:
    """Raises `NotAllowed` for those who do not evaluate, `Refused` before ENDEX."""
    if moment.actor.role not in EVALUATORS:
        raise NotAllowed("evaluators_only")
    if exercise.status != "ended":
        raise Refused("not_ended")


def _must_be_known(exercise: Exercise, team: str | None, objective: str | None) -> None:
    if team is not None and team not in exercise.teams:
        raise Refused("unknown_team", team=team)
    if objective and all(o.id != objective for o in exercise.scenario.objectives):
        raise Refused("unknown_objective", objective=objective)


class HotWashNoted(Event):
    """Something said in the hot wash was written down."""

    kind: Literal["hotwash_noted"] = "hotwash_noted"
    note: Id
    topic: Topic
    text: Prose
    team: Id | None = None
    objective: Id | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        said = HotWashNote(
            id=self.note,
            seq=stamp.seq,
            at=stamp.at,
            actor=stamp.actor,
            topic=self.topic,
            text=self.text,
            team=self.team,
            objective=self.objective,
        )
        return replace(exercise, hotwash=(*exercise.hotwash, said))


class NoteHotWash(Command):
    """What a team or all of them say right after ENDEX, written down by the staff."""

    kind: Literal["note_hotwash"] = "note_hotwash"
    topic: Topic
    text: Prose
    team: Id | None = None
    objective: Id | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        _must_be_after(exercise, moment)
        _must_be_known(exercise, self.team, self.objective)
        return (
            HotWashNoted(
                note=moment.new_id,
                topic=self.topic,
                text=self.text,
                team=self.team,
                objective=self.objective,
            ),
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role not in EVALUATORS or exercise.status != "ended":
            return ()
        fields = (
            Field(name="topic", kind="choice", options=TOPICS, required=True),
            Field(name="text", kind="prose", required=True),
            *_about(exercise, viewer),
        )
        return (Choice(kind="note_hotwash", fields=fields),)


def _about(exercise: Exercise, viewer: Viewer) -> tuple[Field, Field]:
    """Which team and which objective something is about."""
    scenario = exercise.kit.edition(viewer.language).scenario
    teams = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in exercise.teams)
    objectives = tuple((o.id, o.text) for o in scenario.objectives)
    return (
        Field(name="team", kind="choice", options=teams),
        Field(name="objective", kind="choice", options=objectives),
    )


class ImprovementPlanned(Event):
    """A row of the improvement plan was written, or reads otherwise from now on."""

    kind: Literal["improvement_planned"] = "improvement_planned"
    improvement: Id
    issue: Prose
    action: Prose | None = None
    element: Element | None = None
    owner: Line | None = None
    contact: Line | None = None
    start: date | None = None
    due: date | None = None
    status: Progress = "open"
    team: Id | None = None
    objective: Id | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        said = self.model_dump(exclude={"kind", "improvement"})
        row = Improvement(id=self.improvement, seq=stamp.seq, actor=stamp.actor, **said)
        return replace(exercise, improvements=put(exercise.improvements, self.improvement, row))


class PlanImprovement(Command):
    """A row of the improvement plan, or with `improvement` what changes in that row."""

    kind: Literal["plan_improvement"] = "plan_improvement"
    improvement: Id | None = None
    issue: Prose | None = None
    action: Prose | None = None
    element: Element | None = None
    owner: Line | None = None
    """The organisation responsible."""
    contact: Line | None = None
    start: date | None = None
    due: date | None = None
    status: Progress | None = None
    team: Id | None = None
    objective: Id | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        _must_be_after(exercise, moment)
        _must_be_known(exercise, self.team, self.objective)
        before = exercise.improvements.get(self.improvement or "")
        if self.improvement is not None and before is None:
            raise Refused("unknown_improvement", improvement=self.improvement)
        said = {name: getattr(before, name) for name in _ROW} if before else {}
        said |= {name: value for name in _ROW if (value := getattr(self, name)) is not None}
        if "issue" not in said:
            raise Refused("text_needed")
        if said.get("start") and said.get("due") and said["due"] < said["start"]:
            raise Refused("due_before_start")
        return (ImprovementPlanned(improvement=self.improvement or moment.new_id, **said),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role not in EVALUATORS or exercise.status != "ended":
            return ()
        new = Choice(kind="plan_improvement", fields=_row_fields(exercise, viewer, needed=True))
        rows = (
            Choice(
                kind="plan_improvement",
                given={"improvement": row.id},
                title=row.issue,
                fields=_row_fields(exercise, viewer, needed=False),
            )
            for row in exercise.improvements.values()
        )
        return (new, *rows)


_ROW = (
    "issue", "action", "element", "owner", "contact", "start", "due", "status", "team", "objective",
)  # fmt: skip


def _row_fields(exercise: Exercise, viewer: Viewer, *, needed: bool) -> tuple[Field, ...]:
    return (
        Field(name="issue", kind="prose", required=needed),
        Field(name="action", kind="prose"),
        Field(name="element", kind="choice", options=ELEMENTS),
        Field(name="owner"),
        Field(name="contact"),
        Field(name="start", kind="date"),
        Field(name="due", kind="date"),
        Field(name="status", kind="choice", options=PROGRESS),
        *_about(exercise, viewer),
    )
