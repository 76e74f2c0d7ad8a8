"""Diagnostics in words: where, which number, what is wrong, and how to mend it."""

from __future__ import annotations

from pathlib import Path

from simulator.content.sources import located
from simulator.content.wording import as_data, hint, lines, message, place, sentence
from simulator.domain.diagnostic import Diagnostic

UNKNOWN = Diagnostic("TTX022", ("titel",), {"key": "titel", "near": "title"}, at_key=True)
TYPE = Diagnostic("TTX020", ("a",), {"wanted": ("number", "text"), "got": "list"})


def test_a_sentence_begins_with_the_place() -> None:
    found = located(UNKNOWN, Path("/x/scenario.yaml"), 1, 1)
    assert sentence(found) == "/x/scenario.yaml:1:1 TTX022 `titel` is not known here."


def test_without_lines_the_path_is_the_place() -> None:
    assert place(Diagnostic("TTX020", ("injects", 3, "to"))) == "scenario:injects/3/to"
    assert place(Diagnostic("TTX020")) == "scenario"


def test_a_hint_begins_with_what_was_meant() -> None:
    assert hint(UNKNOWN).startswith("Did you mean `title`? Check the spelling")
    assert hint(Diagnostic("TTX022", (), {"key": "x", "near": ""})).startswith("Check the spelling")


def test_a_hint_stands_below_its_sentence() -> None:
    first, second = lines([UNKNOWN])
    assert first.endswith("is not known here.")
    assert second.startswith("    Did you mean")
    assert len(list(lines([UNKNOWN], hints=False))) == 1


def test_words_are_in_the_readers_language() -> None:
    assert message(UNKNOWN, "es") == "`titel` no se conoce aquí."
    assert hint(UNKNOWN, "es").startswith("¿Quiso decir `title`?")


def test_types_are_named_in_the_readers_language() -> None:
    assert message(TYPE) == "A number or a text belongs here, and this is a list."
    assert message(TYPE, "es") == "Un número o un texto va aquí, y esto es una lista."


def test_lists_are_read_with_commas() -> None:
    found = Diagnostic("TTX026", (), {"value": "x", "allowed": ("a", "b")})
    assert message(found) == "`x` is not among the words allowed: a, b."


def test_a_kind_of_mistake_has_its_own_sentence() -> None:
    found = Diagnostic("TTX033", (), {"problem": "one_term", "count": 2})
    assert message(found) == "This condition asks 2 things at once."


def test_what_the_parser_says_is_quoted() -> None:
    found = Diagnostic("TTX002", (), {"problem": "did not find expected key"})
    assert message(found) == "This is not YAML: did not find expected key."


def test_programs_get_every_part_by_itself() -> None:
    assert as_data(located(UNKNOWN, Path("/x/a.yaml"), 2, 3)) == {
        "file": "/x/a.yaml",
        "line": 2,
        "column": 3,
        "code": "TTX022",
        "severity": "error",
        "message": "`titel` is not known here.",
        "hint": hint(UNKNOWN),
        "path": "titel",
    }
    assert as_data(TYPE)["line"] is None
