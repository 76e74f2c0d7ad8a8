"""Every test of the screens runs twice: at an exercise in the same process, and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.screens import REMOTE


@pytest.fixture(autouse=True, params=["local", pytest.param("remote", marks=pytest.mark.slow)])
def gateway_kind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where the exercise is."""
    before = REMOTE.set(request.param == "remote")
    yield
    REMOTE.reset(before)
