"""People's text on a screen: never read as markup, and nothing in it moves a cursor."""

from __future__ import annotations

import re
import unicodedata

from textual.content import Content

from simulator.domain.model import cleaned

MOST_MARKS = 4
"""Marks over and under one letter: a wall of more covers other lines."""
_MAY_BE_WALL = re.compile(
    "[^\x00-\u02ff\u2000-\u200b\u200e-\u20cf\u2100-\u2cff\u3000-\ua66e\uac00-\ufaff]"
    f"{{{MOST_MARKS + 1}}}"
)


def drawable(text: str) -> str:
    """A text without what a terminal would obey, and without walls of marks."""
    text = cleaned(text)
    if not _MAY_BE_WALL.search(text):
        return text
    kept, marks = [], 0
    for sign in text:
        if unicodedata.category(sign) in ("Mn", "Me"):
            marks += 1
        elif sign not in "\u200c\u200d":
            marks = 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def shown(text: str, style: str = "") -> Content:
    """A text as it stands, in lines."""
    text = drawable(text)
    return Content.styled(text, style) if style else Content(text)


def one_line(text: str, style: str = "") -> Content:
    """A text on one line, whatever breaks it has."""
    return shown(" ".join(cleaned(text).split()), style)
