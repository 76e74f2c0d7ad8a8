"""Rating: what evaluators made of objectives, tasks and rows, as they said it; never an average.

The final rating stands where there is one. Otherwise each evaluator's last does, and where they
differ the report says so. What nobody rated is told as that, and never taken for a low rating.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.domain.debrief import Finding
from simulator.domain.entries import Rating as Given
from simulator.domain.model import Model
from simulator.engine.case import Rated
from simulator.scoring.base import Case, found

FLAGS = ("achieved", "harm_other", "safety_risk", "non_compliant", "improvement_found")


class RatingSettings(Model):
    """A rubric says what is rated, and on which scale, under `ratings`."""


class Rating:
    """Ratings by people."""

    name = "rating"
    Settings = RatingSettings

    def score(self, case: Case, settings: RatingSettings) -> Iterator[Finding]:
        for rated in case.rated:
            yield _found(case, rated, **(_given(rated) if rated.ratings else _not(case)))


def _not(case: Case) -> dict[str, Any]:
    return {"code": "not_rated", "window": case.window()}


def _given(rated: Rated) -> dict[str, Any]:
    """What stands, the final rating before all others; and what each evaluator said."""
    final = next((r for r in reversed(rated.ratings) if r.final), None)
    levels = {r.level for r in rated.ratings}
    agreed = final or (rated.ratings[-1] if len(levels) == 1 else None)
    values: dict[str, Any] = {"levels": [r.level for r in rated.ratings if r is not final]}
    if agreed:
        values |= {"level": agreed.level, "flags": _flags(final, rated)}
    return {
        "code": "final" if final else "rated" if agreed else "disagreed",
        "values": values,
        "evidence": tuple(r.seq for r in rated.ratings),
    }


def _flags(final: Given | None, rated: Rated) -> list[str]:
    """The evidence flags of the final rating; else those that any evaluator raised."""
    given = (final,) if final else rated.ratings
    return [flag for flag in FLAGS if any(getattr(r, flag) for r in given)]


def _found(case: Case, rated: Rated, code: str, values: Any = None, **more: Any) -> Finding:
    about = {"subject": rated.subject, **(values or {})}
    objective = None if rated.kind == "row" else rated.subject.partition("/")[0]
    return found(
        case,
        Rating.name,
        code,
        "rating",
        rated.subject,
        objective=objective,
        values=about,
        **more,
    )


rule = Rating()
