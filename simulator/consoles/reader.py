"""Whoever reads the screen: the language, and what people are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.text import FALLBACK, has, words


@dataclass(frozen=True, slots=True)
class Reader:
    """The words of one language, and the names of people beside their ids."""

    language: str
    names: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, /, **values: object) -> str:
        """The words of a key, filled in."""
        return words(key, self.language, **values)

    def coded(self, branch: str, code: str, /, **values: object) -> str:
        """The words of a code; where there are none it is somebody's own word, and stays."""
        key = f"console.{branch}.{code}"
        known = has(key, self.language) or has(key, FALLBACK)
        return words(key, self.language, **values) if known else code

    def problem(self, key: str, values: Mapping[str, object]) -> str:
        """The words of an error; people in it by their names."""
        person = values.get("person")
        named = {"person": self.called(person)} if isinstance(person, str) else {}
        return self.say(key, **{**values, **named})

    def called(self, person: str | None) -> str:
        """What somebody is called: the name, else the id, which says the seat."""
        return self.names.get(person, person) if person else ""
