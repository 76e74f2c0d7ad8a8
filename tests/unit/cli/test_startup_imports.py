"""Commands import what they use, and nothing that is slow to import."""

from __future__ import annotations

import pytest

from tests.bench.startup import SLOW, imported, small


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_imports_nothing_of_others(option: str) -> None:
    assert not imported(option) & {*SLOW, "pydantic", "yaml", "asyncio", "argparse"}


def test_a_check_imports_nothing_slow() -> None:
    found = imported("check", small())
    assert found >= {"pydantic", "yaml"}
    assert not found & {*SLOW, "asyncio", "sqlite3"}
