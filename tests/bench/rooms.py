"""Exercises to measure: 45 teams at their own pace, with as many decisions as are wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from simulator.acts import RECORDED, Recorded, applied
from simulator.acts.base import Moment
from simulator.acts.clock import ResumeExercise
from simulator.acts.decisions import DecisionLogged, LogDecision
from simulator.acts.injects import InjectReleased
from simulator.acts.play import CreateExercise, ExerciseStarted
from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from simulator.service.clock import FixedClock
from simulator.service.hub import Hub
from simulator.stores.base import EventLog
from simulator.stores.memory import MemoryLog
from simulator.stores.sqlite import SqliteLog
from tests.builders import FACILITATOR, NOON, a_choice, a_kit, a_scenario, a_team, an_inject

TEAMS, INJECTS = 45, 40
NAME = "room"
WORDS = "We take the file server off the network, call the vendor and tell the ward by phone."
T = TypeVar("T")


@cache
def story() -> Scenario:
    """A story of forty injects, every fourth with a decision, that each team lives for itself."""
    injects = [
        an_inject(f"i-{n:02}", decision=a_choice("x", "y") if n % 4 == 0 else None)
        for n in range(INJECTS)
    ]
    return a_scenario(*injects, story={"scope": "team"}, teams=[a_team("team")])


@cache
def teams() -> tuple[str, ...]:
    """The teams of the room."""
    return tuple(f"team-{n:02}" for n in range(1, TEAMS + 1))


def a_player_of(team: str) -> Actor:
    """Somebody of a team."""
    return Actor(person=f"p-{team}", role="participant", team=team)


def decision(number: int) -> tuple[Actor, LogDecision]:
    """The nth decision: who takes it, and what it says."""
    team = teams()[number % TEAMS]
    return a_player_of(team), LogDecision(inject="i-00", text=f"{WORDS} {number}")


def log_of(events: int) -> Iterator[Recorded]:
    """The records of an exercise in which all injects are out and the rest are decisions."""
    at, number = NOON, 1
    kit = a_kit(story())
    created = CreateExercise(kit=kit, copies=TEAMS)
    (first,) = created.decide(Exercise(id=NAME, kit=kit), Moment(FACILITATOR, at, 0.0, "e1"))
    begun: list[Any] = [first, ExerciseStarted()]
    for inject in story().injects:
        begun += [
            InjectReleased(inject=inject.id, story=team, teams=(team,), on_line=True)
            for team in teams()
        ]
    for event in begun:
        yield Recorded(
            exercise=NAME, seq=number, at=at, elapsed=0.0, actor=FACILITATOR, event=event
        )
        number += 1
    while number <= events:
        at += timedelta(seconds=0.1)
        team = teams()[number % TEAMS]
        event = DecisionLogged(
            decision=f"e{number}",
            team=team,
            inject=f"i-{number % INJECTS:02}",
            text=f"{WORDS} {number}",
            to=1,
        )
        yield Recorded(
            exercise=NAME, seq=number, at=at, elapsed=0.0, actor=a_player_of(team), event=event
        )
        number += 1


@cache
def state_of(events: int) -> Exercise:
    """The state after so many events."""
    state: Exercise | None = None
    for record in log_of(events):
        state = applied(state, record)
    assert state is not None
    return state


@cache
def folder() -> TemporaryDirectory[str]:
    """Where files are kept until this process ends."""
    return TemporaryDirectory(prefix="simulacro-bench-")


@cache
def loop() -> asyncio.AbstractEventLoop:
    """The event loop of this process's measurements."""
    return asyncio.new_event_loop()


def done(what: Coroutine[Any, Any, T]) -> T:
    """What comes of something asynchronous."""
    return loop().run_until_complete(what)


def filled(log: EventLog, events: int) -> EventLog:
    """A log with so many events in it."""

    async def fill() -> None:
        records = log_of(events)
        while batch := list(islice(records, 5_000)):
            async with log.turn(NAME) as turn:
                await turn.append(batch)

    done(fill())
    return log


class Room:
    """A hub on a log, with an exercise of so many events under way."""

    def __init__(self, log: EventLog, events: int = 2_000) -> None:
        self.log = filled(log, events)
        self.hub = Hub(log, FixedClock(NOON + timedelta(days=1)), {})
        self._number = 0
        done(self.hub.tick(NAME))
        done(self.hub.submit(NAME, FACILITATOR, ResumeExercise()))

    def one_at_a_time(self, count: int) -> None:
        """So many decisions, each given when the one before is answered."""
        for _ in range(count):
            done(self._next())

    def at_once(self, count: int) -> None:
        """So many decisions, all given before any is answered."""

        async def all_of_them() -> None:
            await asyncio.gather(*(self._next() for _ in range(count)))

        done(all_of_them())

    async def _next(self) -> None:
        self._number += 1
        actor, command = decision(self._number)
        await self.hub.submit(NAME, actor, command, f"r{self._number}")


class Appended:
    """A log to which validated decisions are appended in one call."""

    def __init__(self, log: EventLog, each: int = 100, calls: int = 60) -> None:
        self._log = filled(log, 2_000)
        self._seq = 2_000
        self._batches = [
            [RECORDED.validate_python(self._plain()) for _ in range(each)] for _ in range(calls)
        ]
        self._batches.reverse()

    def call(self) -> None:
        """Append the next of them."""
        records = self._batches.pop()

        async def append() -> None:
            async with self._log.turn(NAME) as turn:
                await turn.append(records)

        done(append())

    def _plain(self) -> dict[str, Any]:
        self._seq += 1
        team = teams()[self._seq % TEAMS]
        return {
            "exercise": NAME,
            "seq": self._seq,
            "at": NOON,
            "elapsed": 0.0,
            "actor": {"person": f"p-{team}", "role": "participant", "team": team},
            "event": {
                "kind": "decision_logged",
                "decision": f"e{self._seq}",
                "team": team,
                "inject": "i-00",
                "text": f"{WORDS} {self._seq}",
            },
        }


def on_disk(name: str) -> SqliteLog:
    """A log in a folder of its own on this disk."""
    return SqliteLog(Path(folder().name) / name)


def in_memory() -> MemoryLog:
    """A log that is not kept."""
    return MemoryLog()
