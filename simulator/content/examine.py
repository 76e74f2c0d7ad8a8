"""Looking at a content file and all that belongs to it: what was read, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from simulator.content import beside, faces
from simulator.content.faces import Channels
from simulator.content.files import InjectFile
from simulator.content.following import Following
from simulator.content.library import SCENARIO, Library
from simulator.content.load import Loaded, Read, load, playbook_of, value_of
from simulator.content.overlays import Overlays
from simulator.content.recognise import kind_of
from simulator.content.sources import Located, Source, Sources, named, read
from simulator.domain.diagnostic import Diagnostic
from simulator.domain.errors import ContentError, UsageError
from simulator.domain.model import Model
from simulator.domain.playbook import Rubric, RuleUse
from simulator.domain.scenario import Inject, PlaybookUse, Scenario, Team
from simulator.engine.checks import check_kit

if TYPE_CHECKING:
    from simulator.domain.play import Play

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in some files: which were read, and what is wrong with them."""

    files: frozenset[str]
    """As messages name them."""
    diagnostics: tuple[Located, ...]

    def about(self, file: Path) -> Examined:
        """Only what is about one of the files."""
        name = named(file)
        found = tuple(each for each in self.diagnostics if each.source == name)
        return Examined(frozenset({name}), found)


@dataclass(frozen=True)
class Examiner:
    """Looks at files of every kind, with the channels and the scoring rules there are."""

    channels: Channels
    rules: Collection[str]
    values: Mapping[str, str] = field(default_factory=dict)
    """Other values for the placeholders of the scenario that is looked at."""

    def examined(self, file: Path) -> Examined:
        """What is wrong with a file and all that belongs to it."""
        try:
            source = read("file", file)
            kinds: dict[str | None, Callable[[Source], Examined]] = {
                "scenario": self.scenario,
                "translation": self.translation,
                "play": self.play,
                "playbook": self.playbook,
                "rubric": self.rubric,
                "inject": self.inject,
            }
            look = kinds.get(kind_of(file, source.document.data), self._unknown)
            return look(source)
        except ContentError as error:
            found = tuple(each for each in error.diagnostics if isinstance(each, Located))
            return Examined(frozenset({named(file), *(each.source for each in found)}), found)

    def scenario(self, source: Source) -> Examined:
        """A scenario with its translations, playbooks, rubric and plays."""
        home = source.path.parent
        plays = sorted((home / "plays").glob("*.yaml")) if source.path.name == SCENARIO else []
        loaded = load(source.path, self.channels, source=source, values=self.values)
        return self._played(loaded, plays)

    def translation(self, source: Source) -> Examined:
        """A translation, by looking at what it translates."""
        file = source.path
        base = file.with_name(f"{file.stem.rpartition('.')[0] or 'scenario'}.yaml")
        if base.is_file():
            found = self.examined(base)
            return found.about(file) if named(file) in found.files else found
        told = {"file": base.name}
        return self._told(source, Diagnostic("TTX045", (), told, file=source.name))

    def play(self, source: Source) -> Examined:
        """A play, with the scenario it is of."""
        play, wrong = _play_in(source)
        if play is None:
            return self._told(source, *wrong)
        file = self._scenario_of(play, source.path)
        if file is None:
            told = {"id": play.scenario, "problem": "no_scenario"}
            missing = Diagnostic("TTX044", ("scenario",), told, file=source.name)
            return self._told(source, *wrong, missing)
        loaded = load(file, self.channels)
        found = self._played(loaded, [source.path])
        return found.about(source.path) if loaded.whole else found

    def playbook(self, source: Source) -> Examined:
        """A playbook by itself, in the smallest scenario that uses it."""
        sources = Sources()
        library = Library.around(source.path.parent)
        playbook, problems = self._one(
            lambda source, _: playbook_of(source, sources, library), source, sources
        )
        if playbook is not None:
            use = (PlaybookUse(use=playbook.id),)
            found = check_kit(_smallest(use), (playbook,), _NO_RUBRIC)
            problems += [replace(d, file="file") for d in found if d.file.startswith("playbook/")]
        return self._found(sources, problems)

    def rubric(self, source: Source) -> Examined:
        """A rubric by itself."""
        sources = Sources()
        rubric, problems = self._one(partial(value_of, Rubric), source, sources)
        if rubric is not None:
            found = check_kit(_smallest(), (), rubric, rules=self.rules)
            problems += [replace(d, file="file") for d in found if d.file.startswith("rubric/")]
        return self._found(sources, problems)

    def inject(self, source: Source) -> Examined:
        """A reusable inject by itself."""
        sources = Sources()
        inject, problems = self._one(partial(value_of, InjectFile), source, sources)
        if inject is not None:
            problems += faces.problems_of(inject, self.channels, (), "file")
            problems += beside.missing(inject, source.path.parent, "file")
        return self._found(sources, problems)

    def _played(self, loaded: Loaded, files: Iterable[Path]) -> Examined:
        """A scenario that was read, looked through together with these plays."""
        sources, plays = loaded.sources, []
        problems: list[Diagnostic] = []
        for file in files:
            try:
                source = sources.read(f"play/{file.stem}", file)
            except ContentError as error:
                problems += error.diagnostics
                continue
            play, wrong = _play_in(source)
            problems += wrong
            if play is not None:
                sources.add(f"play/{play.id}", source)
                plays.append(play)
        if loaded.whole and loaded.rubric is not None:
            problems += check_kit(
                loaded.scenario, loaded.playbooks, loaded.rubric, plays, self.rules
            )
        return self._found(sources, [*loaded.diagnostics, *problems])

    def _one(
        self, made: Callable[[Source, object], Read[M]], source: Source, sources: Sources
    ) -> tuple[M | None, list[Diagnostic]]:
        """What a file of the library holds, and what is wrong with it and its translations."""
        sources.add(source.name, source)
        path = source.path
        is_text = partial(faces.is_text, self.channels)
        problems: list[Diagnostic] = []
        following = Following(sources, Library(()), is_text, problems)
        data = following.bodies(source.document.data, (), path.parent, source.name)
        value, wrong = made(source, data)
        problems += wrong
        if value is not None:
            overlays = Overlays(sources, {}, is_text, following, problems)
            overlays.of_file(path, value, source.name, path.stem, f"{path.parent.name}/{path.stem}")
        return value, problems

    @staticmethod
    def _scenario_of(play: Play, file: Path) -> Path | None:
        """The scenario a play is of: the folder around it, by path from it, or by id."""
        around = file.parent.parent / SCENARIO
        if around.is_file() and around.resolve().parent.name == play.scenario:
            return around
        named = str(file.parent / play.scenario)
        try:
            return Library.around(file).find_scenario(
                named if Path(named).exists() else play.scenario
            )
        except UsageError:
            return None

    def _unknown(self, source: Source) -> Examined:
        return self._told(source, Diagnostic("TTX019", file=source.name))

    def _told(self, source: Source, *problems: Diagnostic) -> Examined:
        sources = Sources()
        sources.add(source.name, source)
        return self._found(sources, problems)

    @staticmethod
    def _found(sources: Sources, problems: Iterable[Diagnostic]) -> Examined:
        return Examined(sources.names, sources.locate_all(problems))


_NO_RUBRIC = Rubric(id="none", title="None", rules=(RuleUse(rule="completeness"),))


def _smallest(playbooks: tuple[PlaybookUse, ...] = ()) -> Scenario:
    """A scenario that nothing is wrong with, for what is looked at without one."""
    return Scenario(
        id="smallest",
        title="Smallest",
        playbooks=playbooks,
        teams=(Team(id="team", title="Team"),),
        injects=(Inject(id="inject", title="Inject", body="Inject", ends=True),),
    )


def _play_in(source: Source) -> tuple[Play | None, tuple[Diagnostic, ...]]:
    """What the file of a play holds; only where there is one its models are imported."""
    from simulator.domain.play import Play

    return value_of(Play, source)
