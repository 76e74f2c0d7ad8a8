"""`simulacro verify`: what was done to the bytes of an exercise on disk, and which code says so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from simulator.cli import main
from tests.builders import Table, a_scenario, an_inject
from tests.unit.cli.store import keep, numbers, stored, with_log

TAMPERED = {
    "a byte": "UPDATE events SET recorded = replace(recorded, 'decides', 'decided')",
    "a record cut out": "DELETE FROM events WHERE seq = 3",
    "a record cut out and the rest moved": (
        "DELETE FROM events WHERE seq = 3; UPDATE events SET seq = seq - 1 WHERE seq > 3"
    ),
    "two records swapped": (
        "UPDATE events SET seq = 1003 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 4;"
        "UPDATE events SET seq = 4 WHERE seq = 1003"
    ),
    "a digest": "UPDATE events SET digest = replace(digest, substr(digest, 1, 1), 'x')",
    "whose it was": "UPDATE events SET person = 'mallory' WHERE seq = 3",
    "a record in front": "DELETE FROM events WHERE seq = 1",
}


def tamper(store: Path, script: str) -> None:
    with closing(sqlite3.connect(store / "one.db")) as database:
        database.executescript(script)


def test_an_exercise_as_it_was_kept_is_sound(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count, head = len(keep(store)), stored(store)[-1].digest
    assert main(["verify", "one"]) == 0
    assert capsys.readouterr().out == f"one: sound. Records: {count}. Head digest: {head}\n"


@pytest.mark.parametrize("script", TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_tampered_with_is_broken(
    store: Path, script: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    tamper(store, script)
    assert main(["verify", "one"]) == 1
    assert "broken at record" in capsys.readouterr().out


def test_the_number_of_the_break_is_said(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = len(keep(store))
    tamper(store, "UPDATE events SET recorded = recorded || ' ' WHERE seq = 4")
    assert main(["verify", "one"]) == 1
    assert f"broken at record 4 of {count}" in capsys.readouterr().out


def test_that_the_end_is_missing_shows_the_anchor_alone(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count, head = len(keep(store)), stored(store)[-1].digest
    assert main(["verify", "one", "--head", head]) == 0
    assert f"that of its last record, {count}." in capsys.readouterr().out
    tamper(store, "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")
    assert main(["verify", "one"]) == 0
    assert main(["verify", "one", "--head", head]) == 1
    assert "No record has the digest given" in capsys.readouterr().out


def test_a_log_that_went_on_after_its_anchor_is_good(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    anchor = stored(store)[3].digest
    assert main(["verify", "one", "--head", anchor]) == 0
    assert "that of record 4; added since:" in capsys.readouterr().out


def test_redacted_records_are_counted_and_break_nothing(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    (number,) = numbers(store, "note_taken")
    with_log(store, lambda log: log.redact("one", [number]))
    assert main(["verify", "one"]) == 0
    assert "1 record redacted" in capsys.readouterr().out


ATTACHMENTS = {
    "gone": ("DELETE FROM contents", "The attachment a.txt is missing."),
    "changed": ("UPDATE contents SET content = 'B'", "The attachment a.txt is not what was kept"),
    "exchanged": (
        "UPDATE contents SET digest = '0'; UPDATE attachments SET digest = '0'",
        "The attachment a.txt is not what was kept",
    ),
}


@pytest.mark.parametrize(("script", "says"), ATTACHMENTS.values(), ids=ATTACHMENTS.keys())
def test_an_attachment_that_is_gone_or_another_is_told(
    store: Path, script: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store, files={"a.txt": b"A"})
    assert main(["verify", "one"]) == 0
    tamper(store, script)
    assert main(["verify", "one"]) == 1
    assert says in capsys.readouterr().out


def test_an_attachment_that_an_inject_names_and_nobody_kept_is_missing(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store, table=Table(a_scenario(an_inject("a", attachments=["plan.txt"]))))
    assert main(["verify", "one"]) == 1
    assert "The attachment plan.txt is missing." in capsys.readouterr().out
    with_log(store, lambda log: log.attach("one", {"plan.txt": b"A plan."}))
    assert main(["verify", "one"]) == 0


def test_a_creation_that_cannot_be_read_names_no_attachments(store: Path) -> None:
    keep(store)
    tamper(store, "UPDATE events SET recorded = '{}' WHERE seq = 1")
    assert main(["verify", "one"]) == 1


def test_the_worst_of_several_is_the_code(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(store, "one")
    keep(store, "two")
    assert main(["verify", "one", "two"]) == 0
    tamper(store, TAMPERED["a byte"])
    assert main(["verify", "one", "two"]) == 1
    assert main(["verify", "one", "nobody", "two"]) == 2
    (store / "bad.db").write_text("no database, only words " * 99)
    assert main(["verify", "bad", "one", "nobody", "two"]) == 4
    said = capsys.readouterr()
    assert "two: sound" in said.out
    assert "There is no exercise nobody in the store." in said.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["one", "two", "--head", "0" * 64], "one exercise"),
        (["one", "--head", "abc"], "is no digest"),
    ],
)
def test_an_anchor_is_one_digest_of_one_exercise(
    store: Path, args: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store)
    assert main(["verify", *args]) == 2
    assert says in capsys.readouterr().err
