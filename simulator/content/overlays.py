"""The translations that lie beside a file: read, checked and laid over what they translate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from simulator.content.files import HEADER as OF_FILE
from simulator.content.following import Following, Used, merged
from simulator.content.placeholders import Filling
from simulator.content.problems import validated
from simulator.content.recognise import translations
from simulator.content.sources import Sources
from simulator.content.translated import DetailTexts, Translator
from simulator.content.translation import (
    COMPLETE,
    HEADER,
    Translation,
    file_model,
)
from simulator.domain import diagnostic as at
from simulator.domain.diagnostic import Diagnostic
from simulator.domain.errors import ContentError
from simulator.domain.model import Model
from simulator.domain.scenario import Scenario

M = TypeVar("M", bound=Model)


@dataclass
class Overlays:
    """Reads translations, and keeps what was wrong with them."""

    sources: Sources
    values: dict[str, object]
    is_text: DetailTexts
    following: Following
    problems: list[Diagnostic]

    def of_scenario(self, file: Path, scenario: Scenario) -> dict[str, Scenario]:
        """The scenario in each language that a translation lies beside it in."""
        found = {}
        for code, path in translations(file).items():
            name = f"translation/{code}"
            data = self._read(name, path)
            if data is None:
                continue
            data = self.following.translated(data, path.parent, name)
            data = self._with_library(data, self.following.used, code, name)
            made = self._laid_over(scenario, data, name, code, scenario.id)
            if made is not None:
                found[code] = made.having(language=code)
        return found

    def of_file(self, file: Path, value: M, name: str, *ids: str) -> dict[str, M]:
        """A playbook, rubric or reusable inject in each language that it was translated to."""
        found = {}
        for code, path in translations(file).items():
            overlay = f"translation/{name}.{code}"
            data = self._read(overlay, path)
            made = None
            if data is not None:
                data = self.following.bodies(data, (), path.parent, overlay)
                made = self._laid_over(value, data, overlay, code, *ids)
            if made is not None:
                found[code] = made
        return found

    def marked(self, value: M, code: str) -> M:
        """The value where nothing is translated: every text with the mark of its language."""
        return Translator(code, "", self.is_text).translated(value)

    def _read(self, name: str, path: Path) -> dict[str, Any] | None:
        try:
            data = self.sources.read(name, path).document.data
        except ContentError as error:
            self.problems.extend(error.diagnostics)
            return None
        if isinstance(data, dict):
            return data
        told = {"wanted": ("mapping",), "got": "nothing" if data is None else "list"}
        self.problems.append(Diagnostic("TTX020", (), told, file=name))
        return None

    def _with_library(
        self, data: dict[str, Any], used: dict[str, Used], code: str, name: str
    ) -> dict[str, Any]:
        """A scenario's translation with those of the reusable injects it uses below it."""
        injects = data.get("injects") or {}
        if not isinstance(injects, dict):
            return data
        injects = dict(injects)
        for id, inject in used.items():
            path = translations(inject.path).get(code)
            overlay = f"translation/{inject.name}.{code}"
            below = self._read(overlay, path) if path else None
            if path is None or below is None:
                continue
            below = self.following.bodies(below, (), path.parent, overlay)
            texts = {k: v for k, v in below.items() if k not in (*HEADER, *OF_FILE)}
            below = _without(texts, inject.own)
            self.sources.reuse(name, ("injects", id), overlay)
            own = injects.get(id) or {}
            injects[id] = merged(below, own) if isinstance(own, dict) else own
        return {**data, "injects": injects} if injects else data

    def _laid_over(
        self, value: M, data: dict[str, Any], name: str, code: str, *ids: str
    ) -> M | None:
        model = file_model(type(value))
        source = self.sources.source(name)
        if self.values:
            filling = Filling(self.values, model, name)
            data = filling.filled(data)
            self.problems += filling.unknown
        texts, wrong = validated(model, data, name, source.document.notes)
        self.problems += wrong
        if texts is None:
            return None
        assert isinstance(texts, Translation)
        self.problems += _header(texts, name, code, ids)
        own = getattr(value, "language", "en")
        translator = Translator(own, name, self.is_text)
        made = translator.translated(value, texts)
        self.problems += translator.astray
        self.problems += _missing(translator, texts, name)
        return made


def _header(texts: Translation, name: str, code: str, ids: tuple[str, ...]) -> Iterator[Diagnostic]:
    if texts.translates not in ids:
        told: dict[str, object] = {"value": texts.translates, "right": ids[0]}
        yield Diagnostic("TTX017", ("translates",), told, file=name)
    if texts.language != code:
        told = {"value": texts.language, "right": code}
        yield Diagnostic("TTX017", ("language",), told, file=name)


def _missing(translator: Translator, texts: Translation, name: str) -> Iterator[Diagnostic]:
    """One warning for all texts that are missing; an error where the file says none is."""
    missing = translator.missing
    if missing:
        told = {
            "count": len(missing),
            "total": translator.total,
            "first": shown_path(missing[0]),
            "status": texts.status,
        }
        severity: Any = "error" if texts.status in COMPLETE else "warning"
        yield Diagnostic("TTX049", ("status",), told, severity, file=name)


def shown_path(path: at.Path) -> str:
    """A path as people read it."""
    return "/".join(str(step) for step in path)


def _without(overlay: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A translation without the texts that a scenario has replaced by its own."""
    kept = {}
    for key, value in overlay.items():
        if key not in own:
            kept[key] = value
        elif isinstance(value, dict) and isinstance(own[key], dict):
            kept[key] = _without(value, own[key])
    return kept
