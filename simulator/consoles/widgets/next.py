"""What is next, with its text and guidance; where play stands still, what sets it going."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from simulator.consoles.ahead import wait_words
from simulator.consoles.plain import plain
from simulator.consoles.reader import Reader
from simulator.consoles.render import card_lines, lasting
from simulator.consoles.safe import one_line, shown
from simulator.consoles.sight import Sight
from simulator.consoles.standing import Suggested, suggested
from simulator.domain.view import Card
from simulator.text import clock


def next_lines(sight: Sight, reader: Reader, elapsed: float) -> list[Content]:
    """The lines of the panel."""
    return list(_lines(sight, reader, elapsed))


def _lines(sight: Sight, reader: Reader, elapsed: float) -> Iterator[Content]:
    if sight.status != "running":
        yield shown(reader.say(f"screen.next.{sight.status}"), "bold")
        yield from _interrupted(sight, reader)
    found = suggested(sight) if sight.status in ("running", "paused") else None
    if found is None:
        if sight.status == "running":
            yield shown(reader.say("screen.next.nothing"))
        yield from _brief(sight, reader)
        return
    yield _head(found, reader, elapsed)
    yield from _why(found, reader, elapsed)
    yield from _text(found.card, reader)


def _head(found: Suggested, reader: Reader, elapsed: float) -> Content:
    if found.ready:
        when = reader.say("screen.next.ready")
    elif found.coming and found.coming.due is not None:
        left = max(0.0, found.coming.due - elapsed)
        when = reader.say("screen.next.in", time=clock(left))
    else:
        when = reader.say("screen.next.waits")
    return Content.assemble((f"{when}: ", "bold $accent"), one_line(found.card.title, "bold"))


def _why(found: Suggested, reader: Reader, elapsed: float) -> Iterator[Content]:
    coming = found.coming
    if coming is None:
        return
    reasons = [reader.coded("because_of", coming.because)]
    if not found.ready:
        reasons += [
            wait_words(code, about, reader)
            for code, about in coming.waits
            if code != "time" or float(about) > elapsed
        ]
    to = f" → {', '.join(found.card.to)}" if found.card.to else ""
    yield one_line(f"{coming.inject}{to}: {'; '.join(reasons)}", "dim")


def _text(card: Card, reader: Reader) -> Iterator[Content]:
    face = card.face
    if face is not None:
        by = f" · {face.byline}" if face.byline else ""
        yield one_line(f"{face.label}{by}", "italic")
        yield from (one_line(f"{fact.label}: {fact.value}") for fact in face.facts)
        yield from (shown(line) for line in plain(face.body).splitlines() if line.strip())
    for key, text in card.guidance:
        head = (f"{reader.coded('guidance', key)} ", "bold")
        yield Content.assemble(head, shown(plain(text)))


def _brief(sight: Sight, reader: Reader) -> Iterator[Content]:
    """Before STARTEX: what control was told, and what it has to do."""
    card = sight.card("control")
    if sight.status == "created" and card is not None:
        yield from (shown(line.strip()) for line in card_lines(card, reader)[1:])


def _interrupted(sight: Sight, reader: Reader) -> Iterator[Content]:
    """What is missing after play was cut off, and how to make up for it."""
    card = sight.card("exercise")
    if card is None or "interrupted" not in card.marks:
        return
    yield shown(reader.say("console.interrupted", clock=clock(card.elapsed or 0.0)))
    gap = card.numbers["gap"]
    if gap < 1:
        yield shown(reader.say("screen.next.clock_moved"))
    else:
        yield shown(reader.say("screen.next.gap", gap=lasting(gap)))
