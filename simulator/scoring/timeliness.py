"""Timeliness: whether things were done in the time that a plan, a law or the scenario gives.

An expectation's `due` takes the place of the target of the step behind it. What was not done by
ENDEX is told apart from what was late. Deadlines are met or missed, and never averaged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from simulator.domain.debrief import Finding, Window
from simulator.engine.case import Asked, Clock, Expected
from simulator.engine.evidence import Act, Point
from simulator.scoring.anchors import Anchors
from simulator.scoring.base import Case, Weighing, found


class TimelinessSettings(Weighing):
    """What a rubric may set."""

    help: Literal["lower certainty", "ignored"] = "lower certainty"
    """What a hint given before the act does."""
    late_entries: Literal["shown", "ignored"] = "shown"
    """Whether what was entered late counts, at the time it was decided, or not at all."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One thing that has its time: when its clock began, by when, and when it was done."""

    starts: Point
    done: Act | None
    anchors: Anchors
    clock: str
    critical: bool
    about: dict[str, Any]
    """What the finding is about, and its weight."""
    source: dict[str, Any] | None = None


class Timeliness:
    """Steps and expectations held against their times; deadlines met or missed."""

    name = "timeliness"
    Settings = TimelinessSettings

    def score(self, case: Case, settings: TimelinessSettings) -> Iterator[Finding]:
        due = [e for e in case.expectations if e.expectation.due is not None]
        for expected in due:
            yield _expected(case, settings, expected)
        replaced = {ref for e in due for ref in e.expectation.step}
        clocks = {clock.deadline.step for clock in case.clocks}
        for asked in case.steps:
            if asked.times is None or asked.starts is None:
                continue
            if asked.times.legal:
                if asked.ref not in clocks:
                    yield _legal(case, asked, asked.starts)
            elif asked.ref not in replaced:
                yield _judged(case, settings, _of_step(asked, asked.starts, settings))
        for clock in case.clocks:
            yield _clock(case, clock)


def _of_step(asked: Asked, starts: Point, settings: TimelinessSettings) -> Timed:
    times = asked.times
    assert times is not None
    return Timed(
        starts=starts,
        done=asked.done,
        anchors=Anchors(times.target, times.acceptable, times.limit, times.not_before),
        clock=times.clock,
        critical=asked.step.critical,
        about={"step": asked.ref, "weight": settings.weight(asked.step)},
        source=times.source.model_dump(mode="json", exclude_none=True),
    )


def _expected(case: Case, settings: TimelinessSettings, expected: Expected) -> Finding:
    """What was done against its time; what an evaluator saw otherwise, as it was seen."""
    timed, seen = _of_expectation(case, expected), expected.seen
    if timed.done or seen is None or seen.result not in ("partly", "not_done"):
        return _judged(case, settings, timed)
    return found(
        case,
        Timeliness.name,
        seen.result,
        "timeliness",
        expected.ref,
        value=0 if seen.result == "not_done" else None,
        evidence=tuple(sorted({*timed.starts.events, seen.seq})),
        marks=("critical",) if timed.critical else (),
        values={"target": timed.anchors.target, "clock": timed.clock},
        **timed.about,
    )


def _of_expectation(case: Case, expected: Expected) -> Timed:
    """Its `due` as the target; once late, how late is too late as the step behind it says."""
    behind, due, done = expected.behind, expected.expectation.due, expected.done
    anchors, rests_on = Anchors(due), expected.given.events
    times, starts = (behind.times, behind.starts) if behind else (None, None)
    late = done is not None and anchors.is_due(case.minutes("exercise", expected.given, done.at))
    if late and starts and times and times.clock == "exercise" and not times.legal:
        apart = case.minutes("exercise", expected.given, starts)
        later = [None if m is None else m + apart for m in (times.acceptable, times.limit)]
        if any(m is not None for m in later):
            anchors, rests_on = Anchors(due, *later), (*rests_on, *starts.events)
    return Timed(
        starts=replace(expected.given, events=rests_on),
        done=done,
        anchors=anchors,
        clock="exercise",
        critical=behind is not None and behind.step.critical,
        about={
            "expectation": expected.ref,
            "inject": expected.inject,
            "step": behind.ref if behind else None,
            "weight": expected.expectation.weight,
        },
    )


def _judged(case: Case, settings: TimelinessSettings, timed: Timed) -> Finding:
    done = timed.done
    if done and settings.late_entries == "ignored" and "late_entry" in done.marks:
        done = None
    until = done.at if done else case.end
    took = case.minutes(timed.clock, timed.starts, until)
    jumps = case.jumps(timed.starts, until)
    turns = case.turns(timed.starts, until) if timed.clock == "story" else ()
    hints = case.help(timed.starts, until) if done and settings.help != "ignored" else ()
    code, value = _called(timed, done, took)
    evidence = {*jumps, *turns, *((*timed.starts.events, *done.at.events, *hints) if done else ())}
    marks = (
        *(("critical",) if timed.critical else ()),
        *(done.marks if done else ()),
        *(("hint",) if hints else ()),
        *(("jump",) if jumps else ()),
        *(("time_of_note",) if done and "by_staff" in done.marks else ()),
    )
    anchors = timed.anchors
    values = {
        "took": round(took, 3),
        "clock": timed.clock,
        "target": anchors.target,
        "acceptable": anchors.acceptable,
        "limit": anchors.limit,
        "not_before": anchors.not_before,
        "source": timed.source,
    }
    return found(
        case,
        Timeliness.name,
        code,
        "timeliness",
        str(timed.about.get("expectation") or timed.about["step"]),
        value=None if value is None else round(value, 6),
        evidence=tuple(sorted(evidence)),
        window=None if done else case.window(timed.starts),
        marks=marks,
        values={k: v for k, v in values.items() if v is not None},
        **timed.about,
    )


def _called(timed: Timed, done: Act | None, took: float) -> tuple[str, float | None]:
    """The code and value: what a scenario expects is in time or late, nothing between."""
    if done is None:
        return ("censored", 0.0) if timed.anchors.is_due(took) else ("not_due", None)
    code = timed.anchors.code(took)
    if code == "acceptable" and "expectation" in timed.about:
        code = "late"
    return code, timed.anchors.value(took)


def _legal(case: Case, asked: Asked, starts: Point) -> Finding:
    """A legal duty that the scenario shows on no clock."""
    times, done = asked.times, asked.done
    assert times is not None and times.limit is not None
    took = case.minutes(times.clock, starts, done.at if done else case.end)
    code = "missed" if took > times.limit else ("met" if done else "running")
    return found(
        case,
        Timeliness.name,
        code,
        "deadlines",
        asked.ref,
        step=asked.ref,
        value={"met": 1, "missed": 0}.get(code),
        weight=0,
        evidence=tuple(sorted({*starts.events, *(done.at.events if done else ())})),
        window=None if done else case.window(starts),
        marks=done.marks if done else (),
        values={
            "limit": times.limit,
            "clock": times.clock,
            "source": times.source.model_dump(mode="json", exclude_none=True),
        },
    )


def _clock(case: Case, clock: Clock) -> Finding:
    """A deadline of the scenario, as play itself found it."""
    run = clock.run
    done = clock.done if run.state == "met" else None
    values: dict[str, Any] = {"clock": "exercise", "due": run.due}
    if isinstance(run.due, datetime):
        values = {"clock": "story", "due": run.due.isoformat()}
    if clock.source:
        values["source"] = clock.source.model_dump(mode="json", exclude_none=True)
    ended = case.course.end.seq if run.state == "running" else run.seq
    evidence = {run.started, run.seq, *(done.events if done else ())}
    return found(
        case,
        Timeliness.name,
        run.state,
        "deadlines",
        clock.deadline.id,
        deadline=clock.deadline.id,
        step=clock.deadline.step,
        value={"met": 1, "missed": 0}.get(run.state),
        weight=0,
        evidence=tuple(sorted(evidence)) if run.state == "met" else (),
        window=None if run.state == "met" else Window(began=run.started, ended=ended),
        values=values,
    )


rule = Timeliness()
