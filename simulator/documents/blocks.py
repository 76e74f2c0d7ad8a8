"""Blocks: what a document is made of, whatever format it is drawn in; read from Markdown.

Raw HTML and images are off, and links lead only to places in the document itself. A block's id is
the one its source names at its end, `{#id}`, else its place within the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from simulator.documents import inline
from simulator.documents.inline import Run, Runs

_FIGURE = re.compile(r"\{figure ([a-z0-9][a-z0-9.-]*)\}")
_FENCE = re.compile(r"^(?:[^\S\n]|[->+*\d.)])*(?:```|~~~)", re.MULTILINE)
_LINE = r"\|(?:[^\\`\n]++|\\[^|\\\n])++(?<=\|)"
_TEXT = r"(?:[^\W\d_]|[\[&])[^\n\r\0]*"
"""A line that begins like nothing but text."""
_PLAIN = re.compile(
    rf"(?P<plain_table>(?P<head>{_LINE})\n(?P<rule>\|(?:[ ]*:?-+:?[ ]*\|)+)[ ]*(?:\n{_LINE})*)"
    rf"|(?P<plain_text>{_TEXT})"
    rf"|(?P<plain_quote>>[ ]{_TEXT}(?:\n>[ ]{_TEXT})*)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    id: str
    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    id: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Listing:
    """Text shown as it stands."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A line across the page."""

    id: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said."""

    id: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    id: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    id: str
    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    id: str
    cells: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a head of empty cells is none."""

    id: str
    head: tuple[Runs, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a drawing and what it means."""

    svg: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, and the same in words for wherever it cannot be drawn."""

    id: str
    caption: str
    svg: str = ""
    """An `svg` element whose texts are escaped; empty where there is nothing to draw."""
    legend: tuple[Sign, ...] = ()
    table: Table | None = None
    folded: bool = False
    """Whether the table may be folded away beneath the drawing."""
    more: str = ""
    """What a folded table is opened with."""


Block = Heading | Paragraph | Listing | Divider | Quote | Bullets | Table | Figure
NO_FIGURES: Mapping[str, Figure] = {}


def parse(markdown: str, figures: Mapping[str, Figure] = NO_FIGURES) -> tuple[Block, ...]:
    """The blocks of a Markdown text; a paragraph `{figure id}` is one of these figures."""
    return tuple(_Reader(list(_tokens(markdown)), figures).blocks(""))


def plain_text(runs: Runs) -> str:
    """The text alone."""
    return "".join(run.text for run in runs)


def _tokens(markdown: str) -> Iterator[Token]:
    """The tokens of all blocks; one that is plain is a token of its own, and read as it stands.

    Blocks are split off at the left margin between empty lines, where nothing else can go on; in a
    text with fences nothing is, for a fence goes on over empty lines.
    """
    parts = [markdown] if _FENCE.search(markdown) else markdown.split("\n\n")
    for kind, same in groupby(parts, _plain):
        if kind is None:
            yield from _parser().parse("\n\n".join(same))
        else:
            yield from (Token(kind, "", 0, content=part.strip("\n")) for part in same)


def _plain(part: str) -> str | None:
    """The kind of a block that is plain: a table, a line of text, or a quotation of such lines."""
    found = _PLAIN.fullmatch(part.strip("\n"))
    if found is None or (
        found["head"] and len(_cells(found["head"])) != len(_cells(found["rule"]))
    ):
        return None
    return found.lastgroup


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """The parser of blocks alone: what stands in them is read apart."""
    made = MarkdownIt("commonmark", {"html": False})
    made.enable(["table"])
    made.disable(["html_block", "reference", "inline", "text_join"])
    return made


def _cells(line: str, most: int | None = None) -> list[str]:
    """The cells of a line of a plain table; as many as its head has."""
    found = [cell.strip() for cell in line.strip()[1:-1].split("|")]
    return found if most is None else [*found, *[""] * (most - len(found))][:most]


class _Reader:
    """Goes once through the tokens, and gives every block its id."""

    def __init__(self, tokens: Sequence[Token], figures: Mapping[str, Figure]) -> None:
        self._tokens = tokens
        self._figures = figures
        self._at = 0
        self._section = "top"
        self._number = 0
        self._own: set[str] = set()

    def blocks(self, until: str) -> Iterator[Block]:
        """The blocks up to the token that closes what they stand in."""
        while self._at < len(self._tokens):
            token = self._next()
            if token.type == until:
                return
            if (made := self._block(token)) is not None:
                yield made

    def _block(self, token: Token) -> Block | None:
        kind = token.type
        if kind in _PLAIN.groupindex:
            return self._plain(kind, token.content)
        if kind == "heading_open":
            own, runs = self._inline()
            self._section, self._number = own or self._name(), 0
            return Heading(self._section, int(token.tag[1]), runs)
        if kind == "paragraph_open":
            if (figure := self._figure()) is not None:
                return figure
            return self._paragraph(*self._inline())
        if kind == "blockquote_open":
            return Quote(self._name(), tuple(self.blocks("blockquote_close")))
        if kind in ("bullet_list_open", "ordered_list_open"):
            return self._bullets(kind.replace("open", "close"), kind.startswith("ordered"))
        if kind == "table_open":
            return self._table()
        if kind in ("fence", "code_block"):
            return Listing(self._name(), token.content)
        return Divider(self._name()) if kind == "hr" else None

    def _figure(self) -> Figure | None:
        """The figure that the coming paragraph stands for; its source says so, never a value."""
        found = _FIGURE.fullmatch(self._tokens[self._at].content.strip())
        if found is None or found[1] not in self._figures:
            return None
        self._inline()
        return self._figures[found[1]]

    def _bullets(self, until: str, ordered: bool) -> Bullets:
        id, items = self._name(), []
        while (token := self._next()).type != until:
            if token.type == "list_item_open":
                name = self._name()
                blocks = tuple(self.blocks("list_item_close"))
                first = blocks[0].id if blocks else ""
                items.append(Item(first if first in self._own else name, blocks))
        return Bullets(id, tuple(items), ordered)

    def _paragraph(self, own: str | None, runs: Runs) -> Paragraph:
        return Paragraph(own or self._name(), runs)

    def _plain(self, kind: str, source: str) -> Block:
        if kind == "plain_table":
            return self._plain_table(source)
        if kind == "plain_text":
            return self._paragraph(*self._read(source))
        text = "\n".join(line.removeprefix("> ") for line in source.split("\n"))
        return Quote(self._name(), (self._paragraph(*self._read(text)),))

    def _plain_table(self, source: str) -> Table:
        id, (head, _, *lines) = self._name(), source.split("\n")
        names = _cells(head)
        rows = [self._plain_row(names)]
        rows += [self._plain_row(_cells(line, len(names))) for line in lines]
        return Table(id, rows[0].cells, tuple(rows[1:]))

    def _plain_row(self, texts: Sequence[str]) -> Row:
        id, cells = self._name(), []
        for text in texts:
            own, runs = inline.read(text)
            id = own or id
            cells.append(runs)
        return Row(id, tuple(cells))

    def _table(self) -> Table:
        id, rows = self._name(), []
        while (token := self._next()).type != "table_close":
            if token.type == "tr_open":
                rows.append(self._row())
        return Table(id, rows[0].cells, tuple(rows[1:]))

    def _row(self) -> Row:
        id, cells = self._name(), []
        while (token := self._next()).type != "tr_close":
            if token.type == "inline":
                own, runs = inline.read(token.content)
                id = own or id
                cells.append(runs)
        return Row(id, tuple(cells))

    def _inline(self) -> tuple[str | None, Runs]:
        """What stands between the next token and the one that closes it."""
        found = self._read(self._next().content)
        self._next()
        return found

    def _read(self, text: str) -> tuple[str | None, Runs]:
        """The own id and the runs of a text that stands alone in its block."""
        own, runs = inline.read(text.strip())
        if own:
            self._own.add(own)
        return own, runs

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _name(self) -> str:
        self._number += 1
        return f"{self._section}-{self._number}"


__all__ = [
    "Block",
    "Bullets",
    "Divider",
    "Figure",
    "Heading",
    "Item",
    "Listing",
    "Paragraph",
    "Quote",
    "Row",
    "Run",
    "Runs",
    "Sign",
    "Table",
    "parse",
    "plain_text",
]
