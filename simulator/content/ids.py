"""Ids that two things of one list share, or that mean something already."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from simulator.content.shape import Part, parts
from simulator.domain.diagnostic import Diagnostic, Path
from simulator.domain.model import Model
from simulator.domain.scenario import ALL, START, Scenario

RESERVED = {"teams": ALL, "injects": START}
"""Where an id would be taken for something else."""


def clashes(value: Model, file: str, path: Path = ()) -> Iterator[Diagnostic]:
    """Every id that stands a second time in its list, in the value and all that it holds."""
    for part in _with_ids(type(value)):
        found = getattr(value, part.name)
        here = (*path, part.key)
        if isinstance(found, Model):
            yield from clashes(found, file, here)
        elif found and part.kind == "things":
            yield from _in_list(found, file, here)
    if isinstance(value, Scenario):
        yield from _reserved(value, file)


def _in_list(things: tuple[Model, ...], file: str, path: Path) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    deep = bool(_with_ids(type(things[0])))
    for index, thing in enumerate(things):
        id = getattr(thing, "key", None) or getattr(thing, "id", None)
        if id is not None and first.setdefault(id, index) != index:
            told = {"id": id, "first": first[id] + 1, "problem": "id_twice"}
            yield Diagnostic("TTX024", (*path, index, "id"), told, file=file)
        if deep:
            yield from clashes(thing, file, (*path, index))


def _reserved(scenario: Scenario, file: str) -> Iterator[Diagnostic]:
    for key, word in RESERVED.items():
        for index, thing in enumerate(getattr(scenario, key)):
            if thing.id == word:
                told = {"id": word, "problem": "id_reserved"}
                yield Diagnostic("TTX024", (key, index, "id"), told, file=file)


@lru_cache(maxsize=256)
def _with_ids(model: type[Model]) -> tuple[Part, ...]:
    """The fields of a model that hold things with ids, at any depth."""
    return tuple(
        part
        for part in parts(model).values()
        if part.model is not None
        and part.model is not model
        and (("id" in part.model.model_fields and part.kind == "things") or _with_ids(part.model))
    )
