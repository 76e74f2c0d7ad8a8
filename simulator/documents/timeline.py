"""The timeline: what happened, in order, a line each, by number and on every clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.acts import Recorded
from simulator.acts.course import course
from simulator.documents.base import Words
from simulator.documents.markup import short
from simulator.documents.titles import Titles, story_time, wall_time
from simulator.domain.exercise import EXERCISE
from simulator.text import clock

QUIET = frozenset(
    {
        "exercise_created",
        "inject_proposed",
        "proposal_dropped",
        "inject_overdue",
        "end_proposed",
        "expectation_met",
        "person_joined",
        "person_left",
    }
)
"""What goes on behind the scenes; in the timeline only where a finding rests on it."""
LONG = 400
"""Characters of a note: it stands nowhere else."""
Told = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline."""

    seq: int
    clock: str
    """Exercise time."""
    story: str
    wall: str
    teams: str
    text: str


def timeline(
    records: Iterable[Recorded], titles: Titles, cited: frozenset[int] = frozenset()
) -> Iterator[Line]:
    """The lines of a log, and of its quiet events those that are cited."""
    for record in records:
        if record.event.kind not in QUIET or record.seq in cited or _is_held_back(record.event):
            yield _line(record, titles)


def timeline_lines(records: list[Recorded], language: str) -> Iterator[str]:
    """The timeline as plain lines, for a terminal."""
    titles = Titles(course(records), Words(language))
    for line in timeline(records, titles):
        who = f"{line.teams}: " if line.teams else ""
        yield f"{line.seq:>5}  {line.clock:>8}  {who}{line.text}"


def _is_held_back(event: Any) -> bool:
    return event.kind == "inject_proposed" and event.deferred is not None


def _line(record: Recorded, titles: Titles) -> Line:
    event: Any = record.event
    words = titles.words
    instant = titles.course.instant(record.seq)
    teams = _teams(event, record)
    story = story_time(titles.course, instant, teams[0] if len(teams) == 1 else None)
    code, values = _told(record, titles)
    return Line(
        seq=record.seq,
        clock=clock(record.elapsed),
        story=words.moment(story) if story else "",
        wall=f"{wall_time(instant):%H:%M:%S}",
        teams=titles.teams(teams) if teams else "",
        text=words(f"report.timeline.{code}", **values).strip(),
    )


def _teams(event: Any, record: Recorded) -> tuple[str, ...]:
    several = getattr(event, "teams", ())
    if event.kind == "exercise_created":
        return ()
    if several:
        return tuple(several)
    one = getattr(event, "team", None) or getattr(event, "story", None) or record.actor.team
    return (one,) if one and one != EXERCISE else ()


def _told(record: Recorded, titles: Titles) -> Told:
    """The words of an event, and what fills them in; a kind without words of its own is named."""
    event: Any = record.event
    tell = _TELL.get(event.kind)
    if tell is not None:
        code, values = tell(event, titles)
        return code, {"reason": _reason(event, titles), **values}
    return (event.kind if event.kind in _PLAIN else "other"), {
        "kind": event.kind.replace("_", " "),
        "reason": _reason(event, titles),
        "inject": titles.inject(getattr(event, "inject", None)),
        "who": titles.who(record.actor),
    }


_PLAIN = frozenset(
    {
        "exercise_created",
        "exercise_started",
        "exercise_paused",
        "exercise_resumed",
        "exercise_ended",
        "end_proposed",
        "proposal_dropped",
        "inject_overdue",
        "time_ran_out",
        "person_joined",
        "person_left",
    }
)


def _reason(event: Any, titles: Titles) -> str:
    reason = getattr(event, "reason", None)
    return titles.words("report.reason", reason=reason) if reason else ""


def _jumped(event: Any, titles: Titles) -> Told:
    if event.exercise:
        return "clock_jumped", {"span": titles.words.span(event.exercise / 60)}
    return "story_jumped", {"span": titles.words.span(event.story / 60)}


def _proposed(event: Any, titles: Titles) -> Told:
    code = f"inject_{event.deferred}" if event.deferred else "inject_proposed"
    return code, {"inject": titles.inject(event.inject)}


def _released(event: Any, titles: Titles) -> Told:
    code = "inject_released"
    if event.pool == "hint":
        code = "hint_given"
    elif event.forced:
        code = "inject_released_now"
    elif event.auto:
        code = "inject_released_auto"
    return code, {"inject": titles.inject(event.inject)}


def _skipped(event: Any, titles: Titles) -> Told:
    values = {"inject": titles.inject(event.inject)}
    if event.as_if:
        return "inject_skipped_as_if", {
            **values,
            "option": titles.option(event.inject, event.as_if),
        }
    return "inject_skipped", values


def _decided(event: Any, titles: Titles) -> Told:
    values = {"text": short(event.text), "inject": titles.inject(event.inject)}
    if event.amends:
        return "decision_amended", values
    return ("decision_about" if event.inject else "decision_logged"), values


def _answered(event: Any, titles: Titles) -> Told:
    if event.request:
        return "question_answered_with", {"request": titles.request(event.request)}
    return "question_answered", {"text": short(event.text, LONG)}


def _observed(event: Any, titles: Titles) -> Told:
    what = titles.expectation(event.expectation) if event.expectation else titles.row(event.row)
    result = titles.words(f"report.results.{event.result}")
    text = titles.words("report.remark", text=short(event.text, LONG)) if event.text else ""
    return "observation_made", {"what": what, "result": result, "text": text}


def _changed(event: Any, titles: Titles) -> Told:
    changes = []
    for change in event.changes:
        name = titles.fact(change.milestone or change.variable)
        so = {True: "true", False: "false"}.get(change.value) if change.milestone else None
        value = titles.words(f"report.values.{so}") if so else str(change.value)
        changes.append(titles.words("report.fact", fact=name.rstrip("."), value=value))
    return "facts_changed", {"facts": "; ".join(changes)}


_TELL: Mapping[str, Callable[[Any, Titles], Told]] = {
    "clock_jumped": _jumped,
    "inject_proposed": _proposed,
    "inject_released": _released,
    "inject_skipped": _skipped,
    "inject_improvised": lambda e, t: ("inject_improvised", {"inject": e.title}),
    "decision_logged": _decided,
    "question_asked": lambda e, t: ("question_asked", {"text": short(e.text, LONG)}),
    "question_answered": _answered,
    "question_declined": lambda e, t: ("question_declined", {}),
    "deadline_changed": lambda e, t: (
        f"deadline_{e.state}",
        {"deadline": t.deadline(e.deadline)},
    ),
    "expectation_met": lambda e, t: ("expectation_met", {"what": t.expectation(e.expectation)}),
    "observation_made": _observed,
    "note_taken": lambda e, t: ("note_taken", {"text": short(e.text, LONG)}),
    "facts_changed": _changed,
}
