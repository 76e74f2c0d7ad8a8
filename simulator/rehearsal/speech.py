"""What bots say: the author's examples, else sentences made of what is expected and offered."""

from __future__ import annotations

import re
from random import Random

from simulator.domain.edition import Edition
from simulator.domain.scenario import Expectation, InformationRequest, Option
from simulator.text import words

WAYS = ("first", "second", "third", "fourth")
"""The ways in which the same thing may be said."""
_MARKED = re.compile(r"\[[a-z]{2,3}(?:-[A-Za-z0-9]+)*\] ")
_SHORT = 300
"""Characters of what is passed on to others; a longer sentence is told by its first part."""


class Speech:
    """Sentences in the language of one edition."""

    def __init__(self, edition: Edition, rng: Random) -> None:
        self._language = edition.language
        self._rng = rng
        self._last: dict[str, str] = {}
        """What is said → the way in which it was said last."""

    def does(self, expectation: Expectation, *, own: bool = True) -> str:
        """How a team says that it does what is expected; the example is for whoever is first."""
        if own and expectation.example:
            return plain(expectation.example)
        return self._say("does", text=lowered(plain(expectation.text)))

    def chooses(self, option: Option) -> str:
        """How a team says what it chooses."""
        if option.example:
            return plain(option.example)
        return self._say("chooses", label=_open(lowered(plain(option.label))))

    def advises(self, option: Option) -> str:
        """How a team says what it would choose where others decide."""
        return self._say("advises", label=_open(lowered(plain(option.label))))

    def why(self, option: Option | None = None) -> str:
        """A reason: what speaks for the option, else one that always fits."""
        if option and option.pros:
            return plain(self._rng.choice(option.pros))
        return self._one_of("because")

    def notes(self) -> str:
        """What is said about news that ask nothing of the team."""
        return self._one_of("notes")

    def puts_off(self) -> str:
        """What is said in the place of doing what is expected."""
        return self._one_of("puts_off")

    def asks(self, request: InformationRequest) -> str:
        """A question that a prepared answer fits; it holds one of the words that suggest it."""
        title = plain(request.title)
        asked = title if title.endswith("?") else self._say("asks", title=_open(lowered(title)))
        if not request.ask or any(word.casefold() in asked.casefold() for word in request.ask):
            return asked
        return f"{asked} ({plain(request.ask[0])})"

    def asks_about(self, title: str) -> str:
        """A question about news for which no answer is prepared."""
        return self._say("asks_about", title=plain(title))

    def tells(self, said: str) -> str:
        """What a team passes on of what it does."""
        return self._say("tells", text=_first_part(said))

    def offers(self, title: str) -> str:
        """What a team writes to others that have the same news."""
        return self._one_of("offers", title=plain(title))

    def thanks(self) -> str:
        """What a team writes back."""
        return self._one_of("thanks")

    def adds(self, said: str) -> str:
        """An entry with something added to it."""
        return f"{said} {self._one_of('adds')}"

    def learnt(self) -> str:
        """Why an entry is amended."""
        return self._say("learnt")

    def _one_of(self, key: str, **values: object) -> str:
        way = self._rng.choice([each for each in WAYS if each != self._last.get(key)])
        self._last[key] = way
        return words(f"bots.{key}.{way}", self._language, **values)

    def _say(self, key: str, **values: object) -> str:
        return words(f"bots.{key}", self._language, **values)


def plain(text: str) -> str:
    """A text without the mark of the language that it is still in."""
    match = _MARKED.match(text)
    return text[match.end() :] if match else text


def lowered(text: str) -> str:
    """A sentence as it goes on after a colon; names and abbreviations stay as they are."""
    if len(text) > 1 and text[0].isupper() and text[1].islower():
        return text[0].lower() + text[1:]
    return text


def _open(text: str) -> str:
    return text.rstrip(".")


def _first_part(text: str) -> str:
    if len(text) <= _SHORT:
        return text
    return text[:_SHORT].rsplit(" ", 1)[0] + " …"
