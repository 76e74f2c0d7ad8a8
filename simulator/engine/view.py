"""What each audience may see: cards built from nothing, by what its seat may know, never cut down.

The only place that decides on secrecy. Participants get what reached their team; observers what
reached any team; the projector what is fit for the room; exercise control all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from simulator.domain.exercise import EXERCISE, Delivery, Exercise, TeamState
from simulator.domain.people import STAFF, Viewer
from simulator.domain.scenario import Inject, Option
from simulator.domain.view import Card, Choice, View
from simulator.engine import rules
from simulator.engine.control import CONTROL
from simulator.engine.faces import faces_for, fits, story_of
from simulator.engine.said import decisions, messages, questions, seen_teams
from simulator.engine.wall import HIDDEN, approved, in_room

Cards = Iterator[Card]
Choices = Callable[[Exercise, Viewer], tuple[Choice, ...]]


def view(exercise: Exercise, viewer: Viewer, choices: Choices, after: int = 0) -> View:
    """What an audience may see and do; of the cards only those changed after a number."""
    makers = _CONTROL if viewer.role in STAFF else _OTHERS
    cards = tuple(card for make in makers for card in make(exercise, viewer, after))
    return View(number=exercise.seq, cards=cards, choices=choices(exercise, viewer))


def _exercise(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """The clocks as they stood when something last changed them; from there clients count on."""
    facts = exercise.facts[story_of(exercise, viewer)]
    changed = max(exercise.clock_seq, facts.clock_seq)
    if changed <= after or not exercise.clock:
        return
    point = exercise.clock[-1]
    cut = exercise.interruptions[-1:] if exercise.status == "paused" else ()
    gaps = [each.gap for each in cut if each.seq == exercise.clock_seq]
    yield Card(
        id="exercise",
        kind="exercise",
        changed=changed,
        title=exercise.kit.edition(viewer.language).scenario.title,
        elapsed=point.elapsed,
        at=point.at,
        speed=point.speed,
        story=facts.story_time(point.elapsed),
        pace=facts.pace if facts.story_base else None,
        marks=(exercise.status, *(("interrupted",) if gaps else ())),
        numbers={name: g * by for g in gaps for name, by in (("gap", 1), ("jump", exercise.speed))},
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
        assert team is not None
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


@dataclass(frozen=True, slots=True)
class _Standing:
    """How an inject stands for an audience: since when, and whether it still counts."""

    since: float
    changed: int
    state: Literal["released", "withdrawn"]
    earlier: bool
    """Of an earlier pass."""
    reason: str | None


def _injects(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """What reached the teams an audience looks at; a later team may bring a further version."""
    found: dict[str, list[tuple[TeamState, Delivery]]] = {}
    states = [exercise.teams[team] for team in seen_teams(exercise, viewer)]
    touched = {inject for state in states for inject in _touched(state, after)}
    walled = exercise.wall.injects if viewer.role == "projector" else {}
    touched |= {inject for inject, on in walled.items() if on.seq > after}
    for state in states:
        for inject in touched & state.received.keys():
            last = rules.last_release(state, inject)
            if last is not None:
                found.setdefault(inject, []).append((state, last))
    stand = [
        (inject, _standing(inject, given, walled[inject].seq if inject in walled else 0))
        for inject, given in sorted(found.items(), key=lambda pair: _first(pair[1]))
    ]
    for inject, standing in [each for each in stand if each[1].changed > after]:
        if viewer.role == "participant" and not rules.reads(exercise, viewer, inject):
            continue
        yield from _for_the_seat(exercise, viewer, inject, standing)


def _for_the_seat(exercise: Exercise, viewer: Viewer, inject: str, standing: _Standing) -> Cards:
    """The cards of an inject; to the room, of one that was hidden from it, that it is gone."""
    if viewer.role != "projector" or in_room(exercise, inject):
        yield from _inject_cards(exercise, viewer, inject, standing)
    elif inject in exercise.wall.injects:
        yield Card(id=f"inject-{inject}", kind="inject", changed=standing.changed, state=HIDDEN)


def _first(given: list[tuple[TeamState, Delivery]]) -> int:
    return min(delivery.seq for _, delivery in given)


def _touched(state: TeamState, after: int) -> Iterator[str]:
    """The injects about which something may have changed for a team after a number."""
    for inject, given in state.received.items():
        if given[-1].seq > after or state.counts_from(inject) > after:
            yield inject


def _changed(inject: str, given: list[tuple[TeamState, Delivery]]) -> int:
    """The event that last changed how an inject stands."""
    return max(max(delivery.seq, state.counts_from(inject)) for state, delivery in given)


def _standing(inject: str, given: list[tuple[TeamState, Delivery]], walled: int) -> _Standing:
    """How an inject stands over several teams: as for the one for which it counts most.

    `walled`: when it was last put on the wall or taken off it.
    """
    counting = [(s, d) for s, d in given if d.seq >= s.counts_from(inject)]
    in_force = counting or [(s, d) for s, d in given if not d.withdrawn] or given
    _, last = max(in_force, key=lambda pair: pair[1].seq)
    return _Standing(
        since=min(d.since for _, d in in_force),
        changed=max(_changed(inject, given), walled),
        state="withdrawn" if last.withdrawn else "released",
        earlier=not counting and not last.withdrawn,
        reason=last.reason if last.withdrawn else None,
    )


def _inject_cards(exercise: Exercise, viewer: Viewer, id: str, standing: _Standing) -> Cards:
    edition = exercise.kit.edition(viewer.language)
    inject = edition.scenario.inject(id)
    if inject is None:
        yield from _improvised_card(exercise, viewer, id, standing)
        return
    for number, read in enumerate(faces_for(exercise, viewer, inject)):
        marks = (inject.severity, read.heading, "earlier_pass" if standing.earlier else None)
        card = Card(
            id=f"inject-{id}" + (f"-{number}" if number else ""),
            kind="inject",
            changed=standing.changed,
            title=read.face.headline,
            face=read.face,
            inject=id,
            elapsed=standing.since,
            lines=_asked(inject),
            state="released",
            tlp=read.tlp or inject.tlp or edition.scenario.tlp,
            marks=tuple(m for m in marks if m),
            numbers=_by_when(inject, standing.since),
        )
        yield _taken_back(card, standing)


def _taken_back(card: Card, standing: _Standing) -> Card:
    """A withdrawn inject keeps its headline and says why; its text is gone (F5)."""
    if standing.state == "released":
        return card
    details = (("reason", standing.reason),) if standing.reason else ()
    return card.having(face=None, lines=(), numbers={}, state="withdrawn", details=details)


def _by_when(inject: Inject, since: float) -> dict[str, float]:
    """Until when an answer is wanted, seconds of exercise time, where the author set a limit."""
    limit = inject.decision.time_limit if inject.decision else None
    return {"by": since + limit * rules.MINUTE} if limit is not None else {}


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


def _improvised_card(exercise: Exercise, viewer: Viewer, id: str, standing: _Standing) -> Cards:
    made = exercise.improvised[id]
    faces = made.faces
    card = Card(
        id=f"inject-{id}",
        kind="inject",
        changed=standing.changed,
        title=made.title,
        face=faces.get(viewer.language) or next(iter(faces.values()), None),
        inject=id,
        elapsed=standing.since,
        state="released",
        tlp=made.tlp or exercise.scenario.tlp,
        marks=("earlier_pass",) if standing.earlier else (),
    )
    yield _taken_back(card, standing)


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
    """What teams say reaches participants and observers; the projector only what was approved."""
    if viewer.role == "projector":
        yield from approved(exercise, viewer, after)
    else:
        yield from decisions(exercise, viewer, after)
        yield from questions(exercise, viewer, after)
        yield from messages(exercise, viewer, after)
        yield from _deadlines(exercise, viewer, after)


_Maker = Callable[[Exercise, Viewer, int], Cards]
_OTHERS: tuple[_Maker, ...] = (_exercise, _brief, _injects, _for_the_room)
_CONTROL: tuple[_Maker, ...] = (
    _exercise,
    _brief,
    *CONTROL,
    decisions,
    questions,
    messages,
    _deadlines,
)
