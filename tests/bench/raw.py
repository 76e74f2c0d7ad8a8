"""What SQLite itself takes: the same rows, the same durability, nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from simulator.acts import RECORDED
from tests.bench.rooms import folder, log_of

SCHEMA = """
CREATE TABLE events (
  exercise TEXT NOT NULL, seq INTEGER NOT NULL, person TEXT NOT NULL, request TEXT,
  digest TEXT NOT NULL, recorded TEXT NOT NULL,
  PRIMARY KEY (exercise, seq), UNIQUE (exercise, person, request)) WITHOUT ROWID
"""
INSERT = "INSERT INTO events VALUES ('room', ?, ?, ?, ?, ?)"


class Raw:
    """A database with the log's table, written to as directly as can be."""

    def __init__(self, name: str) -> None:
        path = Path(folder().name) / f"{name}.db"
        self._database = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute(SCHEMA)
        *_, last = log_of(2_001)
        self._row = RECORDED.dump_json(last, by_alias=True, exclude_none=True).decode()
        self._seq = 0

    def rows(self, count: int, each: int) -> None:
        """So many rows, so many of them in each commit."""
        for _ in range(count // each):
            self._database.execute("BEGIN IMMEDIATE")
            for _ in range(each):
                self._seq += 1
                digest = "0" * 64
                values = (self._seq, f"p-{self._seq % 45}", f"r{self._seq}", digest, self._row)
                self._database.execute(INSERT, values)
            self._database.execute("COMMIT")
