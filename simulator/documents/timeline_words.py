"""What the timeline says of each kind of event, in the report's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.acts import Recorded
from simulator.documents.markup import short
from simulator.documents.titles import Titles
from simulator.engine.ratings import own_scale
from simulator.engine.wall import entries
from simulator.text import clock

LONG = 400
"""Characters of a note: it stands nowhere else."""
Told = tuple[str, dict[str, str]]
"""The key of the words under `report.timeline`, and what fills them in."""
PLAIN = frozenset(
    {
        "decision_reviewed",
        "end_dropped",
        "end_proposed",
        "exercise_created",
        "exercise_ended",
        "exercise_paused",
        "exercise_resumed",
        "exercise_started",
        "exercise_stopped",
        "inject_acknowledged",
        "inject_held",
        "inject_overdue",
        "inject_unheld",
        "inject_withdrawn",
        "lobby_locked",
        "lobby_unlocked",
        "pass_started",
        "person_joined",
        "person_left",
        "person_muted",
        "person_unmuted",
        "proposal_dropped",
        "seat_handed_over",
        "seat_revoked",
        "time_ran_out",
    }
)
"""Kinds that need no more than their inject, their reason and who it was."""


def told(record: Recorded, titles: Titles) -> str:
    """An event in one sentence."""
    event: Any = record.event
    reason = getattr(event, "reason", None)
    said = {
        "inject": titles.inject(getattr(event, "inject", None)),
        "reason": titles.words("report.reason", reason=reason) if reason else "",
        "who": titles.who(record.actor),
    }
    code, values = (event.kind, {}) if event.kind in PLAIN else TELL[event.kind](event, titles)
    return titles.words(f"report.timeline.{code}", **{**said, **values}).strip()


def _bare(text: str, most: int = 90) -> str:
    """The beginning of a text without its full stop, as it stands within a sentence."""
    return short(text, most).rstrip(".")


def _jumped(event: Any, titles: Titles) -> Told:
    if event.exercise:
        return "clock_jumped", {"span": titles.words.span(event.exercise / 60)}
    return "story_jumped", {"span": titles.words.span(event.story / 60)}


def _proposed(event: Any, titles: Titles) -> Told:
    return (f"deferred_{event.deferred}" if event.deferred else "inject_proposed"), {}


def _released(event: Any, titles: Titles) -> Told:
    code = "inject_released"
    if event.pool == "hint":
        code = "hint_given"
    elif event.forced:
        code = "inject_released_now"
    elif event.auto:
        code = "inject_released_auto"
    return code, {}


def _skipped(event: Any, titles: Titles) -> Told:
    if event.as_if:
        return "inject_skipped_as_if", {"option": titles.option(event.inject, event.as_if)}
    return "inject_skipped", {}


def _decided(event: Any, titles: Titles) -> Told:
    values = {"text": short(event.text)}
    if event.amends:
        return "decision_amended", values
    if event.decided is not None:
        code = "late_entry_about" if event.inject else "late_entry"
        return code, {"text": _bare(event.text), "decided": clock(event.decided)}
    return ("decision_about" if event.inject else "decision_logged"), values


def _answered(event: Any, titles: Titles) -> Told:
    if event.request:
        return "question_answered_with", {"request": titles.request(event.request)}
    return "question_answered", {"text": short(event.text, LONG)}


def _observed(event: Any, titles: Titles) -> Told:
    what = titles.expectation(event.expectation) if event.expectation else titles.rated(event.row)
    result = titles.words(f"report.results.{event.result}")
    return "observation_made", {"what": what, "result": result, "text": _remark(event, titles)}


def _changed(event: Any, titles: Titles) -> Told:
    changes = []
    for change in event.changes:
        name = titles.fact(change.milestone or change.variable)
        so = {True: "true", False: "false"}.get(change.value) if change.milestone else None
        value = titles.words(f"report.values.{so}") if so else str(change.value)
        changes.append(titles.words("report.fact", fact=name.rstrip("."), value=value))
    return "facts_changed", {"facts": "; ".join(changes)}


def _sped(event: Any, titles: Titles) -> Told:
    return "speed_changed", {"factor": titles.words.number(event.factor)}


def _interrupted(event: Any, titles: Titles) -> Told:
    gap = titles.words.span(abs(event.gap) / 60)
    if abs(event.gap) < 1:
        return f"cut_off_{event.cause}", {}
    return f"interrupted_{event.cause}", {"gap": gap}


def _synced(event: Any, titles: Titles) -> Told:
    skipped = titles.words.listed(titles.inject(id) for id in event.skipped)
    code = "team_skipped_to" if skipped else f"team_{event.how}"
    return code, {"skipped": skipped}


def _rotated(event: Any, titles: Titles) -> Told:
    if event.team:
        return "codes_rotated_of", {"team": titles.teams((event.team,))}
    return "codes_rotated", {}


def _worded(event: Any, titles: Titles) -> Told:
    """What an inject says that stands in no scenario: made up in play, or typed before it went."""
    kit = titles.exercise.kit
    face = event.faces.get(titles.words.language) or event.faces.get(kit.language)
    face = face or next(iter(event.faces.values()))
    named = {"inject": event.title} if event.kind == "inject_improvised" else {}
    return event.kind, {**named, "headline": face.headline, "text": _bare(face.body, LONG)}


def _retracted(event: Any, titles: Titles) -> Told:
    thread = titles.exercise.teams[event.team].decisions.get(event.inject or "", ())
    text = next((d.text for d in thread if d.id == event.decision), "")
    return "decision_retracted", {"text": _bare(text)}


def _sent(event: Any, titles: Titles) -> Told:
    others = [team for team in titles.exercise.teams if team != event.team]
    everybody = len(others) > 1 and len(event.to) == len(others)
    to = titles.words("report.timeline.all_others") if everybody else titles.teams(event.to)
    marking = titles.words("report.timeline.marked", tlp=event.tlp) if event.tlp else ""
    return "message_sent", {"to": to, "marking": marking, "text": short(event.text, LONG)}


def _rated(event: Any, titles: Titles) -> Told:
    code = "rating_final" if event.final else "rating_given"
    return code, {
        "what": titles.rated(event.subject),
        "level": level_told(event.given, titles),
        "text": _remark(event, titles),
    }


def level_told(level: str, titles: Titles) -> str:
    """A level and what it says: one of the scenario's own scale, or P, S, M or U."""
    own = own_scale(titles.exercise, titles.words.language)
    found = next((each for each in own if each.id == level), None)
    if found is not None:
        return f"{found.title}, {found.text.rstrip('.')}" if found.text else found.title
    return f"{level}, {titles.words(f'report.timeline.levels.{level}')}"


def _remark(event: Any, titles: Titles) -> str:
    return titles.words("report.remark", text=short(event.text, LONG)) if event.text else ""


def _washed(event: Any, titles: Titles) -> Told:
    topic = titles.words(f"report.timeline.topics.{event.topic}")
    return "hotwash_noted", {"topic": topic, "text": short(event.text, LONG)}


def _planned(event: Any, titles: Titles) -> Told:
    """A row of the improvement plan; contacts are people, and stand in the plan alone."""
    words = titles.words
    said = {
        "action": _bare(event.action or "", LONG),
        "owner": _bare(event.owner or ""),
        "due": words.day(event.due) if event.due else "",
        "status": words(f"report.timeline.progress.{event.status}"),
    }
    parts = (words(f"report.timeline.plan.{k}", text=v) for k, v in said.items() if v)
    return "improvement_planned", {"issue": _bare(event.issue, LONG), "rest": " ".join(parts)}


def _justified(event: Any, titles: Titles) -> Told:
    """That a deviation was right, and why; an expectation and a step are told apart by what is."""
    what, text = _deviation(event.about, titles), _bare(event.text, LONG)
    return "deviation_justified", {"what": what.rstrip("."), "text": text}


def _walled(event: Any, titles: Titles) -> Told:
    """What the room is shown from now on, or is not: an inject, or what somebody said."""
    does = "wall_shows" if event.kind == "shown_to_room" else "wall_hides"
    if event.inject:
        return f"{does}_inject", {}
    return does, {"text": short(entries(titles.exercise)[event.entry].said.text)}


def _deviation(about: str, titles: Titles) -> str:
    """What was deviated from: an inject, what one expects, or a step of a playbook."""
    inject, _, rest = about.partition("/")
    if titles.edition.scenario.inject(inject):
        return titles.expectation(about) if rest else titles.inject(about)
    return titles.step(about)


TELL: Mapping[str, Callable[[Any, Titles], Told]] = {
    "clock_jumped": _jumped,
    "speed_changed": _sped,
    "exercise_interrupted": _interrupted,
    "inject_proposed": _proposed,
    "inject_released": _released,
    "inject_skipped": _skipped,
    "inject_improvised": _worded,
    "inject_edited": _worded,
    "team_synced": _synced,
    "codes_rotated": _rotated,
    "decision_logged": _decided,
    "decision_retracted": _retracted,
    "question_asked": lambda e, t: ("question_asked", {"text": short(e.text, LONG)}),
    "question_answered": _answered,
    "answer_ready": lambda e, t: ("answer_ready", {"request": t.request(e.request)}),
    "question_declined": lambda e, t: ("question_declined", {}),
    "deadline_changed": lambda e, t: (
        f"deadline_{e.state}",
        {"deadline": t.deadline(e.deadline)},
    ),
    "expectation_met": lambda e, t: ("expectation_met", {"what": t.expectation(e.expectation)}),
    "observation_made": _observed,
    "note_taken": lambda e, t: ("note_taken", {"text": short(e.text, LONG)}),
    "facts_changed": _changed,
    "message_sent": _sent,
    "rating_given": _rated,
    "hotwash_noted": _washed,
    "improvement_planned": _planned,
    "deviation_justified": _justified,
    "shown_to_room": _walled,
    "hidden_from_room": _walled,
}
"""Kinds whose words depend on what they say."""
