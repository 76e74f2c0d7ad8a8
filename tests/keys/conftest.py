"""The bench on which keys are tried."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.keys.bench import Bench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The folder in which the files of all rows lie, one after the other."""
    loop = asyncio.new_event_loop()
    yield Bench(tmp_path_factory.mktemp("keys"), loop)
    loop.close()
