"""What teams said, as cards: decisions with what became of them, questions, messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from simulator.domain.entries import Decision, Message, Question
from simulator.domain.exercise import Exercise, TeamState
from simulator.domain.people import STAFF, Viewer
from simulator.domain.view import Card
from simulator.engine import rules
from simulator.engine.faces import title_read
from simulator.engine.looked_at import reviewed_at, unreviewed

Cards = Iterator[Card]


def seen_teams(exercise: Exercise, viewer: Viewer) -> tuple[str, ...]:
    """The teams an audience looks at: its own; all for observers and staff."""
    if viewer.role == "participant":
        return (viewer.team,) if viewer.team in exercise.teams and viewer.team else ()
    return tuple(exercise.teams)


def decisions(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """Every wording of every decision; what was amended or retracted is marked, never gone."""
    seen = seen_teams(exercise, viewer)
    latest = {team: exercise.teams[team].seq for team in seen}
    if viewer.role in STAFF:
        walled = exercise.wall.seq
        latest = {t: max(seq, reviewed_at(exercise, t), walled) for t, seq in latest.items()}
    else:  # what one team is given may head another's decision anew
        latest = dict.fromkeys(seen, max(latest.values(), default=0))
    found = [
        (decision, team)
        for team in seen
        if latest[team] > after
        for thread in exercise.teams[team].decisions.values()
        for decision in thread
    ]
    replaced = {d.amends: d.seq for d, _ in found if d.amends}
    by_id = {d.id: d for d, _ in found}
    for decision, team in sorted(found, key=lambda pair: pair[0].seq):
        earlier = _left_behind(exercise.teams[team], decision)
        about = [id for id in (decision.inject, *decision.links) if id]
        titled = _titled(exercise, viewer, seen, about)
        struck_by = replaced.get(decision.id, 0)
        looked = _looked_at(exercise, viewer, team, decision)
        changed = max(decision.seq, struck_by, decision.retracted, earlier, titled, looked)
        if changed > after:
            struck = decision.id in replaced
            late = _really_decided(decision, by_id)
            yield _decision_card(exercise, viewer, decision, team, changed, struck, late)


def _really_decided(decision: Decision, by_id: Mapping[str, Decision]) -> float | None:
    """The real time of a late entry, in whichever of its wordings; None where it is none."""
    while decision.decided is None and decision.amends:
        decision = by_id[decision.amends]
    return decision.decided


def _looked_at(exercise: Exercise, viewer: Viewer, team: str, decision: Decision) -> int:
    """The event by which control looked at a decision, or put it on the wall, for control alone."""
    if viewer.role not in STAFF:
        return 0
    reviewed = exercise.reviewed.get(team, {}).get(decision.id, 0)
    return max(reviewed, exercise.wall.said_of(decision.id))


def _walled(exercise: Exercise, viewer: Viewer, entry: str) -> int:
    """The event by which control last put an entry on the wall or off it, for control alone."""
    return exercise.wall.said_of(entry) if viewer.role in STAFF else 0


def _in_room(exercise: Exercise, viewer: Viewer, entry: str) -> bool:
    return viewer.role in STAFF and exercise.wall.shows(entry)


def _is_new(exercise: Exercise, team: str, decision: Decision) -> bool:
    return decision.id in unreviewed(exercise).get(team, ())


def _left_behind(state: TeamState, decision: Decision) -> int:
    """The event by which a decision came to belong to an earlier pass; 0 where it counts."""
    since = state.counts_from(decision.inject or "")
    return since if decision.to < since else 0


def _titled(exercise: Exercise, viewer: Viewer, seen: tuple[str, ...], about: Iterable[str]) -> int:
    """The event by which the headlines came to be read that something is shown under."""
    if viewer.role in STAFF:
        return 0
    given = (rules.last_release(exercise.teams[team], id) for team in seen for id in about)
    return max((delivery.seq for delivery in given if delivery), default=0)


def _decision_card(
    exercise: Exercise,
    viewer: Viewer,
    decision: Decision,
    team: str,
    changed: int,
    struck: bool,
    late: float | None,
) -> Card:
    marks = [
        mark
        for mark, so in (
            ("unreviewed", viewer.role in STAFF and _is_new(exercise, team, decision)),
            ("without_authority", not decision.authority and viewer.role in STAFF),
            ("by_control", decision.by_control),
            ("during_pause", decision.during_pause),
            ("late_entry", late is not None),
            ("earlier_pass", _left_behind(exercise.teams[team], decision) > 0),
            ("amended", struck),
            ("retracted", decision.retracted > 0),
            ("in_room", not struck and _in_room(exercise, viewer, decision.id)),
            ("was_in_room", _was_in_room(exercise, viewer, decision)),
        )
        if so
    ]
    about = decision.inject
    return Card(
        id=f"decision-{decision.id}",
        kind="decision",
        changed=changed,
        title=title_read(exercise, viewer, about) if about else "",
        body=decision.text,
        inject=about,
        team=team,
        person=decision.actor.person,
        elapsed=decision.since if late is None else late,
        at=decision.at,
        numbers={"entered": decision.since} if late is not None else {},
        marks=tuple(marks),
        option=_chosen(exercise, viewer, decision),
        lines=tuple(line for line in (decision.rationale,) if line),
        details=tuple(_details(exercise, viewer, decision)),
    )


def _was_in_room(exercise: Exercise, viewer: Viewer, decision: Decision) -> bool:
    """Whether control let the room read an earlier wording, and has not looked at this one yet."""
    before = decision.amends or ""
    return _in_room(exercise, viewer, before) and not exercise.wall.said_of(decision.id)


def _details(exercise: Exercise, viewer: Viewer, decision: Decision) -> Iterator[tuple[str, str]]:
    """What else was said of a decision, each with the key of its heading."""
    yield from (("considered", text) for text in decision.considered)
    for key, text in (
        ("assignee", decision.assignee),
        ("confidence", decision.confidence),
        ("reason", decision.reason),
        ("retracted", decision.retracted_why),
    ):
        if text:
            yield key, text
    yield from (("step", ref) for ref in decision.steps if viewer.role in STAFF)
    yield from (("link", title_read(exercise, viewer, link)) for link in decision.links)


def _chosen(exercise: Exercise, viewer: Viewer, decision: Decision) -> str:
    """The option a decision chose, in the reader's words."""
    scenario = exercise.kit.edition(viewer.language).scenario
    inject = scenario.inject(decision.inject) if decision.inject else None
    option = inject.option(decision.option) if inject and decision.option else None
    return option.label if option else ""


def questions(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """What teams asked the simulation cell, and what they were told."""
    for team in seen_teams(exercise, viewer):
        walled = exercise.wall.seq if viewer.role in STAFF else 0
        if max(exercise.teams[team].seq, walled) <= after:
            continue
        for question in exercise.teams[team].questions:
            put = _walled(exercise, viewer, question.id)
            changed = max(question.seq, question.answer_seq, put)
            if changed > after:
                yield _question_card(exercise, viewer, question, team, changed)


def _question_card(
    exercise: Exercise, viewer: Viewer, question: Question, team: str, changed: int
) -> Card:
    marks = (
        ("during_pause", question.during_pause),
        ("in_room", _in_room(exercise, viewer, question.id)),
    )
    hints = question.suggested if viewer.role in STAFF and question.state == "open" else ()
    return Card(
        id=f"question-{question.id}",
        kind="question",
        changed=changed,
        title=question.text,
        body=_answer(exercise, viewer, question),
        team=team,
        person=question.actor.person,
        elapsed=question.since,
        marks=(question.state, *(mark for mark, so in marks if so)),
        lines=hints,
    )


def _answer(exercise: Exercise, viewer: Viewer, question: Question) -> str:
    """What was answered; a prepared answer sent as it is, in the reader's language."""
    read = exercise.kit.edition(viewer.language).scenario.requests
    for own, other in zip(exercise.scenario.requests, read, strict=True):
        if own.id == question.request and own.answer == question.answer:
            return other.answer
    return question.answer or ""


def messages(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """What teams told each other, once, to whoever looks at the sender or at one who got it."""
    seen = seen_teams(exercise, viewer)
    walled = exercise.wall.seq if viewer.role in STAFF else 0
    if walled <= after and all(exercise.teams[team].seq <= after for team in seen):
        return
    found = {m.id: m for team in seen for m in exercise.teams[team].messages}
    for message in sorted(found.values(), key=lambda m: m.seq):
        titled = _titled(exercise, viewer, seen, message.links)
        changed = max(message.seq, titled, _walled(exercise, viewer, message.id))
        if changed > after:
            yield _message_card(exercise, viewer, message, changed)


def _message_card(exercise: Exercise, viewer: Viewer, message: Message, changed: int) -> Card:
    marks = (
        ("by_control", message.by_control),
        ("during_pause", message.during_pause),
        ("in_room", _in_room(exercise, viewer, message.id)),
    )
    return Card(
        id=f"message-{message.id}",
        kind="message",
        changed=changed,
        body=message.text,
        team=message.team,
        to=message.to,
        person=message.actor.person,
        elapsed=message.since,
        tlp=message.tlp,
        marks=tuple(mark for mark, so in marks if so),
        details=tuple(_passed_on(exercise, viewer, message)),
    )


def _passed_on(exercise: Exercise, viewer: Viewer, message: Message) -> Iterator[tuple[str, str]]:
    """What a message passes on, to those who have that too; and for staff the steps it names."""
    yield from (("step", ref) for ref in message.steps if viewer.role in STAFF)
    titles = (
        title_read(exercise, viewer, link)
        for link in message.links
        if viewer.role != "participant" or rules.received(exercise, viewer.team or "", link)
    )
    yield from (("link", title) for title in titles if title)
