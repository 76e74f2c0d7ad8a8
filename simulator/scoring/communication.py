"""Communication: whether those were told who had to know, in time, and no more openly than allowed.

Telling too late and telling too openly both count, so that neither silence nor talk is rewarded by
itself. What a label leaves to judgement (AMBER among those who need it) is not judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from simulator.domain.debrief import Finding
from simulator.domain.model import Number
from simulator.engine.case import Asked, Passed, Telling
from simulator.engine.evidence import Point
from simulator.engine.spoken import OPENNESS
from simulator.scoring.base import Case, Weighing, found

DIAL = "communication"
LABELS = "tlp"
CLOSED = frozenset({"RED", "AMBER+STRICT"})
"""Labels under which no other team may have what it was not given itself."""
NOT_TOLD = frozenset({"by_staff", "by_condition"})
"""Marks of an act that was seen or happened, and is no decision of the team's."""


class CommunicationSettings(Weighing):
    """What a rubric may set."""

    hoarding_after: Annotated[Number, Field(ge=0)] = 15
    """Minutes of exercise time after the step's clock began within which others are to be told.

    The step's own target stands where that is later.
    """


@dataclass(frozen=True, slots=True)
class Told:
    """That somebody was told by a step: when, and what must be known of it."""

    at: Point
    marks: tuple[str, ...]


class Communication:
    """Who was told in time, and under which label."""

    name = "communication"
    Settings = CommunicationSettings

    def score(self, case: Case, settings: CommunicationSettings) -> Iterator[Finding]:
        for asked in case.steps:
            for to in asked.tell:
                yield _told(case, settings, asked, to)
        for ref, most in case.limits.items():
            yield from _labelled(case, ref, most)
        for passed in case.passed:
            finding = _passed(case, passed)
            if finding is not None:
                yield finding


def _told(case: Case, settings: CommunicationSettings, asked: Asked, to: str) -> Finding:
    """Whether one team was told by a step; without a clock of its own, no time is too late."""
    told = min(_ways(case, asked, to), key=lambda t: (t.at.since, t.at.seq), default=None)
    critical = ("critical",) if asked.step.critical else ()
    about = {"step": asked.ref, "weight": settings.weight(asked.step)}
    values: dict[str, object] = {"to": to}
    id = f"{asked.ref}.{to}"
    if told is None:
        window = case.window(asked.starts)
        more = {**about, "value": 0, "window": window, "marks": critical, "values": values}
        return found(case, Communication.name, case.absent, DIAL, id, **more)
    code, events, marks = "told", told.at.events, (*critical, *told.marks)
    if began := asked.starts:
        took = case.minutes("exercise", began, told.at)
        jumps, hints = case.jumps(began, told.at), case.help(began, told.at)
        within = _within(asked, settings)
        code = "told_late" if took > within else "told"
        events = (*events, *began.events, *jumps, *hints)
        marks = (*marks, *(("jump",) if jumps else ()), *(("hint",) if hints else ()))
        values |= {"took": round(max(took, 0.0), 3), "target": within}
    return found(
        case,
        Communication.name,
        code,
        DIAL,
        id,
        value=1 if code == "told" else 0.5,
        evidence=tuple(sorted(set(events))),
        marks=marks,
        values=values,
        **about,
    )


def _within(asked: Asked, settings: CommunicationSettings) -> float:
    """Within how many minutes others are to be told; no sooner than the step itself is to be."""
    times = asked.times
    own = times.target if times is not None and times.clock == "exercise" else None
    return max(settings.hoarding_after, own or 0)


def _ways(case: Case, asked: Asked, to: str) -> Iterator[Told]:
    """Every message that told a team by a step; and the act that says that it was done."""
    limited = asked.step.share is not None and asked.step.share.tlp_at_most is not None
    for telling in case.tellings:
        if telling.to == to and asked.ref in telling.steps:
            bare = ("unlabelled",) if limited and telling.tlp is None else ()
            yield Told(telling.at, (*telling.marks, *bare))
    if asked.done:
        marks = asked.done.marks
        said = () if NOT_TOLD.intersection(marks) else ("by_decision",)
        yield Told(asked.done.at, (*said, *marks))


def _labelled(case: Case, ref: str, most: str) -> Iterator[Finding]:
    """The labels of the messages that carry out a step, where it says how openly at most."""
    messages: Mapping[int, Telling] = {
        t.at.seq: t for t in case.tellings if ref in t.steps and t.tlp is not None
    }
    for seq, telling in messages.items():
        open_ = _is_more_open(telling.tlp, most)
        yield found(
            case,
            Communication.name,
            "too_open" if open_ else "within",
            LABELS,
            f"{ref}.label.{seq}",
            step=ref,
            value=0 if open_ else 1,
            evidence=telling.at.events,
            marks=telling.marks,
            values={"tlp": telling.tlp, "most": most},
        )


def _passed(case: Case, passed: Passed) -> Finding | None:
    """Whether passing an inject on kept to its label; None where the label does not say."""
    wider = _is_more_open(passed.tlp, passed.label)
    told = passed.new_to if passed.label in CLOSED else ()
    code = "breach" if told or wider else "kept"
    if code == "kept" and (passed.label == "CLEAR" or (passed.label == "AMBER" and passed.new_to)):
        return None
    return found(
        case,
        Communication.name,
        code,
        LABELS,
        f"{passed.inject}.{passed.at.events[-1]}",
        inject=passed.inject,
        value=1 if code == "kept" else 0,
        evidence=passed.at.events,
        marks=(*passed.marks, *(() if passed.tlp else ("unlabelled",))),
        values={"label": passed.label, "to": list(told), "tlp": passed.tlp if wider else None},
    )


def _is_more_open(label: str | None, most: str | None) -> bool:
    return bool(label and most) and OPENNESS[label or ""] > OPENNESS[most or ""]


rule = Communication()
