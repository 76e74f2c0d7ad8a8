"""A scenario and all it is played from, read from its folder; or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from simulator.content import based, beside, faces, ids
from simulator.content.editions import Editions
from simulator.content.faces import Channels
from simulator.content.following import Following
from simulator.content.library import SCENARIO, Library
from simulator.content.overlays import Overlays
from simulator.content.placeholders import Filling
from simulator.content.problems import near, type_of, validated
from simulator.content.sources import Located, Source, Sources
from simulator.domain import diagnostic as at
from simulator.domain.diagnostic import Diagnostic
from simulator.domain.edition import Edition, Kit
from simulator.domain.errors import ContentError, UsageError
from simulator.domain.model import Model, slug
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import Scenario

M = TypeVar("M", bound=Model)
Read = tuple[M | None, tuple[Diagnostic, ...]]
"""A value that was read, if one could be made, and what is wrong with it."""


@dataclass(frozen=True)
class Loaded:
    """A scenario that was read, with everything that belongs to it and what is wrong with it."""

    scenario: Scenario
    playbooks: tuple[Playbook, ...]
    """Those of its playbooks that could be read."""
    rubric: Rubric | None
    files: Mapping[str, Path]
    """Attachment, as injects name it → where the file is."""
    home: Path
    """The folder of the scenario."""
    diagnostics: tuple[Located, ...]
    """What is wrong, sorted by place; warnings too."""
    sources: Sources = field(repr=False)
    _editions: Callable[[], Mapping[str, Edition]] = field(repr=False)

    @property
    def whole(self) -> bool:
        """Whether every playbook and the rubric could be read, and every id means one thing."""
        found = self.rubric is not None and len(self.playbooks) == len(self.scenario.playbooks)
        return found and not any(each.code == "TTX024" for each in self.diagnostics)

    @property
    def sound(self) -> bool:
        """Whether an exercise can be played from it."""
        return not any(each.severity == "error" for each in self.diagnostics)

    def locate(self, diagnostic: Diagnostic) -> Located:
        """A diagnostic about any of its files with file, line and column."""
        return self.sources.locate(diagnostic)

    @cached_property
    def kit(self) -> Kit:
        """What an exercise is played from; ContentError where something is wrong."""
        if self.rubric is None or not self.sound:
            raise ContentError(self.diagnostics)
        return Kit(language=self.scenario.language, editions=self._editions(), rubric=self.rubric)


def load(
    path: Path,
    channels: Channels,
    *,
    library: Library | None = None,
    values: Mapping[str, str] | None = None,
    source: Source | None = None,
) -> Loaded:
    """Read a scenario's folder or file; ContentError where no scenario can be made of it.

    `source` is the scenario's own file, where it has been read already.
    """
    file = path / SCENARIO if path.is_dir() else path
    loading = _Loading(file, channels, library or Library.around(file.parent), values or {})
    return loading.loaded(source)


class _Loading:
    """One scenario being read."""

    def __init__(
        self, file: Path, channels: Channels, library: Library, values: Mapping[str, str]
    ) -> None:
        self.file, self.home = file, file.parent
        self.channels, self.library = channels, library
        self.given = values
        self.values: dict[str, object] = {}
        self.sources = Sources()
        self.problems: list[Diagnostic] = []
        self.is_text = partial(faces.is_text, channels)
        self.following = Following(self.sources, library, self.is_text, self.problems)

    def loaded(self, source: Source | None) -> Loaded:
        """The scenario and what belongs to it."""
        if source is None:
            source = self.sources.read("scenario", self.file)
        else:
            source = self.sources.add("scenario", source)
        scenario = self._scenario(source)
        if scenario is None:
            raise ContentError(self.sources.locate_all(self.problems))
        self.problems += ids.clashes(scenario, "scenario")
        self.problems += faces.problems(scenario, self.channels)
        homes = {id: used.path.parent for id, used in self.following.used.items()}
        files, missing = beside.attachments(scenario, self.home, homes)
        self.problems += missing
        overlays = Overlays(self.sources, self.values, self.is_text, self.following, self.problems)
        scenarios = overlays.of_scenario(self.file, scenario)
        for code, other in scenarios.items():
            self.problems += faces.problems(other, self.channels, f"translation/{code}")
        playbooks, others = self._playbooks(scenario, overlays)
        rubric, rubrics = self._rubric(scenario, overlays)
        made = Editions(
            scenario, scenarios, playbooks, others, rubrics, self.channels, overlays.marked
        )
        return Loaded(
            scenario=scenario,
            playbooks=playbooks,
            rubric=rubric,
            files=files,
            home=self.home,
            diagnostics=self.sources.locate_all(self.problems),
            sources=self.sources,
            _editions=made.made,
        )

    def _scenario(self, source: Source) -> Scenario | None:
        data = source.document.data
        if not isinstance(data, dict):
            self._not_a_mapping("scenario", data)
            return None
        data = self._named(data)
        data = self.following.followed(data, self.home)
        data = self._filled(data, source)
        notes = source.document.notes
        scenario, wrong = validated(Scenario, data, "scenario", notes)
        self.problems += wrong
        return scenario

    def _named(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data with the scenario's id, which is its folder's name."""
        folder = self.file.resolve().parent.name if self.file.name == SCENARIO else self.file.stem
        id = data.get("id")
        if id is None:
            made = slug(folder) or slug(str(data.get("title", "")))
            return {**data, "id": made} if made else data
        if isinstance(id, str) and id not in (folder, slug(folder)) and self.file.name == SCENARIO:
            told = {"id": id, "folder": folder}
            self.problems.append(Diagnostic("TTX016", ("id",), told, "warning"))
        return data

    def _filled(self, data: dict[str, Any], source: Source) -> dict[str, Any]:
        """The data with its placeholders filled; the values are kept for the other files."""
        own = data.get("values")
        own = own if isinstance(own, dict) else {}
        for name in self.given:
            if name not in own:
                known = ", ".join(own)
                raise UsageError(
                    "unknown_value", name=name, known=known, near=near(name, tuple(own))
                )
        self.values.update({**own, **self.given})
        if not (source.placeholders or self.following.placeholders):
            return {**data, "values": self.values} if self.given else data
        filling = Filling(self.values, Scenario, "scenario")
        data = filling.filled({k: v for k, v in data.items() if k != "values"})
        self.problems += filling.unknown
        return {**data, "values": self.values} if self.values else data

    def _not_a_mapping(self, name: str, data: object) -> None:
        told = {"wanted": ("mapping",), "got": type_of(data)}
        self.problems.append(Diagnostic("TTX020", (), told, file=name))

    def _playbooks(
        self, scenario: Scenario, overlays: Overlays
    ) -> tuple[tuple[Playbook, ...], dict[str, dict[str, Playbook]]]:
        """The scenario's playbooks, and each in the languages that it was translated to."""
        found, others = [], {}
        for index, use in enumerate(scenario.playbooks):
            path: at.Path = ("playbooks", index, "use")
            file = self._debrief("playbooks", use.use, path)
            name = f"playbook/{use.use}"
            read = partial(playbook_of, sources=self.sources, library=self.library)
            playbook = self._value(name, file, read) if file else None
            if playbook is not None and file is not None:
                found.append(playbook)
                others[playbook.id] = overlays.of_file(file, playbook, name, playbook.id)
        return tuple(found), others

    def _rubric(
        self, scenario: Scenario, overlays: Overlays
    ) -> tuple[Rubric | None, dict[str, Rubric]]:
        """The scenario's rubric, and in the languages that it was translated to."""
        file = self._debrief("rubrics", scenario.rubric, ("rubric",))
        name = f"rubric/{scenario.rubric}"
        rubric = self._value(name, file, partial(value_of, Rubric)) if file else None
        if rubric is None or file is None:
            return None, {}
        return rubric, overlays.of_file(file, rubric, name, rubric.id)

    def _debrief(self, kind: str, id: str, path: at.Path) -> Path | None:
        """The file of a playbook or a rubric: the scenario's own, else the library's."""
        own = self.home / kind / f"{id}.yaml"
        in_library = self.library.playbook if kind == "playbooks" else self.library.rubric
        file = own if own.is_file() else in_library(id)
        if file is None:
            known = self.library.debriefs(kind)
            told = {"id": id, "problem": f"no_{kind[:-1]}", "near": near(id, known)}
            self.problems.append(Diagnostic("TTX044", path, told))
        return file

    def _value(self, name: str, file: Path, read: Callable[[Source], Read[M]]) -> M | None:
        """What a file of its own holds; its id is its name."""
        try:
            value, wrong = read(self.sources.read(name, file))
        except ContentError as error:
            value, wrong = None, error.diagnostics
        self.problems += wrong
        return value


def playbook_of(source: Source, sources: Sources, library: Library) -> Read[Playbook]:
    """The playbook in a file, with what it takes from another, or what is wrong with it."""
    data, problems = based.made(source, sources, library)
    return (None, problems) if problems else value_of(Playbook, source, data)


def value_of(model: type[M], source: Source, data: object = None) -> Read[M]:
    """What a playbook, rubric, inject or play file holds, or what is wrong with it.

    `data` is given where something was already put into the file's own.
    """
    data = source.document.data if data is None else data
    if not isinstance(data, dict):
        told = {"wanted": ("mapping",), "got": type_of(data)}
        return None, (Diagnostic("TTX020", (), told, file=source.name),)
    stem = source.path.stem
    problems: tuple[Diagnostic, ...] = ()
    if data.get("id", stem) != stem:
        told_id = {"id": data["id"], "folder": stem}
        problems = (Diagnostic("TTX016", ("id",), told_id, "warning", file=source.name),)
    value, wrong = validated(model, {"id": slug(stem), **data}, source.name, source.document.notes)
    clashing = tuple(ids.clashes(value, source.name)) if value is not None else ()
    return value, (*problems, *wrong, *clashing)
