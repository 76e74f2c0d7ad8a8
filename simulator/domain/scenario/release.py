"""When an inject is due, and where play goes next."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from simulator.domain.model import Flag, Id, Model, OrJust, Refs, Span
from simulator.domain.scenario.condition import Condition

START = "start"
"""In `after`: STARTEX."""


class Release(Model):
    """The rule by which an inject becomes due (K3, K4, K7); times are minutes of exercise time.

    With `after`, `when` or `not_by` the inject stands beside the line.
    """

    after: Refs = ()
    """Injects, options or `start` whose release or choice opens it; any of them."""
    when: Condition | None = None
    not_by: Span | None = None
    """Due this long after its source unless `unless` has come true: a contingency inject."""
    unless: Condition | None = None
    at: Span | None = None
    """Not before this time on the exercise clock."""
    delay: Span | None = None
    """Not before this long after it was opened."""
    until: Span | None = None
    """Overdue after this time on the exercise clock; never lost."""
    auto: Flag = False
    """Goes by itself when due; all others are proposed."""

    @model_validator(mode="after")
    def _contingency(self) -> Self:
        if self.not_by is not None and self.unless is None:
            raise PydanticCustomError("not_by_alone", "not_by needs unless")
        if self.unless is not None and self.not_by is None:
            raise PydanticCustomError("unless_alone", "unless needs not_by")
        if self.not_by is not None and self.delay is not None:
            raise PydanticCustomError(
                "not_by_delay", "not_by already says how long; leave delay out"
            )
        return self

    @property
    def beside_line(self) -> bool:
        """Whether the inject stands beside the line (K3)."""
        return bool(self.after) or self.when is not None or self.not_by is not None


class Route(Model):
    """A possible next inject, under a condition."""

    to: Id
    when: Condition | None = None


def _routes(value: object) -> object:
    return [{"to": value}] if isinstance(value, str) else value


Next = Annotated[
    tuple[Route, ...],
    Field(min_length=1),
    BeforeValidator(_routes),
    OrJust("^[a-z0-9-]{1,60}$"),
]
"""An inject, or routes of which the first whose condition holds is suggested."""
