"""Where content is found: the folder given, the project around it, the installed library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.domain.errors import UsageError

PROJECT = ("scenarios", "injects", "debriefs")
"""A folder that has one of these is a project."""
SCENARIO = "scenario.yaml"


@dataclass(frozen=True, slots=True)
class Library:
    """The folders that content is looked for in, the nearest first."""

    roots: tuple[Path, ...]

    @classmethod
    def around(cls, place: Path | None = None) -> Library:
        """The project a place lies in, that of the current folder, and the installed library."""
        starts = (place, Path.cwd()) if place else (Path.cwd(),)
        found = [root for start in starts if (root := _project(start.absolute()))]
        return cls(tuple(dict.fromkeys([*found, installed()])))

    def inject(self, theme_and_id: str) -> Path | None:
        """The file of a reusable inject, `theme/id`."""
        return self._first(f"injects/{theme_and_id}.yaml")

    def playbook(self, id: str) -> Path | None:
        """The file of a playbook."""
        return self._first(f"debriefs/playbooks/{id}.yaml")

    def rubric(self, id: str) -> Path | None:
        """The file of a rubric."""
        return self._first(f"debriefs/rubrics/{id}.yaml")

    def injects(self) -> tuple[str, ...]:
        """The names of all reusable injects, `theme/id`."""
        files = (f for root in self.roots for f in sorted((root / "injects").glob("*/*.yaml")))
        return _once(f"{f.parent.name}/{f.stem}" for f in files if "." not in f.stem)

    def debriefs(self, kind: str) -> tuple[str, ...]:
        """The ids of all playbooks or rubrics."""
        files = (f for r in self.roots for f in sorted((r / "debriefs" / kind).glob("*.yaml")))
        return _once(f.stem for f in files if "." not in f.stem)

    def scenarios(self) -> tuple[Path, ...]:
        """The folders of all scenarios, by id; a nearer one hides another of the same id."""
        found: dict[str, Path] = {}
        for root in self.roots:
            for file in sorted((root / "scenarios").glob(f"*/{SCENARIO}")):
                found.setdefault(file.parent.name, file.parent)
        return tuple(found[id] for id in sorted(found))

    def find_scenario(self, named: str) -> Path:
        """The scenario file that an id or a path means."""
        place = Path(named)
        found = next((p for p in (place, place / SCENARIO) if _is_file(p)), None)
        if found is not None:
            return found
        found = self._first(f"scenarios/{named}/{SCENARIO}") if place.name == named else None
        if found is None:
            known = ", ".join(folder.name for folder in self.scenarios())
            raise UsageError("no_scenario", scenario=named, known=known)
        return found

    def _first(self, relative: str) -> Path | None:
        return next((p for root in self.roots if _is_file(p := root / relative)), None)


def _is_file(place: Path) -> bool:
    try:
        return place.is_file()
    except OSError:  # a name that is too long for the disk
        return False


def installed() -> Path:
    """The library that comes with the product: in a wheel beside the code, else the checkout's."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_content"
    return inside if inside.is_dir() else package.parent


def _project(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        if any((folder / name).is_dir() for name in PROJECT):
            return folder
    return None


def _once(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
