"""A backup made by a process of its own is the same, and so are the errors that it tells."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from simulator.domain.errors import StoreError
from simulator.ops import apart
from simulator.ops.apart import back_up_apart
from simulator.ops.backups import back_up, opened
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog
from tests.unit.ops.shelf import FILES, NOW, a_log

pytestmark = pytest.mark.slow


@pytest.fixture
async def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    log = SqliteLog(folder)
    await log.restore("one", await (await a_log()).stored("one"), FILES)
    await log.close()
    await SqliteNames(folder).put("one", "eva", "Eva Núñez")
    return folder


async def test_it_is_the_same_as_one_made_here(store: Path, tmp_path: Path) -> None:
    there = await back_up_apart(store, "one", tmp_path / "there", NOW, "auto")
    log = SqliteLog(store)
    here = await back_up(log, SqliteNames(store), "one", tmp_path / "here", NOW, "auto")
    await log.close()
    assert there.path == tmp_path / "there" / here.path.name
    assert (there.manifest, there.names) == (here.manifest, {"eva": "Eva Núñez"})
    assert there.path.read_bytes() == here.path.read_bytes()
    assert opened(there.path).names == there.names


async def test_its_errors_are_told_as_if_they_were_made_here(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no_such_exercise") as told:
        await back_up_apart(store, "nobody", tmp_path / "there", NOW)
    assert told.value.values == {"exercise": "nobody"}
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="backup_failed"):
        await back_up_apart(store, "one", tmp_path / "file" / "in", NOW)


async def test_a_process_that_dies_is_told(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "__name__", "no.such.module")
    with pytest.raises(StoreError, match="backup_cut_short"):
        await back_up_apart(store, "one", tmp_path / "there", NOW)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(StoreError, match="backup_failed"):
        await back_up_apart(store, "one", tmp_path / "there", NOW)
    assert not await asyncio.to_thread((tmp_path / "there").exists)
