"""Whether play has come to a standstill from which nothing that is offered leads on to an end."""

from __future__ import annotations

from typing import Literal, NamedTuple

from simulator.domain.exercise import Exercise
from simulator.engine import rules
from simulator.engine.reach import can_end, enders
from simulator.rehearsal.control import hanging

Kind = Literal["no_end", "nothing_due"]
"""No way leads to an end any more; or ways may, but nothing will ever open them."""


class Standstill(NamedTuple):
    """Where play stands: after which inject of the line, with which option in force there."""

    kind: Kind
    inject: str
    option: str


def standstill(exercise: Exercise) -> Standstill | None:
    """The dead end that play is in, where no time and no bot will change anything any more.

    Where nothing ends the scenario but the facilitator, play has come to its end instead.
    """
    if not enders(exercise.scenario):
        return None
    for story in exercise.stories:
        if exercise.facts[story].end_proposed:
            continue
        if not can_end(exercise, story):
            return _where(exercise, story, "no_end")
        if not is_waiting(exercise, story):
            return _where(exercise, story, "nothing_due")
    return None


def is_waiting(exercise: Exercise, story: str) -> bool:
    """Whether something waits for the facilitator: an inject, or a decision play hangs on."""
    ready = any(proposal.ready for proposal in exercise.facts[story].proposals.values())
    return ready or bool(hanging(exercise, story))


def _where(exercise: Exercise, story: str, kind: Kind) -> Standstill:
    out = [
        (delivery.seq, inject.id)
        for inject in exercise.scenario.injects
        if inject.on_line and (delivery := rules.out_at(exercise, story, inject.id))
    ]
    last = max(out, default=(0, ""))[1]
    chosen = rules.option_in_force(exercise, story, last) if last else None
    return Standstill(kind, last, chosen[0] if chosen else "")
