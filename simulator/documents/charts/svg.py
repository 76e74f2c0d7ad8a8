"""SVG: elements whose texts and attributes are escaped, cleaned and cut, whoever wrote them."""

from __future__ import annotations

import re
import unicodedata
from xml.etree.ElementTree import Element, SubElement, tostring

from simulator.documents.markup import short
from simulator.domain.model import cleaned

WIDE = 1000
"""Every chart is as many units wide; one is a pixel where there is room."""
LONGEST = 160
"""Characters of a text that shows when something is pointed at."""
LETTER = 7.2
"""About how wide a letter is; one in bold is a little wider."""
BOLD = 1.12
_WIDTHS = dict.fromkeys("MWmw%@", 1.5)
"""Letters that are wider than others."""
_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def canvas(id: str, height: float, title: str, described: str) -> Element:
    """An empty drawing, with what it is called and what it shows for those who do not see it."""
    attributes = {
        "class": "chart",
        "viewBox": f"0 0 {WIDE} {number(height)}",
        "role": "img",
        "aria-labelledby": f"{id}-title {id}-desc",
    }
    svg = Element("svg", attributes)
    add(svg, "title", title, id=f"{id}-title")
    add(svg, "desc", described, id=f"{id}-desc")
    return svg


def add(parent: Element, tag: str, text: str = "", **attributes: object) -> Element:
    """A further element; `class_` is its class, and `_` in a name is a hyphen."""
    named = {name.rstrip("_").replace("_", "-"): _value(v) for name, v in attributes.items()}
    made = SubElement(parent, tag, named)
    if text:
        made.text = tidy(text, 1_000 if tag == "desc" else LONGEST)
    return made


def linked(parent: Element, seq: int, says: str) -> Element:
    """A place within which everything leads to an event's line, and says what it is.

    Keys and screen readers find the same in the table: a chart is one picture to them.
    """
    link = add(parent, "a", href=f"#e{seq}", tabindex="-1")
    add(link, "title", says)
    return link


def line(parent: Element, class_: str, x1: float, y1: float, x2: float, y2: float) -> Element:
    """A straight line."""
    return add(
        parent, "path", class_=class_, d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
    )


def box(parent: Element, class_: str, x: float, y: float, width: float, height: float) -> Element:
    """A rectangle."""
    return add(parent, "rect", class_=class_, x=x, y=y, width=width, height=height)


def written(
    parent: Element, text: str, x: float, y: float, class_: str = "", room: float = 0
) -> Element:
    """Words at a place; cut where they have only so much room, and whole when pointed at."""
    shown = fitted(text, room) if room else text
    made = add(parent, "text", shown, x=x, y=y, **({"class_": class_} if class_ else {}))
    if shown != tidy(text):
        add(made, "title", text)
    return made


def drawn(svg: Element) -> str:
    """The drawing as text."""
    return tostring(svg, encoding="unicode")


def number(value: float) -> str:
    """A coordinate, to a tenth."""
    shown = f"{value:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown


def tidy(text: str, most: int = LONGEST) -> str:
    """A text of one line that XML can hold, cut between words."""
    return short(_NOT_XML.sub("", cleaned(text)), most)


def extent(text: str) -> float:
    """About how wide a text is."""
    return LETTER * sum(_WIDTHS.get(sign) or _width(sign) for sign in text)


def _width(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.9
    return 1.15 if sign.isupper() else 1.0


def fitted(text: str, room: float) -> str:
    """As much of a text as there is room for."""
    text = tidy(text)
    if extent(text) <= room:
        return text
    most = len(text)
    while most > 1 and extent(text[:most]) + LETTER > room:
        most -= 1
    return text[:most].rstrip() + "…"


def _value(value: object) -> str:
    return number(value) if isinstance(value, int | float) else tidy(str(value), 4_000)
