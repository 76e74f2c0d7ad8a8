"""Errors at a console: people in them are called by their names."""

from __future__ import annotations

from simulator.consoles.reader import Reader

KEY = "errors.amended_since"
VALUES = {"person": "p-1", "text": "Two.", "decision": "e9"}


def test_a_person_in_an_error_is_called_by_name() -> None:
    said = Reader("en", {"p-1": "Ana"}).problem(KEY, VALUES)
    assert said.startswith("Ana has amended this entry")
    assert "“Two.”" in said


def test_without_a_name_the_id_says_the_seat() -> None:
    assert Reader("es").problem(KEY, VALUES).startswith("p-1 ha enmendado")
