"""Every key of the six kinds of content file, found by walking the models that files are held to.

A key is named `Model.key`, by the model that declares it and as files write it: `Inject.from`,
`Release.not_by`. Models of translations end in `Texts`, those of whole files in `Translation`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from simulator.content.files import TRANSLATED
from simulator.content.problems import FOLLOWED
from simulator.content.schema import KINDS
from simulator.content.translation import file_model
from simulator.domain.model import Model


def roots() -> tuple[type[Model], ...]:
    """What the files of every kind hold; a translation is one of what it translates."""
    return (*KINDS.values(), *(file_model(model) for model in TRANSLATED))


@cache
def every_key() -> frozenset[str]:
    """All keys, by their names."""
    return frozenset(key for model in _reached() for key in _keys_of(model))


def _reached() -> Iterator[type[Model]]:
    seen: set[type[Model]] = set()
    waiting = list(roots())
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            model.model_rebuild()
            yield model
            waiting += [m for f in model.model_fields.values() for m in _models(f.annotation)]


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _keys_of(model: type[Model]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield f"{_declared(model, name)}.{field.alias or name}"
    for name in FOLLOWED.get(model.__name__, ()):
        beside = "body" if "body" in model.model_fields else "id"
        yield f"{_declared(model, beside)}.{name}"


def _declared(model: type[Model], name: str) -> str:
    """The name of the model that declares a field: what `by` does, it does for every action."""
    return next(
        m.__name__ for m in reversed(model.__mro__) if name in getattr(m, "model_fields", ())
    )
