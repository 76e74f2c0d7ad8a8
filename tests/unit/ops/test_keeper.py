"""The keeper: what is backed up by itself, and when; time only passes when it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.acts.clock import PauseExercise, ResumeExercise
from simulator.acts.evaluation import TakeNote
from simulator.acts.play import EndExercise
from simulator.domain.errors import SimulatorError
from simulator.ops.backups import opened
from simulator.ops.keeper import FIVE_MINUTES, Keeper, Source, backed_up
from simulator.ops.shelves import backups_in
from simulator.stores.names import MemoryNames
from tests.unit.service.room import ID, Room

NOTE = TakeNote(text="Something happened.")
SOON = 0.001


class Kept:
    """A room with an exercise under way, and its keeper."""

    def __init__(self, folder: Path) -> None:
        self.room, self.names, self.folder = Room(), MemoryNames(), folder
        self.told: list[str] = []
        self.keeper = self.another()

    def another(self) -> Keeper:
        source = Source(self.room.hub, lambda: self.room.log, self.names, ID)
        keeper = Keeper(source, self.folder, self.room.clock)
        keeper.told = self.tell
        return keeper

    def tell(self, error: SimulatorError) -> None:
        self.told.append(error.code)

    async def started(self) -> Kept:
        await self.room.started()
        await self.keeper.begin()
        return self

    async def after(self, seconds: float) -> list[str]:
        """What lies in the folder after a time, the latest first: its kind."""
        self.room.clock.move(seconds)
        await self.keeper.look()
        return self.kinds()

    def kinds(self) -> list[str]:
        return [each.kind for each in backups_in(self.folder, ID)]

    def latest(self) -> int:
        return opened(backups_in(self.folder, ID)[0].path).manifest.records


@pytest.fixture
async def kept(tmp_path: Path) -> Kept:
    return await Kept(tmp_path / "backups").started()


async def test_five_minutes_of_news_are_backed_up(kept: Kept) -> None:
    assert await kept.after(FIVE_MINUTES - 1) == []
    assert await kept.after(1) == ["auto"]
    assert kept.latest() == (await kept.room.state()).seq


async def test_where_nothing_happened_nothing_is_made(kept: Kept) -> None:
    await kept.after(FIVE_MINUTES)
    assert await kept.after(10 * FIVE_MINUTES) == ["auto"]
    await kept.room.give(NOTE)
    assert await kept.after(0) == ["auto", "auto"]
    await kept.room.give(NOTE)
    assert await kept.after(FIVE_MINUTES - 1) == ["auto", "auto"]


async def test_a_pause_is_backed_up_at_once_and_going_on_is_not(kept: Kept) -> None:
    await kept.room.give(PauseExercise())
    assert await kept.after(1) == ["auto"]
    await kept.room.give(ResumeExercise())
    assert await kept.after(1) == ["auto"]
    await kept.room.give(PauseExercise())
    assert await kept.after(1) == ["auto", "auto"]


async def test_the_end_is_backed_up_at_once_and_what_follows_in_its_time(kept: Kept) -> None:
    await kept.room.give(EndExercise())
    assert await kept.after(1) == ["end"]
    await kept.room.give(NOTE)
    assert await kept.after(1) == ["end"]
    assert await kept.after(FIVE_MINUTES) == ["auto", "end"]


async def test_on_leaving_what_is_new_is_backed_up(kept: Kept) -> None:
    kept.room.clock.move(1)
    await kept.keeper.leave()
    await kept.keeper.leave()
    assert kept.kinds() == ["end"]
    await kept.names.put(ID, "eva", "Eva")
    kept.room.clock.move(1)
    await kept.keeper.leave()
    assert opened(backups_in(kept.folder, ID)[0].path).names == {"eva": "Eva"}
    assert kept.kinds() == ["end"]


async def test_who_comes_back_makes_none_of_what_is_in_one(kept: Kept) -> None:
    await kept.keeper.leave()
    kept.keeper = kept.another()
    await kept.keeper.begin()
    assert await kept.after(FIVE_MINUTES) == ["end"]
    await kept.keeper.leave()
    assert kept.kinds() == ["end"]
    await kept.room.give(NOTE)
    assert await kept.after(1) == ["auto", "end"]


async def test_a_backup_of_another_exercise_of_this_name_counts_for_nothing(
    kept: Kept, tmp_path: Path
) -> None:
    other = await Kept(kept.folder).started()
    await other.room.give(NOTE)
    await other.keeper.leave()
    kept.keeper = kept.another()
    kept.room.clock.move(1)
    await kept.keeper.begin()
    await kept.keeper.leave()
    assert kept.latest() == (await kept.room.state()).seq


async def test_that_it_fails_is_told_once_and_play_goes_on(kept: Kept) -> None:
    kept.folder.write_bytes(b"a file where the folder should be")
    for _ in range(3):
        await kept.after(FIVE_MINUTES)
    assert kept.told == ["backup_failed"]
    assert kept.keeper.failing is not None
    await kept.room.give(NOTE)
    kept.folder.unlink()
    assert await kept.after(1) == []
    assert await kept.after(FIVE_MINUTES) == ["auto"]
    assert kept.keeper.failing is None
    kept.folder.rename(kept.folder.with_name("moved"))
    kept.folder.write_bytes(b"again")
    await kept.room.give(NOTE)
    await kept.after(FIVE_MINUTES)
    assert kept.told == ["backup_failed", "backup_failed"]


async def reached(wanted: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(10):
        while not wanted():  # noqa: ASYNC110 - there is nothing that could be waited for
            await asyncio.sleep(SOON)


async def test_while_the_block_runs_it_looks_and_on_leaving_it_makes_the_last(kept: Kept) -> None:
    async with backed_up(kept.keeper, kept.tell, beat=SOON):
        await kept.room.give(PauseExercise())
        await reached(lambda: kept.kinds() == ["auto"])
        await kept.room.give(NOTE)
        kept.room.clock.move(1)
    assert kept.kinds() == ["end", "auto"]
    assert kept.latest() == (await kept.room.state()).seq


async def test_the_last_is_made_also_where_the_block_fails(kept: Kept) -> None:
    with pytest.raises(ZeroDivisionError):
        async with backed_up(kept.keeper, kept.tell, beat=SOON):
            raise ZeroDivisionError
    assert kept.kinds() == ["end"]


async def test_a_fault_of_ours_is_not_hidden_and_the_last_is_made(kept: Kept) -> None:
    looked = asyncio.Event()

    async def fails() -> None:
        looked.set()
        raise ZeroDivisionError

    kept.keeper.look = fails  # type: ignore[method-assign]
    with pytest.raises(ZeroDivisionError):
        async with backed_up(kept.keeper, kept.tell, beat=SOON):
            await looked.wait()
    assert kept.kinds() == ["end"]
