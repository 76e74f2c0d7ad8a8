"""A model's complaints about data, each at the place in the data that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from simulator.domain.diagnostic import Path

TYPES = {
    "string_type": "text",
    "int_type": "whole",
    "int_from_float": "whole",
    "float_type": "number",
    "bool_type": "flag",
    "tuple_type": "list",
    "dict_type": "mapping",
    "mapping_type": "mapping",
    "model_type": "mapping",
}
"""A complaint about a type → what would have been right."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint of a model, and what stands at its place."""

    kind: str
    path: Path
    value: Any
    rest: Path
    """What the model has there and the data has not: a missing key, a member of a union."""
    at_key: bool
    limits: Mapping[str, Any]

    @property
    def about_type(self) -> bool:
        """Whether another type of value is wanted."""
        return self.kind in TYPES


def complaints(error: ValidationError, data: object) -> tuple[Complaint, ...]:
    """What a model says against data; complaints that only follow from another are left out."""
    found = [_placed(e, data) for e in error.errors(include_url=False, include_input=False)]
    inside = {c.path[:n] for c in found if not c.about_type for n in range(len(c.path) + 1)}
    return tuple(c for c in found if not _follows(c, inside))


def _follows(complaint: Complaint, inside: set[Path]) -> bool:
    if complaint.about_type:  # another member of the union fits better and says more
        return complaint.path in inside
    if complaint.kind == "too_short":  # counted after the wrong ones were taken out
        value = complaint.value
        return len(value if isinstance(value, list | dict) else [value]) >= int(
            complaint.limits["min_length"]
        )
    return False


def _placed(error: Mapping[str, Any], data: Any) -> Complaint:
    loc, kind, limits = tuple(error["loc"]), str(error["type"]), error.get("ctx", {})
    at_key = kind == "extra_forbidden" or loc[-1:] == ("[key]",)
    loc = loc[:-1] if loc[-1:] == ("[key]",) else loc
    seen: list[str | int] = []
    value = data
    for index, step in enumerate(loc):
        if _has(value, step):
            value = value[step]
            seen.append(step)
        elif not any(_has(value, later) for later in loc[index + 1 :]):
            return Complaint(kind, tuple(seen), value, loc[index:], at_key, limits)
    return Complaint(kind, tuple(seen), value, (), at_key, limits)


def _has(value: Any, step: Any) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)
