"""What kind of content a file holds, told by its keys; and which files a folder holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from simulator.content.library import PROJECT, SCENARIO

SIGNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "translation": frozenset({"translates"}),
        "play": frozenset({"play"}),
        "scenario": frozenset({"injects", "teams"}),
        "playbook": frozenset({"steps"}),
        "rubric": frozenset({"rules"}),
        "inject": frozenset({"body", "body_file", "channel"}),
    }
)
"""Kind of file → keys of which one is enough, the surest kind first."""

PLACES: Mapping[str, str] = MappingProxyType(
    {"plays": "play", "playbooks": "playbook", "rubrics": "rubric"}
)
"""Name of a folder → the kind of the files in it."""

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
TRANSLATION = re.compile(rf".+\.{LANGUAGE.pattern}")


def kind_of(file: Path, data: Any) -> str | None:
    """The kind of a file, by its name and place, else by its keys; none where neither tells."""
    if file.name == SCENARIO:
        return "scenario"
    if TRANSLATION.fullmatch(file.stem):
        return "translation"
    if isinstance(data, dict):
        for kind, signs in SIGNS.items():
            if signs & data.keys():
                return kind
    return PLACES.get(file.parent.name)


def content_files(folder: Path) -> Iterator[Path]:
    """The files to look at in a folder: scenarios by their main file, all others one by one.

    Of a project only its content folders are looked into. What belongs to a scenario comes with it.
    """
    if (folder / SCENARIO).is_file():
        yield folder / SCENARIO
        return
    inside = [folder / name for name in PROJECT if (folder / name).is_dir()]
    if inside:
        for each in inside:
            yield from content_files(each)
        return
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from content_files(entry)
        elif entry.suffix == ".yaml" and not _translates(entry):
            yield entry


def _translates(file: Path) -> bool:
    """Whether a file is looked at together with the one that it translates."""
    return TRANSLATION.fullmatch(file.stem) is not None


def translations(file: Path) -> dict[str, Path]:
    """Language → translation, of those that lie beside a file.

    `es.yaml` beside `scenario.yaml`; `reporter.es.yaml` beside `reporter.yaml`.
    """
    prefix = "" if file.stem == Path(SCENARIO).stem else f"{file.stem}."
    found = {f.stem.removeprefix(prefix): f for f in sorted(file.parent.glob(f"{prefix}*.yaml"))}
    return {code: each for code, each in found.items() if LANGUAGE.fullmatch(code)}
