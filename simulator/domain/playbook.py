"""A playbook: the procedure a response is held against; and the rubric that says how."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from simulator.domain.model import (
    Flag,
    Id,
    Language,
    Line,
    Model,
    Number,
    Prose,
    Span,
    Tlp,
    Whole,
    Word,
)
from simulator.domain.scenario.facts import Source
from simulator.domain.scenario.header import SCHEMA_VERSION, SchemaVersion

PHASES = ("prepare", "identify", "contain", "eradicate", "recover", "communicate", "learn")
NOT_SCORED = frozenset({"prepare", "learn"})
"""Phases that cannot be done during an exercise: their steps count only where they say so."""


class PlaybookRole(Model):
    """Somebody the playbook speaks of; the scenario says which team plays it."""

    shorthand = "title"
    named_by = ("title",)
    id: Id
    title: Line
    engage: Line | None = None
    """When it is called in."""


class Trigger(Model):
    """What starts a clock of the playbook; the scenario says when that is."""

    shorthand = "text"
    named_by = ("text",)
    id: Id
    text: Line


class Branch(Model):
    """A question whose true answer the scenario gives; steps under another answer are left out."""

    named_by = ("question",)
    id: Id
    question: Line
    answers: Annotated[tuple[Word, ...], Field(min_length=1)]


class FromStep(Model):
    """A clock that starts when a step is done."""

    step: Id


class SeverityTimes(Model):
    """Tighter or looser anchors from a severity on; minutes."""

    from_: Annotated[Whole, Field(alias="from")]
    target: Span | None = None
    acceptable: Span | None = None
    limit: Span | None = None


class Times(Model):
    """Time anchors of a step, minutes from a trigger or a step: target, acceptable, limit."""

    from_: Annotated[Id | FromStep, Field(alias="from")]
    clock: Literal["exercise", "story"] = "exercise"
    target: Span | None = None
    acceptable: Span | None = None
    limit: Span | None = None
    not_before: Span | None = None
    """Sooner than this is wrong too."""
    by_severity: tuple[SeverityTimes, ...] = ()
    legal: Flag = False
    """Met or missed by the limit, never averaged."""
    source: Source

    @model_validator(mode="after")
    def _some_anchor(self) -> Self:
        if self.legal and self.limit is None:
            raise PydanticCustomError("legal_limit", "a legal duty needs its limit")
        return self


class Share(Model):
    """Who should be told by a step, and how openly at most."""

    with_: Annotated[tuple[Id, ...], Field(alias="with")] = ()
    """Teams of the scenario, by id or by playbook role."""
    tlp_at_most: Tlp | None = None


class Part(Model):
    """A part of a step, or one of several ways to do it."""

    shorthand = "text"
    named_by = ("text",)
    id: Id
    text: Line


class Reference(Model):
    """Where something is written."""

    shorthand = "title"
    title: Line
    url: Word | None = None
    section: Word | None = None

    @property
    def told(self) -> str:
        """All of it, in signs that need no language."""
        section = f"\N{SECTION SIGN} {self.section}" if self.section else None
        url = f"<{self.url}>" if self.url else None
        return ", ".join(part for part in (self.title, section, url) if part)


class Step(Model):
    """One thing the playbook asks for."""

    shorthand = "text"
    named_by = ("text",)
    id: Id
    phase: Id
    text: Line
    guidance: Prose | None = None
    role: Id | None = None
    """Who does it."""
    authoriser: Id | None = None
    """Who may decide it, where that is another role."""
    scoreable: Flag | None = None
    """Whether it counts; unless said, not in prepare and learn."""
    weight: Annotated[Number, Field(gt=0)] = 1
    critical: Flag = False
    times: Times | None = None
    after: tuple[Id, ...] = ()
    """Steps that come first; nothing else orders steps."""
    any_of: tuple[Part, ...] = ()
    """One of these is enough."""
    parts: tuple[Part, ...] = ()
    """All of these belong to it."""
    branch: Mapping[Id, Word] = {}
    """Counts only where these questions have these true answers."""
    condition: Line | None = None
    """When it applies, in words, for people."""
    repeat: Line | None = None
    """How often, in words, for people."""
    aliases: tuple[Line, ...] = ()
    """Other words for it: they make suggestions, never a match."""
    share: Share | None = None
    playbook: Id | None = None
    """Another playbook that this step hands over to."""
    techniques: tuple[Word, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether scoring looks at it, before branches are pruned."""
        return self.phase not in NOT_SCORED if self.scoreable is None else self.scoreable


class AntiStep(Model):
    """Something that must not be done: harmful, reported and weighed apart."""

    shorthand = "text"
    named_by = ("text",)
    id: Id
    text: Line
    weight: Annotated[Number, Field(gt=0)] = 1
    before: Id | None = None
    """Harmful only before this step is done."""
    references: tuple[Reference, ...] = ()


class AppliesTo(Model):
    """What kind of incident a playbook is for."""

    incident_types: tuple[Word, ...] = ()
    techniques: tuple[Word, ...] = ()


class Playbook(Model):
    """The procedure a response is held against; it knows no scenario."""

    named_by = ("title",)
    schema_version: SchemaVersion = SCHEMA_VERSION
    id: Id
    version: Word = "1.0.0"
    title: Line
    summary: Prose | None = None
    language: Language = "en"
    licence: Word | None = None
    authors: tuple[Word, ...] = ()
    tags: tuple[Word, ...] = ()
    tlp: Tlp | None = None
    applies_to: AppliesTo = AppliesTo()
    phase_aliases: Mapping[Id | Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")], Id] = {}
    """Another vocabulary's phase → one of ours."""
    severities: tuple[Whole, ...] = ()
    roles: tuple[PlaybookRole, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    branches: tuple[Branch, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    never: tuple[AntiStep, ...] = ()
    references: tuple[Reference, ...] = ()

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    def step(self, id: str) -> Step | None:
        """The step of this id."""
        return self._steps.get(id)

    def never_step(self, id: str) -> AntiStep | None:
        """The anti-step of this id."""
        return next((a for a in self.never if a.id == id), None)

    def phase_of(self, step: Step) -> str:
        """The step's phase in our vocabulary, aliases followed."""
        return self.phase_aliases.get(step.phase, step.phase)


class RuleUse(Model):
    """A scoring rule a rubric uses, with its settings."""

    shorthand = "rule"
    rule: Id
    settings: Mapping[str, JsonValue] = {}


class Ratings(Model):
    """What people rate, and on which scale."""

    scale: Literal["hseep", "scenario"] = "hseep"
    of: tuple[Literal["critical_task", "objective", "row"], ...] = ("critical_task", "objective")


class Rubric(Model):
    """Which scoring rules count, and how; separate dials, no total."""

    named_by = ("title",)
    schema_version: SchemaVersion = SCHEMA_VERSION
    id: Id
    version: Word = "1.0.0"
    title: Line
    language: Language = "en"
    rules: Annotated[tuple[RuleUse, ...], Field(min_length=1)]
    ratings: Ratings = Ratings()
    absent: Literal["not_observed", "not_done"] = "not_observed"
    """How an expectation without evidence is called."""
    report: Id = "aar"
    """The report template."""
