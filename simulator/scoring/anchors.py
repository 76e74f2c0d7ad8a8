"""Time anchors: target, acceptable, limit; what doing something after some minutes is worth."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

LATE = 0.5
"""The value of being late where nothing says how late is too late."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """By when something should be done, in minutes after its clock began."""

    target: float | None = None
    acceptable: float | None = None
    limit: float | None = None
    not_before: float | None = None

    def value(self, took: float) -> float:
        """1 up to the target, 0.5 at the acceptable, 0 at the limit, straight lines between."""
        if self._early(took):
            return max(took, 0.0) / (self.not_before or 1.0)
        points = self._points()
        if not points or took <= points[0][0]:
            return 1.0
        for (a, high), (b, low) in pairwise(points):
            if took <= b:
                return high - (high - low) * (took - a) / (b - a)
        return LATE if self.limit is None else 0.0

    def code(self, took: float) -> str:
        """How doing it then is called."""
        if self._early(took):
            return "too_early"
        if not self.is_due(took):
            return "in_time"
        within = self.acceptable is not None and took <= self.acceptable
        return "acceptable" if within else "late"

    def is_due(self, minutes: float) -> bool:
        """Whether it should have been done by then."""
        points = self._points()
        return bool(points) and minutes > points[0][0]

    def _early(self, took: float) -> bool:
        return self.not_before is not None and took < self.not_before

    def _points(self) -> list[tuple[float, float]]:
        """Minutes and value; the first anchor there is ends the full value."""
        points: list[tuple[float, float]] = []
        for minutes, value in ((self.target, 1.0), (self.acceptable, 0.5), (self.limit, 0.0)):
            if minutes is not None and (not points or minutes > points[-1][0]):
                points.append((minutes, value if points else 1.0))
        return points
