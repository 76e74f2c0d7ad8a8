"""A diagnostic: one numbered remark about a content file, in paths, never in lines (K32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""Where in a file: keys and list positions from its top."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark about content: a number, the place, and the values its sentence needs."""

    code: str
    """The number, `TTX007`."""
    path: Path = ()
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    severity: Severity = "error"
    file: str = "scenario"
    """`scenario`, `playbook/<id>`, `rubric/<id>`, `translation/<language>` or `play/<id>`."""
    at_key: bool = False
    """True where the key itself is meant, not its value."""
