"""What a file takes from other files, put in its place: `use: theme/id` and `body_file: path`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.content import beside
from simulator.content.files import HEADER, InjectFile
from simulator.content.library import Library
from simulator.content.placeholders import mentioned
from simulator.content.problems import near, shown, validated
from simulator.content.recognise import translations
from simulator.content.sources import Sources
from simulator.content.translated import DetailTexts, Translator
from simulator.content.translation import file_model
from simulator.domain import diagnostic as at
from simulator.domain.diagnostic import Diagnostic
from simulator.domain.errors import ContentError

NAME = re.compile(r"[a-z0-9-]{1,60}/[a-z0-9-]{1,60}")


@dataclass(frozen=True, slots=True)
class Used:
    """A reusable inject as one scenario uses it."""

    name: str
    """`theme/id`."""
    path: Path
    own: dict[str, Any]
    """What the scenario itself says about it."""
    authors: tuple[str, ...] = ()
    licence: str | None = None


class Following:
    """Follows what one scenario takes from other files; keeps where it led and what was wrong."""

    def __init__(
        self,
        sources: Sources,
        library: Library,
        is_text: DetailTexts,
        problems: list[Diagnostic],
    ) -> None:
        self.sources = sources
        self.library = library
        self.is_text = is_text
        self.language = "en"
        """The scenario's own."""
        self.placeholders = False
        """Whether what was taken over may hold any."""
        self.used: dict[str, Used] = {}
        """Inject id in the scenario → the reusable inject it was made of."""
        self.problems = problems

    def followed(self, data: dict[str, Any], home: Path) -> dict[str, Any]:
        """A scenario's data with all that it takes from elsewhere; what it is given stays."""
        injects = data.get("injects")
        if not isinstance(injects, list):
            return data
        self.language = str(data.get("language", self.language))
        made = [
            self.bodies(self._used(each, index), ("injects", index), home, "scenario")
            for index, each in enumerate(injects)
        ]
        if all(new is old for new, old in zip(made, injects, strict=True)):
            return data
        return {**data, "injects": made, **self._credited(data)}

    def _credited(self, data: dict[str, Any]) -> dict[str, Any]:
        """The scenario's authors with those of what it took over, where they are to be named."""
        authors = data.get("authors", [])
        named = (self._credit(used, data.get("licence")) for used in self.used.values())
        told = list(dict.fromkeys(whom for whom in named if whom))
        return {"authors": [*authors, *told]} if told and isinstance(authors, list) else {}

    def _credit(self, used: Used, licence: object) -> str:
        """Whom a reusable inject is from, and under which licence if not the scenario's."""
        own = used.licence if used.licence and used.licence != licence else None
        if not used.authors and own is None:
            return ""
        told = ", ".join(part for part in (used.name, own) if part)
        return f"{', '.join(used.authors)} ({told})" if used.authors else told

    def translated(self, data: dict[str, Any], home: Path, file: str) -> dict[str, Any]:
        """A translation's data with the bodies that it takes from other files."""
        injects = data.get("injects")
        if not isinstance(injects, dict):
            return data
        made = {
            key: self.bodies(each, ("injects", key), home, file) for key, each in injects.items()
        }
        return {**data, "injects": made}

    def _used(self, inject: Any, index: int) -> Any:
        if not isinstance(inject, dict) or "use" not in inject:
            return inject
        name, path = inject["use"], ("injects", index, "use")
        own = {key: value for key, value in inject.items() if key != "use"}
        found = self.library_inject(name, path)
        if found is None:  # told already; anything that stands here keeps quiet about the rest
            return {"title": shown(name), "body": shown(name), **own}
        file, data = found
        own.setdefault("id", name.rpartition("/")[2])
        whose = tuple(map(str, data.get("authors") or ()))
        self.used[str(own["id"])] = Used(name, file, own, whose, data.get("licence"))
        self.sources.reuse("scenario", ("injects", index), f"inject/{name}")
        return merged({k: v for k, v in data.items() if k not in HEADER}, own)

    def library_inject(self, name: object, path: at.Path) -> tuple[Path, dict[str, Any]] | None:
        """The file of a reusable inject and its data, if there is one and it is right."""
        place = None
        if isinstance(name, str) and NAME.fullmatch(name):
            place = self.library.inject(name)
        if place is None:
            told = {"name": shown(name), "near": near(str(name), self.library.injects())}
            self.problems.append(Diagnostic("TTX043", path, told, file="scenario"))
            return None
        try:
            source = self.sources.read(f"inject/{name}", place)
        except ContentError as error:
            self.problems.extend(error.diagnostics)
            return None
        self.placeholders |= source.placeholders
        data: Any = self.bodies(source.document.data, (), place.parent, source.name)
        inject, wrong = validated(InjectFile, data, source.name, source.document.notes)
        self.problems.extend(wrong)
        if inject is None:
            return None
        if inject.language != self.language:
            data = self._in_language(inject, place, source.name)
        return place, data

    def _in_language(self, inject: InjectFile, place: Path, name: str) -> dict[str, Any]:
        """A reusable inject in the scenario's language; marked where nobody translated it."""
        texts, path = None, translations(place).get(self.language)
        if path is not None:
            overlay = f"translation/{name}.{self.language}"
            try:
                data: Any = self.sources.read(overlay, path).document.data
                data = self.bodies(data, (), path.parent, overlay)
                texts, wrong = validated(file_model(InjectFile), data, overlay)
            except ContentError as error:
                wrong = error.diagnostics
            self.problems.extend(wrong)
        translator = Translator(inject.language, name, self.is_text)
        made = translator.translated(inject, texts)
        dumped: dict[str, Any] = made.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return dumped

    def bodies(self, inject: Any, path: at.Path, home: Path, file: str) -> Any:
        """An inject with the bodies that stand in files of their own, its versions' too."""
        if not isinstance(inject, dict) or not inject.keys() & {"body_file", "versions"}:
            return inject
        inject = self._body(inject, path, home, file)
        versions = inject.get("versions")
        pairs: list[tuple[str | int, Any]] = []
        if isinstance(versions, list):
            pairs = list(enumerate(versions))
        elif isinstance(versions, dict):
            pairs = list(versions.items())
        made = {key: self._body(v, (*path, "versions", key), home, file) for key, v in pairs}
        if all(made[key] is old for key, old in pairs):
            return inject
        return {**inject, "versions": made if isinstance(versions, dict) else list(made.values())}

    def _body(self, thing: Any, path: at.Path, home: Path, file: str) -> Any:
        if not isinstance(thing, dict) or not isinstance(name := thing.get("body_file"), str):
            return thing
        here = (*path, "body_file")
        rest = {key: value for key, value in thing.items() if key != "body_file"}
        place = beside.found(home, name, here, file, beside.BODY_MAX)
        if isinstance(place, Diagnostic):
            self.problems.append(place)
            return {"body": name, **rest}
        try:
            body = place.read_text(encoding="utf-8")
            self.placeholders |= mentioned(body)
            return {**rest, "body": body}
        except UnicodeDecodeError as error:
            told = {"problem": "not_utf8", "byte": error.start}
            self.problems.append(Diagnostic("TTX003", here, told, file=file))
            return {"body": name, **rest}


def merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """One mapping laid over another: mappings key by key, all else whole."""
    made = dict(base)
    for key, value in own.items():
        below = made.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            made[key] = merged(below, value)
        else:
            made[key] = value
    return made
