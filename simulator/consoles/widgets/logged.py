"""A team's log as lines: what was decided, asked and told, with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual.content import Content

from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line
from simulator.consoles.team import GONE
from simulator.consoles.widgets.drawing import FEED_SIGNS
from simulator.domain.people import Actor
from simulator.domain.view import Card
from simulator.text import clock

SET_IN = "   "


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of an entry; all its lines speak of the same card."""

    card: str
    part: int
    text: Content


class LogBook:
    """All entries as lines; of those that did not change the lines are kept."""

    def __init__(self, reads: Actor) -> None:
        """`reads`: whose log it is; of who only watches, that of all teams."""
        self._reads = reads
        self._set: object = None
        self._kept: dict[str, tuple[Card, list[LogLine]]] = {}

    def lines(self, cards: Iterable[Card], reader: Reader, width: int, most: int) -> list[LogLine]:
        """Lines of this width, no part of an entry longer than so many of them."""
        if self._set != (reader, width, most):
            self._set, self._kept = (reader, width, most), {}
        found: list[LogLine] = []
        for card in cards:
            kept, lines = self._kept.get(card.id, (None, []))
            if kept is not card:
                lines = log_lines(card, reader, self._reads, width, most)
                self._kept[card.id] = (card, lines)
            found += lines
        return found


def log_lines(card: Card, reader: Reader, reads: Actor, width: int, most: int) -> list[LogLine]:
    """One entry as lines of this width, none of its parts longer than so many lines."""
    found: list[Content] = []
    for number, part in enumerate(_parts(card, reader, reads)):
        indent = SET_IN if number else ""
        lines = part.wrap(max(8, width - len(indent)))
        if len(lines) > most:
            cut = lines[most - 1].truncate(max(1, width - len(indent) - 2))
            lines = [*lines[: most - 1], Content.assemble(cut.rstrip(), " …")]
        found += [Content.assemble(indent, line) for line in lines]
    return [LogLine(card.id, number, line) for number, line in enumerate(found)]


def _parts(card: Card, reader: Reader, reads: Actor) -> Iterator[Content]:
    draw = {"question": _question, "message": _message}.get(card.kind, _decision)
    yield from draw(card, reader, reads)


def _head(card: Card, said: str = "") -> Content:
    when = clock(card.elapsed) if card.elapsed is not None else ""
    head = one_line(f"{when} {FEED_SIGNS[card.kind]} {said}{':' if said else ''}", "bold")
    return Content.assemble(head, " ")


def _by(card: Card, reader: Reader, reads: Actor) -> str:
    """Who said it, as far as that is not the reader: another team, a colleague."""
    team, person = card.team or "", card.person or ""
    name = reader.called(person) if person not in (reads.person, team) else ""
    if name == person:
        name = name.removeprefix(f"{team}-")
    return " ".join(each for each in (team if team != reads.team else "", name) if each)


def _decision(card: Card, reader: Reader, reads: Actor) -> Iterator[Content]:
    chosen = f"[{card.option}] " if card.option and card.option != card.body else ""
    gone = GONE & set(card.marks)
    yield Content.assemble(
        _head(card, _by(card, reader, reads)),
        one_line(f"{chosen}{card.body}", "strike" if gone else ""),
        _state([reader.coded("mark", mark) for mark in card.marks]),
    )
    for line in card.lines:
        yield one_line(f"{reader.say('console.because')} {line}", "dim")
    for key, text in card.details:
        said = reader.coded("value", text) if key == "confidence" else text
        yield one_line(f"{reader.coded('detail', key)} {said}", "dim")


def _state(words: list[str]) -> Content:
    return Content.styled(f" ({'; '.join(words)})", "bold") if words else Content("")


def _question(card: Card, reader: Reader, reads: Actor) -> Iterator[Content]:
    states = [reader.coded("question", card.marks[0])]
    states += [reader.coded("mark", mark) for mark in card.marks[1:]]
    head = _head(card, _by(card, reader, reads))
    yield Content.assemble(head, one_line(card.title), _state(states))
    if card.body:
        answer = (f"{reader.say('console.answered_with')} ", "bold $accent")
        yield Content.assemble(answer, one_line(card.body))


def _message(card: Card, reader: Reader, reads: Actor) -> Iterator[Content]:
    to = f"→ {', '.join(card.to)}" if card.to != (reads.team,) else ""
    tlp = f"TLP:{card.tlp}" if card.tlp else ""
    way = " ".join(part for part in (_by(card, reader, reads), to, tlp) if part)
    yield Content.assemble(
        _head(card, way),
        one_line(card.body),
        _state([reader.coded("mark", mark) for mark in card.marks]),
    )
    for key, text in card.details:
        yield one_line(f"{reader.coded('detail', key)} {text}", "dim")
