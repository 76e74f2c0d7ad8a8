"""The facts a scenario declares: milestones, variables, deadlines, the truth behind it all."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from simulator.domain.model import Day, Id, Line, Model, Number, Ref, Refs, Span, Value, Whole, Word
from simulator.domain.scenario.condition import Condition

Scope = Literal["exercise", "team"]
"""Whose fact it is: one for the whole exercise, or each team its own (K1)."""


class Milestone(Model):
    """A yes/no fact, false at the start, that becomes true during play."""

    shorthand = "text"
    named_by = ("text",)
    id: Id
    text: Line
    scope: Scope | None = None
    """As the story's unless said."""


class Variable(Model):
    """A small typed value: a number within bounds, or one of a few words."""

    named_by = ("text",)
    id: Id
    text: Line
    type: Literal["number", "choice"] = "number"
    start: Value | None = None
    """The value at STARTEX; without it 0, or the first of `values`."""
    min: Number | None = None
    max: Number | None = None
    values: tuple[Word, ...] = ()
    """What a choice may be."""
    scope: Scope | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.type == "choice":
            if not self.values:
                raise PydanticCustomError("no_values", "a choice needs its values")
            if self.min is not None or self.max is not None:
                raise PydanticCustomError("bounds_on_choice", "a choice has values, no min or max")
        elif self.values:
            raise PydanticCustomError("values_on_number", "a number has min and max, no values")
        return self

    @property
    def initial(self) -> Value:
        """The value at STARTEX."""
        if self.start is not None:
            return self.start
        return self.values[0] if self.type == "choice" else (self.min or 0)

    def allows(self, value: object) -> bool:
        """Whether the variable may hold this value."""
        if self.type == "choice":
            return value in self.values
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)


class Source(Model):
    """Where a time or duty comes from; printed beside whatever rests on it."""

    kind: Literal["law", "contract", "plan", "pilot", "expert"]
    title: Line | None = None
    section: Word | None = None
    date: Day | None = None
    url: Word | None = None


class Deadline(Model):
    """A running clock: it starts and is met by conditions, or is a playbook step's own."""

    named_by = ("title",)
    id: Id
    title: Line
    to: Refs = ()
    """On whose screens it runs; staff always see it."""
    step: Ref | None = None
    """`playbook/step`: start, length, clock and source are the step's."""
    starts: Condition | None = None
    met_by: Condition | None = None
    within: Span | None = None
    clock: Literal["exercise", "story"] | None = None
    """Which clock it runs in, where it stands alone: the story's unless the story has none."""
    source: Source | None = None
    scope: Scope | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        alone = (self.starts, self.within)
        if self.step is None and None in alone:
            raise PydanticCustomError("deadline_origin", "step is needed, or starts and within")
        if self.step is not None and alone != (None, None):
            raise PydanticCustomError("deadline_origin", "with step, starts and within are its")
        return self


class SeverityTruth(Model):
    """How severe the incident really was in one phase, on the playbooks' scale."""

    phase: Id
    level: Whole


class Truth(Model):
    """What was really so in the story; judges what teams declared, never shown to players."""

    severity: tuple[SeverityTruth, ...] = ()
    contained: Condition | None = None
    """When a declaration "contained" would have been right."""
    notes: tuple[Line, ...] = ()
    """What happened behind the scenes, for the debrief."""
