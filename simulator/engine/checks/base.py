"""What a check is: one function, one number, one severity; declaring it puts it in the registry."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType

from simulator.domain.diagnostic import Diagnostic, Path, Severity
from simulator.engine.checks.subject import Subject

MANY, AROUND, SOME, CLOSE = 200, 10, 6, 0.6
"""From how many ids on only the so many around are compared; how many are named; how like."""


@dataclass(frozen=True, slots=True)
class At:
    """One place that a check objects to, with the values its sentence needs."""

    path: Path
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    file: str = "scenario"
    code: str = ""
    """Which of its check's numbers is meant, where it has several."""
    at_key: bool = False


Find = Callable[[Subject], Iterator[At]]


@dataclass(frozen=True, slots=True)
class Check:
    """One numbered check, or a family of checks that one pass finds."""

    codes: tuple[str, ...]
    severity: Severity
    find: Find
    resolved: bool = False
    """Runs only where every pointer resolves: what it found else would only follow from that."""

    def run(self, subject: Subject) -> Iterator[Diagnostic]:
        """What it objects to, as diagnostics."""
        for at in self.find(subject):
            code = at.code or self.codes[0]
            yield Diagnostic(code, at.path, at.values, self.severity, at.file, at.at_key)


REGISTRY: dict[str, Check] = {}
"""Every check by its numbers."""


def error(*codes: str, resolved: bool = False) -> Callable[[Find], Find]:
    """Declare a check whose finds would break or mislead play."""
    return _declared(codes, "error", resolved)


def warning(*codes: str, resolved: bool = False) -> Callable[[Find], Find]:
    """Declare a check whose finds the author should look at."""
    return _declared(codes, "warning", resolved)


def _declared(codes: tuple[str, ...], severity: Severity, resolved: bool) -> Callable[[Find], Find]:
    def declare(find: Find) -> Find:
        check = Check(codes, severity, find, resolved)
        for code in codes:
            assert code not in REGISTRY, code
            REGISTRY[code] = check
        return find

    return declare


class Names:
    """The ids of one kind of thing: whether one is there, and which are like one that is not."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = frozenset(ids)

    def __contains__(self, id: object) -> bool:
        return id in self.ids

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self.ids)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(id[::-1] for id in self.ids)

    def like(self, id: str) -> list[str]:
        """All of them where they are few, else those that begin or end most alike."""
        if len(self.ids) <= MANY:
            return self._forwards
        begin = _around(self._forwards, id)
        end = _around(self._backwards, id[::-1])
        return [*dict.fromkeys([*begin, *(each[::-1] for each in end)])]


def _around(ordered: list[str], word: str) -> list[str]:
    at = bisect_left(ordered, word)
    return ordered[max(0, at - AROUND) : at + AROUND]


def unknown(id: str, known: Names | Iterable[str], **values: object) -> dict[str, object]:
    """What the sentence about an id that names nothing needs: what is there, what was meant."""
    there = (known if isinstance(known, Names) else Names(known)).like(id)
    near = get_close_matches(id, there, n=SOME, cutoff=CLOSE)
    named = there if len(there) <= SOME else near or there[:SOME]
    return {"id": id, "near": near[0] if near else "", "known": ", ".join(named) or "-", **values}
