"""`simulacro debrief`: the after-action report of an exercise, written to files."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.acts import Recorded
from simulator.acts.course import course
from simulator.cli import GOOD
from simulator.content.library import Library
from simulator.content.load import value_of
from simulator.content.sources import Sources
from simulator.documents.base import Format, Words
from simulator.documents.report import document
from simulator.domain.debrief import Debrief
from simulator.domain.errors import ContentError, UsageError
from simulator.domain.playbook import Rubric
from simulator.engine.assess import assess
from simulator.plugins import Registry
from simulator.settings import store_folder
from simulator.stores.sqlite import SqliteLog
from simulator.text import FALLBACK, languages

FORMATS = ("md", "html", "json")


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("exercise", nargs="+", help="an exercise of the store, by its name")
    parser.add_argument(
        "--format",
        type=_words,
        default=FORMATS,
        metavar="LIST",
        dest="formats",
        help=f"which files, with commas between: {','.join(FORMATS)} (all unless said)",
    )
    parser.add_argument(
        "--language",
        type=_words,
        default=(),
        metavar="LIST",
        dest="languages",
        help="in which languages, with commas between (the scenario's unless said)",
    )
    parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where to")
    parser.add_argument("--rubric", type=Path, metavar="FILE", help="another rubric")
    parser.add_argument("--store", metavar="FOLDER", help="where exercises are kept")


def run(args: argparse.Namespace) -> int:
    """Write the reports and say where."""
    rubric = rubric_at(args.rubric) if args.rubric else None
    logs = asyncio.run(_read(args))
    for records in logs:
        written = write_reports(
            records, args.out, args.formats, args.languages or None, rubric=rubric
        )
        for path in written:
            print(path)
    return GOOD


def write_reports(
    records: Sequence[Recorded],
    out: Path,
    formats: Iterable[str] = FORMATS,
    languages: Iterable[str] | None = None,
    *,
    rubric: Rubric | None = None,
) -> list[Path]:
    """The report of a log in every format and language asked for, as files in a folder.

    Raises `UsageError` where a format, a language or a template is not there or not right.
    """
    known = formats_by_name()
    chosen = [_format(known, name) for name in dict.fromkeys(formats)]
    kit = course(records[:1]).exercise.kit
    codes = tuple(dict.fromkeys(languages or (_spoken(kit.language),)))
    used = rubric or kit.rubric
    debrief = debrief_of(records, used)
    templates = [root / "debriefs" / "templates" for root in Library.around().roots]
    written: list[Path] = []
    for code in codes:
        paper = document(records, debrief, _known(code), templates, used.report)
        for form in chosen:
            own = f".{code}" if form.many else ""
            path = out / f"{debrief.exercise}{own}{form.suffix}"
            if path not in written:
                _write(path, form.render(paper, Words(code)))
                written.append(path)
    return written


def debrief_of(records: Sequence[Recorded], rubric: Rubric | None = None) -> Debrief:
    """The debrief of a log, by every rule that can be had; by its own rubric unless given one."""
    told = course(records)
    rules = Registry("scoring").load_all()
    return assess(told, rubric or told.exercise.kit.rubric, rules)


def formats_by_name() -> Mapping[str, Format]:
    """Every format that can be had, by the name it goes by."""
    return {found.name: found for found in Registry("documents").load_all().values()}


def rubric_at(path: Path) -> Rubric:
    """The rubric in a file. Raises `ContentError`."""
    sources = Sources()
    rubric, problems = value_of(Rubric, sources.read(f"rubric/{path.stem}", path))
    if rubric is None:
        raise ContentError(sources.locate_all(list(problems)))
    return rubric


async def _read(args: argparse.Namespace) -> list[list[Recorded]]:
    log = SqliteLog(store_folder(args.store))
    try:
        return [await log.read(name) for name in dict.fromkeys(args.exercise)]
    finally:
        await log.close()


def _format(known: Mapping[str, Any], name: str) -> Format:
    if name not in known:
        raise UsageError("unknown_format", format=name, known=", ".join(known))
    found: Format = known[name]
    return found


def _spoken(language: str) -> str:
    """The language of a report on a scenario in this one."""
    return language if language in languages() else FALLBACK


def _known(language: str) -> str:
    if language not in languages():
        raise UsageError("unknown_language", language=language, known=", ".join(languages()))
    return language


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UsageError("cannot_write", file=path, problem=error.strerror) from error


def _words(given: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in given.split(",") if word.strip())
