"""Inline Markdown as runs: what the report itself writes is read at once, all else by the parser.

A report of a long exercise is many short texts of one simple shape: words, signs as entities, bold,
and links to events. Whatever is not surely of that shape goes to the parser, which knows it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

OWN_ID = re.compile(r"\s*(?<!\\)\{#([a-z0-9][a-z0-9.-]*)\}\s*$")
_WORDS = r"(?:[^\\`*_\[\]<&~!\n{}]++|&#(?:3[3-9]|[4-9]\d|1[01]\d|12[0-6]);)++"
_PIECE = re.compile(
    rf"(?P<plain>{_WORDS})"
    rf"|\*\*(?=\w)(?P<strong>{_WORDS})(?:(?<=\w)\*\*|(?<=[:.)])\*\*(?=\s|$))"
    r"|\[\\\[(?P<number>\d+)\\\]\]\(#(?P<to>e\d+)\)"
)
_PLAIN = re.compile(r"[^\\`*_\[\]<&~!\n{}]++")
_ENTITY = re.compile(r"&#(\d+);")


class Run(NamedTuple):
    """A stretch of text in one style; a new line in it is meant."""

    text: str
    strong: bool = False
    emphasis: bool = False
    struck: bool = False
    code: bool = False
    to: str | None = None
    """The id of the block it leads to."""


Runs = tuple[Run, ...]


def read(content: str) -> tuple[str | None, Runs]:
    """The id that a text names at its end, and its runs without it."""
    own = OWN_ID.search(content) if "{#" in content else None
    simple = _simple(content[: own.start()] if own else content)
    if simple is not None:
        return (own[1] if own else None), simple
    runs = list(_runs(parser().parseInline(content)[0].children or []))
    if own and runs:
        runs[-1] = runs[-1]._replace(text=OWN_ID.sub("", runs[-1].text))
        runs = [run for run in runs if run.text]
    return (own[1] if own else None), tuple(runs)


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser: raw HTML and images off, links within the document alone."""
    made = MarkdownIt("commonmark", {"html": False})
    made.enable(["table", "strikethrough"])
    made.disable(["html_block", "html_inline", "image", "autolink", "reference"])
    made.validateLink = lambda url: url.startswith("#")  # type: ignore[method-assign]
    return made


def _simple(content: str) -> Runs | None:
    """The runs of a text of the simple shape; None for any other."""
    if _PLAIN.fullmatch(content):
        return (Run(content),)
    runs: list[Run] = []
    at = 0
    while at < len(content):
        piece = _PIECE.match(content, at)
        if piece is None:
            return None
        at = piece.end()
        if piece["plain"]:
            runs.append(Run(_said(piece["plain"])))
        elif piece["strong"]:
            runs.append(Run(_said(piece["strong"]), strong=True))
        else:
            runs.append(Run(f"[{piece['number']}]", to=piece["to"]))
    return tuple(runs)


def _said(text: str) -> str:
    return _ENTITY.sub(lambda found: chr(int(found[1])), text) if "&" in text else text


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    """The text of inline tokens in stretches of one style."""
    style = Run("")
    for token in tokens:
        if token.type in _STYLES:
            name, on = _STYLES[token.type]
            style = _styled(style, name, on)
        elif token.type == "link_open":
            style = style._replace(to=str(token.attrs.get("href", "")).removeprefix("#") or None)
        elif token.type == "link_close":
            style = style._replace(to=None)
        elif token.type == "code_inline":
            yield style._replace(text=token.content, code=True)
        elif token.type in ("softbreak", "hardbreak"):
            yield style._replace(text="\n" if token.type == "hardbreak" else " ")
        elif token.content:
            yield style._replace(text=token.content)


def _styled(run: Run, name: str, on: bool) -> Run:
    if name == "strong":
        return run._replace(strong=on)
    return run._replace(emphasis=on) if name == "emphasis" else run._replace(struck=on)


_STYLES = {
    "strong_open": ("strong", True),
    "strong_close": ("strong", False),
    "em_open": ("emphasis", True),
    "em_close": ("emphasis", False),
    "s_open": ("struck", True),
    "s_close": ("struck", False),
}
