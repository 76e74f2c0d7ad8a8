"""How the exercise stands, as rows for control's screen: MSEL, teams, what waits, what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_letters
from typing import Literal

from simulator.consoles.reader import Reader
from simulator.consoles.sight import Sight
from simulator.domain.presence import Presence
from simulator.domain.view import Card, Coming
from simulator.text import clock

OUT = ("released",)
DONE = (*OUT, "skipped", "withdrawn")
SIGNS = {
    "released": "✓",
    "skipped": "-",
    "withdrawn": "↶",
    "planned": "·",
    "proposed": "▶",
    "overdue": "!",
    "held": "‖",
}
"""The sign of a state; what is deferred has another, and words beside it."""
DEFERRED = "…"


@dataclass(frozen=True, slots=True)
class MselRow:
    """An inject of the MSEL: how it stands, and when it went out or is due."""

    inject: str
    title: str
    sign: str
    state: str
    when: str
    deck: bool
    """Whether it lies in a deck and goes out by hand alone."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team on the board."""

    team: str
    title: str
    place: str
    idle: float | None
    """Seconds of exercise time since it last did something; None where it has done nothing."""
    unread: int
    questions: int
    further: int
    """The pass it is in."""
    marks: tuple[str, ...]
    people: str = ""
    """How many of it are there; `2/3` where one of three is not."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Something that waits for the facilitator."""

    kind: Literal["question", "decision", "inject", "undecided", "end"]
    about: str
    text: str
    team: str = ""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """Something that was said or went out."""

    card: str
    when: str
    team: str
    person: str
    """Who said it, where it was said for no team."""
    text: str
    kind: str
    struck: bool


def msel(sight: Sight, reader: Reader) -> list[MselRow]:
    """The injects in the order of the scenario; those of the decks behind, unless they went out."""
    due = _due(sight)
    rows = []
    for card in sight.of("inject"):
        deck = bool(set(DECKS) & set(card.marks))
        if card.inject is None or card.id != f"inject-{card.inject}":
            continue
        time = card.elapsed if card.state in DONE else due.get(card.inject)
        rows.append(
            MselRow(
                inject=card.inject,
                title=card.title,
                sign=SIGNS.get(card.state, DEFERRED),
                state=reader.coded("inject_state", card.state),
                when=clock(time) if time is not None else "",
                deck=deck and card.state == "planned",
            )
        )
    return sorted(rows, key=lambda row: row.deck)


DECKS = ("pressure", "hint", "noise")
"""Where an inject may lie that no plan proposes."""


def _due(sight: Sight) -> dict[str, float]:
    """When each inject is due first, for any team, seconds of exercise time."""
    found: dict[str, float] = {}
    for card in sight.of("ahead"):
        for each in card.coming:
            if each.due is not None:
                found[each.inject] = min(each.due, found.get(each.inject, each.due))
    return found


def teams(sight: Sight, elapsed: float, presence: Presence | None = None) -> list[TeamRow]:
    """The board, in the order of the scenario."""
    rows = []
    for card in sight.of("team"):
        acted = card.numbers.get("acted")
        rows.append(
            TeamRow(
                team=card.team or "",
                title=card.title,
                place=card.body,
                idle=None if acted is None else max(0.0, elapsed - acted),
                unread=int(card.numbers.get("unread", 0)),
                questions=int(card.numbers.get("questions", 0)),
                further=int(card.numbers.get("pass", 1)),
                marks=card.marks,
                people=_people(card.team or "", presence),
            )
        )
    return rows


def _people(team: str, presence: Presence | None) -> str:
    people = presence.of(team) if presence else ()
    here = sum(each.here for each in people)
    return "" if not people else str(here) if here == len(people) else f"{here}/{len(people)}"


def waiting(sight: Sight, reader: Reader) -> list[WaitingRow]:
    """What waits for the facilitator, the most pressing first."""
    if sight.status not in ("running", "paused", "ended"):
        return []
    return [*_questions(sight), *_of_the_plan(sight, reader), *_unreviewed(sight)]


def _questions(sight: Sight) -> Iterator[WaitingRow]:
    for card in sight.of("question"):
        if "open" in card.marks:
            about = card.id.removeprefix("question-")
            yield WaitingRow("question", about, card.title, card.team or "")


def _of_the_plan(sight: Sight, reader: Reader) -> Iterator[WaitingRow]:
    """Injects that are overdue or could not go out, questions nobody decided, the proposed end."""
    for card in sight.of("proposal"):
        for line in card.lines:
            id, state, because, title = line.split("\t")
            if state == "end":
                yield WaitingRow("end", "", reader.say("screen.end_proposed"), card.team or "")
            elif state == "timed_out":
                assumed = reader.say("console.assume", option=because) if because else ""
                text = f"{title}; {assumed}" if assumed else title
                yield WaitingRow("undecided", id, text, card.team or "")
            elif state != "proposed":
                text = f"{title} ({reader.coded('plan', state)})"
                yield WaitingRow("inject", id, text, card.team or "")


def _unreviewed(sight: Sight) -> Iterator[WaitingRow]:
    for card in sight.of("decision"):
        if "unreviewed" in card.marks:
            about = card.id.removeprefix("decision-")
            yield WaitingRow("decision", about, _text(card), card.team or "")


def feed(sight: Sight) -> list[FeedRow]:
    """What teams said, in the order in which it came."""
    rows = []
    for card in sight.of("decision", "question", "message", "note"):
        text = _text(card)
        rows.append(
            FeedRow(
                card=card.id,
                when=clock(card.elapsed) if card.elapsed is not None else "",
                team=card.team or "",
                person=card.person or "",
                text=text,
                kind=card.kind,
                struck=bool({"amended", "retracted"} & set(card.marks)),
            )
        )
    return sorted(rows, key=_told)


def _text(card: Card) -> str:
    """What was said: with the option chosen, and with the answer given."""
    if card.kind == "question":
        return f"{card.title} → {card.body}" if card.body else card.title
    if card.option and card.option != card.body:
        return f"[{card.option}] {card.body}"
    return card.body


def _told(row: FeedRow) -> int:
    """The number an entry has: entries are numbered as they come."""
    digits = row.card.rpartition("-")[2].lstrip(ascii_letters)
    return int(digits) if digits.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested next: the inject that one key releases, or what comes soonest."""

    card: Card
    coming: Coming | None
    ready: bool
    """Whether it can go out now."""


def suggested(sight: Sight) -> Suggested | None:
    """The inject that is proposed first; without one, the soonest that comes to any team."""
    choice = next((c for c in sight.choices if c.kind == "release_inject" and c.first), None)
    coming = sorted(
        (each for card in sight.of("ahead") for each in card.coming),
        key=lambda each: (each.due is None, each.due or 0.0),
    )
    if choice is not None:
        id, ready = choice.given["inject"], True
    elif coming:
        id, ready = coming[0].inject, False
    else:
        return None
    card = sight.inject(id)
    found = next((each for each in coming if each.inject == id), None)
    return Suggested(card, found, ready) if card else None
