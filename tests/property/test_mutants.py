"""Each mutant of plan and view is caught by the property that names it, and by it alone."""

from __future__ import annotations

import pytest

from tests.property.mutants import MUTANTS, Mutant
from tests.property.walks import drawn

BUDGET = 60
"""So many walks a property may take to see a mutant."""


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS.keys())
def test_the_mutant_is_caught_where_the_product_is_not(mutant: Mutant) -> None:
    for number in range(BUDGET):
        course = drawn(number)
        try:
            with mutant.let_loose():
                mutant.seen_by(course)
        except AssertionError:
            mutant.seen_by(course)
            return
    pytest.fail(f"not caught in {BUDGET} walks")
