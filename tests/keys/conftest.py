"""The bench on which keys are tried."""

from __future__ import annotations

import pytest

from tests.keys.bench import Bench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Where the scenarios of all rows are written; those that are alike only once."""
    return Bench(tmp_path_factory.mktemp("keys"))
