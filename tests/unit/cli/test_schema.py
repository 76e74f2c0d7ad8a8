"""`simulacro schema` prints the schema of a kind of file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli import GOOD, NOT_DONE, main
from simulator.content.schema import NAMES


@pytest.mark.parametrize("kind", NAMES)
def test_the_schema_of_each_kind_is_printed(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == GOOD
    out = capsys.readouterr().out
    assert out == Path(f"schemas/{kind}.json").read_text(encoding="utf-8")
    assert json.loads(out)["title"] == f"Simulacro {kind}"


def test_other_kinds_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "novel"]) == NOT_DONE
    assert "invalid choice" in capsys.readouterr().err
