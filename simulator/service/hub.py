"""The hub: the only place where rules, disk and people meet.

One task for each exercise takes what waits, decides each command against the growing state,
appends once, then answers in order (K34). Only what is on disk has happened; nobody is told before.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from simulator.acts import Command, Event, Moment, Recorded, applied, choices, decided
from simulator.acts.clock import InterruptExercise
from simulator.acts.improvise import Improvise
from simulator.acts.play import CreateExercise
from simulator.acts.tick import Tick
from simulator.domain.errors import Refused, StoreError
from simulator.domain.exercise import Exercise
from simulator.domain.people import SYSTEM, Actor, Viewer
from simulator.domain.view import View
from simulator.engine.view import view
from simulator.service.clock import Clock
from simulator.service.prepare import Channels, prepared
from simulator.stores.base import EventLog, Turn

MOST_AT_ONCE = 256
MOST_TICKS = 100_000
"""How many batches may follow from one command: far more than any scenario has to say."""
CLOCKS_APART = 2.0
"""Seconds by which wall and steady clock may differ between two looks: more is sleep, or a clock
that was moved (K19)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command: the numbers of its events, when, and whether it was a repeat."""

    first: int
    last: int
    at: datetime | None = None
    """Wall time of its first event, UTC; None where nothing came of it."""
    elapsed: float | None = None
    """Exercise time of its first event, seconds."""
    repeated: bool = False


@dataclass(slots=True)
class _Waiting:
    """A command that waits for its turn."""

    actor: Actor
    command: Command
    request: str | None
    digest: str
    """Of the command as it was given."""
    answer: asyncio.Future[Answer]


@dataclass(slots=True)
class _Live:
    """One exercise in hand: its state, what waits, and how its clock stands."""

    exercise: Exercise | None = None
    inbox: list[_Waiting] = field(default_factory=list)
    worker: asyncio.Task[None] | None = None
    steady: float | None = None
    """The steady clock when the state's exercise time was true; None before the first turn."""
    looked: tuple[datetime, float] | None = None
    """Wall and steady clock at the last turn."""
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while the log is read for the first time: everybody who asks meanwhile waits for it."""


@dataclass(slots=True)
class _Made:
    """What a batch has made so far: the growing state, and the records to append."""

    state: Exercise | None
    true_at: float | None
    """The steady clock when the state's exercise time was true."""
    records: list[Recorded] = field(default_factory=list)

    def add(self, records: Sequence[Recorded], state: Exercise | None, steady: float) -> None:
        """Take records in, made at this moment of the steady clock, and the state they led to."""
        if records:
            self.state, self.true_at = state, steady
            self.records += records


class Hub:
    """Takes commands, keeps events, tells followers."""

    def __init__(self, log: EventLog, clock: Clock, channels: Channels) -> None:
        self._log = log
        self._channels = channels
        self._clock = clock
        self._live: dict[str, _Live] = {}

    async def submit(
        self, id: str, actor: Actor, command: Command, request: str | None = None
    ) -> Answer:
        """Have a command decided and kept. Raises `Refused`, `NotAllowed`, `StoreError`.

        A repeat of a request returns its first answer; another command under its key is refused
        (K33).
        """
        live, digest = self._of(id), digest_of(command)
        if isinstance(command, Improvise):
            command = prepared(command, (await self.exercise(id)).kit, self._channels)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        live.inbox.append(_Waiting(actor, command, request, digest, answer))
        if live.worker is None or live.worker.done():
            live.worker = asyncio.create_task(self._work(id, live))
        return await asyncio.shield(answer)

    async def tick(self, id: str) -> None:
        """Let time enter play, if any has passed that matters."""
        await self.submit(id, SYSTEM, Tick())

    async def exercise(self, id: str) -> Exercise:
        """The present state of an exercise. Raises `StoreError` where there is none."""
        live = self._of(id)
        if live.exercise is None:
            async with live.reading:
                if live.exercise is None:
                    self._catch_up(live, await self._log.read(id))
        if live.exercise is None:
            raise StoreError("no_such_exercise", exercise=id)
        return live.exercise

    async def records(self, id: str, after: int, most: int) -> list[Recorded]:
        """The first so many records after a number, none of them newer than the present state."""
        last = (await self.exercise(id)).seq
        after = max(after, 0)
        return await self._log.read(id, after, min(most, last - after)) if after < last else []

    async def attachment(self, id: str, file: str) -> bytes | None:
        """A file that came with a scenario; who may have it is for the asker to know."""
        return await self._log.attachment(id, file)

    async def elapsed(self, id: str) -> float:
        """Exercise time at this moment, seconds: it may be later than the last event's."""
        exercise = await self.exercise(id)
        return _elapsed(exercise, self._live[id].steady, self._clock.steady())

    async def look(self, id: str, viewer: Viewer, after: int = 0) -> View:
        """What an audience may see and do now, of what changed after a number."""
        return view(await self.exercise(id), viewer, choices, after)

    async def follow(self, id: str, viewer: Viewer, after: int = 0) -> AsyncIterator[View]:
        """Views whenever something happened after a number; a slow follower sees the newest."""
        while True:
            await self.woken(id, after)
            seen = await self.look(id, viewer, after)
            after = seen.number
            yield seen

    async def woken(self, id: str, after: int) -> None:
        """Wait until something has happened after a number."""
        live = self._of(id)
        while (await self.exercise(id)).seq <= after:
            await live.wake.wait()

    async def close(self) -> None:
        """Finish what waits."""
        workers = [live.worker for live in self._live.values() if live.worker]
        await asyncio.gather(*workers, return_exceptions=True)

    def _of(self, id: str) -> _Live:
        live = self._live.get(id)
        if live is None:
            live = self._live[id] = _Live()
        return live

    async def _work(self, id: str, live: _Live) -> None:
        while live.inbox:
            batch, live.inbox = live.inbox[:MOST_AT_ONCE], live.inbox[MOST_AT_ONCE:]
            try:
                async with self._log.turn(id) as turn:
                    await self._take(id, live, turn, batch)
            except Exception as error:  # noqa: BLE001 - every submitter is answered
                failed = error if isinstance(error, StoreError) else StoreError("store_fault")
                failed.__cause__ = error
                for waiting in batch:
                    _refuse(waiting, failed)

    async def _take(self, id: str, live: _Live, turn: Turn, batch: Sequence[_Waiting]) -> None:
        """Decide a batch against the growing state, append once, then answer in order."""
        others = await turn.read(live.exercise.seq if live.exercise else 0)
        self._catch_up(live, others)
        steady = self._clock.steady()
        known_at = steady if others or live.looked is None else live.steady
        looked, made = (self._clock.now(), steady), _Made(live.exercise, known_at)
        cut = self._cut_off(id, live, steady)
        made.add(cut, _after(live.exercise, cut), steady)
        answers = [(waiting, await self._answer(id, turn, made, waiting)) for waiting in batch]
        if made.records:
            await turn.append(made.records)
        live.exercise, live.steady, live.looked = made.state, made.true_at, looked
        for waiting, answer in answers:
            if isinstance(answer, Exception):
                _refuse(waiting, answer)
            elif not waiting.answer.done():
                waiting.answer.set_result(answer)
        if made.records or others:
            live.wake.set()
            live.wake = asyncio.Event()

    async def _answer(
        self, id: str, turn: Turn, made: _Made, waiting: _Waiting
    ) -> Answer | Exception:
        """One command decided against what the batch has made so far; a fault is its own only."""
        steady = self._clock.steady()
        try:
            if waiting.request and (known := await self._known(turn, made.records, waiting)):
                return known
            elapsed = _elapsed(made.state, made.true_at, steady)
            records, state = self._decide(id, made.state, waiting, elapsed)
        except Exception as error:  # noqa: BLE001 - a fault answers its own submitter only
            return error
        made.add(records, state, steady)
        return _numbers(records, made.state)

    def _decide(
        self, id: str, state: Exercise | None, waiting: _Waiting, elapsed: float
    ) -> tuple[list[Recorded], Exercise | None]:
        """The records of one command and of all that follows from it, and where they lead to."""
        records: list[Recorded] = []
        actor, command = waiting.actor, waiting.command
        for _ in range(MOST_TICKS):
            events = self._events(id, state, actor, command, elapsed)
            if not events and records:
                return _requested(records, waiting), state
            for event in events:
                record = self._record(id, state, event, actor, elapsed)
                state = applied(state, record)
                records.append(record)
                elapsed = max(elapsed, state.elapsed)
            if state is None or (not events and isinstance(command, Tick)):
                return records, state
            actor, command = SYSTEM, Tick()
        raise AssertionError("ticks follow each other without end")

    def _events(
        self, id: str, state: Exercise | None, actor: Actor, command: Command, elapsed: float
    ) -> tuple[Event, ...]:
        number = state.seq + 1 if state else 1
        moment = Moment(actor, self._clock.now(), elapsed, f"e{number}")
        if state is None and isinstance(command, CreateExercise):
            return command.decide(Exercise(id=id, kit=command.kit), moment)
        if state is None:
            raise StoreError("no_such_exercise", exercise=id)
        return decided(command, state, moment)

    def _record(
        self,
        id: str,
        state: Exercise | None,
        event: Event,
        actor: Actor,
        elapsed: float,
    ) -> Recorded:
        now = self._clock.now()
        if state and state.at and now < state.at:
            now = state.at  # wall time never goes backwards within an exercise (K34)
        return Recorded.model_construct(
            exercise=id,
            seq=state.seq + 1 if state else 1,
            at=now,
            offset=self._clock.offset(),
            elapsed=elapsed,
            actor=actor,
            event=event,  # type: ignore[arg-type]
        )

    def _catch_up(self, live: _Live, records: Sequence[Recorded]) -> None:
        known = live.exercise.seq if live.exercise else 0
        live.exercise = _after(live.exercise, [r for r in records if r.seq > known])

    def _cut_off(self, id: str, live: _Live, steady: float) -> list[Recorded]:
        """What to record where running play was cut off since the last look at it (K19).

        The first turn finds it running: whoever ran it is gone. Later, wall and steady clock tell
        of sleep, or of a clock that was moved. Exercise time stays where it was last looked at.
        """
        state = live.exercise
        if state is None or state.status != "running" or state.at is None:
            return []
        now, elapsed = self._clock.now(), state.elapsed
        if live.looked is None:
            command = InterruptExercise(cause="restart", gap=(now - state.at).total_seconds())
        else:
            wall, then = live.looked
            gap = (now - wall).total_seconds()
            if abs(gap - (steady - then)) <= CLOCKS_APART:
                return []
            elapsed = _elapsed(state, live.steady, then)
            command = InterruptExercise(cause="clock", gap=gap)
        events = self._events(id, state, SYSTEM, command, elapsed)
        return [self._record(id, state, event, SYSTEM, elapsed) for event in events]

    async def _known(
        self, turn: Turn, records: Sequence[Recorded], waiting: _Waiting
    ) -> Answer | None:
        """The first answer to a request that was given before (K33)."""
        assert waiting.request is not None
        asked = (waiting.actor.person, waiting.request)
        first = next((r for r in records if (r.actor.person, r.request) == asked), None)
        first = first or await turn.answered(waiting.actor.person, waiting.request)
        if first is None:
            return None
        if first.command != waiting.digest:
            raise Refused("request_reused")
        last = first.last or first.seq
        return Answer(first.seq, last, first.at, first.elapsed, repeated=True)


def _after(state: Exercise | None, records: Sequence[Recorded]) -> Exercise | None:
    for record in records:
        state = applied(state, record)
    return state


def digest_of(command: Command) -> str:
    """What tells one command from another; fields left at their defaults do not count."""
    said = command.model_dump_json(exclude_defaults=True)
    return sha256(f"{command.kind} {said}".encode()).hexdigest()


def _requested(records: list[Recorded], waiting: _Waiting) -> list[Recorded]:
    """The records of a command, the first of them bearing its request."""
    if waiting.request is None:
        return records
    said = {"request": waiting.request, "command": waiting.digest, "last": records[-1].seq}
    return [records[0].model_copy(update=said), *records[1:]]


def _elapsed(state: Exercise | None, true_at: float | None, steady: float) -> float:
    """Exercise time now: it runs only while play does (K17), since the state's own was true."""
    if state is None:
        return 0.0
    if state.status != "running" or true_at is None:
        return state.elapsed
    return state.elapsed + max(0.0, steady - true_at) * state.speed


def _numbers(made: Sequence[Recorded], state: Exercise | None) -> Answer:
    if not made:
        head = state.seq if state else 0
        return Answer(head, head)
    return Answer(made[0].seq, made[-1].seq, made[0].at, made[0].elapsed)


def _refuse(waiting: _Waiting, error: Exception) -> None:
    if not waiting.answer.done():
        waiting.answer.set_exception(error)
