"""What all tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("short", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=5_000, print_blob=True)
settings.load_profile("short")
# The same examples in every run; `make long` looks at many others.


def pytest_addoption(parser: pytest.Parser) -> None:
    """What may be asked of the tests."""
    parser.addoption(
        "--update-snapshots", action="store_true", help="keep the screens as they look now"
    )


def samples_folder(environment: Mapping[str, str]) -> Path:
    """The folder SIMULACRO_SAMPLES names: skips the test without it, fails it where CI is set."""
    given = environment.get("SIMULACRO_SAMPLES", "")
    if given and Path(given).is_dir():
        return Path(given)
    reason = f"SIMULACRO_SAMPLES names no folder: {given!r}"
    if environment.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The collection of real scenarios and playbooks."""
    return samples_folder(os.environ)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse to begin where tests that share something costly would be dealt out to all workers.

    What is there by now stays: nobody looks again whether it is still needed.
    """
    gc.freeze()
    if not getattr(session.config.option, "loadgroup", False):
        return
    for item in session.items:
        if item.get_closest_marker("xdist_group") and "@" not in item.nodeid:
            raise pytest.UsageError(f"pytest-xdist does not know the group of {item.nodeid}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for the samples; slow ones begin, quick ones fill the rest."""
    items.sort(key=lambda each: each.get_closest_marker("slow") is None)
    for item in items:
        if "samples" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.samples)
