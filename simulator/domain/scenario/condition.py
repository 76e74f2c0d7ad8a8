"""Conditions and effects: what a scenario may ask of the facts, and what it may do to them.

Conditions are data, never expressions: one term, or `all`, `any`, `not` of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from simulator.domain.model import Id, Model, Number, Ref, Value


class Bounds(Model):
    """What a variable is compared with; every bound given must hold."""

    at_least: Number | None = None
    at_most: Number | None = None
    is_: Annotated[Value | None, Field(alias="is")] = None

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if self.at_least is None and self.at_most is None and self.is_ is None:
            raise PydanticCustomError("no_bound", "at_least, at_most or is is needed")
        return self


TERMS = (
    "milestone",
    "variable",
    "option",
    "released",
    "answered",
    "timed_out",
    "expectation",
    "deadline",
    "all",
    "any",
    "not",
)
_HOLDS: Mapping[str, str] = MappingProxyType({"not_" if t == "not" else t: t for t in TERMS})
"""Field → the term it holds."""


class Condition(Model):
    """One question about the facts of play, true or not, and since when (K5)."""

    milestone: Id | None = None
    """True while this milestone is set."""
    variable: Annotated[Mapping[Id, Bounds], Field(min_length=1, max_length=1)] | None = None
    """True while this variable lies within the bounds."""
    option: Ref | None = None
    """`inject/option`: true while this option is the one in force."""
    released: Id | None = None
    """True once this inject was released."""
    answered: Id | None = None
    """True once this information request was answered."""
    timed_out: Id | None = None
    """True once the time limit of this inject's decision ran out."""
    expectation: Ref | None = None
    """`inject/expectation`: true once it was met."""
    deadline: (
        Annotated[
            Mapping[Id, Literal["running", "met", "missed"]], Field(min_length=1, max_length=1)
        ]
        | None
    ) = None
    """True while this deadline is in this state."""
    all: tuple[Condition, ...] = ()
    """True while every one is."""
    any: tuple[Condition, ...] = ()
    """True while at least one is."""
    not_: Annotated[Condition | None, Field(alias="not")] = None
    """True while the inner condition is not."""
    team: Id | None = None
    """Whose fact is meant, where each team has its own; else the team asked about, or any."""

    @model_validator(mode="after")
    def _one_term(self) -> Self:
        if (count := len(self.terms())) != 1:
            raise PydanticCustomError(
                "one_term", "a condition is exactly one of the terms", {"count": count}
            )
        return self

    def terms(self) -> tuple[str, ...]:
        """The names of the terms given; one in a valid condition."""
        given = self.model_fields_set
        if len(given) == 1 and (name := next(iter(given))) in _HOLDS and getattr(self, name):
            return (_HOLDS[name],)  # as nearly all are
        values = ((name, getattr(self, field)) for field, name in _HOLDS.items())
        return tuple(name for name, value in values if value not in (None, ()))

    def inner(self) -> tuple[Condition, ...]:
        """The conditions directly inside this one."""
        return (*self.all, *self.any, *((self.not_,) if self.not_ else ()))


class Effect(Model):
    """One change of the facts (K14)."""

    set: Id | None = None
    """This milestone becomes true."""
    clear: Id | None = None
    """This milestone becomes false."""
    add: Annotated[Mapping[Id, Number], Field(min_length=1, max_length=1)] | None = None
    """This much is added to a number, within its bounds."""
    let: Annotated[Mapping[Id, Value], Field(min_length=1, max_length=1)] | None = None
    """A variable takes this value."""

    @model_validator(mode="after")
    def _one_change(self) -> Self:
        if sum(v is not None for v in (self.set, self.clear, self.add, self.let)) != 1:
            raise PydanticCustomError("one_change", "an effect is one of set, clear, add, let")
        return self
