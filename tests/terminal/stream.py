"""What a terminal is sent, read strictly: what Textual's driver says, and plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.contract.hostile import clean

MODES = "1049|1000|1003|1006|1015|1016|1004|2004|2026|2048|25|7"
COLOUR = r"(?:[34]8;2;\d+;\d+;\d+|[34]8;5;\d+|(?:[349]|10)[0-7]|[34]9)"
STYLE = r"(?:[0-479])"
"""Bold, dim, italic, underlined, reverse, struck; nothing that hides or blinks."""
GRAMMAR = re.compile(
    rf"""
      (?P<mode>\x1b\[\?(?:{MODES})[hl])
    | (?P<ask>\x1b\[\?20(?:26|48)\$p)
    | (?P<keys>\x1b\[(?:>\d+|<)u)
    | (?P<shape>\x1b\]22;[a-z-]+\x07)
    | \x1b\[(?P<row>\d+);(?P<column>\d+)H
    | (?P<style>\x1b\[(?:(?:{STYLE}|{COLOUR})(?:;(?:{STYLE}|{COLOUR}))*)?m)
    | (?P<line>\r?\n)
    | (?P<text>[^\x1b\r\n]+)
    """,
    re.VERBOSE,
)


@dataclass
class Stream:
    """The bytes of one session, as they were understood."""

    text: str = ""
    harm: list[str] = field(default_factory=list)
    """What Textual does not say, and is no text either."""
    styles: set[str] = field(default_factory=set)
    written: set[tuple[str, str]] = field(default_factory=set)
    """Styles, each with a text that was written in it."""
    style: str = ""


def understood(sent: bytes, width: int, height: int) -> Stream:
    """Read what a terminal of this size was sent."""
    read, stream, at = sent.decode("utf-8", "surrogateescape"), Stream(), 0
    while at < len(read):
        found = GRAMMAR.match(read, at)
        if found is None:
            stream.harm.append(ascii(read[at : at + 40]))
            at += 1
            continue
        _take(stream, found, width, height)
        at = found.end()
    if read.count("\x1b[?1049l") > 1:
        stream.harm.append("left the screen more than once")
    return stream


def _take(stream: Stream, found: re.Match[str], width: int, height: int) -> None:
    if found["text"]:
        stream.text += found["text"]
        stream.written.add((stream.style, found["text"].strip()))
        if not clean(found["text"]):
            stream.harm.append(ascii(found["text"]))
    elif found["line"] or found["row"]:
        stream.text += "\n"
    elif found["style"]:
        stream.style = found["style"]
        stream.styles.add(stream.style)
    if found["row"] and not (int(found["row"]) <= height and int(found["column"]) <= width):
        stream.harm.append(ascii(found[0]))
