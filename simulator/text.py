"""Words in the reader's language: look a key up, fill it in, choose the plural.

`locales/<code>.yaml` holds one language, also for those who speak it as some region does; keys
missing there fall back to English. A text that depends on a number is a mapping `one:`/`other:` and
its number is the value `count`. Of a file only those blocks are parsed that are asked for: a
command needs few of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, Protocol

FALLBACK = "en"


@lru_cache(maxsize=8)
def _file(language: str) -> str:
    """The text of a language's file; empty where there is none."""
    folder = resources.files("simulator") / "locales"
    for code in dict.fromkeys((language, language.partition("-")[0])):
        source = folder / f"{code}.yaml"
        if source.is_file():
            return source.read_text(encoding="utf-8") + "\n"
    return ""


@lru_cache(maxsize=128)
def _block(language: str, name: str) -> Any:
    """What a language has under one of its outermost keys; nothing where it has none."""
    import yaml

    block = re.search(rf"^{re.escape(name)}:.*\n(?:(?:[ #].*)?\n)*", _file(language), re.MULTILINE)
    if block is None:
        return None
    return yaml.load(block[0], Loader=yaml.CBaseLoader)[name]  # noqa: S506


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes of the languages that words can be had in, English first."""
    folder = resources.files("simulator") / "locales"
    found = sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".yaml"))
    return (FALLBACK, *(code for code in found if code != FALLBACK))


def has(key: str, language: str = FALLBACK) -> bool:
    """Whether the language itself has words for the key."""
    return _find(key, language) is not None


def words(key: str, language: str = FALLBACK, /, **values: object) -> str:
    """The words of a key, filled in; the key itself where no language has any.

    A value named `count` chooses between `one:` and `other:`.
    """
    found = _find(key, language)
    used = language if found is not None else FALLBACK
    if found is None:
        found = _find(key, FALLBACK)
    if isinstance(found, Mapping):
        found = found.get(_plural(used, values.get("count", 0))) or found.get("other")
    if not isinstance(found, str):
        return key
    return found.format_map(_Values(values)) if "{" in found else found


class Say(Protocol):
    """The words of one language."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The words of a key, filled in."""
        ...


def say_in(language: str) -> Say:
    """The words of one language, as a function of the key and its values."""

    def say(key: str, /, **values: object) -> str:
        return words(key, language, **values)

    return say


def clock(seconds: float) -> str:
    """Exercise time as it is read aloud: minutes and seconds, or hours too."""
    total = int(seconds)
    hours, minutes, rest = total // 3600, total // 60 % 60, total % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


class _Values(dict[str, object]):
    """Values of a text; one that is missing stays visible."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@lru_cache(maxsize=4096)
def _find(key: str, language: str) -> str | Mapping[str, str] | None:
    first, *rest = key.split(".")
    place = _block(language, first)
    for part in rest:
        if not isinstance(place, Mapping) or part not in place:
            return None
        place = place[part]
    if isinstance(place, Mapping) and "other" not in place:
        return None
    return place  # type: ignore[no-any-return]


def _plural(language: str, count: object) -> str:
    if not isinstance(count, int | float):
        return "other"
    if language.partition("-")[0] in ("en", "es"):
        return "one" if count == 1 else "other"
    from babel import Locale

    return str(Locale.parse(language.partition("-")[0]).plural_form(count))
