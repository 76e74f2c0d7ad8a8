"""Every warning has words in every language, and an input that brings it about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simulator.importing
from simulator.text import has, languages
from tests.unit.importing import test_cacao_faults, test_icebergttx, test_react

FOLDER = Path(simulator.importing.__file__).parent
REMARK = re.compile(r'remark\(\s*(?:path, )?"([a-z_]+)"')
ELSEWHERE = {"key_twice", "step_twice", "inject_unnamed", "phase_guessed"}
"""Told by a test of its own, with another one or in every case."""


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.py")))


def told() -> set[str]:
    """The codes of all warnings that importers can give."""
    codes = set(REMARK.findall(sources()))
    assert len(codes) > 50
    return codes | {"loop_back", "endless_loop"}


@pytest.mark.parametrize("language", languages())
def test_every_warning_has_words(language: str) -> None:
    assert [code for code in sorted(told()) if not has(f"importing.remarks.{code}", language)] == []


@pytest.mark.parametrize("language", languages())
def test_every_refusal_has_words(language: str) -> None:
    command = FOLDER.parent / "cli" / "importing.py"
    codes = set(re.findall(r'UsageError\(\s*"([a-z_]+)"', sources() + command.read_text("utf-8")))
    assert codes
    assert [code for code in sorted(codes) if not has(f"errors.{code}", language)] == []


def test_every_warning_is_brought_about_by_an_input_of_its_own() -> None:
    shown = {*test_cacao_faults.FAULTS, *test_icebergttx.FAULTS, *test_react.FAULTS}
    assert told() - shown - ELSEWHERE == set()
    assert shown - told() == set()
