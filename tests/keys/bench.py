"""A scenario's folder in which one key is set or not, and what a user sees of it."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from difflib import unified_diff
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from simulator.acts import Recorded, choices, replay
from simulator.acts.course import course
from simulator.cli import main
from simulator.content import yaml
from simulator.content.examine import Examiner
from simulator.content.library import Library
from simulator.content.load import Loaded, load, value_of
from simulator.content.reusable import reusable
from simulator.content.sources import Sources
from simulator.content.wording import sentence
from simulator.documents.base import Words
from simulator.documents.markdown import format as markdown
from simulator.documents.report import document
from simulator.domain.debrief import Debrief
from simulator.domain.errors import ContentError, UsageError
from simulator.domain.exercise import Exercise
from simulator.domain.people import Viewer
from simulator.domain.play import Play
from simulator.domain.view import View
from simulator.engine.assess import assess
from simulator.engine.view import view
from simulator.plays.run import Played, Player
from simulator.plugins import Registry
from simulator.stores.memory import MemoryLog

CHANNELS = Registry("channels").load_all()
RULES = Registry("scoring").load_all()
TEMPLATES = Path(__file__).parents[2] / "debriefs" / "templates"
FOLDER = "scenarios/small/"
FILES = {
    "scenario": f"{FOLDER}scenario.yaml",
    "play": f"{FOLDER}plays/first.yaml",
    "book": f"{FOLDER}playbooks/book.yaml",
    "rubric": f"{FOLDER}rubrics/own.yaml",
    "inject": "injects/alarms/screens.yaml",
    "es": f"{FOLDER}es.yaml",
    "book.es": f"{FOLDER}playbooks/book.es.yaml",
    "rubric.es": f"{FOLDER}rubrics/own.es.yaml",
    "inject.es": "injects/alarms/screens.es.yaml",
}
"""What rows call the files, and where they lie."""

Files = dict[str, Any]
"""File, as rows call it or by its path from the project → what it holds, or its text."""


def fragment(text: str) -> Any:
    """What a piece of YAML says, as the product reads it."""
    return yaml.read(text).data


def put(files: Files, at: str, value: Any) -> None:
    """Set a value at `file:key/id/key`; a step into a list is an id, or a place, the next too."""
    name, _, path = at.partition(":")
    if not path:
        files[name] = value
        return
    *steps, last = path.split("/")
    inner = files.setdefault(name, {})
    for step in steps:
        inner = _into(inner, step)
    if isinstance(inner, list):
        place = _place(inner, last)
        inner[place : place + 1] = [value]
    else:
        inner[last] = value


def drop(files: Files, at: str) -> None:
    """Take away what stands at a place, if anything does."""
    name, _, path = at.partition(":")
    if not path:
        files.pop(name, None)
        return
    *steps, last = path.split("/")
    inner = files.setdefault(name, {})
    for step in steps:
        inner = _into(inner, step)
    if isinstance(inner, list):
        del inner[_place(inner, last)]
    else:
        inner.pop(last, None)


def _into(value: Any, step: str) -> Any:
    return value[_place(value, step)] if isinstance(value, list) else value.setdefault(step, {})


def _place(value: list[Any], step: str) -> int:
    ids = [each.get("id", each.get("use")) if isinstance(each, dict) else None for each in value]
    return ids.index(step) if step in ids else int(step)


@dataclass
class Case:
    """One scenario's folder, looked at as its users do; everything is worked out once."""

    root: Path
    loop: asyncio.AbstractEventLoop

    @cached_property
    def loaded(self) -> Loaded:
        return load(self.root / FILES["scenario"], CHANNELS)

    @cached_property
    def play(self) -> Play:
        path = self.root / FILES["play"]
        sources = Sources()
        play, problems = value_of(Play, sources.read(f"play/{path.stem}", path))
        if play is None:
            raise ContentError(sources.locate_all(problems))
        return play

    @cached_property
    def played(self) -> Played:
        """The play beside the scenario, played to its end."""
        with_values = load(self.root / FILES["scenario"], CHANNELS, values=self.play.values)
        kit = with_values.kit

        def assessed(records: list[Recorded]) -> Debrief:
            return assess(course(records), kit.rubric, RULES)

        player = Player(self.play, kit, MemoryLog(), CHANNELS, exercise="trial", assessed=assessed)
        return self.loop.run_until_complete(player.run())

    @cached_property
    def exercise(self) -> Exercise:
        found = replay(self.played.records)
        assert found is not None
        return found

    @cached_property
    def debrief(self) -> Debrief:
        return assess(course(self.played.records), self.exercise.kit.rubric, RULES)

    def view(self, viewer: Viewer) -> View:
        return view(self.exercise, viewer, choices)


Look = Callable[[Case], str]
"""What a user sees of a case, as text."""


# What can be looked at


def check(case: Case) -> str:
    """What `simulacro check` says of the scenario and all beside it."""
    found = Examiner(CHANNELS, tuple(RULES)).examined(case.root / FILES["scenario"])
    return "\n".join(f"{each.severity} {sentence(each)}" for each in found.diagnostics)


def check_of(name: str) -> Look:
    """What `simulacro check` says of one file."""

    def look(case: Case) -> str:
        found = Examiner(CHANNELS, tuple(RULES)).examined(case.root / FILES[name])
        return "\n".join(f"{each.severity} {sentence(each)}" for each in found.diagnostics)

    return look


def failures(case: Case) -> str:
    """What the play expected and was not so."""
    return "\n".join(
        f"{f.step} {f.mismatch.key}: {f.mismatch.wanted} / {f.mismatch.found}"
        for f in case.played.failures
    )


def screen(
    role: Any = "participant", seat: str = "", language: str = "en", cards: str = ""
) -> Look:
    """The cards and choices that somebody sees when the play is over; of some cards only."""
    team, _, team_role = seat.partition("/")

    def look(case: Case) -> str:
        viewer = Viewer(
            role=role, team=team or None, team_role=team_role or None, language=language
        )
        seen = case.view(viewer)
        shown = [c for c in seen.cards if c.id.startswith(cards)]
        offered = () if cards else seen.choices
        return "\n".join(c.model_dump_json(exclude_defaults=True) for c in (*shown, *offered))

    return look


red = screen(seat="red")
blue = screen(seat="blue")
chief = screen(seat="red/chief")
control = screen("facilitator")
room = screen("projector")
observer = screen("observer")


def plan(case: Case) -> str:
    """What is proposed to the facilitator when the play is over, and why."""
    lines = []
    for story in case.exercise.stories:
        for id, proposal in case.exercise.facts[story].proposals.items():
            state = proposal.deferred or ("overdue" if proposal.overdue else "proposed")
            lines.append(f"{story}[{id} {state} {proposal.because}]")
    return "\n".join(lines)


def log(case: Case) -> str:
    """The events of the play, each with who did it."""
    lines = []
    for record in case.played.records[1:]:
        actor, event = record.actor, record.event
        seat = f"{actor.role} {actor.team or ''}/{actor.team_role or ''}"
        said = event.model_dump_json(exclude_defaults=True)
        lines.append(f"{record.elapsed:g} {seat} {event.kind} {said}")
    return "\n".join(lines)


def printed(case: Case) -> str:
    """What `simulacro play` prints."""
    with redirect_stdout(StringIO()) as out:
        main(["play", str(case.root / FILES["play"])])
    return out.getvalue()


def findings(case: Case) -> str:
    """The findings of the debrief, as JSON has them."""
    return "\n".join(f.model_dump_json(exclude_defaults=True) for f in case.debrief.findings)


def debrief(case: Case) -> str:
    """The debrief, as JSON has it."""
    return case.debrief.model_dump_json()


def report(case: Case) -> str:
    """The after-action report in Markdown, in English."""
    return report_in("en")(case)


def report_in(language: str) -> Look:
    """The after-action report in Markdown, in a language."""

    def look(case: Case) -> str:
        folders = (case.root / "debriefs" / "templates", TEMPLATES)
        template = case.exercise.kit.rubric.report
        paper = document(case.played.records, case.debrief, language, folders, template)
        return markdown.render(paper, Words(language)).decode().replace("\\", "")

    return look


@dataclass
class Bench:
    """Looks at one set of files after the other, in the same folder; never twice at the same."""

    folder: Path
    loop: asyncio.AbstractEventLoop
    _seen: dict[tuple[str, Look], str] = field(default_factory=dict)
    _lying: dict[str, str] = field(default_factory=dict)
    """The files that lie in the folder now."""

    def looked_at(self, files: Files, look: Look) -> str:
        """What is seen of these files; a file that cannot be read is told by its diagnostics."""
        texts = {FILES.get(name, name): _text(value) for name, value in files.items()}
        key = (json.dumps(texts, sort_keys=True), look)
        if key not in self._seen:
            self._lay(texts)
            self._seen[key] = _seen(Case(self.folder, self.loop), look)
        return self._seen[key]

    def _lay(self, texts: Mapping[str, str]) -> None:
        for name in self._lying.keys() - texts.keys():
            (self.folder / name).unlink()
        for name, text in texts.items():
            if self._lying.get(name) != text:
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / name).write_text(text, encoding="utf-8")
        self._lying = dict(texts)


def library_in(language: str) -> Look:
    """The reusable injects as a facilitator who improvises finds them."""

    def look(case: Case) -> str:
        folders = Library((case.root,))
        return "\n".join(
            f"{name}: {_text(inject.model_dump(mode='json'))}"
            for name, inject in reusable(folders, CHANNELS, language, {})
        )

    return look


library = library_in("en")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _seen(case: Case, look: Look) -> str:
    try:
        return look(case)
    except ContentError as error:
        return "\n".join(f"{each.severity} {each.code} {each.values}" for each in error.diagnostics)
    except UsageError as error:
        return f"{error.code} {error.values}"


@dataclass(frozen=True)
class Row:
    """One key: where it stands, what stands there, and what a user sees only because of it."""

    key: str
    at: str
    put: str
    """YAML."""
    look: Look
    shows: str = ""
    """Seen with it and not without."""
    hides: str = ""
    """Seen without it and not with it."""
    instead: str | None = None
    """YAML that stands there without it; else the key is absent."""
    more: Mapping[str, str] = field(default_factory=dict)
    """What both have too: place → YAML."""

    def __str__(self) -> str:
        return self.key

    def files(self, base: Files, *, with_key: bool) -> Files:
        """The base with what the row says; without its key unless asked for."""
        files = copy.deepcopy(base)
        for at, value in self.more.items():
            put(files, at, fragment(value))
        stands = self.put if with_key else self.instead
        if stands is None:
            drop(files, self.at)
        else:
            put(files, self.at, fragment(stands))
        return files

    def must_prove(self, bench: Bench, base: Files) -> None:
        """Fail unless the key changes what is seen, and changes what it is meant to."""
        seen = bench.looked_at(self.files(base, with_key=True), self.look)
        before = bench.looked_at(self.files(base, with_key=False), self.look)
        assert self.shows or self.hides, f"{self.key}: say what it shows or hides"
        assert seen != before, f"{self.key} changes nothing of:\n{seen[:2000]}"
        told = "\n".join(unified_diff(before.splitlines(), seen.splitlines(), "-", "+", n=0))
        if self.shows:
            assert self.shows in seen, f"{self.key} does not show {self.shows!r}:\n{told}"
            assert self.shows not in before, f"without {self.key} there is {self.shows!r} too"
        if self.hides:
            assert self.hides in before, f"without {self.key} no {self.hides!r}:\n{told}"
            assert self.hides not in seen, f"{self.key} does not take {self.hides!r} away"
