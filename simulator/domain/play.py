"""A play script: an exercise written down as actions and what is expected after them.

Actions are the facilitator's unless `by` names a person. One step is one action or one `expect`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from simulator.domain.model import (
    Flag,
    Id,
    Language,
    Line,
    Model,
    Number,
    OrJust,
    Prose,
    Ref,
    Refs,
    Span,
    StoryTime,
    Tlp,
    Value,
    Word,
    listed,
)
from simulator.domain.scenario.header import SCHEMA_VERSION, SchemaVersion

Ids = Annotated[tuple[Id, ...], BeforeValidator(listed), OrJust("^[a-z0-9-]{1,60}$")]


class Person(Model):
    """Who sits where in a play: a participant of a team, or one of the staff."""

    team: Id | None = None
    role: Id | None = None
    """The team role played."""
    staff: Literal["facilitator", "evaluator", "lead-evaluator", "observer"] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.team is None) == (self.staff is None):
            raise PydanticCustomError(
                "one_place", "a person has a team or is staff, one of the two"
            )
        return self


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
    achieved: Flag
    harm_other: Flag = False
    safety_risk: Flag = False
    non_compliant: Flag = False
    improvement_found: Flag = False
    text: Prose | None = None
    final: Flag = False


class Note(Action):
    """A note of the staff, tagged with what it is about."""

    text: Prose
    team: Id | None = None
    inject: Id | None = None
    objective: Id | None = None


class Seen(Model):
    """What somebody sees, or must not."""

    by: Id
    inject: Id | None = None
    text: Line | None = None


def _several(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class FindingSought(Model):
    """A finding the debrief must hold, by any of its marks."""

    rule: Id
    team: Id | None = None
    code: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    expectation: Ref | None = None
    step: Ref | None = None
    after: Ref | None = None
    inject: Id | None = None


class Expect(Model):
    """What must be so at this point of a play; every key given must hold."""

    status: Literal["created", "running", "paused", "stopped", "ended"] | None = None
    clock: Span | None = None
    story_time: StoryTime | None = None
    proposed: tuple[Id, ...] | None = None
    """Exactly these, in any order."""
    deferred: tuple[Id, ...] | None = None
    overdue: tuple[Id, ...] | None = None
    released: Mapping[Id, tuple[Id, ...]] = {}
    position: Mapping[Id, Id | None] = {}
    milestone: Mapping[Id, Flag] = {}
    variable: Mapping[Id, Value] = {}
    option: Mapping[Id, Id | None] = {}
    deadline: Mapping[Id, Literal["waiting", "running", "met", "missed"]] = {}
    suggested: tuple[Id, ...] | None = None
    answered: Mapping[Id, tuple[Id, ...]] = {}
    sees: Annotated[tuple[Seen, ...], BeforeValidator(_several)] = ()
    sees_not: Annotated[tuple[Seen, ...], BeforeValidator(_several)] = ()
    without_authority: Mapping[Id, Id] = {}
    """Inject → who decided without authority."""
    refused: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    """The code with which the action just before was refused."""
    finding: Annotated[tuple[FindingSought, ...], BeforeValidator(_several)] = ()


class PlayStep(Model):
    """One step of a play: one action, or what is expected."""

    start: Plain | None = None
    pause: WithReason | None = None
    resume: Plain | None = None
    end: WithReason | None = None
    stop: WithReason | None = None
    """The real-world stop."""
    jump: Jump | None = None
    speed: Speed | None = None
    release: ReleaseIt | None = None
    release_now: ReleaseIt | None = None
    hold: OnInject | None = None
    unhold: OnInject | None = None
    skip: Skip | None = None
    edit: Edit | None = None
    withdraw: OnInject | None = None
    improvise: Improvise | None = None
    go_back: OnInject | None = None
    sync: OnInject | None = None
    set: Fact | None = None
    clear: Fact | None = None
    let: Let | None = None
    decide: Decide | None = None
    amend: Decide | None = None
    retract: Decide | None = None
    ask: Ask | None = None
    answer: Answer | None = None
    decline: Answer | None = None
    message: Tell | None = None
    acknowledge: Opened | None = None
    join: Plain | None = None
    leave: Plain | None = None
    hand_over: HandOver | None = None
    late_entry: Decide | None = None
    observe: Observe | None = None
    rate: Rate | None = None
    note: Note | None = None
    wait: Span | None = None
    """Minutes of wall time."""
    restart: Plain | None = None
    """The store is closed and opened again."""
    expect: Expect | None = None

    BARE: ClassVar[frozenset[str]] = frozenset(
        {"start", "pause", "resume", "end", "stop", "join", "leave", "restart"}
    )

    @model_validator(mode="before")
    @classmethod
    def _bare_word(cls, data: Any) -> Any:
        return {data: {}} if isinstance(data, str) and data in cls.BARE else data

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise PydanticCustomError("one_action", "a step is one action, or expect")
        return self

    @property
    def name(self) -> str:
        """The action's word, or `expect`."""
        return next(iter(self.model_fields_set))


class Play(Model):
    """A whole play of one scenario, as a script."""

    named_by = ("title",)
    schema_version: SchemaVersion = SCHEMA_VERSION
    id: Id | None = None
    scenario: Word
    """The scenario's id, or a path to its folder from the play's own."""
    title: Line | None = None
    language: Language = "en"
    """Of the texts in it, and of the report made of it."""
    values: Mapping[Id, Word] = {}
    """Other values for the scenario's placeholders."""
    people: Mapping[Id, Person] = {}
    play: Annotated[tuple[PlayStep, ...], Field(min_length=1)]
