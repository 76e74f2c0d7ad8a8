"""The hub: one turn for all that waits, append, then answer; requests; clocks; restarts."""

from __future__ import annotations

import asyncio
from typing import Literal

import pytest

from simulator.acts import Command, Event, Moment
from simulator.acts.clock import (
    ChangeSpeed,
    ExerciseInterrupted,
    JumpClock,
    PauseExercise,
    ResumeExercise,
)
from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import TakeNote
from simulator.acts.improvise import Improvise
from simulator.acts.injects import ReleaseInject, ReleaseInjectNow
from simulator.acts.play import CreateExercise
from simulator.acts.tick import Tick
from simulator.domain.errors import Refused, StoreError
from simulator.domain.exercise import Exercise
from simulator.domain.people import SYSTEM
from simulator.service.hub import Answer
from simulator.service.ticker import ticking
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    Table,
    a_choice,
    a_kit,
    a_player,
    a_scenario,
    an_inject,
    an_option,
    seen_by,
)
from tests.unit.service.room import FULL, ID, RELEASE, START, Room


def note(text: str = "Seen.") -> TakeNote:
    return TakeNote(text=text)


class Broken(Command):
    """A command whose rule has a fault."""

    kind: Literal["broken"] = "broken"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        raise ZeroDivisionError


# One command


async def test_a_command_is_kept_with_everything_that_follows_from_it() -> None:
    room = await Room().started()
    answer = await room.give(RELEASE)
    assert await room.kinds() == [
        "exercise_created",
        "exercise_started",
        "inject_proposed",
        "inject_released",
        "inject_proposed",
    ]
    assert (answer.first, answer.last, answer.repeated) == (4, 5, False)


async def test_what_follows_is_the_programs_own() -> None:
    room = await Room().started()
    actors = [r.actor.person for r in await room.records()]
    assert actors == ["facilitator", "facilitator", "system"]


async def test_a_refused_command_leaves_no_trace() -> None:
    room = await Room().started()
    before, records = await room.state(), await room.records()
    assert await room.refusal(START) == "already_started"
    assert await room.state() is before
    assert await room.records() == records


async def test_an_exercise_that_is_not_there_is_said_to_be_missing() -> None:
    room = Room()
    for asked in (room.give(START), room.state(), room.give(Improvise(title="x", body="y"))):
        with pytest.raises(StoreError, match="no_such_exercise"):
            await asked


async def test_the_hub_settles_as_a_table_in_a_test_does() -> None:
    options = (an_option("x", next="b"), an_option("y"))
    scenario = a_scenario(
        an_inject("a", decision=a_choice(*options)),
        an_inject("b", release={"auto": True, "delay": 1}),
        "c",
    )
    room = await Room(scenario).started()
    table = Table(scenario).start().release("a").decide("a", "x").wait(1)
    await room.give(RELEASE)
    await room.give(LogDecision(inject="a", option="x"), a_player())
    room.clock.move(60)
    await room.hub.tick(ID)
    assert [r.event for r in await room.records()] == [r.event for r in table.records]
    assert [r.elapsed for r in await room.records()] == [r.elapsed for r in table.records]


# Requests


async def test_a_repeated_request_gets_the_first_answer_and_writes_nothing() -> None:
    room = await Room().started()
    first = await room.give(RELEASE, request="r1")
    await room.give(note())
    records = await room.records()
    again = await room.give(RELEASE, request="r1")
    assert (again.first, again.last, again.repeated) == (first.first, first.last, True)
    assert await room.records() == records


async def test_a_repeat_says_when_it_was_done_the_first_time() -> None:
    room = await Room().started()
    room.clock.move(10)
    first = await room.give(RELEASE, request="r1")
    done = (first.at, first.elapsed)
    assert done == (room.clock.now(), 10)
    room.clock.move(600)
    again = await room.give(RELEASE, request="r1")
    assert (again.at, again.elapsed) == done
    room.hub = room.another_hub()
    anew = await room.give(RELEASE, request="r1")
    assert (anew.at, anew.elapsed, anew.repeated) == (*done, True)


async def test_what_changes_nothing_has_no_time() -> None:
    room = await Room().started()
    answer = await room.hub.submit(ID, SYSTEM, Tick())
    assert (answer.first, answer.last, answer.at, answer.elapsed) == (3, 3, None, None)


async def test_a_request_repeated_while_the_first_still_waits_is_recorded_once() -> None:
    room = await Room().started()
    asked = [room.hub.submit(ID, FACILITATOR, RELEASE, "r1") for _ in range(3)]
    answers = await asyncio.gather(*asked)
    assert [(a.first, a.last) for a in answers] == [(4, 5)] * 3
    assert [a.repeated for a in answers] == [False, True, True]
    assert len(await room.records()) == 5


async def test_another_command_under_the_same_request_is_refused() -> None:
    room = await Room().started()
    await room.give(note("One."), request="r1")
    assert await room.refusal(note("Two."), request="r1") == "request_reused"
    assert await room.refusal(RELEASE, request="r1") == "request_reused"


async def test_another_command_under_the_same_request_in_one_turn_is_refused() -> None:
    room = await Room().started()
    asked = [room.hub.submit(ID, FACILITATOR, note(text), "r1") for text in ("One.", "Two.")]
    _, second = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(second, Refused)
    assert second.code == "request_reused"


async def test_the_same_request_of_another_person_is_another_one() -> None:
    room = await Room().started()
    await room.give(note("One."), request="r1")
    answer = await room.give(note("Two."), EVALUATOR, request="r1")
    assert answer.repeated is False


async def test_a_refusal_is_not_remembered() -> None:
    room = await Room().started()
    later = ReleaseInject(inject="b")
    assert await room.refusal(later, request="r1") == "not_proposed"
    await room.give(RELEASE)
    assert (await room.give(later, request="r1")).repeated is False


async def test_a_request_is_known_after_a_restart() -> None:
    room = await Room().started()
    made = await room.give(RELEASE, request="r1")
    room.hub = room.another_hub()
    again = await room.give(RELEASE, request="r1")
    assert (again.first, again.last, again.repeated) == (made.first, made.last, True)
    assert await room.refusal(note(), request="r1") == "request_reused"


async def test_an_improvised_inject_is_told_from_another_by_what_was_asked() -> None:
    room = await Room().started()
    command = Improvise(title="The mayor", body="He is here.")
    first = await room.give(command, request="r1")
    assert (await room.give(command, request="r1")).first == first.first
    other = Improvise(title="The mayor", body="She is here.")
    assert await room.refusal(other, request="r1") == "request_reused"


# Turns


async def test_two_hundred_commands_at_once_are_one_append() -> None:
    room = await Room().started()
    room.log.appends.clear()
    answers = await room.give_at_once(*[(note(f"Note {n}."), EVALUATOR) for n in range(200)])
    assert room.log.appends == [200]
    firsts = [answer.first for answer in answers if isinstance(answer, Answer)]
    assert firsts == list(range(4, 204))


async def test_more_than_fit_in_a_turn_take_several() -> None:
    room = await Room().started()
    room.log.appends.clear()
    await room.give_at_once(*[(note(f"Note {n}."), EVALUATOR) for n in range(300)])
    assert room.log.appends == [256, 44]


async def test_a_failing_append_fails_everybody_and_changes_nothing() -> None:
    room = await Room().started()
    before = await room.state()
    room.log.fault = FULL
    answers = await room.give_at_once((RELEASE, FACILITATOR), (START, FACILITATOR))
    assert [type(answer) for answer in answers] == [StoreError, StoreError]
    assert await room.state() is before
    room.log.fault = None
    assert (await room.give(RELEASE)).first == 4


async def test_each_is_decided_against_what_the_one_before_it_did() -> None:
    room = await Room().started()
    first, second, third = await room.give_at_once(
        (RELEASE, FACILITATOR), (RELEASE, FACILITATOR), (LogDecision(text="x"), a_player())
    )
    assert isinstance(first, Answer)
    assert isinstance(second, Refused)
    assert second.code == "already_released"
    assert isinstance(third, Answer)


async def test_a_fault_answers_its_own_submitter_only() -> None:
    room = await Room().started()
    fault, answer = await room.give_at_once((Broken(), FACILITATOR), (RELEASE, FACILITATOR))
    assert isinstance(fault, ZeroDivisionError)
    assert isinstance(answer, Answer)
    assert (await room.state()).teams["red"].position == "a"


async def test_a_submitter_who_goes_away_does_not_undo_the_command() -> None:
    room = await Room().started()
    room.log.open.clear()
    waiting = asyncio.create_task(room.give(RELEASE))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    room.log.open.set()
    await room.hub.close()
    assert "inject_released" in await room.kinds()


async def test_neither_clock_runs_back_and_exercise_time_leaps_by_a_jump_alone() -> None:
    room = await Room().started()
    steps = (PauseExercise(), ResumeExercise(), JumpClock(exercise=5), ChangeSpeed(factor=3))
    for back, command in enumerate(steps):
        room.clock.move(1)
        room.clock.set_by(-back * 0.4)
        await room.give(command)
    records = await room.records()
    assert [r.at for r in records] == sorted(r.at for r in records)
    assert [r.elapsed for r in records][3:] == [1, 1, 2, 303]


async def test_a_fault_of_the_log_itself_is_told_as_a_fault_of_the_store() -> None:
    room = await Room().started()
    room.log.fault = OSError("gone")
    with pytest.raises(StoreError, match="store_fault"):
        await room.give(RELEASE)


# Clocks


async def test_commands_of_one_turn_share_one_exercise_time() -> None:
    room = await Room().started()
    room.clock.move(10)
    await room.give_at_once((note(), EVALUATOR), (note(), EVALUATOR), (note(), EVALUATOR))
    assert [r.elapsed for r in await room.records()][-3:] == [10, 10, 10]


async def test_a_pause_within_a_turn_stops_the_clock_where_it_stood() -> None:
    room = await Room().started()
    room.clock.move(10)
    await room.give_at_once((PauseExercise(), FACILITATOR), (ResumeExercise(), FACILITATOR))
    assert await room.hub.elapsed(ID) == 10


async def test_exercise_time_runs_with_play_and_stands_in_a_pause() -> None:
    room = await Room().started()
    room.clock.move(30)
    assert await room.hub.elapsed(ID) == 30
    await room.give(PauseExercise())
    room.clock.move(600)
    assert await room.hub.elapsed(ID) == 30
    await room.give(ResumeExercise())
    room.clock.move(5)
    assert await room.hub.elapsed(ID) == 35


async def test_before_startex_no_exercise_time_passes() -> None:
    room = Room()
    await room.hub.submit(ID, FACILITATOR, CreateExercise(kit=a_kit()))
    room.clock.move(600)
    await room.give(START)
    assert await room.hub.elapsed(ID) == 0


async def test_a_jump_is_added_to_the_time_that_passed() -> None:
    room = await Room().started()
    room.clock.move(30)
    await room.give(JumpClock(exercise=10))
    room.clock.move(30)
    assert await room.hub.elapsed(ID) == 660


async def test_wall_time_never_goes_backwards_within_an_exercise() -> None:
    room = await Room().started()
    room.clock.set_by(-3600)
    await room.give(note(), EVALUATOR)
    times = [r.at for r in await room.records()]
    assert times == sorted(times)


async def test_after_a_restart_exercise_time_goes_on_where_it_was_recorded() -> None:
    scenario = a_scenario("a", an_inject("x", release={"auto": True, "at": 5, "after": "start"}))
    room = await Room(scenario).started()
    room.clock.move(60)
    await room.give(RELEASE)
    room.hub = room.another_hub()
    room.clock.move(3600)
    before = await room.records()
    assert await room.hub.elapsed(ID) == 60
    await room.hub.tick(ID)
    (cut,) = (await room.records())[len(before) :]
    assert cut.event == ExerciseInterrupted(cause="restart", gap=3600)
    assert (cut.elapsed, (await room.state()).status) == (60, "paused")
    await room.give(ResumeExercise())
    room.clock.move(240)
    await room.hub.tick(ID)
    assert "x" in (await room.state()).teams["red"].received


async def test_what_another_hub_wrote_is_caught_up_with() -> None:
    room = await Room().started()
    other = room.another_hub()
    room.clock.move(600)
    await other.submit(ID, FACILITATOR, ReleaseInjectNow(inject="a"))
    assert (await room.give(note(), EVALUATOR)).first == 7
    state = await room.state()
    assert (state.teams["red"].position, state.status) == ("a", "paused")


# Followers and faces


async def test_a_follower_sees_each_change_and_then_waits() -> None:
    room = await Room().started()
    views = room.hub.follow(ID, seen_by(a_player()))
    first = await anext(views)
    following = asyncio.ensure_future(anext(views))
    await asyncio.sleep(0)
    assert not following.done()
    await room.give(RELEASE)
    second = await asyncio.wait_for(following, 5)
    assert (first.number, second.number) == (3, 5)
    assert [c.inject for c in second.cards if c.kind == "inject"] == ["a"]


async def test_a_slow_follower_sees_the_newest_state_only() -> None:
    room = await Room().started()
    views = room.hub.follow(ID, seen_by(FACILITATOR), after=3)
    for n in range(5):
        await room.give(note(f"Note {n}."))
    assert (await anext(views)).number == 8


async def test_an_improvised_inject_gets_a_face_in_every_language() -> None:
    room = Room()
    kit = a_kit(a_scenario(), translations={"es": a_scenario()})
    await room.hub.submit(ID, FACILITATOR, CreateExercise(kit=kit))
    await room.give(START)
    await room.give(Improvise(title="The mayor", body="He is here.", sender="Ana"))
    (made,) = (await room.state()).improvised.values()
    assert set(made.faces) == {"en", "es"}
    assert (made.faces["en"].headline, made.faces["en"].byline) == ("The mayor", "Ana")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Improvise(title="x", body="y", channel="pigeon"), "unknown_channel"),
        (Improvise(title="x", body="y", details={"wings": 2}), "wrong_details"),
    ],
)
async def test_a_channel_that_cannot_carry_it_is_refused(command: Improvise, code: str) -> None:
    room = await Room().started()
    assert await room.refusal(command) == code


# The ticker


async def heard(told: asyncio.Event) -> None:
    await asyncio.wait_for(told.wait(), 5)


async def test_the_ticker_lets_time_enter_and_tells_when_it_mattered() -> None:
    scenario = a_scenario("a", an_inject("x", release={"auto": True, "at": 1, "after": "start"}))
    room = await Room(scenario).started()
    told = asyncio.Event()

    async def tell() -> None:
        told.set()

    async with ticking(room.hub, ID, tell, every=0):
        await asyncio.sleep(0)
        assert not told.is_set()
        room.clock.move(60)
        await heard(told)
    assert "x" in (await room.state()).teams["red"].received


async def test_the_ticker_goes_on_after_the_store_failed_once() -> None:
    scenario = a_scenario("a", an_inject("x", release={"auto": True, "at": 1, "after": "start"}))
    room = await Room(scenario).started()
    told = asyncio.Event()

    async def tell() -> None:
        told.set()

    room.log.fault = FULL
    async with ticking(room.hub, ID, tell, every=0):
        room.clock.move(60)
        for _ in range(20):
            await asyncio.sleep(0)
        assert not told.is_set()
        room.log.fault = None
        await heard(told)


async def test_the_ticker_goes_on_after_the_first_reading_failed() -> None:
    scenario = a_scenario("a", an_inject("x", release={"auto": True, "at": 1, "after": "start"}))
    room = await Room(scenario).started()
    room.hub, room.log.fault = room.another_hub(), FULL
    async with ticking(room.hub, ID, every=0):
        for _ in range(20):
            await asyncio.sleep(0)
        room.log.fault = None
        for _ in range(20):
            await asyncio.sleep(0)
    assert (await room.kinds())[-1] == "exercise_interrupted"
