"""What a page shows of an exercise: cards in their lists, the clock, forms; at first and later."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from markupsafe import Markup

from simulator.domain.exercise import Exercise
from simulator.domain.people import STAFF, Viewer
from simulator.domain.scenario.inject import Pool
from simulator.domain.view import Card, Choice, Field, View
from simulator.engine.wall import HIDDEN
from simulator.web.charts import rows
from simulator.web.drawing import Drawer
from simulator.web.drawn import form
from simulator.web.forms import Group, grouped
from simulator.web.seats import by_name, seated
from simulator.web.shared import Message

NEWEST_FIRST = ("waiting", "feed", "log")
LISTS = (
    *NEWEST_FIRST, "due", "board", "outlook", "ahead", "map", "goals", "brief", "msel", "decks",
)  # fmt: skip
PLACES = {
    "proposal": "board",
    "team": "board",
    "ahead": "ahead",
    "forecast": "outlook",
    "map": "map",
    "objective": "goals",
    "decision": "log",
    "question": "log",
    "message": "log",
    "note": "log",
    "rating": "log",
    "hotwash": "log",
    "improvement": "log",
    "deadline": "due",
    "brief": "brief",
}
"""In which list a card of a kind stands; injects and open questions stand by how they are."""
OUT = ("released", "withdrawn")
DECKS = frozenset(get_args(Pool))
"""The marks of injects that lie in reserve."""
RELEASE = "release_inject"
TOP = ("start_exercise", "resume_exercise", RELEASE, "pause_exercise")
"""What a facilitator does all the time: on top, as large buttons; only what is suggested goes out
by one tap (K6)."""
NOTE = "take_note"
"""What an evaluator does all the time: on top, open."""
EVALUATORS = ("evaluator", "lead-evaluator")
ELSEWHERE = ("acknowledge_inject",)
"""What opening does by itself."""
DECIDE = "log_decision"
LINKS = "links"
FURTHER = ("rationale", "considered", "assignee", "confidence", "steps", "links")
"""What may be said of a decision beside itself."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A card as HTML, and the list in which it stands; none where it is not shown."""

    id: str
    place: str
    html: str


def message(state: Exercise, viewer: Viewer, view: View, names: Mapping[str, str]) -> Message:
    """What has changed on a page, as JSON: polled and streamed alike (K38)."""
    drawer = drawer_of(state, viewer, names)
    said: dict[str, Any] = {
        "number": view.number,
        "cards": [
            {"id": card.id, "place": card.place, "html": card.html}
            for card in placed(view.cards, viewer, drawer)
        ],
        "clock": clock_of(state, viewer),
        "status": drawer.coded("status", state.status),
        "decide": deciding(state.id, view, viewer, drawer),
        "people": drawer.page("people.html", people=people(state, viewer, drawer)),
        "forms": [[group.id, form(drawer, group)] for group in forms(view.choices, viewer, drawer)],
    }
    if viewer.role == "facilitator":
        said |= {"next": upcoming(view.choices), "renewed": renewed(state)}
    body = _written(said)
    framed = b"event: cards\nid: %d\ndata: %s\n\n" % (view.number, body)
    rest = _written(said | {"number": 0, "cards": []})
    return Message(view.number, body, framed, bool(said["cards"]), rest)


def _written(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def drawer_of(
    state: Exercise, viewer: Viewer, names: Mapping[str, str], came: float | None = None
) -> Drawer:
    """What draws for an audience, or on a first page for somebody who came in at a moment."""
    drawer = Drawer(viewer.language, names, viewer.role, state.id, came)
    return replace(drawer, people=seated(state, drawer)) if viewer.role == "facilitator" else drawer


def placed(
    cards: Sequence[Card], viewer: Viewer, drawer: Drawer, beside: Sequence[Card] = ()
) -> Iterator[Placed]:
    """The cards that a page knows, each in its list; the map names what stands beside them."""
    for card in cards:
        html = _map(card, beside or cards, drawer) if card.kind == "map" else drawer.card(card)
        if html:
            yield Placed(card.id, _place(card, viewer), html)


def _map(card: Card, cards: Sequence[Card], drawer: Drawer) -> str:
    """The map; it comes with every inject, and what changes on it is read from their cards."""
    titles = {each.inject: each.title for each in cards if each.kind == "inject" and each.inject}
    return drawer.page("map.html", rows=list(rows(card, titles))).strip()


def lists(cards: Sequence[Card], viewer: Viewer, drawer: Drawer) -> dict[str, list[Markup]]:
    """The cards of a first page by list, the newest first where people read news."""
    found: dict[str, list[Markup]] = {name: [] for name in LISTS}
    by_time = sorted(cards, key=lambda card: card.elapsed or 0.0)
    news = [c for c in reversed(by_time) if _place(c, viewer) in NEWEST_FIRST]
    rest = [c for c in cards if _place(c, viewer) not in NEWEST_FIRST]
    for each in (e for part in (news, rest) for e in placed(part, viewer, drawer, cards)):
        if each.place:
            found[each.place].append(Markup(each.html))  # noqa: S704  # our templates escape
    return found


def _place(card: Card, viewer: Viewer) -> str:
    """Where a card stands; staff alone have what is not out, and what was hidden is nowhere."""
    if card.state == HIDDEN:
        return ""
    if card.kind == "inject":
        deck = not DECKS.isdisjoint(card.marks)
        return "feed" if card.state in OUT else "decks" if deck else "msel"
    if card.kind == "question" and viewer.role == "facilitator" and card.marks[:1] == ("open",):
        return "waiting"
    return PLACES.get(card.kind, "")


def forms(choices: Sequence[Choice], viewer: Viewer, drawer: Drawer) -> list[Group]:
    """Everything that may be done, a form for each kind; what is done most comes first."""
    own = viewer.role == "participant"
    known = by_name(linkable(choices), drawer.people)
    shown = [c for c in known if c.kind not in ELSEWHERE and not (own and c.kind == DECIDE)]
    groups = grouped(shown, {c.kind: drawer.say(f"page.act.{c.kind}") for c in shown})
    if viewer.role in EVALUATORS:
        groups = [each.opened() if each.kind == NOTE else each for each in groups]
    large = TOP if upcoming(choices) else [kind for kind in TOP if kind != RELEASE]
    top = [each for each in groups if each.kind in large]
    rest = [each for each in groups if each.kind not in large or len(each.abouts) > 1]
    return [*(each.on_top() for each in top), *rest]


def linkable(choices: Sequence[Choice]) -> list[Choice]:
    """The choices, with what an entry may be linked to: the injects one may decide about."""
    titles = tuple({c.about: c.title for c in choices if c.kind == DECIDE and c.about}.items())
    return [
        choice.having(
            fields=tuple(f.having(options=titles) if f.name == LINKS else f for f in choice.fields)
        )
        for choice in choices
    ]


def upcoming(choices: Sequence[Choice]) -> dict[str, Any]:
    """The inject that one tap releases, and for whom; empty where none can go out (K6)."""
    found = next((c for c in choices if c.kind == RELEASE and c.first), None)
    if found is None:
        return {}
    teams = next((f.options for f in found.fields if f.name == "teams"), ())
    return {"inject": found.about, "to": [title for _, title in teams]}


def renewed(state: Exercise) -> int:
    """The event that last made a code anew; pages ask for the codes again when it changes."""
    return max((seq for _, seq in state.access.rotated), default=0)


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What there was when somebody came in: to read, decided, and due."""

    came: float
    injects: tuple[Card, ...]
    decisions: tuple[Card, ...]
    deadlines: tuple[Card, ...]


def catch_up(cards: Sequence[Card], came: float | None) -> CatchUp | None:
    """What came before somebody did; None where nothing had (F16)."""
    if came is None:
        return None
    old = [card for card in cards if (came if card.elapsed is None else card.elapsed) < came]
    struck = {"amended", "retracted"}
    found = CatchUp(
        came=came,
        injects=tuple(c for c in old if c.kind == "inject" and c.state == "released"),
        decisions=tuple(c for c in old if c.kind == "decision" and struck.isdisjoint(c.marks)),
        deadlines=tuple(c for c in cards if c.kind == "deadline" and c.marks[:1] == ("running",)),
    )
    return found if found.injects or found.decisions else None


def without_scripts(choices: Sequence[Choice], drawer: Drawer) -> list[Group]:
    """What scripts would do by themselves."""
    found = [c for c in choices if c.kind in ELSEWHERE]
    return grouped(found, {c.kind: drawer.say(f"page.act.{c.kind}") for c in found})


def deciding(exercise: str, view: View, viewer: Viewer, drawer: Drawer) -> dict[str, Any]:
    """What a participant may decide about now; the form itself stands and is never redrawn."""
    own = viewer.role == "participant"
    offered = [c for c in linkable(view.choices) if c.kind == DECIDE and own]
    return {
        "offered": bool(offered),
        "abouts": [[c.about, c.title] for c in offered if c.about],
        "options": drawer.page("options.html", offered=offered),
        "further": drawer.page("further.html", fields=_further(offered)),
    }


def _further(offered: list[Choice]) -> list[Field]:
    """What may be said of a decision beside itself, whichever it is."""
    fields = (f for group in grouped(offered, {}) for f in (*group.needed, *group.further))
    return [f for f in fields if f.name in FURTHER and (f.options or f.name != LINKS)]


def people(state: Exercise, viewer: Viewer, drawer: Drawer) -> list[dict[str, str]]:
    """Who plays beside one: those of one's own team; control has its own means."""
    if viewer.role != "participant":
        return []
    found = []
    for person, seat in state.seats.items():
        if seat.actor.team == viewer.team and seat.actor.role == "participant":
            role = seat.actor.team_role or ""
            found.append({"person": person, "name": drawer.called(person), "role": role})
    return found


def clock_of(state: Exercise, viewer: Viewer) -> dict[str, Any]:
    """The clocks as they stood when something last changed them; pages count on from there."""
    from simulator.engine.faces import story_of

    point = state.clock[-1] if state.clock else None
    facts = state.facts[story_of(state, viewer)]
    story = facts.story_time(point.elapsed) if point else None
    return {
        "status": state.status,
        "elapsed": point.elapsed if point else 0.0,
        "at": point.at.timestamp() if point else 0.0,
        "speed": point.speed if point else 0.0,
        "story": story.isoformat() if story else "",
        "pace": facts.pace if facts.story_base else 1.0,
    }


def is_staff(viewer: Viewer) -> bool:
    """Whether it belongs to exercise control."""
    return viewer.role in STAFF
