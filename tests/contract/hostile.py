"""Logs in which every text that people or authors may write is an attack, and how to read reports.

A log is taken as it was played, and each of its texts replaced; so a new act, or a new key of a
scenario, is attacked as soon as it happens in the log that the suite begins with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import count
from typing import Any, get_args

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import AfterValidator

from simulator.acts import RECORDED, Recorded
from simulator.domain.model import LINE_MAX, Model, Readable

LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 300
"""Ten kilobytes without a place to break."""
ATTACKS: Mapping[str, str] = {
    "controls": "\x00\x01\x07\x08\x1b[31mred\x1b[0m\x1b]0;title\x07\x7f\x85\x9b\ufeff\u2028\u2029",
    "surrogates": "\ud800 \udfff \udc80x\ud83d",
    "directions": "\u202egnihton\u202c \u2066a\u2069 \u200fb\u200e \u061c",
    "emoji": "\U0001f525\U0001f468\u200d\U0001f469\u200d\U0001f467" * 900,
    "marks": "Z" + "\u0301\u0316" * 300 + "algo",
    "word": LONG_WORD,
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)></style></title><!--"
    "<svg onload=a()><a href='javascript:a()'>x</a>&lt;b&gt;&#60;i&#62;\"'><iframe>]]>"
    "<details open ontoggle=a()>",
    "attributes": '" onmouseover="a()" x=\'\' onfocus=a() autofocus href=//attacker.example ',
    "links": "[x](javascript:a()) ![x](http://198.51.100.7/x.png) <http://attacker.example> [r]: /x"
    " http://attacker.example www.attacker.example a@attacker.example [[1]](#e1) @team #12",
    "blocks": "# h\n===\n- - -\n1. one\n- item\n+ item\n> quote\n    code\n```fence\n~~~\n"
    "|---|---|\n| a | b |\n: x\n{#e1}\n{figure told}\n<details>\n\\",
    "inline": "**b** _i_ `c` ~~s~~ ``` $x$ \\( \\) ~x~ ^y^ ==m== :smile: [^1] \\| \\\\| \\` ***",
    "template": "{{ report }} {% for %} {# x #} ${x} %s {0} {text!r} {reason}",
    "formula": '=cmd|"/c calc"!A1',
    "format": "\u0000 %n %s ../../etc/passwd C:\\x\\ \u00ad\u00ad \u2800 \u3164",
}
_JOINERS = {"\u200c", "\u200d"}
_STAYS = frozenset({"given"})
"""Words of the product's own: a rating's level."""
Say = Callable[[str, int], str]
"""Gives a text in the place of another, of so many characters at most."""


def attacked(
    records: Sequence[Recorded], texts: Sequence[str], *, behind: bool = False
) -> list[Recorded]:
    """The log with each text replaced by one of these in turn, each behind a mark of its own.

    Words that things are called by stay the same wherever they stand, and have one behind them;
    so has every text, where `behind` is asked for.
    """
    numbers = count()

    def said(text: str, most: int) -> str:
        number = next(numbers)
        return f"{text if behind else f'Zq{number}z'} {texts[number % len(texts)]}"[:most]

    def worded(word: str) -> str:
        text = f"{word} {texts[len(word) % len(texts)]}"[:LINE_MAX]
        return text.encode("utf-8", "ignore").decode()

    return [record.having(event=_filled(record.event, said, worded)) for record in records]


def through_the_door(records: Sequence[Recorded]) -> list[Recorded]:
    """The log as it would have come to be: what a text may not hold is gone from it."""
    return [RECORDED.validate_python(record.model_dump(by_alias=True)) for record in records]


def marks(records: Sequence[Recorded], language: str) -> dict[str, str]:
    """Every mark that stands in what people said in play, and where; of faces, in one language."""
    found: dict[str, str] = {}
    for record in records[1:]:
        for name, value in record.event:
            is_face = name == "faces"
            said = value.get(language, next(iter(value.values()))).body if is_face else value
            about = f"{record.event.kind}.{name}"
            found |= dict.fromkeys(re.findall(r"Zq\d+z", str(said)), about)
    return found


def _filled(value: Any, said: Say, worded: Callable[[str], str]) -> Any:
    """A value with its texts replaced, of all that it holds."""
    changes = {}
    for name, field in type(value).model_fields.items():
        found = getattr(value, name)
        if found is not None and name not in _STAYS:
            kind = _kind(field.annotation, tuple(field.metadata))
            most = LINE_MAX if f"max_length={LINE_MAX}" in repr(field) else 19_000
            changes[name] = _replaced(found, kind, most, said, worded)
    return value.having(**changes)


def _replaced(value: Any, kind: str, most: int, said: Say, worded: Callable[[str], str]) -> Any:
    if isinstance(value, Model):
        return _filled(value, said, worded)
    if isinstance(value, str):
        return said(value, most) if kind == "text" else worded(value) if kind == "word" else value
    if isinstance(value, tuple):
        return tuple(_replaced(each, kind, most, said, worded) for each in value)
    if isinstance(value, Mapping):
        return {k: _replaced(each, kind, most, said, worded) for k, each in value.items()}
    return value


def _kind(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    """What stands in a field: `text` that people read, a `word` that stays, or neither."""
    marks = (*metadata, *getattr(annotation, "__metadata__", ()))
    if any(isinstance(mark, Readable) for mark in marks):
        return "text"
    if any(isinstance(mark, AfterValidator) for mark in marks):
        return "word"
    kinds = {_kind(part) for part in get_args(annotation)}
    return "text" if "text" in kinds else "word" if "word" in kinds else ""


class Page(HTMLParser):
    """Reads a page as strictly as XML: what opens is closed in order, and nothing else is in it."""

    TAGS = re.compile(
        "html|head|meta|title|style|body|div|nav|main|h[1-4]|p|[ou]l|li|a|table|thead|tbody|tr|t[hd]|wbr"
        "|blockquote|br|hr|pre|code|del|em|strong|span|figure|figcaption|details|summary"
        "|svg|defs|pattern|desc|g|path|rect|circle|text"
    )
    NAMES = re.compile(
        "lang|charset|name|content|http-equiv|class|role|aria-(?:label|labelledby|hidden)|tabindex|id|href"
        "|scope|viewbox|d|[xy][12]?|c[xy]|r|width|height|rx|fill|data-label|transform|patternunits"
    )
    VOID = frozenset({"meta", "br", "hr", "wbr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        """All of them in order, but for breaks and what charts are drawn with."""
        self.text = ""
        self._open: list[str] = []
        self._style = 0
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert self.TAGS.fullmatch(tag), tag
        names = [name for name, _ in attrs]
        assert all(self.NAMES.fullmatch(name) for name in names), names
        assert len(names) == len({*names})
        for name, value in attrs:
            assert value is not None
            assert name != "href" or re.fullmatch(r"#[a-z0-9][a-z0-9.-]*", value), value
            assert name != "id" or re.fullmatch(r"[a-z0-9][a-z0-9.-]*", value), value
        if "svg" not in self._open and tag not in ("br", "wbr", "del"):
            self.tags.append(tag)
        if tag not in self.VOID:
            self._open.append(tag)
        self._style += tag == "style"
        self.text += " " if tag in ("br", "p", "td", "li", "tr") else ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.text += data

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


class Paper:
    """Reads Markdown as those do who allow HTML in it: headings, tables, and the plain text."""

    def __init__(self, markdown: str) -> None:
        parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        self.tags: list[str] = []
        self.text = ""
        for token in parser.parse(markdown):
            self._block(token)
        bare = re.sub(r"\\.", "", markdown)
        assert not re.search(r"(?i)https?://|www\.\w|\w@\w", bare)

    def _block(self, token: Token) -> None:
        assert token.type != "html_block", token.content
        if token.type.endswith("_open"):
            self.tags.append(token.tag)
        self.text += " " + "".join(self._inline(each) for each in token.children or ())

    def _inline(self, token: Token) -> str:
        assert token.type != "image"
        if token.type == "link_open":
            assert re.fullmatch(r"#e\d+", str(token.attrs["href"]))
        if token.type == "html_inline":
            assert re.fullmatch(r'<a id="[a-z0-9.-]+">|</a>', token.content), token.content
            return ""
        return " " if token.type in ("softbreak", "hardbreak") else token.content


def clean(text: str) -> bool:
    """Whether a text has no control, direction or surrogate character in it."""
    return all(
        sign == "\n" or sign in _JOINERS or unicodedata.category(sign)[0] != "C" or _is_new(sign)
        for sign in text
    ) and not re.search("[\u2028\u2029]", text)


def _is_new(sign: str) -> bool:
    """Whether it is a character that this Python does not know yet, or a private one."""
    return unicodedata.category(sign) in ("Cn", "Co")


def flat(text: str) -> str:
    """A text as one line."""
    return " ".join(text.split())


def texts_in(value: object) -> Iterator[str]:
    """Every text of a tree of JSON."""
    if isinstance(value, str):
        yield value
    for each in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from texts_in(each)
