"""A translation: the shape of what it translates, texts only, lists of things as maps by id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import Field, create_model

from simulator.content.shape import Part, has_key, has_texts, parts
from simulator.domain.model import Language, Line, Model, Prose, Ref, Word
from simulator.domain.scenario.header import SCHEMA_VERSION, SchemaVersion

Status = Literal["original", "courtesy", "reviewed"]
COMPLETE: tuple[Status, ...] = ("original", "reviewed")
"""What may only be said of a translation in which nothing is missing."""


class Texts(Model):
    """Texts that stand in the place of another value's texts."""

    of: ClassVar[type[Model] | None] = None
    """The model of that other value."""

    @classmethod
    def field_words(cls) -> Mapping[str, str]:
        """The words of the other model's fields, and of its own."""
        return {**(cls.of.field_words() if cls.of else {}), **super().field_words()}


class Translation(Texts):
    """The texts of a file in another language."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    translates: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}(/[a-z0-9-]{1,60})?$")]
    """The id of what is translated; of a reusable inject, `theme/id`."""
    language: Language
    status: Status
    """`original` and `reviewed` promise that no text is missing; `courtesy` promises nothing."""


HEADER = ("schema_version", "translates", "language", "status")


@lru_cache(maxsize=512)
def translation_of(model: type[Model]) -> type[Texts]:
    """The model of a translation of such values, as part of another."""
    return _made(model, Texts)


@lru_cache(maxsize=16)
def file_model(model: type[Model]) -> type[Texts]:
    """The model of a file that translates such a value: the same with a header."""
    return _made(model, Translation)


def _made(model: type[Model], base: type[Texts]) -> type[Texts]:
    fields: dict[str, Any] = {}
    for part in parts(model).values():
        field = model.model_fields[part.name]
        found = _translated(part, field.rebuild_annotation())
        if found is not None:
            fields[part.name] = (found, None)
    name = f"{model.__name__}{'Translation' if base is Translation else 'Texts'}"
    made = create_model(name, __base__=base, __doc__=f"Texts of: {model.__doc__}", **fields)
    made.of = model
    if model.shorthand and parts(model)[model.shorthand].kind == "text":
        made.shorthand = model.shorthand
    return cast("type[Texts]", made)


def _translated(part: Part, written: Any) -> Any:
    """The type of a field's translation; nothing where it has no texts."""
    if part.kind in ("text", "texts"):
        return written | None
    if part.kind == "details":
        return Mapping[str, Prose | tuple[Line, ...]] | None
    if part.model is None or not has_texts(part.model):
        return None
    if part.kind == "thing":
        return translation_of(part.model) | None
    if part.kind == "things" and has_key(part.model):
        keys: Any = Ref if "id" in part.model.model_fields else Word
        return Mapping[keys, translation_of(part.model)] | None  # type: ignore[misc]
    return None
