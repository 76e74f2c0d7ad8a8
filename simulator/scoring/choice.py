"""Choice: what teams chose where the scenario gave them options, and what the playbook says of it.

An option counts for or against only by the steps its author linked it to; others are shown alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.domain.debrief import Finding
from simulator.domain.model import Model
from simulator.engine.case import Chosen
from simulator.engine.evidence import Point
from simulator.scoring.base import Case, found


class ChoiceSettings(Model):
    """A rubric has nothing to set."""


class Choice:
    """Options chosen at decision points."""

    name = "choice"
    Settings = ChoiceSettings

    def score(self, case: Case, settings: ChoiceSettings) -> Iterator[Finding]:
        for chosen in case.choices:
            about: dict[str, Any] = {"inject": chosen.inject}
            if chosen.at is None:
                window = case.window(chosen.given)
                yield _of(case, chosen, "undecided", window=window, **about)
            else:
                yield _decided(case, chosen, chosen.at, about)


def _decided(case: Case, chosen: Chosen, at: Point, about: dict[str, Any]) -> Finding:
    code, value, before = _called(case, chosen, at)
    hints = case.help(chosen.given, at)
    options = {"option": chosen.option, "first": chosen.first}
    marks = {
        "changed": chosen.first is not None,
        "after_time": chosen.late,
        "hint": bool(hints),
    }
    return _of(
        case,
        chosen,
        code,
        value=value,
        evidence=tuple(sorted({*chosen.given.events, *at.events, *before, *hints})),
        marks=(*chosen.marks, *(mark for mark, so in marks.items() if so)),
        values={
            "took": round(case.minutes("exercise", chosen.given, at), 3),
            **{name: option.id for name, option in options.items() if option},
        },
        **about,
    )


def _called(case: Case, chosen: Chosen, at: Point) -> tuple[str, float | None, tuple[int, ...]]:
    """The code and value, and the events that made harmless what else were never to be done."""
    if chosen.option is None:
        return "own_words", None, ()
    events: tuple[int, ...] = ()
    for ref in chosen.option.step:
        playbook_id, _, id = ref.partition("/")
        playbook = case.course.exercise.kit.original.playbook(playbook_id)
        never = playbook.never_step(id) if playbook else None
        if never is None:
            continue
        right = case.acts.get(f"{playbook_id}/{never.before}")
        if right is None or right.order > (at.since, at.seq):
            return "against", 0, ()
        events = (*events, *right.at.events)
    asked = {*case.acts, *(step.ref for step in case.steps)}
    if asked.intersection(chosen.option.step):
        return "by_playbook", 1, events
    return "chosen", None, events


def _of(case: Case, chosen: Chosen, code: str, **more: Any) -> Finding:
    return found(case, Choice.name, code, "choice", chosen.inject, **more)


rule = Choice()
