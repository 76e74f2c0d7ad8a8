"""How the exercise stands for one team, as rows for its screen: what to read, and what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from simulator.consoles.reader import Reader
from simulator.consoles.sight import Sight
from simulator.domain.view import Card, Choice
from simulator.text import clock

BRIEFS = ("brief", "role")
"""The cards that are there from the beginning: the situation, and the seat's own."""
GONE = frozenset({"amended", "retracted"})
"""What became of decisions that are no longer in force."""

SHORT = 50
"""Characters by which a decision is called in the heading of a form."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """Something to read: an inject, the situation, the role card."""

    id: str
    """Its card's."""
    inject: str
    """Empty for what is no inject."""
    title: str
    when: str
    unread: bool
    withdrawn: bool
    decided: bool
    unsent: bool
    """Whether something is typed about it that was not sent."""
    current: bool
    """Whether it is open."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something a team has to do by a time."""

    title: str
    by: str
    """The time, as it is read."""
    left: float
    """Seconds of exercise time until then."""
    state: str
    """`running`, `met`, `missed`."""


def inbox(
    sight: Sight, unread: Collection[str], unsent: Collection[str], current: str
) -> list[InboxRow]:
    """What there is to read, the latest first; the briefs are the oldest."""
    decided = {c.inject for c in sight.of("decision") if not GONE & set(c.marks)}
    rows = [
        InboxRow(
            id=card.id,
            inject=card.inject or "",
            title=card.title,
            when=clock(card.elapsed) if card.elapsed is not None else "",
            unread=card.inject in unread,
            withdrawn=card.state == "withdrawn",
            decided=card.inject in decided,
            unsent=(card.inject or "") in unsent,
            current=card.id == current,
        )
        for card in arrived(sight)
    ]
    briefs = [_brief_row(card, unsent, current) for id in BRIEFS if (card := sight.card(id))]
    return [*reversed(rows), *briefs]


def _brief_row(card: Card, unsent: Collection[str], current: str) -> InboxRow:
    return InboxRow(
        id=card.id,
        inject="",
        title=card.title,
        when="",
        unread=False,
        withdrawn=False,
        decided=False,
        unsent=card.id == BRIEFS[0] and "" in unsent,
        current=card.id == current,
    )


def arrived(sight: Sight) -> list[Card]:
    """The injects that reached this seat, each once, in the order in which they came."""
    first = (c for c in sight.of("inject") if c.inject and c.id == f"inject-{c.inject}")
    return sorted(first, key=lambda card: card.elapsed or 0.0)


def faces(sight: Sight, card: Card) -> Iterator[Card]:
    """An inject in every version that this seat reads."""
    yield card
    number = 1
    while further := sight.card(f"{card.id}-{number}"):
        yield further
        number += 1


def said(sight: Sight) -> list[Card]:
    """What was decided, asked and told, in the order in which it was entered."""
    return sorted(sight.of("decision", "question", "message"), key=_entered)


def _entered(card: Card) -> int:
    digits = "".join(c for c in card.id.rpartition("-")[2] if c.isdecimal())
    return int(digits) if digits else 0


def in_force(sight: Sight, team: str | None, inject: str = "") -> Card | None:
    """A team's latest decision that counts: about this inject, or about anything."""
    ours = [c for c in said(sight) if c.kind == "decision" and c.team == team]
    ours = [c for c in ours if not GONE & set(c.marks) and (not inject or c.inject == inject)]
    return ours[-1] if ours else None


def due(sight: Sight, now: datetime, *, all_of_them: bool = False) -> list[Due]:
    """What is to be done by when, the soonest first; what is over only where asked for."""
    found = [*_deadlines(sight, now), *_limits(sight, now)]
    found = [each for each in found if all_of_them or each.state == "running"]
    return sorted(found, key=lambda each: each.left)


def _deadlines(sight: Sight, now: datetime) -> Iterator[Due]:
    elapsed, story = sight.elapsed(now), sight.story(now)
    exercise = sight.card("exercise")
    pace = exercise.pace if exercise and exercise.pace else 1.0
    for card in sight.of("deadline"):
        if card.story is not None and story is not None:
            left, by = (card.story - story).total_seconds() / pace, f"{card.story:%m-%d %H:%M}"
        else:
            left, by = (card.elapsed or 0.0) - elapsed, clock(card.elapsed or 0.0)
        yield Due(card.title, by, left, card.marks[0])


def _limits(sight: Sight, now: datetime) -> Iterator[Due]:
    """Until when questions put to the team are to be answered that nobody has answered yet."""
    decided = {c.inject for c in sight.of("decision") if not GONE & set(c.marks)}
    for card in arrived(sight):
        if "by" in card.numbers and card.inject not in decided:
            by = card.numbers["by"]
            left = by - sight.elapsed(now)
            yield Due(card.title, clock(by), left, "running" if left > 0 else "missed")


def time_left(each: Due, reader: Reader) -> str:
    """How long there is, in words; what became of it where it is over."""
    if each.state != "running":
        return reader.coded("deadline", each.state)
    if each.left <= 0:
        return reader.say("screen.team.due.now")
    if each.left < 60:
        return reader.say("screen.team.due.seconds", count=int(each.left))
    return reader.say("screen.team.due.minutes", count=int(each.left // 60))


def about_decision(sight: Sight, kind: str, card: Card) -> Choice | None:
    """The choice to amend or retract exactly this decision; nothing where it cannot be."""
    about = card.inject or ""
    base = next((c for c in sight.choices if c.kind == kind and c.about == about), None)
    if base is None or GONE & set(card.marks):
        return None
    given = {"decision": card.id.removeprefix("decision-"), **base.given}
    fields = tuple(f for f in base.fields if f.name != "decision")
    words = " ".join(card.body.split())
    title = f"{words[:SHORT]}…" if len(words) > SHORT else words
    return with_links(sight, base.having(given=given, fields=fields, title=title))


def with_links(sight: Sight, choice: Choice) -> Choice:
    """A choice whose links are chosen from what the seat has received, by title."""
    others = [c for c in arrived(sight) if c.inject not in choice.given.values()]
    titles = tuple((c.inject or "", c.title) for c in others if c.state == "released")
    fields = (f.having(options=titles) if f.name == "links" else f for f in choice.fields)
    return choice.having(fields=tuple(f for f in fields if f.name != "links" or titles))


def decidable(sight: Sight, inject: str) -> Choice | None:
    """The choice to decide about exactly this inject, or about none in particular."""
    about = (c for c in sight.choices if c.kind == "log_decision" and c.about == inject)
    return next(about, None)


def options(choice: Choice | None) -> Sequence[tuple[str, str]]:
    """The options that a decision may choose from: id and label."""
    fields = choice.fields if choice else ()
    return next((f.options for f in fields if f.name == "option"), ())
