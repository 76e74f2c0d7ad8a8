"""The seats that are kept for the next time, and the keys of joins that nobody has answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli import seats

URL, CODE = "http://10.0.0.5:8075", "ABCD-EFGH"


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def test_a_join_that_was_not_answered_keeps_its_key() -> None:
    key = seats.joining(URL, "one", CODE)
    assert len(key) >= 16
    assert seats.joining(URL, "one", CODE.lower().replace("-", " ")) == key
    assert seats.joining(URL, "one", "JKMN-PQRS") != key
    assert seats.joining(URL, "two", CODE) != key


def test_a_join_that_was_answered_leaves_its_key_behind() -> None:
    key = seats.joining(URL, "one", CODE)
    seats.keep(URL, "one", CODE, "token")
    assert seats.token_of(URL, "one", CODE) == seats.token_of(URL, "one", "") == "token"
    assert seats.joining(URL, "one", CODE) != key
    assert seats.file().stat().st_mode & 0o077 == 0
