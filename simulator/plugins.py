"""Plug-ins: the modules of a family's own folder, then what other packages offer as entry points.

Names are listed without importing anything; a plug-in is imported when it is first asked for. One
that fails to load is kept in `broken` and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module, resources
from types import MappingProxyType
from typing import Any

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "channels": "channel",
        "scoring": "rule",
        "documents": "format",
        "stores": "store",
        "importing": "importer",
    }
)
"""Family → the name under which each of its modules exports its plug-in."""


class Registry(Mapping[str, Any]):
    """The plug-ins of one family by name; a mapping that imports what is looked up."""

    def __init__(self, family: str) -> None:
        self.family = family
        self.broken: dict[str, str] = {}
        """Plug-ins that failed to load, with the reason."""
        self._export = FAMILIES[family]
        self._own = _modules(family, self._export)
        self._loaded: dict[str, Any] = {}
        self._offered: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        names = [*self._own, *(n for n in sorted(self._entry_points()) if n not in self._own)]
        return (name for name in names if name not in self.broken)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        known = name in self._own or name in self._entry_points()
        return known and name not in self.broken

    def load_all(self) -> Mapping[str, Any]:
        """Every plug-in that can be loaded, by name; `broken` tells of the others."""
        found = {}
        for name in tuple(self):
            try:
                found[name] = self[name]
            except KeyError:
                continue
        return MappingProxyType(found)

    def _load(self, name: str) -> Any:
        if name not in self:
            raise KeyError(name)
        try:
            return self._imported(name)
        except Exception as error:
            self.broken[name] = f"{type(error).__name__}: {error}"
            raise KeyError(name) from error

    def _imported(self, name: str) -> Any:
        if name in self._own:
            module = import_module(f"simulator.{self.family}.{self._own[name]}")
            return getattr(module, self._export)
        offered = self._entry_points()[name].load()
        return getattr(offered, self._export, offered)

    def _entry_points(self) -> Mapping[str, Any]:
        if self._offered is None:
            from importlib.metadata import entry_points

            self._offered = {p.name: p for p in entry_points(group=f"simulator.{self.family}")}
        return self._offered


def _modules(family: str, export: str) -> dict[str, str]:
    """Plug-in name → module, of the modules in the family's folder that export one."""
    folder = resources.files("simulator") / family
    if not folder.is_dir():
        return {}
    exports = re.compile(rf"^{export}\b[^=\n]*=", re.MULTILINE)
    names = sorted(f.name[:-3] for f in folder.iterdir() if f.name.endswith(".py"))
    return {
        name.replace("_", "-"): name
        for name in names
        if exports.search((folder / f"{name}.py").read_text(encoding="utf-8"))
    }
