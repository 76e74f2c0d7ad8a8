"""Blocks: what a document is made of, whatever format it is drawn in; read from Markdown.

Raw HTML and images are off, and links lead only to places in the document itself. A block's id is
the one its source names at its end, `{#id}`, else its place within the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FIGURE = re.compile(r"\{figure ([a-z0-9][a-z0-9.-]*)\}")
_OWN_ID = re.compile(r"\s*(?<!\\)\{#([a-z0-9][a-z0-9.-]*)\}\s*$")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; a new line in it is meant."""

    text: str
    strong: bool = False
    emphasis: bool = False
    struck: bool = False
    code: bool = False
    to: str | None = None
    """The id of the block it leads to."""


Runs = tuple[Run, ...]


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
    return tuple(_Reader(_parser().parse(markdown), figures).blocks(""))


def plain_text(runs: Runs) -> str:
    """The text alone."""
    return "".join(run.text for run in runs)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.enable(["table", "strikethrough"])
    parser.disable(["html_block", "html_inline", "image", "autolink", "reference"])
    parser.validateLink = lambda url: url.startswith("#")  # type: ignore[method-assign]
    return parser


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
        if kind == "heading_open":
            own, runs = self._inline()
            self._section, self._number = own or self._name(), 0
            return Heading(self._section, int(token.tag[1]), runs)
        if kind == "paragraph_open":
            if (figure := self._figure()) is not None:
                return figure
            own, runs = self._inline()
            return Paragraph(own or self._name(), runs)
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
                own, runs = _inline(token)
                id = own or id
                cells.append(runs)
        return Row(id, tuple(cells))

    def _inline(self) -> tuple[str | None, Runs]:
        """What stands between the next token and the one that closes it."""
        own, runs = _inline(self._next())
        self._next()
        self._own |= {own} if own else set()
        return own, runs

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _name(self) -> str:
        self._number += 1
        return f"{self._section}-{self._number}"


def _inline(token: Token) -> tuple[str | None, Runs]:
    """The id that an inline's source names at its end, and its runs without it."""
    runs = list(_runs(token.children or []))
    found = _OWN_ID.search(token.content)
    if found is None:
        return None, tuple(runs)
    if runs:
        runs[-1] = replace(runs[-1], text=_OWN_ID.sub("", runs[-1].text))
    return found[1], tuple(run for run in runs if run.text)


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    """The text of inline tokens in stretches of one style."""
    style = Run("")
    for token in tokens:
        if token.type in _STYLES:
            name, on = _STYLES[token.type]
            style = _styled(style, name, on)
        elif token.type == "link_open":
            style = replace(style, to=str(token.attrs.get("href", "")).removeprefix("#") or None)
        elif token.type == "link_close":
            style = replace(style, to=None)
        elif token.type == "code_inline":
            yield replace(style, text=token.content, code=True)
        elif token.type in ("softbreak", "hardbreak"):
            yield replace(style, text="\n" if token.type == "hardbreak" else " ")
        elif token.content:
            yield replace(style, text=token.content)


def _styled(run: Run, name: str, on: bool) -> Run:
    if name == "strong":
        return replace(run, strong=on)
    return replace(run, emphasis=on) if name == "emphasis" else replace(run, struck=on)


_STYLES = {
    "strong_open": ("strong", True),
    "strong_close": ("strong", False),
    "em_open": ("emphasis", True),
    "em_close": ("emphasis", False),
    "s_open": ("struck", True),
    "s_close": ("struck", False),
}
