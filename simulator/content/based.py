"""A playbook made from another: `use: id`, and beside it what is different."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from simulator.content.library import Library
from simulator.content.problems import near, shown, validated
from simulator.content.recognise import translations
from simulator.content.sources import Source, Sources
from simulator.content.translated import Translator
from simulator.content.translation import file_model
from simulator.domain.diagnostic import Diagnostic
from simulator.domain.errors import ContentError
from simulator.domain.playbook import Playbook

ID = re.compile("[a-z0-9-]{1,60}")
THINGS = ("roles", "triggers", "branches", "steps", "never")
"""Lists whose entries take what they do not say from the other playbook's of the same id."""
OWN = frozenset({"schema_version", "id", "version", "authors", "licence"})
"""Keys that are about the file: its authors are credited, all else is not taken over."""

Data = dict[str, Any]


def made(
    source: Source, sources: Sources, library: Library
) -> tuple[object, tuple[Diagnostic, ...]]:
    """What the file of a playbook holds, with what it takes from the playbook it is made from.

    Nothing where that cannot be taken, and what is wrong with it.
    """
    making = _Making(sources, library)
    return making.data(source, frozenset()), tuple(making.problems)


class _Making:
    """One playbook being put together."""

    def __init__(self, sources: Sources, library: Library) -> None:
        self.sources, self.library = sources, library
        self.problems: list[Diagnostic] = []

    def data(self, source: Source, above: Collection[Path]) -> object:
        data = source.document.data
        if not isinstance(data, dict) or "use" not in data:
            return data
        above = {*above, source.path.resolve()}
        file = self._file(source, data["use"], above)
        found = self._read(file, data.get("language"), above) if file else None
        if found is None:
            return None
        other, base = found
        own = {key: value for key, value in data.items() if key != "use"}
        self.sources.reuse(source.name, (), other.name)
        merged = {**{k: v for k, v in base.items() if k not in OWN}, **own}
        for key in THINGS:
            listed = own.get(key)
            if isinstance(listed, list) and key in base:
                merged[key] = self._things(source.name, other.name, key, listed, base[key])
        authors = own.get("authors", [])
        if isinstance(authors, list) and (credit := _credit(base, own)):
            merged["authors"] = [*authors, credit]
        return merged

    def _file(self, source: Source, id: object, above: Collection[Path]) -> Path | None:
        """The file of the playbook named: beside the one that names it, else in the library."""
        file = None
        if isinstance(id, str) and ID.fullmatch(id):
            beside = source.path.with_name(f"{id}.yaml")
            file = beside if beside.is_file() else self.library.playbook(id)
        if file is not None and file.resolve() not in above:
            return file
        known = self.library.debriefs("playbooks")
        told = {"id": shown(id), "problem": "no_playbook", "near": near(str(id), known)}
        if file is not None:
            told = {"id": shown(id), "problem": "playbook_of_itself"}
        self.problems.append(Diagnostic("TTX044", ("use",), told, file=source.name))
        return None

    def _read(
        self, file: Path, language: object, above: Collection[Path]
    ) -> tuple[Source, Data] | None:
        """The other playbook's data with its file; it must be right by itself."""
        name = f"playbook/{file.stem}"
        try:
            other = self.sources.read(name, file)
        except ContentError as error:
            self.problems.extend(error.diagnostics)
            return None
        data = self.data(other, above)
        if data is None:
            return None
        if isinstance(data, dict):
            data = {"id": file.stem, **data}
        playbook, wrong = validated(Playbook, data, name, other.document.notes)
        self.problems.extend(wrong)
        if playbook is None:
            return None
        if language not in (None, playbook.language):
            playbook = self._in_language(playbook, file, str(language))
        return other, playbook.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def _in_language(self, playbook: Playbook, file: Path, code: str) -> Playbook:
        """The playbook in another language; marked where nobody translated it."""
        texts, path = None, translations(file).get(code)
        if path is not None:
            name = f"translation/playbook/{file.stem}.{code}"
            try:
                data = self.sources.read(name, path).document.data
                texts, wrong = validated(file_model(Playbook), data, name)
            except ContentError as error:
                wrong = error.diagnostics
            self.problems.extend(wrong)
        return Translator(playbook.language, "", _no_details).translated(playbook, texts)

    def _things(
        self, name: str, other: str, key: str, own: list[Any], base: list[Data]
    ) -> list[Any]:
        """Things as they are listed, each over the other playbook's of the same id."""
        places = {each["id"]: place for place, each in enumerate(base)}
        merged = []
        for index, thing in enumerate(own):
            own_id = thing.get("id") if isinstance(thing, dict) else thing
            place = places.get(own_id) if isinstance(own_id, str) else None
            if place is not None:
                self.sources.reuse(name, (key, index), other, (key, place))
                merged.append({**base[place], **(thing if isinstance(thing, dict) else {})})
            else:
                merged.append(thing)
        return merged


def _no_details(_channel: str, _key: str) -> bool:
    """Playbooks have no details of channels."""
    return False


def _credit(base: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    """Whom the other playbook is from, which it is, and its licence."""
    licence = base.get("licence") if base.get("licence") != own.get("licence") else None
    told = ", ".join(part for part in (base["id"], licence) if part)
    authors = ", ".join(base.get("authors", ()))
    return f"{authors} ({told})" if authors else told
