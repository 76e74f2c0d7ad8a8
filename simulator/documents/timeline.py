"""The timeline: what happened, in order, a line each, by number and on every clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from simulator.acts import Recorded
from simulator.acts.course import course
from simulator.documents.base import Words
from simulator.documents.timeline_words import told
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
        "end_dropped",
        "answer_ready",
        "expectation_met",
        "decision_reviewed",
        "shown_to_room",
        "hidden_from_room",
        "inject_acknowledged",
        "person_joined",
        "person_left",
        "seat_handed_over",
        "codes_rotated",
        "lobby_locked",
        "lobby_unlocked",
        "seat_revoked",
        "person_muted",
        "person_unmuted",
    }
)
"""What goes on behind the scenes; in the timeline only where a finding rests on it."""


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
        if record.seq in cited or not is_quiet(record.event):
            yield _line(record, titles)


def timeline_lines(records: list[Recorded], language: str) -> Iterator[str]:
    """The timeline as plain lines, for a terminal."""
    titles = Titles(course(records), Words(language))
    for line in timeline(records, titles):
        who = f"{line.teams}: " if line.teams else ""
        yield f"{line.seq:>5}  {line.clock:>8}  {who}{line.text}"


def is_quiet(event: Any) -> bool:
    """Whether it goes on behind the scenes: a team that was there already is not brought along."""
    if event.kind == "inject_proposed":
        return event.deferred is None
    return event.kind in QUIET or (event.kind == "team_synced" and event.how == "there")


def _line(record: Recorded, titles: Titles) -> Line:
    event: Any = record.event
    words = titles.words
    instant = titles.course.instant(record.seq)
    teams = teams_of(event, record)
    story = story_time(titles.course, instant, teams[0] if len(teams) == 1 else None)
    return Line(
        seq=record.seq,
        clock=clock(record.elapsed),
        story=words.moment(story) if story else "",
        wall=f"{wall_time(instant):%H:%M:%S}",
        teams=titles.teams(teams) if teams else "",
        text=told(record, titles),
    )


def teams_of(event: Any, record: Recorded) -> tuple[str, ...]:
    """The teams that an event concerns; none where it concerns the exercise as a whole."""
    several = getattr(event, "teams", ())
    if event.kind == "exercise_created":
        return ()
    if several:
        return tuple(several)
    one = getattr(event, "team", None) or getattr(event, "story", None) or record.actor.team
    return (one,) if one and isinstance(one, str) and one != EXERCISE else ()
