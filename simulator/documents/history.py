"""The history that exercise control reads in play: each event in words, with all its times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from simulator.acts import Recorded
from simulator.documents.base import Words
from simulator.documents.timeline import is_quiet, teams_of
from simulator.documents.timeline_words import told
from simulator.documents.titles import Titles
from simulator.domain.course import Course
from simulator.domain.exercise import EXERCISE, Exercise
from simulator.domain.history import Group, Happening
from simulator.domain.people import Viewer
from simulator.engine.ratings import shown_to

KINDS: Mapping[Group, tuple[str, ...]] = MappingProxyType(
    {
        "inject": (
            "inject_released", "inject_improvised", "inject_skipped", "inject_withdrawn",
            "inject_acknowledged",
        ),
        "decision": ("decision_logged", "decision_retracted", "time_ran_out"),
        "message": ("message_sent",),
        "question": ("question_asked", "question_answered", "question_declined"),
        "clock": (
            "exercise_started", "exercise_paused", "exercise_resumed", "exercise_stopped",
            "exercise_interrupted", "exercise_ended", "clock_jumped", "speed_changed",
            "deadline_changed",
        ),
        "control": (
            "inject_held", "inject_unheld", "inject_edited", "pass_started", "team_synced",
            "facts_changed", "decision_reviewed", "shown_to_room", "hidden_from_room",
        ),
        "evaluation": (
            "observation_made", "note_taken", "rating_given", "deviation_justified",
            "hotwash_noted", "improvement_planned",
        ),
        "people": (
            "person_joined", "person_left", "seat_handed_over", "codes_rotated", "lobby_locked",
            "lobby_unlocked", "seat_revoked", "person_muted", "person_unmuted",
        ),
        "behind-the-scenes": (
            "exercise_created", "inject_proposed", "proposal_dropped", "inject_overdue",
            "end_proposed", "end_dropped", "answer_ready", "expectation_met",
        ),
    }
)  # fmt: skip
GROUP_OF: Mapping[str, Group] = MappingProxyType(
    {kind: group for group, kinds in KINDS.items() for kind in kinds}
)
JUDGED = frozenset({"observation_made", "note_taken", "rating_given", "deviation_justified"})
"""What evaluators do each for themselves, and do not see of each other (K27)."""


def history(records: Iterable[Recorded], exercise: Exercise, viewer: Viewer) -> Iterator[Happening]:
    """Records in words for one of the staff; the exercise has come as far as the last of them."""
    titles = Titles(Course(exercise, ()), Words(viewer.language))
    for record in records:
        if record.event.kind not in JUDGED or shown_to(viewer, record.actor.person):
            yield _happening(record, titles)


def _happening(record: Recorded, titles: Titles) -> Happening:
    event, exercise = record.event, titles.exercise
    teams = teams_of(event, record)
    alone = teams[0] if len(teams) == 1 and teams[0] in exercise.teams else None
    story = exercise.story_of(alone) if alone else EXERCISE
    return Happening(
        number=record.seq,
        kind=event.kind,
        group=GROUP_OF[event.kind],
        at=record.at,
        offset=record.offset,
        elapsed=record.elapsed,
        story=exercise.facts[story].story_time(record.elapsed, after=record.seq),
        teams=teams,
        person=record.actor.person,
        text=told(record, titles),
        quiet=is_quiet(event),
    )
