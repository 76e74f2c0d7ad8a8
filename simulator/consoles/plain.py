"""Markdown as plain text: what its marks say is left to the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKED = re.compile(r"[*_`\[#>\\~&]")


def plain(text: str) -> str:
    """The text without Markdown's marks; lists keep theirs, and lines stay lines."""
    if not _MARKED.search(text):
        return text
    return "\n".join(_lines(_parser().parse(text))).strip("\n")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
    return parser.disable(["html_block", "html_inline", "image", "autolink", "reference"])


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    """Each paragraph as its lines, with a blank one behind it; items of lists close together."""
    mark = ""
    for token in tokens:
        if token.type == "list_item_open":
            mark = "  " * (token.level // 2) + (f"{token.info}. " if token.info else "- ")
        elif token.type == "inline":
            yield mark + _text(token.children or ())
            mark = " " * len(mark)
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")
        elif token.type in ("heading_close", "bullet_list_close", "ordered_list_close"):
            mark = ""
            yield ""
        elif token.type == "paragraph_close" and not token.hidden:
            yield ""


def _text(tokens: Sequence[Token]) -> str:
    """What inline tokens say; a link is followed by where it leads."""
    found, to = [], ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            found.append("\n")
        elif token.type == "link_open":
            to = str(token.attrs.get("href", ""))
        elif token.type == "link_close" and to:
            found.append(f" ({to})")
        else:
            found.append(token.content)
    return "".join(found)
