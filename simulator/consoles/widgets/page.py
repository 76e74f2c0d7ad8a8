"""What a team has open, whole: an inject with what is asked, the situation, or its role card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from simulator.consoles.plain import plain
from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line, shown
from simulator.consoles.sight import Sight
from simulator.consoles.team import Due, decidable, faces, options
from simulator.domain.edition import Face
from simulator.domain.view import Card
from simulator.text import clock


def page_lines(sight: Sight, reader: Reader, card: Card, dues: Sequence[Due]) -> list[Content]:
    """The lines of a card. `dues`: the team's deadlines, which stand with the situation."""
    if card.kind != "inject":
        return [*_brief(card, reader), *(_dues(dues, reader) if card.id == "brief" else ())]
    found: list[Content] = []
    for face in faces(sight, card):
        found += [Content(""), *_inject(face, reader)] if found else _inject(face, reader)
    return [*found, *_asked(sight, card, reader)]


def _brief(card: Card, reader: Reader) -> Iterator[Content]:
    yield one_line(card.title, "bold")
    yield Content("")
    yield from _prose(card.body)
    if card.lines:
        yield Content("")
        yield Content.styled(reader.say("screen.team.rules"), "bold $accent")
        yield from (Content.assemble("- ", shown(plain(line))) for line in card.lines)


def _dues(dues: Sequence[Due], reader: Reader) -> Iterator[Content]:
    if dues:
        yield Content("")
        yield Content.styled(reader.say("screen.team.due.title"), "bold $accent")
    for each in dues:
        state = "" if each.state == "running" else f" ({reader.coded('deadline', each.state)})"
        by = reader.say("screen.team.due.by", time=each.by)
        yield Content.assemble("- ", one_line(each.title), f": {by}{state}")


def _inject(card: Card, reader: Reader) -> Iterator[Content]:
    face = card.face
    yield one_line(face.headline if face else card.title, _headline(card))
    yield one_line(" · ".join(part for part in _about(card, reader) if part), "dim")
    if card.state == "withdrawn":
        why = dict(card.details).get("reason", "")
        state = reader.coded("inject_state", "withdrawn")
        yield one_line(f"{state}: {why}" if why else state, "bold $warning")
    if face is not None:
        yield from _told(face, reader)


def _headline(card: Card) -> str:
    return "strike" if card.state == "withdrawn" else "bold"


def _about(card: Card, reader: Reader) -> Iterator[str]:
    """How and when it came, from whom, and how far it may go."""
    face = card.face
    yield clock(card.elapsed) if card.elapsed is not None else ""
    if face is not None:
        yield face.label
        yield f"{reader.say('console.from')} {face.byline}" if face.byline else ""
    yield f"TLP:{card.tlp}" if card.tlp else ""
    yield from (reader.coded("mark", mark) for mark in card.marks)


def _told(face: Face, reader: Reader) -> Iterator[Content]:
    for fact in face.facts:
        yield Content.assemble(one_line(f"{fact.label}:", "bold"), " ", one_line(fact.value))
    if face.body != face.headline:
        yield Content("")
        yield from _prose(face.body)
    if face.attachments:
        yield Content("")
    for each in face.attachments:
        named = f"{each.title} ({each.file})" if each.title else each.file
        yield one_line(f"{reader.say('console.attached')} {named}", "italic")


def _asked(sight: Sight, card: Card, reader: Reader) -> Iterator[Content]:
    """What is asked, what is said for and against each option, and by when."""
    if not card.lines:
        return
    question, *rest = card.lines
    yield Content("")
    yield Content.assemble(
        (f"{reader.say('screen.team.asked')} ", "bold $accent"), one_line(question)
    )
    if "by" in card.numbers:
        yield shown(reader.say("console.by_when", clock=clock(card.numbers["by"])), "bold")
    numbers = {id: n for n, (id, _) in enumerate(options(decidable(sight, card.inject or "")), 1)}
    for line in rest:
        id, _, told = line.partition(": ")
        if id in numbers:
            yield Content.assemble((f"{numbers[id]} ", "bold $accent"), one_line(plain(told)))
        elif line[:2] in ("+ ", "\N{MINUS SIGN} "):
            yield Content.assemble("   ", one_line(line, "dim"))
        else:
            yield one_line(plain(told or line))


def _prose(text: str) -> Iterator[Content]:
    """Paragraphs, one blank line between two of them at most."""
    blank = False
    for line in plain(text).splitlines():
        if line.strip():
            yield shown(line)
        elif not blank:
            yield Content("")
        blank = not line.strip()
