"""What a play's actions say: a word of a play script, and what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, JsonValue

from simulator.domain.model import (
    Day,
    Flag,
    Id,
    Line,
    Model,
    Number,
    OrJust,
    Prose,
    Ref,
    Refs,
    Span,
    Tlp,
    Value,
    listed,
)

Ids = Annotated[tuple[Id, ...], BeforeValidator(listed), OrJust("^[a-z0-9-]{1,60}$")]


class Action(Model):
    """What somebody does in a play."""

    by: Id | None = None
    """Who does it: one of `people`, or a team for its unnamed seat; else the facilitator."""


class Plain(Action):
    """An action that needs nothing more: start, resume, join, leave, restart."""


class WithReason(Action):
    """An action for which a reason may be given: pause, end, a real-world stop."""

    shorthand = "reason"
    reason: Line | None = None


class Jump(Action):
    """The exercise clock moved forward, or story time alone."""

    shorthand = "exercise"
    short_types = (str, int, float)
    exercise: Span | None = None
    story: Span | None = None


class Speed(Action):
    """How fast exercise time runs beside wall time."""

    shorthand = "factor"
    short_types = (int, float)
    factor: Annotated[Number, Field(gt=0)]


class ReleaseIt(Action):
    """An inject goes out, to all its teams or some."""

    shorthand = "inject"
    inject: Id
    teams: Ids = ()


class OnInject(Action):
    """Something done to an inject: hold, unhold, withdraw, go back, sync."""

    shorthand = "inject"
    inject: Id
    teams: Ids = ()
    reason: Line | None = None


class Skip(OnInject):
    """An inject left out."""

    as_if: Id | None = None
    """The option assumed."""


class Improvise(Action):
    """An inject that no author wrote."""

    title: Line
    body: Prose
    to: Refs = ()
    channel: Id = "read-aloud"
    from_: Annotated[Line | None, Field(alias="from")] = None
    details: Mapping[str, JsonValue] = {}
    tlp: Tlp | None = None


class Edit(Action):
    """A pending inject's text changed before it goes out."""

    inject: Id
    title: Line | None = None
    body: Prose | None = None
    version: Line | None = None
    """Which version, by its id or by whom it is for; without it, the body."""
    reason: Line | None = None


class Fact(Action):
    """A milestone set or cleared by hand."""

    shorthand = "milestone"
    milestone: Id
    team: Id | None = None
    reason: Line | None = None


class Let(Action):
    """A variable given a value by hand."""

    variable: Id
    value: Value
    team: Id | None = None
    reason: Line | None = None


class Decide(Action):
    """A decision a team logs; with `team`, entered by control."""

    team: Id | None = None
    inject: Id | None = None
    option: Id | None = None
    text: Prose | None = None
    rationale: Prose | None = None
    considered: tuple[Line, ...] = ()
    assignee: Line | None = None
    confidence: Literal["low", "medium", "high"] | None = None
    step: Refs = ()
    links: Ids = ()
    """Other injects it is about."""
    at: Span | None = None
    """Exercise minute at which it was really decided: a late entry."""
    reason: Line | None = None
    """For an amendment, a retraction or a late entry: why."""


class Review(Action):
    """Decisions that somebody of control looks at: all that are new, or one team's."""

    shorthand = "team"
    team: Id | None = None


class OnWall(Action):
    """Something put on the projector or taken off it: an inject, or else what was said last."""

    shorthand = "inject"
    inject: Id | None = None
    team: Id | None = None
    """Without an inject: what this team said last."""


class Ask(Action):
    """A question to the simulation cell; with `team`, asked by control in its name."""

    text: Prose
    team: Id | None = None


class Answer(Action):
    """A question answered, by a prepared answer or a typed one, or declined."""

    request: Id | None = None
    to: Id | None = None
    """Which team's; its oldest open question is meant."""
    text: Prose | None = None
    reason: Line | None = None


class Tell(Action):
    """A message from one team to others, or to everybody."""

    to: Ids = ()
    text: Prose
    tlp: Tlp | None = None
    step: Refs = ()
    """`playbook/step` that it carries out."""
    links: Ids = ()
    """Injects that it passes on."""
    team: Id | None = None
    """For control, in whose name it is sent."""


class Opened(Action):
    """An inject opened by somebody of a team; with `team`, entered by control."""

    shorthand = "inject"
    inject: Id
    team: Id | None = None


class HandOver(Action):
    """A seat passed on to another person, who acts from it from then on."""

    shorthand = "to"
    to: Id
    person: Id | None = None
    """For the facilitator: whose seat; else one's own."""


class Rotate(Action):
    """Join codes made anew: all, or those of a role, of a team, or of a role of a team."""

    shorthand = "team"
    team: Id | None = None
    team_role: Id | None = None
    role: (
        Literal[
            "facilitator", "evaluator", "lead-evaluator", "observer", "projector", "participant"
        ]
        | None
    ) = None


class OnPerson(Action):
    """Something done about one person: kick, mute, unmute."""

    shorthand = "person"
    person: Id


class Kick(OnPerson):
    """A seat taken away for good."""

    reason: Line | None = None


class Observe(Action):
    """What an evaluator saw."""

    team: Id
    expectation: Ref | None = None
    row: Id | None = None
    result: Literal["done", "partly", "not_done", "not_observed"]
    text: Prose | None = None


class Rate(Action):
    """A rating on evidence flags (HSEEP's rule), of a critical task, an objective or a row."""

    team: Id | None = None
    subject: Ref
    achieved: Flag | None = None
    """Needed unless the scenario rates on a scale of its own."""
    harm_other: Flag = False
    safety_risk: Flag = False
    non_compliant: Flag = False
    improvement_found: Flag = False
    level: Id | None = None
    """On the scenario's own scale, where the rubric rates on that."""
    text: Prose | None = None
    final: Flag = False


class Justify(Action):
    """A deviation from the playbook that was right after all, and why."""

    team: Id
    about: Ref
    """`playbook/step`, `inject/expectation` or an inject."""
    text: Prose


class Note(Action):
    """A note of the staff, tagged with what it is about."""

    text: Prose
    team: Id | None = None
    inject: Id | None = None
    objective: Id | None = None


class HotWash(Action):
    """What was said right after ENDEX."""

    topic: Literal["strength", "gap", "idea", "question"]
    text: Prose
    team: Id | None = None
    objective: Id | None = None


class Improve(Action):
    """A row of the improvement plan; with `improvement`, what changes in that row."""

    improvement: Id | None = None
    """Which row: its issue in lower case with hyphens, as ids are made of titles."""
    issue: Prose | None = None
    action: Prose | None = None
    element: Literal["planning", "organisation", "equipment", "training", "exercise"] | None = None
    owner: Line | None = None
    """The organisation responsible."""
    contact: Line | None = None
    start: Day | None = None
    due: Day | None = None
    status: Literal["open", "under-way", "done", "dropped"] | None = None
    team: Id | None = None
    objective: Id | None = None
