"""A comparison: what several exercises of one scenario were worth, side by side, in no order.

Like a debrief it holds codes, numbers and pointers, never sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from simulator.domain.debrief import Share
from simulator.domain.model import Id, Model, Word

COMPARISON_VERSION: Final = 1


class Side(Model):
    """One of the exercises."""

    exercise: Id
    scenario_version: Word
    rubric: Id
    rubric_version: Word
    status: Word
    elapsed: float
    """Exercise time, seconds."""


class DialRow(Model):
    """A dial of a team, exercise by exercise; None where it has no value."""

    dial: Id
    team: Id | None = None
    values: Mapping[Id, Share | None]


class Differing(Model):
    """Something of which the exercises' findings differ."""

    rule: Id
    team: Id | None = None
    step: str | None = None
    after: str | None = None
    expectation: str | None = None
    inject: str | None = None
    deadline: str | None = None
    findings: Mapping[Id, tuple[Word, ...]]
    """Exercise → the ids of its findings, in its debrief."""
    codes: Mapping[Id, tuple[Word, ...]]


class Comparison(Model):
    """Several exercises of one scenario side by side."""

    schema_version: Literal[1] = COMPARISON_VERSION
    scenario: Id
    exercises: tuple[Side, ...]
    dials: tuple[DialRow, ...]
    differing: tuple[Differing, ...]
