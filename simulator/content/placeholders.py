"""Placeholders: `{utility}` in a text stands for a value of the scenario; `{{` is a plain brace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simulator.content.problems import near
from simulator.content.shape import model_at
from simulator.domain.diagnostic import Diagnostic, Path
from simulator.domain.model import Model, slug
from simulator.domain.scenario import Inject

_MARK = re.compile(r"\{\{|\{([\w-]+(?: [\w-]+)*)\}")


def mentioned(source: str) -> bool:
    """Whether a file's text can hold a placeholder at all."""
    return _MARK.search(source) is not None


class Filling:
    """Fills the placeholders of one file's texts; keeps a diagnostic for each that is not known.

    What it is given stays as it is. An id that is made of a text is made of the text as written, so
    that values change no ids.
    """

    def __init__(self, values: Mapping[str, object], model: type[Model], file: str) -> None:
        self.values = values
        self.model = model
        self.file = file
        self.unknown: list[Diagnostic] = []

    def filled(self, value: Any, path: Path = ()) -> Any:
        """The value with all its texts filled; the very same where none has a placeholder."""
        if isinstance(value, str):
            return self._text(value, path) if "{" in value else value
        if isinstance(value, dict):
            return self._mapping(value, path)
        if isinstance(value, list):
            return self._list(value, path)
        return value

    def _list(self, value: list[Any], path: Path) -> list[Any]:
        made = [self.filled(each, (*path, at)) for at, each in enumerate(value)]
        for at, (new, old) in enumerate(zip(made, value, strict=True)):
            if new is not old and isinstance(new, str):
                model = model_at(self.model, (*path, at))
                short = model and ("body" if model is Inject else model.shorthand)
                if model and short and model.named_by:
                    made[at] = {short: new, "id": slug(old)}
        same = all(new is old for new, old in zip(made, value, strict=True))
        return value if same else made

    def _mapping(self, value: dict[str, Any], path: Path) -> dict[str, Any]:
        made = {key: self.filled(each, (*path, key)) for key, each in value.items()}
        changed = {key for key, each in made.items() if each is not value[key]}
        if not changed:
            return value
        model = model_at(self.model, path)
        if model and "id" not in value:
            source = next((name for name in model.named_by if name in value), None)
            if source in changed and isinstance(value[source], str):
                made["id"] = slug(value[source])
        return made

    def _text(self, text: str, path: Path) -> str:
        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name is None:
                return "{"
            if name in self.values:
                return str(self.values[name])
            told = {"name": name, "near": near(name, tuple(self.values))}
            self.unknown.append(Diagnostic("TTX042", path, told, file=self.file))
            return found[0]

        made = _MARK.sub(value, text)
        return text if made == text else made
