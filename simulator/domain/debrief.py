"""A debrief: what one exercise was worth, as findings that each cite the events they rest on.

It holds codes, numbers and pointers, never sentences; a report words it in any language. Times are
minutes unless said otherwise. There is no total: each dial stands for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Literal, Self

from pydantic import Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from simulator.domain.model import Id, Model, Number, Ref, Whole, Word

DEBRIEF_VERSION: Final = 1

Code = Annotated[str, Field(pattern=r"^[a-z_]{1,60}$")]
"""What a rule found, as a word the locales know."""
Share = Annotated[Number, Field(ge=0, le=1)]
Numbers = tuple[Whole, ...]


class Window(Model):
    """The evidence of an absence: the event that began it and the one that ended it (K42)."""

    began: Whole
    ended: Whole


class Finding(Model):
    """One scored statement about one thing, with the events that prove it (K41)."""

    id: Word
    """Made of what it is about, so that it stays the same from one run to the next."""
    dial: Id
    rule: Id
    code: Code
    team: Id | None = None
    """None: it is about all teams together."""
    step: Ref | None = None
    """`playbook/step`, or what the playbook says never to do."""
    after: Ref | None = None
    """The step that should have come first."""
    expectation: Ref | None = None
    """`inject/expectation`."""
    inject: Id | None = None
    deadline: Id | None = None
    objective: Id | None = None
    phase: Id | None = None
    """The phase of the playbook, where the rubric asks for dials by phase."""
    value: Share | None = None
    """None where there is nothing to weigh: not due yet, met or missed."""
    weight: Annotated[Number, Field(ge=0)] = 1
    """Its share in the dial; 0 keeps it out of every average."""
    adjudicated: Share | None = None
    """The value after an evaluator called the deviation justified; None where nobody did."""
    evidence: Numbers = ()
    """The numbers of the events it speaks of."""
    window: Window | None = None
    certainty: Share = 1
    marks: tuple[Code, ...] = ()
    """What the reader must know beside it: `hint`, `critical`, `without_authority`."""
    values: Mapping[str, JsonValue] = {}
    """For its sentence."""

    @model_validator(mode="after")
    def _proven(self) -> Self:
        if not self.evidence and self.window is None:
            raise PydanticCustomError("no_evidence", "a finding cites events or a window")
        return self

    @property
    def cites(self) -> Numbers:
        """Every event it rests on, in order."""
        ends = (self.window.began, self.window.ended) if self.window else ()
        return tuple(sorted({*self.evidence, *ends}))


class Dial(Model):
    """Findings of one kind summed up, for a team and, where asked, one phase of the playbook."""

    dial: Id
    team: Id | None = None
    phase: Id | None = None
    value: Share | None = None
    """The mean of the values, weighted; None where none has one."""
    adjudicated: Share | None = None
    """The same with justified deviations as they were judged; None where there are none."""
    weight: Annotated[Number, Field(ge=0)]
    """Of the findings that have a value."""
    findings: Annotated[tuple[Word, ...], Field(min_length=1)]
    """Their ids."""


class Gap(Model):
    """Something that was not computed, and why."""

    code: Code
    team: Id | None = None
    step: Ref | None = None
    values: Mapping[str, JsonValue] = {}


class Debrief(Model):
    """What one exercise was worth."""

    schema_version: Literal[1] = DEBRIEF_VERSION
    exercise: Id
    scenario: Id
    scenario_version: Word
    rubric: Id
    rubric_version: Word
    status: Literal["created", "running", "paused", "stopped", "ended"]
    """Before ENDEX every finding is provisional."""
    started: datetime | None = None
    elapsed: float
    """Exercise time when the log ends, seconds."""
    records: Whole
    """The number of the last event."""
    teams: tuple[Id, ...]
    rules: tuple[Id, ...] = ()
    """Those that were computed, in the rubric's order."""
    findings: tuple[Finding, ...] = ()
    dials: tuple[Dial, ...] = ()
    not_computed: tuple[Gap, ...] = ()
