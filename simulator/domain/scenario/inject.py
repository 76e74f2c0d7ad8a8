"""An inject: one piece of information given to one or more teams, and what is expected of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from simulator.domain.model import (
    Flag,
    Id,
    Line,
    Model,
    Number,
    Prose,
    Ref,
    Refs,
    Span,
    StoryTime,
    Tlp,
    Word,
)
from simulator.domain.scenario.condition import Condition, Effect
from simulator.domain.scenario.release import Next, Release

Pool = Literal["pressure", "hint", "noise"]
TITLE_FROM_BODY = 80


class Attachment(Model):
    """A file that comes with an inject, inside the scenario's folder."""

    shorthand = "file"
    file: Word
    title: Line | None = None


class Version(Model):
    """What some readers get in place of the body (K27): the first version that fits is read."""

    id: Id | None = None
    to: Refs = ()
    """Teams or team roles; with nothing said, everybody."""
    when: Condition | None = None
    title: Line | None = None
    body: Prose
    details: Mapping[str, JsonValue] = Field(default_factory=dict)
    """Laid over the inject's own details."""
    tlp: Tlp | None = None
    """As the inject's unless said."""
    attachments: tuple[Attachment, ...] = ()

    @property
    def key(self) -> str | None:
        """By what translations and reports call it: its id, or its only addressee."""
        return self.id or (self.to[0] if len(self.to) == 1 else None)


class Questions(Model):
    """What the facilitator asks the table."""

    shorthand = "primary"
    primary: Line
    probing: tuple[Line, ...] = ()


class Expectation(Model):
    """What a team is expected to do about an inject (K13)."""

    shorthand = "text"
    named_by = ("text",)
    id: Id
    text: Line
    example: Line | None = None
    """How a team might say it: for control and for bots, never shown to participants."""
    team: Id | None = None
    """Whose it is; without it, the first of the inject's teams that does it meets it."""
    role: Id | None = None
    """Which team role should do it; said in the report, never enforced."""
    due: Span | None = None
    """Minutes of exercise time after the inject reached the team."""
    weight: Annotated[Number, Field(gt=0)] = 1
    step: Refs = ()
    """`playbook/step`: the step behind it; a decision that names it meets the expectation."""
    done_by: Condition | None = None
    """Met when this comes true."""
    free: Flag = False
    """No playbook step stands behind it."""
    techniques: tuple[Word, ...] = ()
    """ATT&CK techniques it answers to."""


class Option(Model):
    """One of the answers a decision point offers."""

    shorthand = "label"
    named_by = ("label",)
    id: Id
    label: Line
    example: Line | None = None
    """How a team might say it: for control and for bots, never shown to participants."""
    description: Prose | None = None
    pros: tuple[Line, ...] = ()
    cons: tuple[Line, ...] = ()
    note: Prose | None = None
    """What follows, for the facilitator only."""
    step: Refs = ()
    """`playbook/step`: what choosing it means in a playbook; a harmful act too."""
    effects: tuple[Effect, ...] = ()
    next: Next | None = None


class OnTimeout(Model):
    """What is proposed when nobody decides in time; never taken by itself."""

    assume: Id


class DecisionPoint(Model):
    """A question put to a team, with or without options."""

    question: Line
    options: tuple[Option, ...] = ()
    free_text: Flag = True
    """Whether a decision may name none of the options."""
    decides: Ref | None = None
    """`team` or `team/role` whose decision counts; another's is marked "without authority"."""
    time_limit: Span | None = None
    on_timeout: OnTimeout | None = None

    def option(self, id: str) -> Option | None:
        """The option of this id."""
        return next((o for o in self.options if o.id == id), None)


class FacilitatorBlock(Model):
    """What only the facilitator reads about an inject."""

    shorthand = "delivery"
    delivery: Prose | None = None
    listen_for: tuple[Line, ...] = ()
    red_flags: tuple[Line, ...] = ()
    hints: tuple[Line, ...] = ()
    move_on: Line | None = None
    notes: Prose | None = None


class Inject(Model):
    """One piece of information given to one or more teams; a node of the scenario's graph."""

    named_by = ("title", "body")
    id: Id
    title: Line
    body: Prose
    phase: Id | None = None
    to: Refs = ()
    """`all`, teams or team roles; all when nothing is said."""
    from_: Annotated[Id | None, Field(alias="from")] = None
    channel: Id = "read-aloud"
    details: Mapping[str, JsonValue] = Field(default_factory=dict)
    """The channel's own fields."""
    attachments: tuple[Attachment, ...] = ()
    versions: tuple[Version, ...] = ()
    tlp: Tlp | None = None
    severity: Line | None = None
    """How grave it looks, in the words of the story."""
    tags: tuple[Word, ...] = ()
    techniques: tuple[Word, ...] = ()
    """ATT&CK techniques it shows; never seen by players."""
    objectives: tuple[Id, ...] = ()
    questions: Questions | None = None
    expectations: tuple[Expectation, ...] = ()
    decision: DecisionPoint | None = None
    facilitator: FacilitatorBlock | None = None
    release: Release = Release()
    next: Next | None = None
    effects: tuple[Effect, ...] = ()
    """Happen when it is first released."""
    story_time: StoryTime | None = None
    """Story time jumps to this when it is released."""
    pool: Pool | None = None
    """Never proposed: it lies ready in the facilitator's deck."""
    optional: Flag = False
    """May be left out when time is short: skipping it needs no reason."""
    projector: Flag = False
    """Fit for the room to see."""
    ends: Flag = False
    """When every team is past it, ENDEX is proposed."""

    @model_validator(mode="before")
    @classmethod
    def _sentence(cls, data: Any) -> Any:
        """A bare sentence is an inject; a title alone is its body too, a body alone its title."""
        if isinstance(data, str):
            data = {"body": data}
        if not isinstance(data, dict):
            return data
        title, body = data.get("title"), data.get("body")
        if title is None and isinstance(body, str) and body.strip():
            return {**data, "title": _first_words(body)}
        if body is None and isinstance(title, str):
            return {**data, "body": title}
        return data

    @model_validator(mode="after")
    def _pool_waits(self) -> Self:
        if self.pool and (self.release != Release() or self.next):
            raise PydanticCustomError(
                "pool_release", "an inject of a pool has no release and no next"
            )
        return self

    @property
    def on_line(self) -> bool:
        """Whether play goes through it (K3): not beside the line, not in a pool."""
        return self.pool is None and not self.release.beside_line

    def expectation(self, id: str) -> Expectation | None:
        """The expectation of this id."""
        return next((e for e in self.expectations if e.id == id), None)

    def option(self, id: str) -> Option | None:
        """The option of this id, where the inject asks for a decision."""
        return self.decision.option(id) if self.decision else None


def _first_words(body: str) -> str:
    line = " ".join(body.split())
    if len(line) <= TITLE_FROM_BODY:
        return line
    return line[:TITLE_FROM_BODY].rsplit(" ", 1)[0] + " …"
