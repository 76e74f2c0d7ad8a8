"""What happened, as marks in lanes: control's first, then each team's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.acts import Recorded
from simulator.documents.charts.marks import Mark
from simulator.documents.charts.scale import Scale, Wall
from simulator.domain.entries import Decision
from simulator.domain.exercise import Exercise, TeamState

CONTROL = ""
"""The row of control."""
LANES: dict[bool, tuple[tuple[str, ...], ...]] = {
    True: (
        ("released", "automatic", "synced"),
        ("released_now", "improvised", "hint"),
        ("skipped", "withdrawn"),
    ),
    False: (
        ("pass",),
        ("question",),
        ("decision", "late_entry", "amended", "retracted", "without_authority"),
        ("message",),
    ),
}
"""What stands beside what in one lane of the row of control, and of a team."""
ALONE = {
    "inject_improvised": "improvised",
    "inject_skipped": "skipped",
    "inject_withdrawn": "withdrawn",
    "question_asked": "question",
    "message_sent": "message",
    "pass_started": "pass",
}
"""Kinds of events that are always the same mark."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Marks of one row that stand side by side."""

    row: str
    marks: tuple[Mark, ...]


def lanes(
    records: Iterable[Recorded], exercise: Exercise, wall: Wall, x: Scale
) -> tuple[Lane, ...]:
    """The lanes of all rows; a lane that no row uses is left out of all of them."""
    rows: dict[str, list[Mark]] = {CONTROL: [], **{team: [] for team in exercise.teams}}
    for row, mark in _marks(records, exercise, wall, x):
        rows[row].append(mark)
    used = {mark.kind for marks in rows.values() for mark in marks}
    return tuple(
        Lane(row, tuple(mark for mark in marks if mark.kind in kinds))
        for row, marks in rows.items()
        for kinds in _used(row, used)
    )


def _used(row: str, used: set[str]) -> Sequence[tuple[str, ...]]:
    found = [kinds for kinds in LANES[row == CONTROL] if used.intersection(kinds)]
    return found or [()]


def _marks(
    records: Iterable[Recorded], exercise: Exercise, wall: Wall, x: Scale
) -> Iterator[tuple[str, Mark]]:
    """Every mark with the row it stands in."""
    decisions = {seq: k for team in exercise.teams.values() for seq, k in _decisions(team)}
    for record in records:
        event: Any = record.event
        kind = decisions.get(record.seq) or _kind(event)
        if kind is None:
            continue
        late = getattr(event, "decided", None)
        at = wall.of[record.seq] if late is None else wall.clock(late)
        row = event.team if kind in _OF_TEAMS else CONTROL
        yield row, Mark(kind, record.seq, x(at), record.elapsed if late is None else late)


def _kind(event: Any) -> str | None:
    if event.kind == "inject_released":
        if event.pool == "hint":
            return "hint"
        return "released_now" if event.forced else "automatic" if event.auto else "released"
    if event.kind == "team_synced":
        return "synced" if event.how == "brought" else None
    return ALONE.get(event.kind)


def _decisions(team: TeamState) -> Iterator[tuple[int, str]]:
    """What each decision of a team is in the end, by the number of its event."""
    given = [decision for about in team.decisions.values() for decision in about]
    amended = {decision.amends for decision in given}
    for decision in given:
        yield decision.seq, _standing(decision, amended)


def _standing(decision: Decision, amended: set[str | None]) -> str:
    if decision.retracted:
        return "retracted"
    if decision.id in amended:
        return "amended"
    if not decision.authority:
        return "without_authority"
    return "decision" if decision.decided is None else "late_entry"


_OF_TEAMS = frozenset(kind for kinds in LANES[False] for kind in kinds)
