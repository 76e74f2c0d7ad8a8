"""A play script: an exercise written down as actions and what is expected after them.

Actions are the facilitator's unless `by` names a person. One step is one action or one `expect`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from simulator.domain.model import (
    Flag,
    Id,
    Language,
    Line,
    Model,
    Ref,
    Span,
    StoryTime,
    Value,
    Whole,
    Word,
)
from simulator.domain.people import MOST_TEAMS
from simulator.domain.play_actions import (
    Answer,
    Ask,
    Decide,
    Edit,
    Fact,
    HandOver,
    HotWash,
    Improve,
    Improvise,
    Jump,
    Justify,
    Kick,
    Let,
    Note,
    Observe,
    OnInject,
    OnPerson,
    OnWall,
    Opened,
    Plain,
    Rate,
    ReleaseIt,
    Review,
    Rotate,
    Skip,
    Speed,
    Tell,
    WithReason,
)
from simulator.domain.scenario.header import SCHEMA_VERSION, SchemaVersion

OfTeam = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}(/[a-z0-9-]{1,60})?$")]
"""A fact by its id, or `team/id` for one team's own."""


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
    milestone: Mapping[OfTeam, Flag] = {}
    variable: Mapping[OfTeam, Value] = {}
    option: Mapping[OfTeam, Id | None] = {}
    deadline: Mapping[OfTeam, Literal["waiting", "running", "met", "missed"]] = {}
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
    review: Review | None = None
    show: OnWall | None = None
    """An inject, or what was said last, is put on the projector."""
    hide: OnWall | None = None
    ask: Ask | None = None
    answer: Answer | None = None
    decline: Answer | None = None
    message: Tell | None = None
    acknowledge: Opened | None = None
    join: Plain | None = None
    leave: Plain | None = None
    hand_over: HandOver | None = None
    lock: Plain | None = None
    """Nobody can join any more."""
    unlock: Plain | None = None
    rotate: Rotate | None = None
    kick: Kick | None = None
    mute: OnPerson | None = None
    unmute: OnPerson | None = None
    late_entry: Decide | None = None
    observe: Observe | None = None
    rate: Rate | None = None
    justify: Justify | None = None
    note: Note | None = None
    hotwash: HotWash | None = None
    improve: Improve | None = None
    wait: Span | None = None
    """Minutes of wall time."""
    restart: Plain | None = None
    """The store is closed and opened again."""
    expect: Expect | None = None

    BARE: ClassVar[frozenset[str]] = frozenset(
        {
            "start", "pause", "resume", "end", "stop", "join", "leave", "lock", "unlock", "rotate",
            "restart", "review", "show", "hide",
        }
    )  # fmt: skip

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
    teams: Annotated[Whole, Field(ge=1, le=MOST_TEAMS)] = 1
    """So many are made of the one team that the scenario declares."""
    values: Mapping[Id, Word] = {}
    """Other values for the scenario's placeholders."""
    people: Mapping[Id, Person] = {}
    play: Annotated[tuple[PlayStep, ...], Field(min_length=1)]
