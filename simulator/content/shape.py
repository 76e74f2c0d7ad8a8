"""The shape of a model seen from its files: which keys it has, which hold texts, which hold things.

A *thing* is a value that files point at or translate one by one: it has an id or another mark.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import JsonValue

from simulator.domain.diagnostic import Path
from simulator.domain.model import LINE_MAX, PROSE_MAX, Model, Readable

Kind = Literal["text", "texts", "thing", "things", "table", "details", "other"]


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a model: its key in files, and what stands there."""

    name: str
    key: str
    kind: Kind
    model: type[Model] | None = None
    """Of what stands there, where that is a model, a list or a table of one."""
    limit: int = PROSE_MAX
    """How long a text there may be."""


@lru_cache(maxsize=512)
def parts(model: type[Model]) -> Mapping[str, Part]:
    """The fields of a model by their key in files."""
    if not model.__pydantic_fields_complete__:
        model.model_rebuild()
    found = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        readable = any(isinstance(mark, Readable) for mark in field.metadata)
        kind, inner = ("text", None) if readable else _kind(field.annotation)
        is_line = kind in ("text", "texts") and f"max_length={LINE_MAX}" in repr(field)
        limit = LINE_MAX if is_line else PROSE_MAX
        found[key] = Part(name, key, kind, inner, limit)
    return types.MappingProxyType(found)


def _kind(annotation: Any) -> tuple[Kind, type[Model] | None]:
    """What stands in a field of this type; a union is judged by its most telling member."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return "thing", annotation
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        if any(isinstance(mark, Readable) for mark in inner[1:]):
            return "text", None
        return _kind(inner[0])
    if origin in (Union, types.UnionType):
        found = [_kind(member) for member in inner]
        return next((f for f in found if f[0] != "other"), ("other", None))
    if origin is tuple:
        kind, model = _kind(inner[0])
        many: dict[Kind, Kind] = {"text": "texts", "thing": "things"}
        return many.get(kind, "other"), model
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if inner[1] is JsonValue:
            return "details", None
        kind, model = _kind(inner[1])
        return ("table", model) if kind == "thing" else ("other", None)
    return "other", None


def model_at(root: type[Model], path: Path) -> type[Model] | None:
    """The model that describes the value at a path, where it is one."""
    model: type[Model] | None = root
    inside: Kind = "thing"
    for step in path:
        if inside in ("things", "table"):
            inside = "thing"
            continue
        part = parts(model).get(str(step)) if model and inside == "thing" else None
        if part is None:
            return None
        model, inside = part.model, part.kind
    return model if inside == "thing" else None


def key_of(thing: Model) -> str | None:
    """What translations call a thing in a list: its key, its id, or a name nobody translates."""
    if isinstance(key := getattr(thing, "key", None), str):
        return key
    if isinstance(found := getattr(thing, "id", None), str):
        return found
    short = type(thing).shorthand
    if short and parts(type(thing))[short].kind == "other":
        return str(getattr(thing, short))
    return None


def has_key(model: type[Model]) -> bool:
    """Whether things of this model can be told apart in a list."""
    short = model.shorthand
    return "id" in model.model_fields or bool(short and parts(model)[short].kind == "other")


@lru_cache(maxsize=512)
def has_texts(model: type[Model]) -> bool:
    """Whether people read anything in a value of this model."""
    return any(
        part.kind in ("text", "texts")
        or (part.model is not None and part.model is not model and has_texts(part.model))
        for part in parts(model).values()
    )
