"""A room to rehearse in: an exercise by the rules of live play, in memory, on its own clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, floor, inf
from types import MappingProxyType

from simulator.acts import OFFERED, Command, Event, Moment, Recorded, applied, decided
from simulator.acts.play import CreateExercise
from simulator.acts.tick import Tick
from simulator.domain.edition import Kit
from simulator.domain.errors import SimulatorError
from simulator.domain.exercise import Exercise
from simulator.domain.people import SYSTEM, Actor, Viewer
from simulator.domain.view import Choice
from simulator.engine.quiet import wakes

BEGIN = datetime(2031, 5, 12, 7, 0, tzinfo=UTC)
"""Wall time at which every rehearsal begins."""
NAME = "rehearsal"
FACILITATOR = Actor(person="facilitator", role="facilitator")
CONTROL = Viewer(role="facilitator")
KINDS: Mapping[str, type[Command]] = MappingProxyType(
    {str(kind.model_fields["kind"].default): kind for kind in OFFERED}
)
"""What can be chosen, by the name of its kind."""


@dataclass(frozen=True, slots=True)
class Given:
    """A command that was taken: when, by whom."""

    elapsed: float
    actor: Actor
    command: Command


class Room:
    """One exercise under way, with nothing kept but its state and what was given to it."""

    def __init__(self, kit: Kit, copies: int = 1) -> None:
        self.elapsed = 0.0
        """Exercise time, seconds; a rehearsal never pauses, so wall time goes with it."""
        self.given: list[Given] = []
        empty = Exercise(id=NAME, kit=kit)
        (created,) = CreateExercise(kit=kit, copies=copies).decide(empty, self._moment(empty))
        self.exercise = applied(None, self._record(1, created, FACILITATOR))

    def do(self, command: Command, actor: Actor) -> tuple[Event, ...]:
        """Have a command decided, and all that follows from it. Raises `Refused`, `NotAllowed`."""
        events = decided(command, self.exercise, self._moment(self.exercise, actor))
        self.given.append(Given(self.elapsed, actor, command))
        self._take(events, actor)
        return (*events, *self._follow())

    def pass_to(self, elapsed: float) -> tuple[Event, ...]:
        """Let time pass until a moment of exercise time, and enter play."""
        self.elapsed = max(self.elapsed, elapsed)
        return self._follow()

    def next_second(self, *moments: float | None) -> float:
        """The full second at which the first of these moments, or of the rules' own, has come.

        Nothing ever comes: infinity.
        """
        due = min((wakes(self.exercise), *(m for m in moments if m is not None)))
        return due if due == inf else max(float(ceil(due)), floor(self.elapsed) + 1.0)

    def offers(self, kind: str, viewer: Viewer) -> tuple[Choice, ...]:
        """What of one kind an audience may do now."""
        return KINDS[kind].offers(self.exercise, viewer)

    def _follow(self) -> tuple[Event, ...]:
        found: tuple[Event, ...] = ()
        while events := Tick().decide(self.exercise, self._moment(self.exercise, SYSTEM)):
            self._take(events, SYSTEM)
            found += events
        return found

    def _take(self, events: tuple[Event, ...], actor: Actor) -> None:
        for event in events:
            self.exercise = applied(
                self.exercise, self._record(self.exercise.seq + 1, event, actor)
            )

    def _record(self, seq: int, event: Event, actor: Actor) -> Recorded:
        return Recorded.model_construct(
            exercise=NAME,
            seq=seq,
            at=self._now(),
            elapsed=self.elapsed,
            actor=actor,
            event=event,  # type: ignore[arg-type]
        )

    def _moment(self, exercise: Exercise, actor: Actor = FACILITATOR) -> Moment:
        return Moment(actor, self._now(), self.elapsed, f"e{exercise.seq + 1}")

    def _now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.elapsed)


def accepted(room: Room, command: Command, actor: Actor) -> tuple[Event, ...] | str:
    """What came of a command, or the code with which the rules refused it."""
    try:
        return room.do(command, actor)
    except SimulatorError as error:
        return error.code
