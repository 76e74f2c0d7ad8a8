"""Findings rest on events."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.domain.debrief import Finding, Window

FINDING = Finding(id="x", dial="order", rule="order", code="late", evidence=(5, 3))


def test_a_finding_cites_its_events_and_the_ends_of_its_window_in_order() -> None:
    assert FINDING.cites == (3, 5)
    assert FINDING.having(window=Window(began=2, ended=5)).cites == (2, 3, 5)


def test_a_finding_without_any_cannot_be() -> None:
    with pytest.raises(ValidationError, match="cites events"):
        Finding(id="x", dial="order", rule="order", code="late")
