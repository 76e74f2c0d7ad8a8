"""The sample collection is looked for where the environment says, and never missed in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import samples_folder


def test_the_samples_are_where_the_environment_says(tmp_path: Path) -> None:
    assert samples_folder({"SIMULACRO_SAMPLES": str(tmp_path), "CI": "true"}) == tmp_path


@pytest.mark.parametrize("named", [{}, {"SIMULACRO_SAMPLES": "no such folder"}])
def test_without_samples_a_test_is_skipped(named: dict[str, str]) -> None:
    with pytest.raises(pytest.skip.Exception, match="SIMULACRO_SAMPLES names no folder"):
        samples_folder(named)


@pytest.mark.parametrize("named", [{}, {"SIMULACRO_SAMPLES": "no such folder"}])
def test_without_samples_a_test_fails_in_ci(named: dict[str, str]) -> None:
    with pytest.raises(pytest.fail.Exception, match="SIMULACRO_SAMPLES names no folder"):
        samples_folder(named | {"CI": "true"})


def test_a_test_that_asks_for_samples_is_marked(
    samples: Path, request: pytest.FixtureRequest
) -> None:
    assert samples.is_dir()
    assert request.node.get_closest_marker("samples") is not None
