"""Readers leave a store as they found it: nothing of SQLite's own stays beside an exercise."""

from __future__ import annotations

import shutil
from pathlib import Path

from simulator.acts.play import CreateExercise, StartExercise
from simulator.service.clock import FixedClock
from simulator.service.hub import Hub
from simulator.stores.sqlite import SqliteLog
from tests.builders import FACILITATOR, a_kit


async def kept(folder: Path) -> None:
    log = SqliteLog(folder)
    await Hub(log, FixedClock(), {}).submit("one", FACILITATOR, CreateExercise(kit=a_kit()))
    await log.close()


def beside(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("one.db*"))


async def test_a_reader_leaves_nothing_beside_the_file_and_the_file_as_it_was(
    tmp_path: Path,
) -> None:
    await kept(tmp_path)
    before = (tmp_path / "one.db").read_bytes()
    log = SqliteLog(tmp_path)
    assert await log.read("one")
    await log.close()
    assert beside(tmp_path) == ["one.db"]
    assert (tmp_path / "one.db").read_bytes() == before


async def test_a_reader_takes_nothing_from_who_writes(tmp_path: Path) -> None:
    writing = SqliteLog(tmp_path)
    hub = Hub(writing, FixedClock(), {})
    await hub.submit("one", FACILITATOR, CreateExercise(kit=a_kit()))
    reading = SqliteLog(tmp_path)
    before = len(await reading.read("one"))
    await reading.close()
    assert "one.db-wal" in beside(tmp_path)
    await hub.submit("one", FACILITATOR, StartExercise())
    await hub.close()
    await writing.close()
    reading = SqliteLog(tmp_path)
    assert len(await reading.read("one")) > before
    await reading.close()
    assert beside(tmp_path) == ["one.db"]


async def test_what_a_killed_process_had_written_stays_where_it_is(tmp_path: Path) -> None:
    live, dead = tmp_path / "live", tmp_path / "dead"
    writing = SqliteLog(live)
    hub = Hub(writing, FixedClock(), {})
    await hub.submit("one", FACILITATOR, CreateExercise(kit=a_kit()))
    await hub.submit("one", FACILITATOR, StartExercise())
    shutil.copytree(live, dead)
    await hub.close()
    await writing.close()
    found = {name: (dead / name).read_bytes() for name in ("one.db", "one.db-wal")}
    assert found["one.db-wal"]
    reading = SqliteLog(dead)
    assert len(await reading.read("one")) >= 2
    await reading.close()
    assert {name: (dead / name).read_bytes() for name in found} == found
