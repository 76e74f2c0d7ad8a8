"""A project of content files in a temporary folder, and what becomes of them when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from simulator.content.library import Library, installed
from simulator.content.load import Loaded, load
from simulator.content.sources import Located
from simulator.domain.errors import ContentError
from simulator.plugins import Registry

CHANNELS = Registry("channels")


@dataclass(frozen=True)
class Project:
    """A project with one scenario called `case`."""

    folder: Path

    @property
    def home(self) -> Path:
        """The folder of the scenario."""
        return self.folder / "scenarios" / "case"

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project; its text may be indented."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return file

    def beside(self, name: str, text: str) -> Path:
        """Write a file in the scenario's folder."""
        return self.write(f"scenarios/case/{name}", text)

    def scenario(self, text: str) -> Path:
        """Write the scenario."""
        return self.beside("scenario.yaml", text)

    def load(self, values: Mapping[str, str] | None = None) -> Loaded:
        """Read the scenario with the built-in channels and the installed library."""
        library = Library((self.folder, installed()))
        return load(self.home, CHANNELS, library=library, values=values)

    def found(self) -> tuple[Located, ...]:
        """What is wrong with the scenario, whether one can be made of it or not."""
        try:
            return self.load().diagnostics
        except ContentError as error:
            return tuple(each for each in error.diagnostics if isinstance(each, Located))

    def codes(self) -> list[str]:
        """The numbers of what is wrong, by place."""
        return [each.code for each in self.found()]
