"""What really happened in a walk, counted: each feature of play that the walks have to meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from simulator.acts import Recorded, applied
from simulator.domain.exercise import Exercise
from simulator.engine import rules
from simulator.engine.conditions import holds
from tests.property.walks import Walk

FEATURES = (
    "scope exercise",
    "scope team",
    "three teams",
    "option chosen",
    "way of an option taken",
    "contingency released",
    "contingency averted",
    "timed and released by itself",
    "deferred: held",
    "deferred: jumped_over",
    "deferred: interrupted",
    "deferred: paused",
    "deferred: not_open",
    "overdue",
    "released now",
    "pool released",
    "version given",
    "story time jumped",
    "milestone by effect",
    "variable by effect",
    "milestone by hand",
    "variable by hand",
    "proposal dropped",
    "held",
    "unheld",
    "skipped as if",
    "edited",
    "improvised",
    "withdrawn",
    "pass started",
    "sync: brought",
    "sync: there",
    "sync: ahead",
    "late entry",
    "amended",
    "retracted",
    "reviewed",
    "put on the wall",
    "taken off the wall",
    "without authority",
    "during pause",
    "expectation met by its condition",
    "expectation met by a decision",
    "answer prepared",
    "answer typed",
    "declined",
    "message",
    "acknowledged",
    "observed",
    "noted",
    "rating",
    "final rating",
    "hot-wash note",
    "improvement",
    "deadline running",
    "deadline met",
    "deadline missed",
    "deadline in story time",
    "time ran out",
    "interrupted",
    "paused",
    "resumed",
    "stopped",
    "jumped",
    "speed changed",
    "joined",
    "left",
    "seat handed over",
    "codes rotated",
    "lobby locked",
    "lobby unlocked",
    "seat revoked",
    "muted",
    "unmuted",
    "end proposed",
    "ended",
)
SIMPLY = {
    "inject_overdue": "overdue",
    "proposal_dropped": "proposal dropped",
    "inject_held": "held",
    "inject_unheld": "unheld",
    "inject_edited": "edited",
    "inject_improvised": "improvised",
    "inject_withdrawn": "withdrawn",
    "pass_started": "pass started",
    "decision_retracted": "retracted",
    "decision_reviewed": "reviewed",
    "shown_to_room": "put on the wall",
    "hidden_from_room": "taken off the wall",
    "expectation_met": "expectation met by its condition",
    "question_declined": "declined",
    "message_sent": "message",
    "inject_acknowledged": "acknowledged",
    "observation_made": "observed",
    "note_taken": "noted",
    "hotwash_noted": "hot-wash note",
    "improvement_planned": "improvement",
    "time_ran_out": "time ran out",
    "exercise_interrupted": "interrupted",
    "exercise_paused": "paused",
    "exercise_resumed": "resumed",
    "exercise_stopped": "stopped",
    "clock_jumped": "jumped",
    "speed_changed": "speed changed",
    "person_joined": "joined",
    "person_left": "left",
    "seat_handed_over": "seat handed over",
    "codes_rotated": "codes rotated",
    "lobby_locked": "lobby locked",
    "lobby_unlocked": "lobby unlocked",
    "seat_revoked": "seat revoked",
    "person_muted": "muted",
    "person_unmuted": "unmuted",
    "end_proposed": "end proposed",
    "exercise_ended": "ended",
}
"""Kind of event → what it shows by itself."""


def features(walk: Walk) -> Counter[str]:
    """What happened in a walk, and how often."""
    found = Counter(_of_the_setting(walk))
    exercise: Exercise | None = None
    for record in walk.table.records:
        if exercise is not None:
            found.update(_of_a_record(exercise, record))
        exercise = applied(exercise, record)
        found.update(_averted(exercise) if record.event.kind == "exercise_ended" else ())
    return found


def _of_the_setting(walk: Walk) -> Iterator[str]:
    yield f"scope {walk.setting.scenario.story.scope}"
    if len(walk.exercise.teams) == 3:
        yield "three teams"


def _of_a_record(exercise: Exercise, record: Recorded) -> Iterator[str]:
    event: Any = record.event
    if event.kind in SIMPLY:
        yield SIMPLY[event.kind]
    if getattr(event, "during_pause", False):
        yield "during pause"
    yield from _of_changes(event)
    if event.kind == "inject_released":
        yield from _of_a_release(exercise, event)
    elif event.kind == "inject_skipped" and event.as_if:
        yield "skipped as if"
    elif event.kind == "inject_proposed" and event.deferred:
        yield f"deferred: {event.deferred}"
    elif event.kind == "decision_logged":
        yield from _of_a_decision(event)
    elif event.kind == "deadline_changed":
        yield f"deadline {event.state}"
        yield from () if isinstance(event.due, float) else ("deadline in story time",)
    else:
        yield from _of_its_value(event)


def _of_its_value(event: Any) -> Iterator[str]:
    if event.kind == "team_synced":
        yield f"sync: {event.how}"
    elif event.kind == "question_answered":
        yield "answer prepared" if event.request else "answer typed"
    elif event.kind == "rating_given":
        yield "final rating" if event.final else "rating"


def _of_changes(event: Any) -> Iterator[str]:
    how = "by hand" if event.kind == "facts_changed" else "by effect"
    for change in getattr(event, "changes", ()):
        yield f"{'milestone' if change.milestone else 'variable'} {how}"


def _of_a_release(exercise: Exercise, event: Any) -> Iterator[str]:
    inject = exercise.scenario.inject(event.inject)
    assert inject is not None
    proposal = exercise.facts[event.story].proposals.get(event.inject)
    timed = inject.release.at or inject.release.delay
    for feature, so in (
        ("contingency released", inject.release.not_by is not None and not event.forced),
        ("timed and released by itself", event.auto and timed is not None),
        ("released now", event.forced),
        ("pool released", event.pool),
        ("version given", event.versions),
        ("story time jumped", event.story_time),
        ("way of an option taken", proposal and proposal.because == "option"),
    ):
        if so:
            yield feature


def _of_a_decision(event: Any) -> Iterator[str]:
    for feature, so in (
        ("option chosen", event.option),
        ("amended", event.amends),
        ("late entry", event.decided is not None),
        ("without authority", not event.authority),
        ("expectation met by a decision", event.meets),
    ):
        if so:
            yield feature


def _averted(exercise: Exercise) -> Iterator[str]:
    """Contingencies whose source is out and that came true in time to be spared."""
    for inject in exercise.scenario.injects:
        unless = inject.release.unless
        for story in exercise.stories if unless else ():
            assert unless is not None
            sources = inject.release.after
            open_ = any(s == "start" or rules.out_at(exercise, story, s) for s in sources)
            never = rules.out_at(exercise, story, inject.id) is None
            if open_ and never and holds(unless, exercise, story).holds:
                yield "contingency averted"
