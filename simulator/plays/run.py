"""Plays a script through the real hub, step by step, on a clock that only the script moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.acts import Recorded
from simulator.acts.play import CreateExercise
from simulator.channels.base import Channel
from simulator.domain.debrief import Debrief
from simulator.domain.edition import Kit
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.people import Actor
from simulator.domain.play import Expect, FindingSought, Play, PlayStep
from simulator.engine.rules import MINUTE
from simulator.plays.actions import FACILITATOR, actor_of, command_of, named_in
from simulator.plays.expect import Kind, Mismatch, mismatches
from simulator.service.clock import FixedClock
from simulator.service.hub import Hub
from simulator.stores.base import EventLog

Assessed = Callable[[list[Recorded]], Debrief]


@dataclass(frozen=True, slots=True)
class Failure:
    """A step that did not go as the script says."""

    step: int
    """Its place in the script, from 1."""
    mismatch: Mismatch


@dataclass(slots=True)
class Played:
    """What came of a play."""

    exercise: str
    records: list[Recorded] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    expectations: int = 0
    """How many `expect` steps were looked at."""


class Player:
    """One play under way."""

    def __init__(
        self,
        play: Play,
        kit: Kit,
        log: EventLog,
        channels: Mapping[str, Channel[Any]],
        *,
        exercise: str,
        assessed: Assessed | None = None,
        clock: FixedClock | None = None,
    ) -> None:
        self._play = play
        self._kit = kit
        self._log = log
        self._channels = channels
        self._clock = clock or FixedClock()
        self._hub = Hub(log, self._clock, channels)
        self._id = exercise
        self._assessed = assessed
        self._refused: Refused | NotAllowed | None = None
        self._handed: dict[str, Actor] = {}
        """Who was given a seat in play, and whose they act from since."""
        self._played = Played(exercise)

    async def run(self) -> Played:
        """Play every step; a failure is noted and the play goes on.

        Raises `UsageError`, `StoreError`.
        """
        create = CreateExercise(kit=self._kit, copies=self._play.teams)
        await self._hub.submit(self._id, FACILITATOR, create)
        for number, step in enumerate(self._play.play, 1):
            await self._step(number, step)
        self._no_refusal_left(len(self._play.play))
        await self._hub.close()
        self._played.records = await self._log.read(self._id)
        return self._played

    async def _step(self, number: int, step: PlayStep) -> None:
        if step.expect is not None:
            await self._expect(number, step.expect)
            return
        self._no_refusal_left(number - 1)
        if step.wait is not None:
            self._clock.move(step.wait * MINUTE)
            await self._hub.tick(self._id)
        elif step.restart is not None:
            await self._restart()
        else:
            await self._act(step)

    async def _restart(self) -> None:
        """Close the store and open it again; the new hub looks at once, as a server does (K19)."""
        await self._hub.close()
        await self._log.close()
        self._hub = Hub(self._log, self._clock, self._channels)
        await self._hub.tick(self._id)

    async def _act(self, step: PlayStep) -> None:
        action = getattr(step, step.name)
        actor = self._person(action.by)
        command = named_in(command_of(step), await self._hub.exercise(self._id))
        try:
            await self._hub.submit(self._id, actor, command)
        except (Refused, NotAllowed) as refused:
            self._refused = refused
            return
        if step.hand_over is not None:
            to = step.hand_over.to
            self._handed[to] = (await self._hub.exercise(self._id)).seats[to].actor

    async def _expect(self, number: int, expect: Expect) -> None:
        self._played.expectations += 1
        exercise = await self._hub.exercise(self._id)
        now = replace(exercise, elapsed=await self._hub.elapsed(self._id))
        found = list(mismatches(expect, now, self._person, self._play.language))
        if expect.refused is not None:
            code = self._refused.code if self._refused else None
            if code != expect.refused:
                how: Kind = "differs" if code else "accepted"
                found.append(Mismatch("refused", expect.refused, code or "", how))
            self._refused = None
        self._no_refusal_left(number - 1)
        if expect.finding and self._assessed is not None:
            debrief = self._assessed(await self._log.read(self._id))
            found += [m for sought in expect.finding if (m := _sought(debrief, sought))]
        self._played.failures += [Failure(number, mismatch) for mismatch in found]

    def _person(self, by: str | None) -> Actor:
        if by in self._handed:
            return self._handed[by]
        return actor_of(self._play, self._kit.original.scenario, by)

    def _no_refusal_left(self, number: int) -> None:
        """A refusal that the next step did not expect fails the play."""
        if self._refused is not None:
            values = ", ".join(f"{k} {v}" for k, v in self._refused.values.items())
            found = self._refused.code + (f" ({values})" if values else "")
            mismatch = Mismatch("action", "", found, "refused")
            self._played.failures.append(Failure(number, mismatch))
            self._refused = None


def _sought(debrief: Debrief, sought: FindingSought) -> Mismatch | None:
    """What is missing, where no finding has all the marks that were sought."""
    wanted = sought.model_dump(exclude_none=True)
    marks = [_marks(finding) for finding in debrief.findings]
    if any(all(found.get(key) == value for key, value in wanted.items()) for found in marks):
        return None
    near = [m for m in marks if m.get("rule") == sought.rule and sought.team in (None, m["team"])]
    found = "; ".join(_shown(m) for m in near[:5])
    return Mismatch("finding", _shown(wanted), found, "differs" if found else "absent")


def _shown(marks: Mapping[str, object]) -> str:
    return " ".join(f"{key}={value}" for key, value in marks.items() if value)


def _marks(finding: Any) -> dict[str, object]:
    return {
        key: getattr(finding, key, None)
        for key in ("rule", "team", "code", "expectation", "step", "after", "inject")
    }
