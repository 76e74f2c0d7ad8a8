"""A value in another language: its texts replaced, what has no translation marked `[en] …`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from simulator.content.shape import Part, has_key, has_texts, key_of, parts
from simulator.domain.diagnostic import Diagnostic, Path
from simulator.domain.model import LINE_MAX, Model

M = TypeVar("M", bound=Model)

NAMES = frozenset({("Persona", "name")})
"""Texts that may stand as they are in every language."""
UNSEEN = frozenset({("InformationRequest", "ask"), ("Step", "aliases")})
"""Texts that are compared and not shown: without translation they stand unmarked, of any number."""

_SIGN = re.compile(r"[\d@/._:]")

DetailTexts = Callable[[str, str], bool]
"""Whether a channel's detail is a text that people read: (channel, key)."""


def _in_words(value: Any) -> bool:
    """Whether a detail is in some language: addresses and numbers are in none."""
    text = " ".join(value) if isinstance(value, list) else value
    return isinstance(text, str) and not all(
        _SIGN.search(word.strip("<>()[].,:;")) for word in text.split()
    )


class _Where(NamedTuple):
    """Whose text it is."""

    model: str
    part: Part

    @property
    def names(self) -> tuple[str, str]:
        return self.model, self.part.name


@dataclass
class Translator:
    """Puts texts in the place of others, and notes which are missing and which point at nothing."""

    code: str
    """Of the language that texts without translation are in."""
    file: str
    is_text: DetailTexts
    total: int = 0
    missing: list[Path] = field(default_factory=list)
    astray: list[Diagnostic] = field(default_factory=list)

    def translated(self, value: M, texts: object = None, path: Path = (), channel: str = "") -> M:
        """The value with these texts in the place of its own."""
        channel = getattr(value, "channel", channel)
        changes = {}
        for part in parts(type(value)).values():
            old, new = getattr(value, part.name), getattr(texts, part.name, None)
            here = (*path, part.key)
            if not old:
                if new:
                    self._astray(here, "nothing_there", key=part.key)
            elif part.kind == "details":
                changes[part.name] = self._details(old, new or {}, here, channel)
            elif (made := self._part(value, part, old, new, here, channel)) is not None:
                changes[part.name] = made
        return value.having(**changes) if changes else value

    def _part(self, value: Model, part: Part, old: Any, new: Any, path: Path, channel: str) -> Any:
        if part.kind == "text":
            return self._text(old, new, path, _Where(type(value).__name__, part))
        if part.kind == "texts":
            return self._texts(old, new, path, _Where(type(value).__name__, part))
        if part.model is None or not has_texts(part.model):
            return None
        if part.kind == "thing":
            return self.translated(old, new, path, channel) if isinstance(old, Model) else None
        return self._things(old, new or {}, path, channel) if has_key(part.model) else None

    def _text(self, old: str, new: str | None, path: Path, where: _Where) -> str:
        if new is None and where.names in NAMES:
            return old
        self.total += 1
        if new is not None:
            return new
        self.missing.append(path)
        return old if where.names in UNSEEN else self._marked(old, where.part.limit)

    def _texts(
        self, old: tuple[str, ...], new: tuple[str, ...] | None, path: Path, where: _Where
    ) -> tuple[str, ...]:
        if new is None:
            return tuple(self._text(each, None, path, where) for each in old)
        self.total += len(old)
        if len(new) != len(old) and where.names not in UNSEEN:
            self._astray(path, "other_count", count=len(new), original=len(old))
        return new

    def _things(
        self, old: tuple[Model, ...], new: Mapping[str, Model], path: Path, channel: str
    ) -> tuple[Model, ...]:
        keys = [key_of(thing) for thing in old]
        for key in new.keys() - set(keys):
            self._astray((*path, key), "no_thing", key=key, at_key=True)
        return tuple(
            self.translated(thing, new.get(key or ""), (*path, key or index), channel)
            for index, (thing, key) in enumerate(zip(old, keys, strict=True))
        )

    def _details(
        self, old: Mapping[str, Any], new: Mapping[str, Any], path: Path, channel: str
    ) -> Mapping[str, Any]:
        made = dict(old)
        for key in new.keys() - old.keys():
            self._astray((*path, key), "no_thing", key=key, at_key=True)
        for key, value in old.items():
            if key in new:
                made[key] = list(new[key]) if isinstance(new[key], tuple) else new[key]
                self.total += 1
            elif self.is_text(channel, key) and _in_words(value):
                self.total += 1
                self.missing.append((*path, key))
                is_list = isinstance(value, list)
                made[key] = [self._marked(v) for v in value] if is_list else self._marked(value)
        return made

    def _marked(self, text: Any, limit: int = LINE_MAX) -> str:
        marked = f"[{self.code}] {text}"
        return marked if len(marked) <= limit else f"{marked[: limit - 1]}…"

    def _astray(self, path: Path, problem: str, *, at_key: bool = False, **values: object) -> None:
        told = {"problem": problem, **values}
        self.astray.append(Diagnostic("TTX048", path, told, file=self.file, at_key=at_key))
