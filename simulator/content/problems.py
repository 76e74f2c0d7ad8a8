"""What is wrong with data, as diagnostics: a model's complaints turned into numbers and values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import ValidationError

from simulator.content.complaints import TYPES, Complaint, complaints
from simulator.content.faults import FAULTS
from simulator.content.marks import Fault
from simulator.content.shape import model_at, parts
from simulator.domain.diagnostic import Diagnostic, Path
from simulator.domain.model import Model, slug

M = TypeVar("M", bound=Model)

FOLLOWED: Mapping[str, tuple[str, ...]] = {
    "Inject": ("use", "body_file"),
    "Playbook": ("use",),
    **dict.fromkeys(
        ("InjectFile", "Version", "InjectTexts", "InjectFileTranslation", "VersionTexts"),
        ("body_file",),
    ),
}
"""Keys that files may have and values have not: they are followed before a value is made."""

CODES = {
    "missing": "TTX021",
    "extra_forbidden": "TTX022",
    "string_pattern_mismatch": "TTX023",
    "literal_error": "TTX026",
    "empty_text": "TTX027",
    "string_too_long": "TTX028",
    "bad_span": "TTX029",
    "bad_moment": "TTX030",
    "bad_date": "TTX030",
    "greater_than": "TTX031",
    "greater_than_equal": "TTX031",
    "less_than_equal": "TTX031",
    "finite_number": "TTX031",
    "too_short": "TTX032",
    "too_long": "TTX032",
    "one_term": "TTX033",
    "no_bound": "TTX033",
    "one_change": "TTX034",
    "no_values": "TTX035",
    "bounds_on_choice": "TTX035",
    "values_on_number": "TTX035",
    "deadline_origin": "TTX036",
    "not_by_alone": "TTX037",
    "unless_alone": "TTX037",
    "not_by_delay": "TTX037",
    "pool_release": "TTX038",
    "legal_limit": "TTX039",
    "one_place": "TTX040",
    "one_action": "TTX041",
} | dict.fromkeys(TYPES, "TTX020")
"""A kind of complaint → its number."""

FEW_WORDS = {
    "^(RED": ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"),
    "^[a-z]{2,3}(-": ("en", "es", "pt-BR"),
}
"""How the pattern of a few words begins → the words, or examples of them."""

SHOWN = 60
SHORT = 3
"""Up to this length two words are alike by chance."""


def validated(
    model: type[M], data: object, file: str, notes: Iterable[Fault] = ()
) -> tuple[M | None, tuple[Diagnostic, ...]]:
    """The value that data makes, or what is wrong with it.

    `notes` are the reader's: what may have been meant otherwise, should something be wrong there.
    """
    try:
        return model.model_validate(data, by_alias=True, by_name=False), ()
    except ValidationError as error:
        return None, tuple(_diagnosed(model, complaints(error, data), file, notes))


def _diagnosed(
    model: type[Model], found: Sequence[Complaint], file: str, notes: Iterable[Fault]
) -> Iterator[Diagnostic]:
    """One diagnostic for each mistake: what only follows from another is left out."""
    slips = {
        path: Diagnostic("TTX010", path, {"key": shown(text)}, file=file)
        for path, text in _sentences(model, found)
    }
    slips = _noted(found, file, notes) | slips
    yield from slips.values()
    rest = [c for c in found if not any(c.path[:n] in slips for n in range(len(c.path) + 1))]
    plain = [_plain(model, c, file) for c in rest if c.kind != "missing" and not c.about_type]
    yield from plain
    meant = {(*each.path[:-1], each.values.get("near")) for each in plain}
    yield from _missing(model, rest, meant, file)
    yield from _wrong_types(rest, file)


def _noted(found: Sequence[Complaint], file: str, notes: Iterable[Fault]) -> dict[Path, Diagnostic]:
    """What the reader noted at places where something is wrong."""
    places = {c.path[:n] for c in found for n in range(len(c.path) + 1)}
    return {
        note.path: Diagnostic(
            FAULTS[note.code], note.path, {"problem": note.code, **note.values}, file=file
        )
        for note in notes
        if note.path in places
    }


def _wrong_types(found: Sequence[Complaint], file: str) -> Iterator[Diagnostic]:
    """Values of a wrong type; where several would be right, all are named."""
    wanted: dict[Path, list[Complaint]] = {}
    for each in found:
        if each.about_type:
            wanted.setdefault(each.path, []).append(each)
    for path, choices in wanted.items():
        types = list(dict.fromkeys(TYPES[c.kind] for c in choices))
        if "number" in types and "whole" in types:
            types.remove("whole")
        told = {"wanted": tuple(types), "got": type_of(choices[0].value)}
        yield Diagnostic("TTX020", path, told, file=file)


def _sentences(model: type[Model], found: Sequence[Complaint]) -> Iterator[tuple[Path, str]]:
    """Where a text holds `: ` and was read as a mapping of one key."""
    for each in found:
        if each.kind == "string_type" and isinstance(each.value, dict) and len(each.value) == 1:
            ((key, value),) = each.value.items()
            if not isinstance(value, dict | list):
                yield each.path, f"{key}: {value}"
        elif each.kind == "extra_forbidden" and not re.fullmatch("[a-z_]+", str(each.path[-1])):
            holder = model_at(model, each.path[:-1])
            if holder and (holder.shorthand or holder.__name__ == "Inject"):
                yield each.path[:-1], f"{each.path[-1]}: {each.value}"


def _missing(
    model: type[Model], found: Sequence[Complaint], meant: set[tuple[Any, ...]], file: str
) -> Iterator[Diagnostic]:
    """The keys that are missing and were not misspelt."""
    missing: dict[Path, list[str]] = {}
    other = {each.path for each in found if each.kind != "missing"}
    for each in found:
        if each.kind == "missing" and (isinstance(each.value, dict) or each.path not in other):
            missing.setdefault(each.path, []).append(str(each.rest[-1]))
    for path, keys in missing.items():
        thing = model_at(model, path)
        named_by = thing.named_by if thing else ()
        if keys == ["id"] and named_by:
            yield Diagnostic("TTX025", path, {"source": named_by[0]}, file=file)
        for key in keys:
            spare = (key == "id" and named_by) or (key == "title" and "body" in keys)
            if not spare and (*path, key) not in meant:
                yield Diagnostic("TTX021", path, {"key": key}, file=file)


def _plain(model: type[Model], each: Complaint, file: str) -> Diagnostic:
    code, values = CODES[each.kind], _values(model, each)
    if each.kind == "string_pattern_mismatch" and "allowed" in values:
        code = "TTX026"
    if each.path == ("schema_version",):
        code = "TTX018"
    return Diagnostic(code, each.path, values, file=file, at_key=each.at_key)


def _values(model: type[Model], each: Complaint) -> dict[str, Any]:
    """What the sentence about a complaint needs."""
    kind, limits = each.kind, each.limits
    subject = each.path[-1] if each.at_key else each.value
    if kind == "extra_forbidden":
        known = known_keys(model_at(model, each.path[:-1]))
        return {"key": shown(subject), "near": near(str(subject), known)}
    if kind == "string_pattern_mismatch":
        allowed = next((w for p, w in FEW_WORDS.items() if limits["pattern"].startswith(p)), ())
        if allowed:
            return {"value": shown(subject), "allowed": allowed}
        return {"value": shown(subject), "better": "/".join(map(slug, str(subject).split("/")))}
    if kind == "literal_error":
        return {"value": shown(subject), "allowed": _quoted(limits["expected"])}
    if kind == "string_too_long":
        return {"length": len(str(each.value)), "limit": limits["max_length"]}
    if kind in ("too_short", "too_long"):
        return {"problem": kind, "limit": limits.get("min_length", limits.get("max_length"))}
    if CODES.get(kind) == "TTX031":
        return {"problem": kind, "limit": next(iter(limits.values()), "")}
    if kind in ("bad_span", "bad_moment", "bad_date"):
        return {"problem": kind, "value": shown(subject)}
    if kind == "one_term" and not limits["count"]:
        kind = "no_term"
    return {"problem": kind, **limits}


def _quoted(expected: str) -> tuple[str, ...]:
    return tuple(re.findall(r"'([^']*)'", expected)) or (expected,)


@lru_cache(maxsize=256)
def known_keys(model: type[Model] | None) -> tuple[str, ...]:
    """The keys that a file may have where this model stands."""
    return (*parts(model), *FOLLOWED.get(model.__name__, ())) if model else ()


@lru_cache(maxsize=1024)
def near(word: str, known: tuple[str, ...]) -> str:
    """The known word that is most like this one; nothing where none is."""
    return next(
        iter(get_close_matches(word.lower(), known, n=1, cutoff=0.6 if len(word) > SHORT else 0.7)),
        "",
    )


def type_of(value: object) -> str:
    """What kind of value stands there, as the words of diagnostics call it."""
    if value is None:
        return "nothing"
    names: tuple[tuple[type, str], ...] = (
        (bool, "flag"),
        (int, "whole"),
        (float, "number"),
        (str, "text"),
        (list, "list"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "mapping")


def shown(value: object) -> str:
    """A value as a sentence may quote it: one line, not too long."""
    line = " ".join(str(value).split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
