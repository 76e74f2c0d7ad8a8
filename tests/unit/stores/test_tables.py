"""What is asked of an exercise's file is found, however long its log has become."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from simulator.stores import tables

ROWS = [(name, number) for number, name in enumerate(("old", "old", "new", "new", "new"), 1)]
INSERT = "INSERT INTO events (exercise, seq, person, digest, recorded) VALUES (?, ?, 'p', ?, '')"


@pytest.fixture
def database() -> Any:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        tables.lay(opened)
        yield opened


def test_the_last_record_is_that_of_all_names_a_file_has_had(database: sqlite3.Connection) -> None:
    assert tables.head(database) == (0, "")
    database.executemany(INSERT, [(name, number, f"d{number}") for name, number in ROWS])
    assert tables.head(database) == (5, "d5")


@pytest.mark.parametrize(
    "asks",
    [
        tables.head,
        lambda database: tables.read(database, 3),
        lambda database: tables.read_some(database, 3, 2),
        lambda database: tables.answered(database, "p", "r"),
    ],
)
def test_nothing_looks_through_all_records(
    asks: Callable[[sqlite3.Connection], object], database: sqlite3.Connection
) -> None:
    asked: list[str] = []
    database.set_trace_callback(asked.append)
    asks(database)
    database.set_trace_callback(None)
    (query,) = asked
    plan = database.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    assert [step for *_, step in plan if "events" in step or step.startswith("SEARCH e ")]
    assert not [step for *_, step in plan if step.startswith(("SCAN events", "SCAN e "))]
