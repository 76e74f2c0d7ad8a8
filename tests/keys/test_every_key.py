"""Every key of every kind of content file has a test that shows what it changes."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path

from simulator.content.files import HEADER
from simulator.domain.play import PlayStep
from tests.keys.bench import Row
from tests.keys.keys import every_key


def _rows() -> dict[str, tuple[Row, ...]]:
    """Module → the rows it tries."""
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    modules = [import_module(f"tests.keys.{f.stem}") for f in files if f != Path(__file__)]
    return {module.__name__: module.ROWS for module in modules}


SHOWN = Counter(row.key for rows in _rows().values() for row in rows)


def test_every_key_has_a_row() -> None:
    assert sorted(every_key() - SHOWN.keys()) == []


def test_no_row_is_about_a_key_that_is_not_there() -> None:
    assert sorted(SHOWN.keys() - every_key()) == []


def test_every_word_of_a_play_script_has_its_row() -> None:
    assert {f"PlayStep.{name}" for name in PlayStep.model_fields} <= SHOWN.keys()


def test_no_key_has_two_rows() -> None:
    assert [key for key, count in SHOWN.items() if count > 1] == []


def test_keys_are_found_in_every_kind_of_file() -> None:
    found = every_key()
    assert {
        "Scenario.tlp",
        "Inject.from",
        "Inject.body_file",
        "Release.not_by",
        "InjectFile.licence",
        "Times.from",
        "Share.with",
        "Rubric.absent",
        "Expect.sees_not",
        "Translation.status",
        "InjectTexts.body",
    } <= found
    assert not {key for key in found if key.startswith("InjectFile.")} - {
        f"InjectFile.{key}" for key in HEADER
    }
