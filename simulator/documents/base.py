"""What all papers share: the document, its formats, and words with numbers, times and lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from simulator import text
from simulator.documents.blocks import Block
from simulator.domain.model import Model

DAYS = {"en": "en_GB"}
"""Language → the locale by which its days are written; Babel's English has the month first."""


class Words:
    """The words of one language, and how it writes numbers, times and lists."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = language.replace("-", "_")

    def __call__(self, key: str, /, **values: object) -> str:
        """The words of a key, filled in. Raises `LookupError` where no language has any."""
        if not text.has(key, self.language) and not text.has(key):
            raise LookupError(f"no words for {key}")
        return text.words(key, self.language, **values)

    def any_of(self, *keys: str, **values: object) -> str:
        """The words of the first of these keys that has any."""
        known = (k for k in keys if text.has(k, self.language) or text.has(k))
        return self(next(known, keys[-1]), **values)

    def percent(self, share: float) -> str:
        """A share as a percentage."""
        from babel.numbers import format_percent

        return str(format_percent(share, locale=self._locale))

    def number(self, amount: float) -> str:
        """A number as the language writes it."""
        from babel.numbers import format_decimal

        return str(format_decimal(amount, locale=self._locale))

    def moment(self, at: datetime) -> str:
        """Day and time, short: for tables."""
        return _moment(at.replace(second=0, microsecond=0), self._locale)

    def day(self, at: date) -> str:
        """A day, in full: the month as a word, after the day."""
        from babel.dates import format_date

        return str(format_date(at, "long", locale=DAYS.get(self._locale, self._locale)))

    def listed(self, items: Iterable[str]) -> str:
        """Several things in one sentence."""
        from babel.lists import format_list

        found = list(items)
        return found[0] if len(found) == 1 else str(format_list(found, locale=self._locale))

    def span(self, minutes: float) -> str:
        """A length of time in its two largest units."""
        seconds = round(abs(minutes) * 60)
        units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
        parts = []
        for name, size in units:
            count, seconds = divmod(seconds, size)
            parts.append((count, name))
        first = next((i for i, (count, _) in enumerate(parts) if count), len(parts) - 2)
        shown = [f"{count} {name}" for count, name in parts[first : first + 2] if count]
        return ("-" if minutes < 0 and shown else "") + (" ".join(shown) or "0 min")


@lru_cache(maxsize=1024)
def _moment(minute: datetime, locale: str) -> str:
    """A minute as the language writes it: in a long exercise much happens in each."""
    from babel.dates import format_datetime

    return str(format_datetime(minute, "d MMM HH:mm", locale=locale))


@dataclass(frozen=True, slots=True)
class Document:
    """One paper in one language, ready to be drawn in any format."""

    title: str
    language: str
    marks: tuple[str, ...]
    """What stands on every page, whatever the template says: exercise, draft, TLP."""
    blocks: tuple[Block, ...]
    data: Callable[[], Model] | None = None
    """Gives what it was made of, for formats that machines read."""


class Format(Protocol):
    """One way of drawing a document."""

    name: str
    suffix: str
    """Of its files, with the dot."""
    many: bool
    """Whether each language has a file of its own."""

    def render(self, document: Document, words: Words) -> bytes:
        """The document as the bytes of a file."""
        ...
