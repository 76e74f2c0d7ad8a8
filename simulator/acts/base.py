"""The shape of every act: commands that somebody gives, events that follow from them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.exercise import Exercise
from simulator.domain.model import Model
from simulator.domain.people import Actor, Viewer
from simulator.domain.view import Choice


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by whom a command is given; everything random or timed that a rule may use."""

    actor: Actor
    now: datetime
    """Wall time, UTC."""
    elapsed: float
    """Exercise time, seconds."""
    new_id: str
    """An id nobody else has in this exercise."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The place of a recorded event: its number, its times, whose it is."""

    seq: int
    at: datetime
    elapsed: float
    actor: Actor


class Event(Model, ABC):
    """Something that happened; it carries whatever a rule worked out."""

    kind: str

    @abstractmethod
    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        """The exercise after the event; copies, never computes."""


class Command(Model, ABC):
    """Something somebody asks for."""

    kind: str

    @abstractmethod
    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        """The events that follow. Raises `Refused` or `NotAllowed` with a code."""

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        """What of this kind the viewer may do now, by the same rules as `decide`."""
        return ()


def must_be_facilitator(moment: Moment) -> None:
    """Raises `NotAllowed` unless the facilitator asks."""
    if moment.actor.role != "facilitator":
        raise NotAllowed("facilitator_only")


def must_be_system(moment: Moment) -> None:
    """Raises `NotAllowed` unless the hub itself asks."""
    if moment.actor.role != "system":
        raise NotAllowed("system_only")


def must_run(exercise: Exercise) -> None:
    """Raises `Refused` unless play runs or is paused."""
    must_have_started(exercise)
    if exercise.status == "ended":
        raise Refused("has_ended")


def must_have_started(exercise: Exercise) -> None:
    """Raises `Refused` before STARTEX, and while the real-world stop lasts (K20)."""
    if exercise.status == "created":
        raise Refused("not_started")
    if exercise.status == "stopped":
        raise Refused("stopped")


def under_way(exercise: Exercise) -> bool:
    """Whether play runs or is paused."""
    return exercise.status in ("running", "paused")


def has_started(exercise: Exercise) -> bool:
    """Whether play runs, is paused or has ended: not before STARTEX, nor while it is stopped."""
    return exercise.status in ("running", "paused", "ended")
