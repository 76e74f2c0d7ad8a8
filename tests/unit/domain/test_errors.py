"""Errors are a code and values."""

from __future__ import annotations

from simulator.domain.diagnostic import Diagnostic
from simulator.domain.errors import ContentError, Refused


def test_an_error_is_its_code_and_its_values() -> None:
    error = Refused("held", inject="a")
    assert (error.code, error.values) == ("held", {"inject": "a"})


def test_wrong_content_brings_its_diagnostics_and_their_number() -> None:
    found = (Diagnostic(code="TTX001", severity="error", path=()),)
    error = ContentError(found)
    assert (error.code, error.values, error.diagnostics) == ("content", {"count": 1}, found)
