"""What each audience may see: cards built from nothing, by what its seat may know, never cut down.

The only place that decides on secrecy. Participants get what reached their team; observers what
reached any team; the projector what is fit for the room; exercise control all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from simulator.domain.exercise import EXERCISE, Decision, Delivery, Exercise, Question
from simulator.domain.people import STAFF, Viewer
from simulator.domain.scenario import Inject, Option
from simulator.domain.view import Card, Choice, View
from simulator.engine import rules
from simulator.engine.control import CONTROL
from simulator.engine.faces import faces_for, fits, story_of, title_read

Cards = Iterator[Card]
Choices = Callable[[Exercise, Viewer], tuple[Choice, ...]]


def view(exercise: Exercise, viewer: Viewer, choices: Choices, after: int = 0) -> View:
    """What an audience may see and do; of the cards only those changed after a number."""
    makers = _CONTROL if viewer.role in STAFF else _OTHERS
    cards = tuple(card for make in makers for card in make(exercise, viewer, after))
    return View(number=exercise.seq, cards=cards, choices=choices(exercise, viewer))


def _exercise(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    facts = exercise.facts[story_of(exercise, viewer)]
    changed = max(exercise.clock_seq, facts.seq)
    if changed > after:
        scenario = exercise.kit.edition(viewer.language).scenario
        yield Card(
            id="exercise",
            kind="exercise",
            changed=exercise.clock_seq if viewer.role not in STAFF else changed,
            title=scenario.title,
            elapsed=exercise.elapsed,
            at=exercise.at,
            story=facts.story_time(exercise.elapsed),
            marks=(exercise.status,),
        )


def _brief(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    if after:
        return
    scenario = exercise.kit.edition(viewer.language).scenario
    lines = (*scenario.ground_rules, *scenario.assumptions)
    if scenario.brief or scenario.organisation or lines:
        texts = [t for t in (scenario.brief, scenario.organisation) if t]
        yield Card(
            id="brief",
            kind="brief",
            changed=1,
            title=scenario.title,
            body="\n\n".join(texts),
            lines=lines,
        )
    if viewer.role == "participant" and viewer.team and viewer.team in exercise.teams:
        team = scenario.team(exercise.teams[viewer.team].declared)
        if team is not None:
            roles = [r for r in team.roles if r.id == viewer.team_role]
            texts = [t for t in (team.brief, *(r.brief for r in roles)) if t]
            title = rules.team_title(exercise, viewer.team, viewer.language)
            yield Card(
                id="role",
                kind="brief",
                changed=1,
                title=", ".join([title, *(r.title for r in roles)]),
                body="\n\n".join(texts),
            )


def _seen_teams(exercise: Exercise, viewer: Viewer) -> tuple[str, ...]:
    if viewer.role == "participant":
        return (viewer.team,) if viewer.team in exercise.teams and viewer.team else ()
    return tuple(exercise.teams)


def _injects(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """What reached the teams an audience looks at; a later team may bring a further version."""
    seen: dict[str, list[Delivery]] = {}
    for team in _seen_teams(exercise, viewer):
        for inject, all_ in exercise.teams[team].received.items():
            seen.setdefault(inject, []).extend(d for d in all_ if d.how == "released")
    given = [
        (inject, sorted(found, key=lambda d: d.seq)) for inject, found in seen.items() if found
    ]
    for inject, found in sorted(given, key=lambda pair: pair[1][0].seq):
        if viewer.role == "participant" and not rules.reads(exercise, viewer, inject):
            continue
        if found[-1].seq > after:
            first = replace(found[0], seq=found[-1].seq)
            yield from _inject_cards(exercise, viewer, inject, first)


def _inject_cards(exercise: Exercise, viewer: Viewer, id: str, delivery: Delivery) -> Cards:
    edition = exercise.kit.edition(viewer.language)
    inject = edition.scenario.inject(id)
    if inject is None:
        yield from _improvised_card(exercise, viewer, id, delivery)
        return
    if viewer.role == "projector" and not inject.projector:
        return
    for number, read in enumerate(faces_for(exercise, viewer, inject)):
        yield Card(
            id=f"inject-{id}" + (f"-{number}" if number else ""),
            kind="inject",
            changed=delivery.seq,
            title=read.face.headline,
            face=read.face,
            inject=id,
            elapsed=delivery.since,
            lines=_asked(inject),
            state="released",
            tlp=read.tlp or inject.tlp or edition.scenario.tlp,
            marks=tuple(m for m in (inject.severity, read.heading) if m),
        )


def _asked(inject: Inject) -> tuple[str, ...]:
    """What a team is asked, and what is said for and against each option offered."""
    if inject.decision is None:
        return ()
    return (inject.decision.question, *(line for o in inject.decision.options for line in _said(o)))


def _said(option: Option) -> Iterator[str]:
    told = f". {option.description}" if option.description else ""
    yield f"{option.id}: {option.label}{told}"
    yield from (f"+ {text}" for text in option.pros)
    yield from (f"\N{MINUS SIGN} {text}" for text in option.cons)


def _improvised_card(exercise: Exercise, viewer: Viewer, id: str, delivery: Delivery) -> Cards:
    made = exercise.improvised[id]
    if viewer.role == "projector":
        return
    faces = made.faces
    yield Card(
        id=f"inject-{id}",
        kind="inject",
        changed=delivery.seq,
        title=made.title,
        face=faces.get(viewer.language) or next(iter(faces.values()), None),
        inject=id,
        elapsed=delivery.since,
        state="released",
        tlp=made.tlp or exercise.scenario.tlp,
    )


def _decisions(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    found = [
        (decision, team)
        for team in _seen_teams(exercise, viewer)
        for thread in exercise.teams[team].decisions.values()
        for decision in thread
    ]
    replaced = {d.amends: d.seq for d, _ in found if d.amends}
    for decision, team in sorted(found, key=lambda pair: pair[0].seq):
        changed = max(decision.seq, replaced.get(decision.id, 0))
        if changed > after:
            yield _decision_card(exercise, viewer, decision, team, changed, decision.id in replaced)


def _decision_card(
    exercise: Exercise, viewer: Viewer, decision: Decision, team: str, changed: int, struck: bool
) -> Card:
    marks = [
        mark
        for mark, so in (
            ("without_authority", not decision.authority and viewer.role in STAFF),
            ("by_control", decision.by_control),
            ("during_pause", decision.during_pause),
            ("amended", struck),
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
        elapsed=decision.since,
        at=decision.at,
        marks=tuple(marks),
        option=_chosen(exercise, viewer, decision),
        lines=tuple(line for line in (decision.rationale,) if line),
    )


def _chosen(exercise: Exercise, viewer: Viewer, decision: Decision) -> str:
    """The option a decision chose, in the reader's words."""
    scenario = exercise.kit.edition(viewer.language).scenario
    inject = scenario.inject(decision.inject) if decision.inject else None
    option = inject.option(decision.option) if inject and decision.option else None
    return option.label if option else ""


def _questions(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    for team in _seen_teams(exercise, viewer):
        for question in exercise.teams[team].questions:
            if max(question.seq, question.answer_seq) > after:
                yield _question_card(exercise, viewer, question, team)


def _question_card(exercise: Exercise, viewer: Viewer, question: Question, team: str) -> Card:
    hints = question.suggested if viewer.role in STAFF and question.state == "open" else ()
    return Card(
        id=f"question-{question.id}",
        kind="question",
        changed=max(question.seq, question.answer_seq),
        title=question.text,
        body=_answer(exercise, viewer, question),
        team=team,
        elapsed=question.since,
        marks=(question.state,),
        lines=hints,
    )


def _answer(exercise: Exercise, viewer: Viewer, question: Question) -> str:
    """What was answered; a prepared answer sent as it is, in the reader's language."""
    read = exercise.kit.edition(viewer.language).scenario.requests
    for own, other in zip(exercise.scenario.requests, read, strict=True):
        if own.id == question.request and own.answer == question.answer:
            return other.answer
    return question.answer or ""


def _deadlines(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    scenario = exercise.kit.edition(viewer.language).scenario
    for deadline in scenario.deadlines:
        if viewer.role not in STAFF and not _for_them(exercise, viewer, deadline.to):
            continue
        for story in _stories_seen(exercise, viewer):
            run = exercise.facts[story].deadlines.get(deadline.id)
            if run is None or run.seq <= after:
                continue
            yield Card(
                id=f"deadline-{deadline.id}" + (f"-{story}" if story else ""),
                kind="deadline",
                changed=run.seq,
                title=deadline.title,
                body=run.due.isoformat(sep=" ", timespec="minutes")
                if not isinstance(run.due, float)
                else "",
                team=story or None,
                elapsed=run.due if isinstance(run.due, float) else None,
                story=None if isinstance(run.due, float) else run.due,
                marks=(run.state,),
            )


def _for_them(exercise: Exercise, viewer: Viewer, to: tuple[str, ...]) -> bool:
    if not to:
        return False
    return fits(exercise, viewer, to)


def _stories_seen(exercise: Exercise, viewer: Viewer) -> tuple[str, ...]:
    if viewer.role == "participant" and viewer.team:
        return (EXERCISE, viewer.team)
    return (EXERCISE, *exercise.teams)


def _for_the_room(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """Decisions and questions reach participants and observers, never the projector."""
    if viewer.role != "projector":
        yield from _decisions(exercise, viewer, after)
        yield from _questions(exercise, viewer, after)
        yield from _deadlines(exercise, viewer, after)


_Maker = Callable[[Exercise, Viewer, int], Cards]
_OTHERS: tuple[_Maker, ...] = (_exercise, _brief, _injects, _for_the_room)
_CONTROL: tuple[_Maker, ...] = (
    _exercise,
    _brief,
    *CONTROL,
    _decisions,
    _questions,
    _deadlines,
)
