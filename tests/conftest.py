"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def samples() -> Path:
    """The collection of real scenarios and playbooks: skipped without it, failed in CI."""
    given = os.environ.get("SIMULACRO_SAMPLES", "")
    if given and Path(given).is_dir():
        return Path(given)
    reason = f"SIMULACRO_SAMPLES names no folder: {given!r}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark every test that asks for the samples."""
    for item in items:
        if "samples" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.samples)
