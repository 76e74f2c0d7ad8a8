"""Canaries: a text of its own in every text field of a scenario and its playbooks."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from simulator.domain.model import Line, Model, Prose, Word
from simulator.domain.playbook import Playbook
from simulator.domain.scenario import Scenario

TEXTS = (Line, Prose, Word)
KEPT = {
    ("Bounds", "is_"),
    ("Branch", "answers"),
    ("Effect", "let"),
    ("PlaybookUse", "branches"),
    ("Step", "branch"),
    ("Variable", "start"),
    ("Variable", "values"),
}
"""Texts that are compared with each other: the scenario is drawn with canaries in them."""
DETAILS = {"email": "cc", "read-aloud": "voice"}
"""Channel → one of its details that is a text."""

M = TypeVar("M", bound=Model)
Path = tuple[str, ...]
Owner = tuple[str, str]
"""A class and its field."""


class Canaries:
    """The canaries of one scenario and its playbooks: each text, and where it stands."""

    def __init__(self) -> None:
        self.paths: dict[str, Path] = {}
        self.owners: set[Owner] = set()

    def text(self, path: Path, owner: Owner) -> str:
        """A text that nothing else says, for this place."""
        made = f"zq{len(self.paths)}q"
        self.paths[made] = path
        self.owners.add(owner)
        return made

    def sung(self, value: M, path: Path = ()) -> M:
        """The value with a canary in each of its texts."""
        changes = {}
        for name, hint in hints(type(value)).items():
            owner, here = (type(value).__name__, name), (*path, name)
            found = getattr(value, name)
            if name == "details":
                found = {DETAILS[vars(value).get("channel") or path_channel(path)]: ""}
                changes[name] = {k: self.text((*here, k), owner) for k in found}
            elif (shape := shape_of(hint)) and owner in KEPT:
                self._keep(found, here, owner)
            elif shape:
                changes[name] = self._texts(shape, found, here, owner)
            else:
                changes[name] = self._inner(found, here)
        return value.having(**changes)

    def _texts(self, shape: str, found: Any, path: Path, owner: Owner) -> Any:
        if shape == "one":
            return self.text(path, owner)
        if shape == "map":
            return {key: self.text((*path, key), owner) for key in found or ("key",)}
        return tuple(self.text((*path, str(n)), owner) for n in range(max(1, len(found))))

    def _keep(self, found: Any, path: Path, owner: Owner) -> None:
        values = found.values() if isinstance(found, Mapping) else found
        for text in [values] if isinstance(values, str) else values or ():
            if isinstance(text, str):
                self.paths[text] = path
                self.owners.add(owner)

    def _inner(self, found: Any, path: Path) -> Any:
        if isinstance(found, Model):
            return self.sung(found, path)
        if isinstance(found, tuple) and found and isinstance(found[0], Model):
            return tuple(self.sung(f, (*path, name_of(f, n))) for n, f in enumerate(found))
        if isinstance(found, Mapping) and any(isinstance(f, Model) for f in found.values()):
            return {key: self.sung(f, (*path, key)) for key, f in found.items()}
        return found


def name_of(value: Model, place: int) -> str:
    """By what a thing of a list is called: its id, else its place."""
    return getattr(value, "id", None) or str(place)


def path_channel(path: Path) -> str:
    """The channel of the inject that a version belongs to, as scenarios here have it."""
    return channel_of(path[1])


def channel_of(inject: str) -> str:
    """Every second inject is an e-mail."""
    return "email" if inject[-1] in "bdfh" else "read-aloud"


_HINTS: dict[type[Model], dict[str, Any]] = {}


def hints(model: type[Model]) -> Mapping[str, Any]:
    """The types of a model's fields."""
    if model not in _HINTS:
        found = get_type_hints(model, include_extras=True)
        _HINTS[model] = {name: found[name] for name in model.model_fields}
    return _HINTS[model]


def shape_of(hint: Any) -> str | None:
    """Whether a type is a text, several, or a map of texts."""
    if any(hint is text or hint == text for text in TEXTS):
        return "one"
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return shape_of(args[0])
    if origin in (Union, types.UnionType):
        return next((shape for arg in args if (shape := shape_of(arg))), None)
    if origin is tuple:
        return "many" if shape_of(args[0]) == "one" else None
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return "map" if shape_of(args[1]) == "one" else None
    return None


def text_fields(roots: Sequence[type[Model]] = (Scenario, Playbook)) -> set[Owner]:
    """Every text field of the schema: each with the class it is in."""
    return {
        (model.__name__, name)
        for model in models(roots)
        for name, hint in hints(model).items()
        if shape_of(hint) or name == "details"
    }


def models(roots: Sequence[type[Model]]) -> set[type[Model]]:
    """Every class of value that is found in these."""
    found: set[type[Model]] = set()
    left = list(roots)
    while left:
        model = left.pop()
        if model not in found:
            found.add(model)
            left += [m for hint in hints(model).values() for m in _named(hint)]
    return found


def _named(hint: Any) -> Iterator[type[Model]]:
    if isinstance(hint, type) and issubclass(hint, Model):
        yield hint
    for arg in get_args(hint):
        yield from _named(arg)
