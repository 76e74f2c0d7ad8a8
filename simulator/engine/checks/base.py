"""What a check is: one function, one number, one severity; declaring it puts it in the registry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType

from simulator.domain.diagnostic import Diagnostic, Path, Severity
from simulator.engine.checks.subject import Subject

MANY, SOME, CLOSE = 200, 6, 0.6
"""From how many ids on only those that begin alike are compared; how many are named; how like."""


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


def unknown(id: str, known: Collection[str], **values: object) -> dict[str, object]:
    """What the sentence about an id that names nothing needs: what is there, what was meant."""
    there = sorted(known) if len(known) <= MANY else _alike(id, known)
    near = get_close_matches(id, there, n=SOME, cutoff=CLOSE)
    named = there if len(there) <= SOME else near or there[:SOME]
    return {"id": id, "near": near[0] if near else "", "known": ", ".join(named) or "-", **values}


def _alike(id: str, known: Collection[str]) -> list[str]:
    """Of very many ids those of about the same length that begin or end alike, the likest first."""
    begin, end, length = id[:2], id[-3:], len(id)
    found = [
        each
        for each in known
        if -2 <= len(each) - length <= 2 and (each[:2] == begin or each[-3:] == end)
    ]
    return sorted(found, key=lambda each: (abs(len(each) - length), each))[:MANY]
