"""People's text on a screen: never read as markup, and nothing in it moves a cursor."""

from __future__ import annotations

from textual.content import Content

from simulator.domain.model import cleaned


def shown(text: str, style: str = "") -> Content:
    """A text as it stands, in lines."""
    return Content.styled(cleaned(text), style) if style else Content(cleaned(text))


def one_line(text: str, style: str = "") -> Content:
    """A text on one line, whatever breaks it has."""
    return shown(" ".join(cleaned(text).split()), style)
