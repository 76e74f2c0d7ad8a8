"""Cards as plain lines of text: no colour, no cursor tricks, fit for a screen reader.

The first line of a card begins with what it is and says the whole of it; whatever else there is to
read follows on lines set in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from simulator.consoles.plain import plain
from simulator.consoles.reader import Reader
from simulator.consoles.sight import HIDDEN
from simulator.domain.view import Card
from simulator.text import clock

QUIET = ("planned",)
"""States of an inject of which a screen says nothing: the plan names what comes next."""
UNSAID = ("ahead", "map", "objective", "forecast")
"""Kinds of card that are read when asked for, or drawn: they change with everything, or never."""
_BREAKS = re.compile(r"\s*\n\s*")
LEVELS = ("P", "S", "M", "U")


def card_lines(
    card: Card, reader: Reader, *, quiet: bool = True, guided: bool = False
) -> list[str]:
    """One card as lines; the plan's injects say nothing unless they are asked for.

    The guidance on what is out was read before it went out, unless somebody was not there.
    """
    if quiet:  # whoever reads lines as they come has looked at it
        card = card.having(marks=tuple(mark for mark in card.marks if mark != "unreviewed"))
    if card.state == "released" and quiet and not guided:
        card = card.having(guidance=())
    if quiet and (card.kind in UNSAID or (card.kind == "inject" and card.state in QUIET)):
        return []
    if card.state == HIDDEN:
        return []
    draw = _DRAWN.get(card.kind, _brief)
    return [_BREAKS.sub("\n    ", line.rstrip()) for line in draw(card, reader)]


def _sentence(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _at(card: Card) -> str:
    return clock(card.elapsed) if card.elapsed is not None else ""


def _marks(card: Card, reader: Reader, branch: str = "mark") -> str:
    found = [reader.coded(branch, mark) for mark in card.marks]
    return f" ({'; '.join(found)})" if found else ""


def _exercise(card: Card, reader: Reader) -> Iterator[str]:
    say = reader.say
    story = f"{say('console.story')} {card.story:%Y-%m-%d %H:%M}" if card.story else ""
    state = reader.coded("status", card.marks[0])
    speed = say("console.at_speed", factor=f"{card.speed:g}") if _unusual(card) else ""
    time = f"{say('console.exercise_time')} {_at(card)}"
    yield f"{say('console.exercise')} {card.title}: {_sentence(state, time, story, speed)}"
    if "stopped" in card.marks:
        yield f"  {say('console.stop_lasts')}"
    if "ended" in card.marks:
        yield f"  {say('console.has_ended')}"
    if "interrupted" in card.marks:
        yield from _interrupted(card, reader)


def _unusual(card: Card) -> bool:
    return card.speed not in (None, 0.0, 1.0)


def _interrupted(card: Card, reader: Reader) -> Iterator[str]:
    """What happened, how much is missing, and what to type."""
    gap = card.numbers["gap"]
    yield f"  {reader.say('console.interrupted', clock=_at(card))}"
    if gap < 1:
        yield f"  {reader.say('console.clock_moved')}"
    else:
        seconds = f"{card.numbers['jump']:.0f}"
        yield f"  {reader.say('console.gap', gap=lasting(gap), seconds=seconds)}"


def lasting(seconds: float) -> str:
    """A length of time, as it is typed."""
    total = round(seconds)
    parts = ((total // 3600, "h"), (total // 60 % 60, "min"), (total % 60, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def _brief(card: Card, reader: Reader) -> Iterator[str]:
    if not (card.body or card.lines):
        return
    head = "console.for_control" if card.id == "control" else "console.brief"
    yield f"{reader.say(head)}: {card.title}"
    yield from _body(card.body)
    yield from (f"  - {plain(line)}" for line in card.lines)


def _body(text: str) -> Iterator[str]:
    yield from (f"  {line}" for line in plain(text).splitlines() if line.strip())


def _inject(card: Card, reader: Reader) -> Iterator[str]:
    face, say = card.face, reader.say
    state = reader.coded("inject_state", card.state)
    label = face.label if face else ""
    tlp = f"TLP:{card.tlp}" if card.tlp else ""
    marks = (reader.coded("mark", mark) for mark in card.marks)
    title = f": {card.title}" if card.title else ""
    head = _sentence(f"{say('console.inject')} {card.inject}", _at(card), state)
    if face is None or card.state in ("skipped", "withdrawn"):
        yield f"{head}{title}"
    else:
        yield f"{_sentence(head, label, tlp, *marks)}{title}"
        yield from _face(card, reader)
    yield from _details(card, reader)


def _face(card: Card, reader: Reader) -> Iterator[str]:
    face, say = card.face, reader.say
    assert face is not None
    if face.headline != card.title:
        yield f"  {face.headline}"
    if face.byline:
        yield f"  {say('console.from')} {face.byline}"
    yield from (f"  {fact.label}: {fact.value}" for fact in face.facts)
    if face.body != face.headline:
        yield from _body(face.body)
    for attached in face.attachments:
        yield f"  {say('console.attached')} {attached.title or attached.file} ({attached.file})"
    yield from (f"  > {plain(line)}" for line in card.lines)
    if "by" in card.numbers:
        yield f"  > {say('console.by_when', clock=clock(card.numbers['by']))}"
    yield from (f"  * {reader.coded('guidance', key)} {plain(t)}" for key, t in card.guidance)


def _details(card: Card, reader: Reader) -> Iterator[str]:
    """Further facts, each behind the word for what it is."""
    for key, text in card.details:
        said = reader.coded("value", text) if key in _CODED else text
        yield f"  {reader.coded('detail', key)} {said}"


_CODED = ("confidence", "element")
"""Details that are one of a few codes."""


def _who(card: Card, reader: Reader) -> str:
    """Who said it, where that is more than the team."""
    name = reader.called(card.person)
    return f" ({name})" if name and name != card.team else ""


def _decision(card: Card, reader: Reader) -> Iterator[str]:
    chosen = f" [{card.option}]" if card.option and card.option != card.body else ""
    head = f"{reader.say('console.decision')} {card.team}{_who(card, reader)}"
    number = card.id.removeprefix("decision-")
    head = _sentence(head, _at(card), card.title.rstrip("."))
    yield f"{head}: {card.body}{chosen}{_marks(card, reader)} ({number})"
    if "entered" in card.numbers:
        yield f"  {reader.say('console.entered_at', clock=clock(card.numbers['entered']))}"
    yield from (f"  {reader.say('console.because')} {line}" for line in card.lines)
    yield from _details(card, reader)


def _question(card: Card, reader: Reader) -> Iterator[str]:
    say = reader.say
    state = reader.coded("question", card.marks[0])
    pause = "".join(f", {reader.coded('mark', mark)}" for mark in card.marks[1:])
    number = card.id.removeprefix("question-")
    head = _sentence(f"{say('console.asks')} {card.team}{_who(card, reader)}", _at(card))
    yield f"{head}: {card.title} ({number}, {state}{pause})"
    if card.lines:
        yield f"  {say('console.suggested')} {', '.join(card.lines)}"
    if card.body:
        yield f"  {say('console.answered_with')} {card.body}"


def _message(card: Card, reader: Reader) -> Iterator[str]:
    sender = f"{reader.say('console.message')} {card.team}{_who(card, reader)}"
    to = f"{reader.say('console.to')} {', '.join(card.to)}"
    tlp = f"TLP:{card.tlp}" if card.tlp else ""
    yield f"{_sentence(f'{sender} {to}', tlp, _at(card))}: {card.body}{_marks(card, reader)}"


def _deadline(card: Card, reader: Reader) -> Iterator[str]:
    due = f"{card.story:%Y-%m-%d %H:%M}" if card.story else clock(card.elapsed or 0)
    time = reader.say("console.story" if card.story else "console.exercise_time")
    state = reader.coded("deadline", card.marks[0])
    team = f" ({card.team})" if card.team else ""
    yield f"{reader.say('console.deadline.title')}{team} {card.title}: {state}; {time} {due}"


def _plan(card: Card, reader: Reader) -> Iterator[str]:
    say = reader.say
    team = f" ({card.team})" if card.team else ""
    if not card.lines:
        yield f"{say('console.due_now')}{team}: {say('console.nothing_proposed')}"
    for line in card.lines:
        id, state, because, title = line.split("\t")
        if state == "end":
            yield f"{say('console.due_now')}{team}: {say('console.end_proposed')}"
        elif state == "timed_out":
            assume = f"; {say('console.assume', option=because)}" if because else ""
            yield f"{say('console.undecided')}{team} {id}: {title}{assume}"
        else:
            reason = reader.coded("because_of", because)
            why = f"{reader.coded('plan', state)}; {reason}"
            yield f"{say('console.due_now')}{team} {id}: {title} ({why})"


def _team(card: Card, reader: Reader) -> Iterator[str]:
    say = reader.say
    number = int(card.numbers.get("pass", 1))
    passed = say("console.in_pass", number=number) if number > 1 else ""
    marks = (reader.coded("mark", mark) for mark in card.marks)
    place = card.body or say("console.waits")
    yield f"{say('console.team')} {card.team}, {card.title}: {_sentence(place, passed, *marks)}"


def board_line(card: Card, reader: Reader) -> str:
    """A team as the board has it: where it stands, what it has not opened, when it last acted."""
    (head,) = _team(card, reader)
    acted = card.numbers.get("acted")
    last = clock(acted) if acted is not None else reader.say("console.never")
    counts = (
        reader.say(f"console.count.{name}", count=int(card.numbers.get(name, 0)))
        for name in ("unread", "questions")
    )
    return f"{head}; {'; '.join(counts)}; {reader.say('console.last_act')} {last}"


def _note(card: Card, reader: Reader) -> Iterator[str]:
    about = _sentence(card.team or "", card.title)
    head = f"{reader.say('console.note')} {_sentence(reader.called(card.person), _at(card), about)}"
    yield f"{head}: {card.body}{_marks(card, reader)}"


def _rating(card: Card, reader: Reader) -> Iterator[str]:
    level = reader.coded("level", card.state) if card.state in LEVELS else card.state
    by = reader.called(card.person)
    given = f"{card.state} {level}"
    head = f"{reader.say('console.rating')} {_sentence(by, _at(card), card.team or '', given)}"
    yield f"{head}: {card.title}{_marks(card, reader)}"
    if card.body:
        yield f"  {reader.say('console.because')} {card.body}"


def _hotwash(card: Card, reader: Reader) -> Iterator[str]:
    topic = reader.coded("value", card.state)
    head = _sentence(topic, reader.called(card.person), card.team or "", card.title)
    yield f"{reader.say('console.hotwash')} {head}: {card.body}"


def _improvement(card: Card, reader: Reader) -> Iterator[str]:
    number = card.id.removeprefix("improvement-")
    state = reader.coded("value", card.state)
    head = _sentence(f"{reader.say('console.improvement')} {number}", state, card.team or "")
    yield f"{head}: {card.title}"
    if card.body:
        yield f"  {reader.say('console.action')} {card.body}"
    yield from _details(card, reader)


_DRAWN: Mapping[str, Callable[[Card, Reader], Iterator[str]]] = {
    "exercise": _exercise,
    "inject": _inject,
    "decision": _decision,
    "question": _question,
    "message": _message,
    "deadline": _deadline,
    "proposal": _plan,
    "team": _team,
    "note": _note,
    "rating": _rating,
    "hotwash": _hotwash,
    "improvement": _improvement,
}
