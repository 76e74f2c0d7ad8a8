"""Debriefs with the records they were made of: a file from which its report can be made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from pydantic import Field

from simulator.acts import Recorded
from simulator.acts.access import PersonMuted, PersonUnmuted, SeatRevoked
from simulator.acts.people import SeatHandedOver
from simulator.domain.comparison import Comparison
from simulator.domain.debrief import Debrief
from simulator.domain.exercise import Exercise
from simulator.domain.model import Id
from simulator.domain.people import SYSTEM, Actor


class DebriefFile(Debrief):
    """What the report of one exercise is made of, whole; people are numbers in it."""

    report: Id = "aar"
    """The template that the rubric asks for."""
    record: Annotated[tuple[Recorded, ...], Field(min_length=1)]
    """The events, in order."""

    def is_of(self, exercise: Exercise) -> bool:
        """Whether it speaks of nothing but what this exercise has."""
        cited = (seq for finding in self.findings for seq in finding.cites)
        same = (self.exercise, self.records) == (exercise.id, exercise.seq)
        return (
            same
            and {*self.teams} == {*exercise.teams}
            and all(0 < n <= self.records for n in cited)
        )


class ComparisonFile(Comparison):
    """What the comparison of several exercises is made of, whole."""

    debriefs: Annotated[tuple[DebriefFile, ...], Field(min_length=2)]
    """Of each exercise, in their order."""


def debrief_file(debrief: Debrief, records: Sequence[Recorded], report: str) -> DebriefFile:
    """The file of a debrief and its record."""
    said = {name: getattr(debrief, name) for name in Debrief.model_fields}
    return DebriefFile.model_construct(**said, report=report, record=tuple(nameless(records)))


def nameless(records: Iterable[Recorded]) -> Iterator[Recorded]:
    """The record with people numbered as they come, and without what repeats of requests need.

    Reports tell people apart and never name them, so nothing that a report says is lost.
    """
    numbers: dict[str, str] = {}
    for record in records:
        event = record.event
        actor = _numbered(numbers, record.actor)
        if isinstance(event, SeatHandedOver):
            given, taken = _number(numbers, event.person), _number(numbers, event.to)
            event = event.having(person=given, to=taken)
        elif isinstance(event, SeatRevoked | PersonMuted | PersonUnmuted):
            event = event.having(person=_number(numbers, event.person))
        yield record.having(actor=actor, event=event, request=None, command=None, last=None)


def _numbered(numbers: dict[str, str], actor: Actor) -> Actor:
    return actor if actor == SYSTEM else actor.having(person=_number(numbers, actor.person))


def _number(numbers: dict[str, str], person: str) -> str:
    return numbers.setdefault(person, f"p{len(numbers) + 1}")
