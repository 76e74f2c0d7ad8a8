"""JSON text read into a tree, with the line on which every value begins."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from json.decoder import scanstring  # type: ignore[attr-defined]
from math import isfinite

from simulator.domain.diagnostic import Path
from simulator.domain.errors import UsageError
from simulator.importing.base import Source

DEPTH_MAX = 100
_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null")


def parse(text: str, name: str) -> Source:
    """The source; UsageError where the text is no JSON."""
    return _Parser(text.removeprefix("\ufeff"), name).source()


class _Parser:
    """One reading of a text, from its start to its end."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.twice: list[Path] = []
        self._breaks = [i for i, c in enumerate(text) if c == "\n"]

    def source(self) -> Source:
        tree = self._value(())
        self._space()
        if self.at != len(self.text):
            raise self._wrong()
        return Source(self.name, tree, self.lines, tuple(self.twice))

    def _value(self, path: Path) -> object:
        self._space()
        if path:
            self.lines[path] = self._line()
        if len(path) > DEPTH_MAX:
            raise UsageError("import_too_deep", file=self.name, line=self._line(), limit=DEPTH_MAX)
        mark = self.text[self.at : self.at + 1]
        if mark == "{":
            return self._map(path)
        if mark == "[":
            return self._list(path)
        if mark == '"':
            return self._string()
        found = _SCALAR.match(self.text, self.at)
        if found is None:
            raise self._wrong()
        self.at = found.end()
        try:
            made = json.loads(found[0])
        except ValueError:  # a number of thousands of digits
            raise self._wrong() from None
        if isinstance(made, float) and not isfinite(made):
            raise self._wrong()
        return made

    def _map(self, path: Path) -> dict[str, object]:
        made: dict[str, object] = {}
        self.at += 1
        while self._more("}", first=not made):
            self._space()
            if self.text[self.at : self.at + 1] != '"':
                raise self._wrong()
            key = self._string()
            self._expect(":")
            if key in made:
                self.twice.append((*path, key))
            made[key] = self._value((*path, key))
        return made

    def _list(self, path: Path) -> list[object]:
        made: list[object] = []
        self.at += 1
        while self._more("]", first=not made):
            made.append(self._value((*path, len(made))))
        return made

    def _more(self, end: str, *, first: bool) -> bool:
        self._space()
        if self.text[self.at : self.at + 1] == end:
            self.at += 1
            return False
        if not first:
            self._expect(",")
        return True

    def _string(self) -> str:
        try:
            made, self.at = scanstring(self.text, self.at + 1, True)
        except ValueError:
            raise self._wrong() from None
        return str(made)

    def _expect(self, mark: str) -> None:
        self._space()
        if self.text[self.at : self.at + 1] != mark:
            raise self._wrong()
        self.at += 1

    def _space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def _line(self) -> int:
        return bisect_right(self._breaks, self.at - 1) + 1

    def _wrong(self) -> UsageError:
        return UsageError("import_not_json", file=self.name, line=self._line())
