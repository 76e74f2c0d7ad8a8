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


def clashes(value: Model, file: str) -> list[Diagnostic]:
    """Every id that stands a second time in its list, in the value and all that it holds."""
    found: list[Diagnostic] = []
    _look(value, file, (), found)
    if isinstance(value, Scenario):
        found += _reserved(value, file)
    return found


def _look(value: Model, file: str, path: Path, found: list[Diagnostic]) -> None:
    for part in _with_ids(type(value)):
        inside = getattr(value, part.name)
        if not inside:
            continue
        if part.kind == "things":
            _look_in_list(inside, file, (*path, part.key), found)
        elif isinstance(inside, Model):
            _look(inside, file, (*path, part.key), found)


def _look_in_list(
    things: tuple[Model, ...], file: str, path: Path, found: list[Diagnostic]
) -> None:
    model = type(things[0])
    if len(things) > 1 and (name := _told_by(model)):
        first: dict[str, int] = {}
        for index, thing in enumerate(things):
            id = getattr(thing, name)
            if id is not None and first.setdefault(id, index) != index:
                told = {"id": id, "first": first[id] + 1, "problem": "id_twice"}
                found.append(Diagnostic("TTX024", (*path, index, "id"), told, file=file))
    if _with_ids(model):
        for index, thing in enumerate(things):
            _look(thing, file, (*path, index), found)


@lru_cache(maxsize=256)
def _told_by(model: type[Model]) -> str | None:
    """The attribute that things of this model are told apart by."""
    if hasattr(model, "key"):
        return "key"
    return "id" if "id" in model.model_fields else None


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
