"""Diagnostics in words: `file:line:col TTXnnn message`, and under it how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from simulator.content.sources import Located
from simulator.domain.diagnostic import Diagnostic
from simulator.text import FALLBACK, words


def lines(
    diagnostics: Iterable[Diagnostic], language: str = FALLBACK, *, hints: bool = True
) -> Iterator[str]:
    """Their lines: for each its sentence, then its hint a little to the right."""
    for each in diagnostics:
        yield sentence(each, language)
        if hints and (found := hint(each, language)):
            yield f"    {found}"


def sentence(diagnostic: Diagnostic, language: str = FALLBACK) -> str:
    """Where it is, its number, and what is wrong."""
    return f"{place(diagnostic)} {diagnostic.code} {message(diagnostic, language)}"


def message(diagnostic: Diagnostic, language: str = FALLBACK) -> str:
    """What is wrong, in one sentence."""
    values = _said(diagnostic.values, language)
    return words(f"diagnostics.{diagnostic.code}.message", language, **values)


def hint(diagnostic: Diagnostic, language: str = FALLBACK) -> str:
    """How to mend it, beginning with what was probably meant."""
    values = _said(diagnostic.values, language)
    found = words(f"diagnostics.{diagnostic.code}.hint", language, **values)
    if diagnostic.values.get("near"):
        return f"{words('diagnostics.did_you_mean', language, **values)} {found}"
    return found


def place(diagnostic: Diagnostic) -> str:
    """File, line and column; without them, the path in the file."""
    if isinstance(diagnostic, Located):
        return f"{diagnostic.source}:{diagnostic.line}:{diagnostic.column}"
    return ":".join([diagnostic.file, *([_path(diagnostic)] if diagnostic.path else [])])


def as_data(diagnostic: Diagnostic, language: str = FALLBACK) -> dict[str, Any]:
    """A diagnostic as programs read it."""
    where = {"file": diagnostic.file}
    if isinstance(diagnostic, Located):
        where = {"file": diagnostic.source}
    return {
        **where,
        "line": getattr(diagnostic, "line", None),
        "column": getattr(diagnostic, "column", None),
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": message(diagnostic, language),
        "hint": hint(diagnostic, language),
        "path": _path(diagnostic),
    }


def _path(diagnostic: Diagnostic) -> str:
    return "/".join(str(step) for step in diagnostic.path)


def _said(values: Mapping[str, object], language: str) -> dict[str, Any]:
    """The values of a sentence in words: lists with commas, kinds by their names."""
    said: dict[str, Any] = {
        key: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for key, value in values.items()
    }
    wanted = values.get("wanted")
    if isinstance(wanted, tuple):
        names = [words(f"diagnostics.wanted.{kind}", language) for kind in wanted]
        rest = [words(f"diagnostics.got.{kind}", language) for kind in wanted[1:]]
        said["wanted"] = words("diagnostics.or", language).join([*names[:1], *rest])
    if "got" in values:
        said["got"] = words(f"diagnostics.got.{values['got']}", language)
    if "problem" in values:
        key = f"diagnostics.problems.{values['problem']}"
        found = words(key, language, **said)
        said["problem"] = values["problem"] if found == key else found
    return said
