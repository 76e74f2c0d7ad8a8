"""What every home of names does, and what it leaves behind: nothing."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from simulator.domain.errors import StoreError
from simulator.service.naming import Mode, keep_name, names_of
from simulator.stores.names import MemoryNames, Names, SqliteNames
from simulator.stores.sqlite import SqliteLog
from tests.contract.disk import records

HOMES: dict[str, Callable[[Path], Names]] = {
    "memory": lambda folder: MemoryNames(),
    "sqlite": SqliteNames,
}


@pytest.fixture(params=[*HOMES.values()], ids=[*HOMES])
def names(request: pytest.FixtureRequest, tmp_path: Path) -> Names:
    opens: Callable[[Path], Names] = request.param
    return opens(tmp_path / "store")


async def test_names_are_kept_by_exercise_and_person(names: Names) -> None:
    await names.put("one", "ana", "Ana Ruiz")
    await names.put("one", "bo", "Bo Li")
    await names.put("two", "ana", "Ana Other")
    assert await names.of("one") == {"ana": "Ana Ruiz", "bo": "Bo Li"}
    assert await names.of("two") == {"ana": "Ana Other"}
    assert await names.of("three") == {}


async def test_a_name_may_be_changed(names: Names) -> None:
    await names.put("one", "ana", "Ana Ruiz")
    await names.put("one", "ana", "Ana Ruiz-Soto")
    assert await names.of("one") == {"ana": "Ana Ruiz-Soto"}


async def test_one_name_is_forgotten_or_all_of_an_exercise(names: Names) -> None:
    for exercise in ("one", "two"):
        await names.put(exercise, "ana", "Ana")
        await names.put(exercise, "bo", "Bo")
    await names.forget("one", "ana")
    assert await names.of("one") == {"bo": "Bo"}
    await names.forget("one")
    assert await names.of("one") == {}
    assert len(await names.of("two")) == 2


async def test_forgetting_what_nobody_kept_is_nothing(names: Names) -> None:
    await names.forget("one")
    await names.forget("one", "ana")
    assert await names.of("one") == {}


@pytest.mark.parametrize(
    ("mode", "kept"),
    [("named", {"ana": "Ana"}), ("pseudonym", {"ana": "Ana"}), ("role-only", {})],
)
async def test_by_role_alone_no_name_is_kept(
    names: Names, mode: Mode, kept: dict[str, str]
) -> None:
    await keep_name(names, mode, "one", "ana", "Ana")
    await keep_name(names, mode, "one", "bo", None)
    assert await names.of("one") == kept
    assert await names_of(names, mode, "one") == kept


async def test_by_role_alone_no_name_is_told(names: Names) -> None:
    await names.put("one", "ana", "Ana")
    assert await names_of(names, "role-only", "one") == {}


# What only names on disk have


async def test_looking_makes_no_file_of_names(tmp_path: Path) -> None:
    names = SqliteNames(tmp_path / "store")
    await names.of("one")
    await names.forget("one")
    assert not (tmp_path / "store").exists()


async def test_the_file_of_names_is_its_owners_alone(tmp_path: Path) -> None:
    await SqliteNames(tmp_path).put("one", "ana", "Ana")
    assert stat.S_IMODE((tmp_path / "names.db").stat().st_mode) == 0o600


async def test_names_outlast_the_process(tmp_path: Path) -> None:
    await SqliteNames(tmp_path).put("one", "ana", "Ana")
    assert await SqliteNames(tmp_path).of("one") == {"ana": "Ana"}


async def test_nothing_of_a_forgotten_name_is_left(tmp_path: Path) -> None:
    names = SqliteNames(tmp_path)
    for number in range(50):
        await names.put("one", f"p{number}", f"Canary {number} Sang")
    await names.forget("one", "p7")
    content = (tmp_path / "names.db").read_bytes()
    assert b"Canary 7 " not in content
    assert b"Canary 8 " in content
    assert not (tmp_path / "names.db-journal").exists()


async def test_names_lie_beside_the_exercises_and_are_none_of_them(tmp_path: Path) -> None:
    await SqliteNames(tmp_path).put("one", "ana", "Ana")
    log = SqliteLog(tmp_path)
    async with log.turn("one") as turn:
        await turn.append(records())
    assert [s.exercise for s in await log.exercises()] == ["one"]
    await log.close()
    assert b"Ana" not in (tmp_path / "one.db").read_bytes()


async def test_a_file_of_names_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "names.db").write_text("no names, only words " * 99)
    with pytest.raises(StoreError, match="store_failed"):
        await SqliteNames(tmp_path).of("one")


async def test_a_file_of_names_that_is_being_written_to_is_waited_for(tmp_path: Path) -> None:
    names = SqliteNames(tmp_path)
    await names.put("one", "ana", "Ana")
    with closing(sqlite3.connect(tmp_path / "names.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await names.of("one") == {"ana": "Ana"}
        other.execute("COMMIT")
    await names.put("one", "bo", "Bo")
    assert len(await names.of("one")) == 2
