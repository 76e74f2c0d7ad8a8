"""What every home of the event log does: one suite for all of them."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from simulator.acts import Recorded
from simulator.acts.evaluation import NoteTaken
from simulator.acts.play import EndExercise
from simulator.domain.errors import StoreError
from simulator.stores.base import EventLog
from simulator.stores.memory import MemoryLog
from simulator.stores.sqlite import SqliteLog
from tests.builders import Table, a_scenario

Opens = Callable[[Path], EventLog]
Kept = Callable[[EventLog, Path, str], list[tuple[str, str]]]


@dataclass(frozen=True)
class Home:
    """A home of the log: how it is opened, and what lies in it, as digest and text."""

    opened: Opens
    kept: Kept


def memory_rows(log: EventLog, folder: Path, exercise: str) -> list[tuple[str, str]]:
    assert isinstance(log, MemoryLog)
    return [(s.digest, s.text.decode()) for s in log._kept[exercise].records]


def sqlite_rows(log: EventLog, folder: Path, exercise: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / f"{exercise}.db")) as database:
        return database.execute("SELECT digest, recorded FROM events ORDER BY seq").fetchall()


HOMES = {
    "memory": Home(lambda folder: MemoryLog(), memory_rows),
    "sqlite": Home(SqliteLog, sqlite_rows),
}


@pytest.fixture(params=[*HOMES.values()], ids=[*HOMES])
def home(request: pytest.FixtureRequest) -> Home:
    found: Home = request.param
    return found


@pytest.fixture
async def log(home: Home, tmp_path: Path) -> AsyncIterator[EventLog]:
    opened = home.opened(tmp_path)
    yield opened
    await opened.close()


def records(exercise: str = "one", request: str | None = None) -> list[Recorded]:
    """A small exercise's records; the second bears a request."""
    table = Table().start().release("a").do(EndExercise())
    named = [r.model_copy(update={"exercise": exercise}) for r in table.records]
    named[1] = named[1].model_copy(update={"request": request})
    return named


def a_note(seq: int, like: Recorded, request: str | None = None) -> Recorded:
    """A further record."""
    event = NoteTaken(note=f"n{seq}", text=f"Note {seq}.")
    return like.model_copy(update={"seq": seq, "event": event, "request": request})


async def append(log: EventLog, made: list[Recorded]) -> None:
    async with log.turn(made[0].exercise) as turn:
        await turn.append(made)


async def refused(doing: Awaitable[object]) -> str:
    with pytest.raises(StoreError) as failed:
        await doing
    return failed.value.code


async def test_what_was_appended_is_read_in_order(log: EventLog) -> None:
    made = records()
    await append(log, made[:2])
    await append(log, made[2:])
    assert await log.read("one") == made
    assert await log.read("one", after=2) == made[2:]
    async with log.turn("one") as turn:
        assert await turn.read(3) == made[3:]


async def test_an_exercise_that_is_not_there_is_said_to_be_missing(log: EventLog) -> None:
    assert await refused(log.read("nobody")) == "no_such_exercise"
    async with log.turn("nobody") as turn:
        assert await turn.read() == []
        assert await turn.answered("ana", "r1") is None
    assert await refused(log.read("nobody")) == "no_such_exercise"


@pytest.mark.parametrize("start", [0, 1, 3], ids=["again", "again in part", "too far"])
async def test_records_that_do_not_follow_are_refused_and_leave_nothing(
    log: EventLog, start: int
) -> None:
    made = records()
    await append(log, made[:2])
    assert await refused(append(log, made[start:])) == "log_has_moved"
    assert await log.read("one") == made[:2]


async def test_a_gap_within_an_append_is_refused_whole(log: EventLog) -> None:
    made = records()
    await append(log, made[:1])
    assert await refused(append(log, [made[1], made[3]])) == "log_has_moved"
    assert await log.read("one") == made[:1]


async def test_a_log_begins_with_one(log: EventLog) -> None:
    assert await refused(append(log, records()[1:])) == "log_has_moved"
    assert await refused(log.read("one")) == "no_such_exercise"
    assert await log.exercises() == []


async def test_appending_nothing_is_nothing(log: EventLog) -> None:
    async with log.turn("one") as turn:
        await turn.append([])
    assert await log.exercises() == []


async def test_a_request_is_found_by_person_and_key(log: EventLog) -> None:
    made = records(request="r1")
    await append(log, made)
    async with log.turn("one") as turn:
        assert await turn.answered("facilitator", "r1") == made[1]
        assert await turn.answered("facilitator", "r2") is None
        assert await turn.answered("ana", "r1") is None


async def test_a_request_is_recorded_once(log: EventLog) -> None:
    made = records(request="r1")
    await append(log, made)
    twice = a_note(len(made) + 1, made[1], "r1")
    assert await refused(append(log, [twice])) == "log_has_moved"
    fresh = [a_note(len(made) + n, made[1], "r2") for n in (1, 2)]
    assert await refused(append(log, fresh)) == "log_has_moved"
    assert await log.read("one") == made


async def test_the_same_request_in_another_exercise_is_another_one(log: EventLog) -> None:
    await append(log, records("one", "r1"))
    await append(log, records("two", "r1"))
    async with log.turn("two") as turn:
        found = await turn.answered("facilitator", "r1")
    assert found is not None
    assert found.exercise == "two"


async def test_digests_chain_over_the_bytes_as_they_are_stored(
    home: Home, log: EventLog, tmp_path: Path
) -> None:
    made = records()
    await append(log, made[:3])
    await append(log, made[3:])
    before = ""
    for digest, text in home.kept(log, tmp_path, "one"):
        before = sha256(before.encode() + text.encode()).hexdigest()
        assert digest == before


async def test_two_exercises_stay_apart(log: EventLog) -> None:
    one, two = records("one"), records("two")
    await append(log, one)
    await append(log, two[:2])
    assert await log.read("one") == one
    assert await log.read("two") == two[:2]


async def test_one_exercise_does_not_wait_for_another(log: EventLog) -> None:
    async with log.turn("one"):
        await append(log, records("two"))
    assert len(await log.read("two")) == len(records())


async def test_summaries_tell_what_is_kept_the_latest_first(log: EventLog) -> None:
    old, new = records("old"), records("new")
    later = [r.model_copy(update={"at": r.at + timedelta(days=1)}) for r in new]
    await append(log, later[:2])
    await append(log, old)
    first, second = await log.exercises()
    assert (first.exercise, first.status, first.records) == ("new", "open", 2)
    assert (second.exercise, second.status, second.records) == ("old", "ended", len(old))
    assert (second.scenario, second.title) == ("small", "A small hour")
    assert (first.created, first.changed) == (later[0].at, later[1].at)


async def test_every_kind_of_value_survives_being_stored(log: EventLog) -> None:
    scenario = a_scenario(
        {
            "id": "a",
            "title": "Ünïcode «ñ» 🔥",
            "body": "One.\n\nTwo.",
            "details": {"none": None, "list": [1, "x"]},
            "effects": [{"add": {"v": 0.1}}],
            "story_time": "2031-05-13 09:00",
        },
        variables=[{"id": "v", "text": "V"}],
        story={"starts": "2031-05-12 08:00"},
        deadlines=[
            {"id": "d", "title": "D", "starts": {"released": "a"}, "within": "1.5 h"},
            {
                "id": "e",
                "title": "E",
                "starts": {"released": "a"},
                "within": 90,
                "clock": "exercise",
            },
        ],
    )
    table = Table(scenario).start().release("a")
    made = [r.model_copy(update={"exercise": "one"}) for r in table.records]
    await append(log, made)
    assert await log.read("one") == made


# What only a home on disk can do


async def test_after_closing_and_opening_the_records_are_the_same(tmp_path: Path) -> None:
    log, made = SqliteLog(tmp_path), records(request="r1")
    await append(log, made)
    await log.close()
    again = SqliteLog(tmp_path)
    try:
        assert await again.read("one") == made
        async with again.turn("one") as turn:
            assert await turn.answered("facilitator", "r1") == made[1]
            await turn.append([a_note(len(made) + 1, made[1])])
    finally:
        await again.close()


async def test_a_closed_log_opens_again_by_itself(tmp_path: Path) -> None:
    log, made = SqliteLog(tmp_path), records()
    await append(log, made)
    await log.close()
    assert await log.read("one") == made
    await log.close()


async def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "deep" / "store")
    await append(log, records())
    files = list((tmp_path / "deep" / "store").iterdir())
    assert {f.name for f in files} >= {"one.db", "one.db-wal"}
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    await log.close()


async def test_looking_makes_no_file(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "store")
    async with log.turn("one") as turn:
        await turn.read()
        await turn.answered("ana", "r1")
    assert await log.exercises() == []
    await log.close()
    assert not (tmp_path / "store").exists()


async def test_files_of_others_are_passed_over_and_left_as_they_were(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "names.db")) as database:
        database.execute("CREATE TABLE names (person TEXT)")
    (tmp_path / "text.db").write_text("This is no database at all, only words. " * 40)
    before = {name: (tmp_path / name).read_bytes() for name in ("names.db", "text.db")}
    log = SqliteLog(tmp_path)
    await append(log, records())
    assert [s.exercise for s in await log.exercises()] == ["one"]
    assert await refused(log.read("names")) == "not_a_log"
    assert await refused(append(log, records("text"))) == "store_failed"
    await log.close()
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


async def test_a_record_that_was_garbled_is_told_as_a_fault_of_the_store(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path)
    await append(log, records())
    await log.close()
    with closing(sqlite3.connect(tmp_path / "one.db")) as database:
        database.execute("UPDATE events SET recorded = 'nothing' WHERE seq = 2")
        database.commit()
    assert await refused(log.read("one")) == "record_unreadable"
    await log.close()


async def test_a_folder_that_cannot_be_made_is_told_as_a_fault_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    log = SqliteLog(tmp_path / "file" / "store")
    assert await refused(append(log, records())) == "store_failed"
    await log.close()
