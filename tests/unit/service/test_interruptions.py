"""Play found cut off: the program was gone, the machine slept, its clock was moved (K19)."""

from __future__ import annotations

import pytest

from simulator.acts import Command, Recorded
from simulator.acts.clock import (
    ChangeSpeed,
    ExerciseInterrupted,
    InterruptExercise,
    JumpClock,
    PauseExercise,
    ResumeExercise,
)
from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.play import CreateExercise, EndExercise, StopExercise
from simulator.domain.errors import NotAllowed, StoreError
from simulator.domain.scenario import Scenario
from simulator.engine.plan import proposals
from simulator.service.hub import CLOCKS_APART, Hub
from tests.builders import FACILITATOR, a_kit, a_player, a_scenario, an_inject, seen_by
from tests.unit.service.room import FULL, ID, RELEASE, Room

PAUSE, RESUME = PauseExercise(), ResumeExercise()


def timed(*minutes: float) -> Scenario:
    """Injects that go by themselves at these minutes."""
    release = {"after": "start", "auto": True}
    injects = (an_inject(f"at-{m:g}", release=release | {"at": m}) for m in minutes)
    return a_scenario("a", "b", *injects)


async def running(scenario: Scenario | None = None) -> Room:
    """Play that has run for a minute, looked at each second."""
    room = await Room(scenario).started()
    await looked(room, 60)
    return room


async def looked(room: Room, seconds: int) -> None:
    for _ in range(seconds):
        room.clock.move(1)
        await room.hub.tick(ID)


async def cuts(room: Room) -> list[Recorded]:
    return [r for r in await room.records() if isinstance(r.event, ExerciseInterrupted)]


async def the_cut(room: Room) -> tuple[float, str, float]:
    """Where exercise time stood, the cause and the gap of the only interruption."""
    (found,) = await cuts(room)
    assert isinstance(found.event, ExerciseInterrupted)
    return found.elapsed, found.event.cause, found.event.gap


async def deferred(room: Room) -> list[tuple[str, str | None]]:
    return [(id, p.deferred) for id, p in proposals(await room.state(), "") if p.deferred]


async def received(room: Room) -> set[str]:
    return set((await room.state()).teams["red"].received)


async def status(room: Room) -> str:
    return (await room.state()).status


# Found at all


async def test_while_both_clocks_agree_there_is_none() -> None:
    room = await running()
    room.clock.move(3600)
    await room.hub.tick(ID)
    assert await cuts(room) == []
    assert await room.hub.elapsed(ID) == 3660


async def test_a_sleep_pauses_play_where_it_was_last_looked_at() -> None:
    room = await running()
    room.clock.move(0.5)
    room.clock.set_by(900)
    await room.hub.tick(ID)
    assert await the_cut(room) == (60, "clock", 900.5)
    assert await status(room) == "paused"
    assert await room.hub.elapsed(ID) == 60


async def test_where_the_steady_clock_went_on_in_the_sleep_and_the_wall_did_not() -> None:
    room = await running()
    room.clock.move(900)
    room.clock.set_by(-900)
    await room.hub.tick(ID)
    assert await the_cut(room) == (60, "clock", 0)


@pytest.mark.parametrize("seconds", [3600, -3600])
async def test_a_clock_that_was_set_is_found_either_way(seconds: float) -> None:
    room = await running()
    room.clock.move(1)
    room.clock.set_by(seconds)
    await room.hub.tick(ID)
    assert await the_cut(room) == (60, "clock", seconds + 1)


@pytest.mark.parametrize(
    ("seconds", "found"),
    [
        (CLOCKS_APART, 0),
        (-CLOCKS_APART, 0),
        (CLOCKS_APART + 0.001, 1),
        (-CLOCKS_APART - 0.001, 1),
    ],
)
async def test_two_seconds_apart_are_let_pass_and_more_are_not(seconds: float, found: int) -> None:
    room = await running()
    room.clock.set_by(seconds)
    await room.hub.tick(ID)
    assert len(await cuts(room)) == found


async def test_small_differences_do_not_add_up() -> None:
    room = await running()
    for _ in range(10):
        room.clock.set_by(1.5)
        await looked(room, 1)
    assert await cuts(room) == []


async def test_a_change_of_the_zone_alone_is_none_and_is_recorded_beside_the_time() -> None:
    room = await running()
    room.clock.zone = 120
    await looked(room, 1)
    await room.give(RELEASE)
    assert await cuts(room) == []
    records = await room.records()
    assert (records[0].offset, records[-1].offset) == (60, 120)


async def test_each_one_is_told_once() -> None:
    room = await running()
    for _ in range(2):
        room.clock.set_by(900)
        await looked(room, 3)
        await room.give(RESUME)
        await looked(room, 3)
    assert len(await cuts(room)) == 2
    assert await room.hub.elapsed(ID) == 66


async def test_exercise_time_at_the_last_look_runs_at_its_speed() -> None:
    room = await running()
    await room.give(ChangeSpeed(factor=4))
    await looked(room, 5)
    room.clock.set_by(900)
    await room.hub.tick(ID)
    assert (await the_cut(room))[0] == 80


# Restarts


async def restarted(room: Room, after: float = 0) -> Room:
    """The same log in another program, some time later."""
    room.clock.move(after)
    room.hub = room.another_hub()
    await room.hub.tick(ID)
    return room


async def test_a_program_that_finds_play_running_pauses_it_at_the_last_record() -> None:
    room = await running()
    await room.give(RELEASE)
    await looked(room, 30)
    await restarted(room, 300)
    assert await the_cut(room) == (60, "restart", 330)
    assert await status(room) == "paused"


async def test_a_clock_set_back_before_the_restart_gives_a_gap_below_nothing() -> None:
    room = await running()
    await room.give(RELEASE)
    room.clock.set_by(-3600)
    await restarted(room, 60)
    assert await the_cut(room) == (60, "restart", -3540)
    times = [r.at for r in await room.records()]
    assert times == sorted(times)


@pytest.mark.parametrize("last", [PAUSE, StopExercise(), EndExercise()], ids=lambda c: c.kind)
async def test_what_did_not_run_is_found_as_it_was_left(last: Command) -> None:
    room = await running()
    await room.give(last)
    before = await room.records()
    await restarted(room, 3600)
    assert await room.records() == before
    assert await room.hub.elapsed(ID) == 60


async def test_before_startex_there_is_nothing_to_cut_off() -> None:
    room = Room()
    await room.hub.submit(ID, FACILITATOR, CreateExercise(kit=a_kit()))
    await restarted(room, 3600)
    assert len(await room.records()) == 1


async def test_after_a_pause_slept_through_play_goes_on() -> None:
    room = await running()
    await room.give(PAUSE)
    room.clock.set_by(3600)
    await room.give(RESUME)
    await looked(room, 10)
    assert await cuts(room) == []
    assert await room.hub.elapsed(ID) == 70


async def test_a_restart_after_a_restart_finds_play_paused_already() -> None:
    room = await restarted(await restarted(await running()))
    assert len(await cuts(room)) == 1


# What happens then


async def test_the_command_that_comes_upon_it_is_decided_in_the_pause() -> None:
    room = await running()
    room.clock.set_by(900)
    assert await room.refusal(RELEASE) == "paused"
    assert len(await cuts(room)) == 1
    await room.give(LogDecision(text="We wait."), a_player())
    (said,) = (await room.state()).teams["red"].decisions[""]
    assert (said.during_pause, said.since) == (True, 60)


async def test_nothing_fires_by_itself_until_play_goes_on() -> None:
    room = await running(timed(2, 3))
    room.clock.set_by(900)
    await looked(room, 300)
    assert await received(room) == set()
    await room.give(RESUME)
    assert await received(room) == set()
    await looked(room, 60)
    assert await received(room) == {"at-2"}


@pytest.mark.parametrize("how", ["sleep", "restart"])
async def test_a_jump_by_the_gap_lists_what_was_passed_over_and_fires_none(how: str) -> None:
    room = await running(timed(2, 3, 4, 30))
    if how == "sleep":
        room.clock.set_by(600)
        await room.hub.tick(ID)
    else:
        await room.give(ReleaseInjectNow(inject="a"))
        await restarted(room, 600)
    _, _, gap = await the_cut(room)
    assert gap == 600
    await room.give(JumpClock(exercise=gap / 60))
    await room.give(RESUME)
    await looked(room, 5)
    passed = [(f"at-{m}", "jumped_over") for m in (2, 3, 4)]
    assert await deferred(room) == passed
    assert not {"at-2", "at-3", "at-4"} & await received(room)
    assert await room.hub.elapsed(ID) == 665
    await room.give(ReleaseInjectNow(inject="at-3"))
    assert await deferred(room) == [passed[0], passed[2]]


async def test_what_was_due_after_the_last_look_goes_when_its_time_comes_again() -> None:
    room = await running(timed(2))
    room.clock.move(60)
    room.log.fault = FULL
    with pytest.raises(StoreError):
        await room.hub.tick(ID)
    room.log.fault = None
    room.clock.set_by(900)
    await room.hub.tick(ID)
    elapsed, *_ = await the_cut(room)
    await room.give(RESUME)
    await looked(room, 120)
    assert (elapsed, await received(room)) == (60, {"at-2"})


async def test_everybody_is_shown_the_gap() -> None:
    room = await running()
    room.clock.set_by(900)
    await room.hub.tick(ID)
    for actor in (FACILITATOR, a_player()):
        view = await room.hub.look(ID, seen_by(actor))
        (card,) = (c for c in view.cards if c.kind == "exercise")
        assert (card.marks, dict(card.numbers)) == (
            ("paused", "interrupted"),
            {"gap": 900, "jump": 900},
        )


async def test_a_store_that_fails_while_it_is_written_finds_it_again() -> None:
    room = await running()
    room.clock.set_by(900)
    room.log.fault = FULL
    with pytest.raises(StoreError):
        await room.hub.tick(ID)
    room.log.fault = None
    assert await cuts(room) == []
    assert await status(room) == "running"
    room.clock.move(30)
    await room.hub.tick(ID)
    assert await the_cut(room) == (60, "clock", 930)


async def test_a_store_that_fails_after_a_restart_finds_it_again() -> None:
    room = await running()
    await room.give(RELEASE)
    room.hub = room.another_hub()
    room.log.fault = FULL
    with pytest.raises(StoreError):
        await room.hub.tick(ID)
    room.log.fault = None
    await room.hub.tick(ID)
    assert await the_cut(room) == (60, "restart", 0)


async def test_a_store_that_fails_for_a_while_costs_no_time() -> None:
    room = await running(timed(2))
    room.log.fault = FULL
    for _ in range(3):
        room.clock.move(60)
        with pytest.raises(StoreError):
            await room.give(RELEASE)
    room.log.fault = None
    await room.hub.tick(ID)
    assert await cuts(room) == []
    assert (await room.hub.elapsed(ID), await received(room)) == (240, {"at-2"})


async def test_nobody_interrupts_by_hand() -> None:
    room = await running()
    with pytest.raises(NotAllowed):
        await room.give(InterruptExercise(cause="clock", gap=1))


async def test_another_exercise_of_the_same_program_is_found_too() -> None:
    room = await running()
    hub: Hub = room.hub
    await hub.submit("two", FACILITATOR, CreateExercise(kit=a_kit()))
    room.clock.set_by(900)
    await room.hub.tick(ID)
    await hub.tick("two")
    assert [r.event.kind for r in await room.log.read("two")] == ["exercise_created"]
    assert len(await cuts(room)) == 1
