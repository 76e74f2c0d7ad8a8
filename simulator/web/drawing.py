"""Cards as HTML: the same for the first page and for whatever comes after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulator.channels.base import said
from simulator.domain.model import cleaned
from simulator.domain.view import Card
from simulator.plugins import Registry
from simulator.text import FALLBACK, clock, has, say_in, words
from simulator.web.markdown import html_of


@dataclass(frozen=True, slots=True)
class Drawer:
    """One language, and what people are called."""

    language: str
    names: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    """For whom; what may be done about a card depends on it."""
    exercise: str = ""
    came: float | None = None
    """When the reader came in, seconds of exercise time; None where nobody asks."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Who sits where, in words, for whoever may do something about it."""
    number: int = 0
    """On a first page the last event that is seen; later pages know it by themselves."""
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What was typed into a form that is drawn again, by field."""

    def card(self, card: Card) -> str:
        """A card as an element with its id; empty for what is shown elsewhere."""
        template = _templates().get_template("card.html")
        return template.render(card=card, d=self).strip()

    def page(self, name: str, **values: Any) -> str:
        """A whole page."""
        return _templates().get_template(name).render(d=self, **values)

    def say(self, key: str, /, **values: object) -> str:
        """The words of a key."""
        return words(key, self.language, **values)

    def coded(self, branch: str, code: str, /, **values: object) -> str:
        """The words of a code; where there are none it is somebody's own word, and stays."""
        key = f"console.{branch}.{code}"
        known = has(key, self.language) or has(key, FALLBACK)
        return words(key, self.language, **values) if known else code

    def field(self, name: str) -> str:
        """What a field asks for, as the beginning of a line."""
        said = self.coded("field", name)
        return said[:1].upper() + said[1:]

    @property
    def channels(self) -> tuple[tuple[str, str], ...]:
        """The channels an inject may come by, each with what it is called."""
        return _channels(self.language)

    def called(self, person: str | None) -> str:
        """What somebody is called; an id that nobody has a name for says nothing on a page."""
        if not person:
            return ""
        name = self.names.get(person)
        return name or ("" if person.startswith("p-") else person)


@lru_cache
def _channels(language: str) -> tuple[tuple[str, str], ...]:
    known = Registry("channels").load_all().items()
    say = say_in(language)
    named = ((name, said(say, f"channels.{name}.label", each.label)) for name, each in known)
    return tuple(sorted(named, key=lambda each: each[1].casefold()))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("simulator.web", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
        finalize=lambda value: cleaned(value) if type(value) is str else value,
    )
    made.filters |= {"clock": clock, "markdown": html_of, "moment": _moment}
    return made


def _moment(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M}"
