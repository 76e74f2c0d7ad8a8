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

from simulator.acts import Recorded, replay
from simulator.acts.evaluation import NoteTaken
from simulator.acts.play import EndExercise
from simulator.domain.errors import StoreError
from simulator.stores.base import EventLog
from simulator.stores.memory import MemoryLog
from simulator.stores.redaction import REMOVED
from simulator.stores.sqlite import SqliteLog
from simulator.stores.verify import verified
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


async def test_a_page_is_read_without_the_rest(log: EventLog) -> None:
    made = records()
    await append(log, made)
    assert await log.read("one", most=2) == made[:2]
    assert await log.read("one", 1, 2) == made[1:3]
    assert await log.read("one", 1, 99) == made[1:]
    assert await log.read("one", len(made), 1) == []
    await append(log, [a_note(len(made) + 1, made[-1])])
    assert len(await log.read("one", after=len(made))) == 1


async def test_a_page_of_a_log_that_goes_on_under_another_name_is_whole(log: EventLog) -> None:
    made = records("one")
    await append(log, made[:2])
    await log.restore("two", await log.stored("one"), {})
    await append(log, [r.model_copy(update={"exercise": "two"}) for r in made[2:]])
    assert [r.seq for r in await log.read("two", 1, 2)] == [2, 3]


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


async def test_what_is_kept_verifies_and_its_head_is_the_last_digest(log: EventLog) -> None:
    made = records(request="r1")
    await append(log, made)
    found = verified(await log.stored("one"))
    assert (found.records, found.broken, found.redacted) == (len(made), None, 0)
    assert found.head == (await log.stored("one"))[-1].digest


@pytest.mark.parametrize("exercise", ["names", "../one", "One", "o/e", ""])
async def test_what_no_exercise_can_be_called_is_not_there(log: EventLog, exercise: str) -> None:
    assert await refused(log.read(exercise)) == "no_such_exercise"
    assert await refused(log.stored(exercise)) == "no_such_exercise"
    assert await refused(log.purge(exercise)) == "no_such_exercise"


async def test_the_name_that_the_store_needs_itself_is_refused(log: EventLog) -> None:
    assert await refused(append(log, records("names"))) == "name_reserved"
    await append(log, records("one"))
    assert await refused(log.restore("names", await log.stored("one"), {})) == "name_reserved"


# Attachments


async def test_attachments_are_kept_under_their_names(log: EventLog) -> None:
    await append(log, records())
    await log.attach("one", {"b.txt": b"same", "a.txt": b"same", "c.bin": bytes(range(256))})
    found = await log.attached("one")
    assert list(found.items()) == [
        ("a.txt", b"same"),
        ("b.txt", b"same"),
        ("c.bin", bytes(range(256))),
    ]


async def test_one_attachment_is_found_by_its_name(log: EventLog) -> None:
    await append(log, records())
    assert await log.attachment("one", "a.txt") is None
    await log.attach("one", {"b.txt": b"B", "a.txt": b"A"})
    assert await log.attachment("one", "a.txt") == b"A"
    assert await log.attachment("one", "c.txt") is None
    assert await refused(log.attachment("two", "a.txt")) == "no_such_exercise"


async def test_the_digests_of_attachments_are_known_by_their_names(log: EventLog) -> None:
    await append(log, records())
    assert await log.digests("one") == {}
    await log.attach("one", {"a.txt": b"same"})
    assert await log.digests("one") == {"a.txt": sha256(b"same").hexdigest()}
    assert await refused(log.digests("two")) == "no_such_exercise"


async def test_an_exercise_without_attachments_has_none(log: EventLog) -> None:
    await append(log, records())
    assert await log.attached("one") == {}
    assert await refused(log.attached("two")) == "no_such_exercise"
    assert await refused(log.attach("two", {"a": b""})) == "no_such_exercise"


# Restoring


async def test_a_log_is_restored_byte_for_byte_under_another_name(log: EventLog) -> None:
    made = records(request="r1")
    await append(log, made)
    kept = await log.stored("one")
    await log.restore("two", kept, {"a.txt": b"A"})
    assert await log.stored("two") == kept
    assert await log.attached("two") == {"a.txt": b"A"}
    assert await log.read("two") == [r.having(exercise="two") for r in made]
    summary = next(s for s in await log.exercises() if s.exercise == "two")
    assert (summary.status, summary.records) == ("ended", len(made))
    async with log.turn("two") as turn:
        assert await turn.answered("facilitator", "r1") == made[1].having(exercise="two")
        assert await turn.read(1) == [r.having(exercise="two") for r in made[1:]]


async def test_a_restored_log_goes_on(log: EventLog) -> None:
    made = records("one")
    await append(log, made[:2])
    await log.restore("two", await log.stored("one"), {})
    await append(log, [r.model_copy(update={"exercise": "two"}) for r in made[2:]])
    assert verified(await log.stored("two")).sound
    assert len(await log.read("two")) == len(made)


async def test_nothing_is_restored_over_an_exercise(log: EventLog) -> None:
    await append(log, records("one"))
    await append(log, records("two")[:2])
    assert await refused(log.restore("two", await log.stored("one"), {})) == "exercise_exists"
    assert len(await log.read("two")) == 2


# Redaction


async def test_a_redacted_record_is_flagged_and_keeps_its_digest(log: EventLog) -> None:
    made = records()
    await append(log, [*made, a_note(len(made) + 1, made[1], "r1")])
    before = await log.stored("one")
    await log.redact("one", [len(before)])
    after = await log.stored("one")
    assert [s.digest for s in after] == [s.digest for s in before]
    assert [s.redacted for s in after] == [False] * (len(before) - 1) + [True]
    assert b"Note" not in after[-1].text
    async with log.turn("one") as turn:
        known = await turn.answered("facilitator", "r1")
    assert known is not None
    assert isinstance(known.event, NoteTaken)
    assert known.event.text == REMOVED


async def test_a_redacted_log_verifies_replays_and_goes_on(log: EventLog) -> None:
    made = records()
    await append(log, made)
    await append(log, [a_note(n, made[1]) for n in (len(made) + 1, len(made) + 2)])
    await log.redact("one", [len(made) + 1])
    await log.redact("one", [len(made) + 1])
    await append(log, [a_note(len(made) + 3, made[1])])
    found = verified(await log.stored("one"))
    assert (found.broken, found.redacted, found.records) == (None, 1, len(made) + 3)
    again = await log.read("one")
    assert replay(again) is not None
    texts = [r.event.text for r in again if isinstance(r.event, NoteTaken)]
    assert texts == [REMOVED, f"Note {len(made) + 2}.", f"Note {len(made) + 3}."]


@pytest.mark.parametrize(
    ("number", "code"), [(1, "holds_the_scenario"), (0, "no_such_record"), (99, "no_such_record")]
)
async def test_where_one_record_cannot_be_redacted_none_is(
    log: EventLog, number: int, code: str
) -> None:
    made = records()
    await append(log, [*made, a_note(len(made) + 1, made[1])])
    before = await log.stored("one")
    assert await refused(log.redact("one", [len(before), number])) == code
    assert await log.stored("one") == before


# Purging


async def test_a_purged_exercise_is_gone_and_its_name_is_free(log: EventLog) -> None:
    await append(log, records("one"))
    await append(log, records("two"))
    await log.purge("one")
    assert [s.exercise for s in await log.exercises()] == ["two"]
    assert await refused(log.read("one")) == "no_such_exercise"
    assert await refused(log.purge("one")) == "no_such_exercise"
    await append(log, records("one")[:2])
    assert len(await log.read("one")) == 2


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
    with closing(sqlite3.connect(tmp_path / "other.db")) as database:
        database.execute("CREATE TABLE names (person TEXT)")
    (tmp_path / "text.db").write_text("This is no database at all, only words. " * 40)
    before = {name: (tmp_path / name).read_bytes() for name in ("other.db", "text.db")}
    log = SqliteLog(tmp_path)
    await append(log, records())
    assert [s.exercise for s in await log.exercises()] == ["one"]
    assert await refused(log.read("other")) == "not_a_log"
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
