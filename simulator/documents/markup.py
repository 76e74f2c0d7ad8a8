"""Text on its way into Markdown: whatever people wrote stays text and can be nothing else.

Signs that mean something to Markdown become numeric entities, which no part of its grammar takes
for structure; the parser turns them back into the signs.
"""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.domain.model import cleaned

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&!^=@$]|^[-+:]|^\d+(?=[.)])")
_ID = re.compile(r"[^a-z0-9.-]+")


class Md(str):
    """Markdown that is meant: it goes into a document as it stands."""

    __slots__ = ()


def plain(value: object) -> Md:
    """A value as text of one line."""
    if isinstance(value, Md):
        return value
    text = " ".join(cleaned("" if value is None else str(value)).split())
    return Md(_SIGNS.sub(lambda found: _entities(found[0]), text))


def quoted(value: object, replaced: bool = False) -> Md:
    """A text of several lines as a quotation that keeps its lines; struck through if replaced."""
    lines = [plain(line) for line in cleaned(str(value)).strip().split("\n")]
    kept: list[str] = []
    for line in lines:
        if line and kept and kept[-1] != ">":
            kept[-1] += "\\"
        kept.append(f"> {struck(line) if replaced else line}" if line else ">")
    return Md("\n".join(kept))


def short(value: object, most: int = 90) -> str:
    """The beginning of a text, cut between words."""
    text = " ".join(cleaned(str(value)).split())
    if len(text) <= most:
        return text
    head = text[:most]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head) + "…"


def struck(value: object) -> Md:
    """A text of one line, struck through; nothing where nothing is left of it."""
    text = plain(value)
    return Md(f"~~{text}~~") if text else text


def strong(value: object) -> Md:
    """A text of one line in bold."""
    text = plain(value)
    return Md(f"**{text}**") if text else text


def events(numbers: tuple[int, ...] | list[int]) -> Md:
    """Event numbers, each a link to its line of the timeline."""
    return Md(" ".join(f"[\\[{int(n)}\\]](#e{int(n)})" for n in numbers))


def block(id: object) -> Md:
    """The stable id of the block at whose end it stands."""
    return Md("{#" + _ID.sub("-", str(id).lower()) + "}")


def figure(id: object) -> Md:
    """The place of a figure, in a paragraph of its own."""
    return Md("{figure " + _ID.sub("-", str(id).lower()) + "}")


@lru_cache(maxsize=1024)
def _entities(signs: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in signs)
