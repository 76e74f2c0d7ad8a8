"""What a server answers that could not do it, as the error that the hub would have raised."""

from __future__ import annotations

import json
from typing import Any

from simulator.domain.errors import (
    NotAllowed,
    Refused,
    SimulatorError,
    StoreError,
    UsageError,
)

KINDS: dict[int, type[SimulatorError]] = {
    401: NotAllowed,
    403: NotAllowed,
    404: StoreError,
    409: Refused,
    422: UsageError,
    429: Refused,
    503: StoreError,
}
"""Status of an answer → what kind of error it stands for."""


def problem(status: int, body: bytes) -> SimulatorError | None:
    """The error that an answer tells of; none where it is not one of a server of ours."""
    try:
        said: Any = json.loads(body)
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("error"), str):
        return None
    values = said.get("values")
    kind = KINDS.get(status, UsageError)
    if said["error"] == "no_such_page":
        kind = UsageError
    return kind(said["error"], **(values if isinstance(values, dict) else {}))
