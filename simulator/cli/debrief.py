"""`simulacro debrief`: the after-action report of an exercise, written to files."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from simulator.acts import Recorded
from simulator.acts.course import course
from simulator.acts.debriefed import ComparisonFile, DebriefFile
from simulator.cli import GOOD
from simulator.content.library import Library
from simulator.content.load import value_of
from simulator.content.sources import Sources
from simulator.documents.base import Document, Format, Words
from simulator.documents.comparison import Run, comparison, fits
from simulator.documents.report import document
from simulator.domain.errors import ContentError, UsageError
from simulator.domain.playbook import Rubric
from simulator.engine.assess import assess
from simulator.plugins import Registry
from simulator.settings import store_folder
from simulator.stores.sqlite import SqliteLog
from simulator.text import FALLBACK, languages

FORMATS = ("md", "html", "json")
SUFFIX = ".json"
COMPARISON = "comparison"


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "exercise",
        nargs="*",
        help="an exercise of the store, by its name, or the JSON of a debrief or a comparison; "
        "several of one scenario are compared",
    )
    parser.add_argument(
        "--from",
        action="append",
        default=[],
        metavar="FILE",
        dest="files",
        help="the JSON of a debrief or of a comparison; may be given again",
    )
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
    files = [*args.files, *(name for name in args.exercise if name.endswith(SUFFIX))]
    names = [name for name in args.exercise if not name.endswith(SUFFIX)]
    if not files and not names:
        raise UsageError("nothing_to_debrief")
    logs = asyncio.run(_read(args.store, names)) if names else []
    runs = [run_of(records, rubric) for records in logs]
    runs += [run for file in dict.fromkeys(files) for run in runs_from(Path(file), rubric)]
    _must_compare(runs)
    papers = [partial(_report, run) for run in runs]
    titles = [run.debrief.exercise for run in runs]
    if len(runs) > 1:
        papers.append(partial(_comparison, runs))
        titles.append(f"{runs[0].debrief.scenario}-{COMPARISON}")
    for title, paper in zip(titles, papers, strict=True):
        codes = args.languages or (_spoken(runs[0].language),)
        for path in write_papers(paper, title, args.out, args.formats, codes):
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
    run = run_of(records, rubric)
    codes = languages or (_spoken(run.language),)
    return write_papers(partial(_report, run), run.debrief.exercise, out, formats, codes)


def report_page(records: Sequence[Recorded], language: str) -> bytes:
    """The report of a log as one HTML file, for a browser that asks a server for it."""
    templates = [root / "debriefs" / "templates" for root in Library.around().roots]
    made = _report(run_of(records), _known(language), templates)
    return _format(formats_by_name(), "html").render(made, Words(language))


def write_papers(
    paper: Callable[[str, Sequence[Path]], Document],
    name: str,
    out: Path,
    formats: Iterable[str],
    languages: Iterable[str],
) -> list[Path]:
    """A paper in every format and language asked for, as files; fails as `write_reports` does."""
    known = formats_by_name()
    chosen = [_format(known, form) for form in dict.fromkeys(formats)]
    templates = [root / "debriefs" / "templates" for root in Library.around().roots]
    written: list[Path] = []
    for code in dict.fromkeys(languages):
        made = paper(_known(code), templates)
        for form in chosen:
            own = f".{code}" if form.many else ""
            path = out / f"{name}{own}{form.suffix}"
            if path not in written:
                _write(path, form.render(made, Words(code)))
                written.append(path)
    return written


def _report(run: Run, language: str, templates: Sequence[Path]) -> Document:
    return document(run.records, run.debrief, language, templates, run.template, run.course)


def _comparison(runs: Sequence[Run], language: str, templates: Sequence[Path]) -> Document:
    return comparison(runs, language, templates)


def _must_compare(runs: Sequence[Run]) -> None:
    """Raises `UsageError` unless all are exercises of one scenario, each called otherwise."""
    scenarios = dict.fromkeys(run.debrief.scenario for run in runs)
    if len(scenarios) > 1:
        raise UsageError("scenarios_differ", scenarios=", ".join(scenarios))
    names = [run.debrief.exercise for run in runs]
    if len({*names}) < len(names):
        raise UsageError("exercise_twice", exercise=next(n for n in names if names.count(n) > 1))


def run_of(records: Sequence[Recorded], rubric: Rubric | None = None) -> Run:
    """A log with its debrief by every rule that can be had; by its own rubric unless given one."""
    told = course(records)
    used = rubric or told.exercise.kit.rubric
    debrief = assess(told, used, Registry("scoring").load_all())
    return Run(records, debrief, used.report, told)


def runs_from(path: Path, rubric: Rubric | None = None) -> list[Run]:
    """What a file holds that the JSON format wrote: one exercise, or those it compares.

    Raises `UsageError` for any other.
    """
    try:
        found = _debriefs_in(path.read_bytes())
        runs = [Run(each.record, each, each.report, course(each.record)) for each in found]
        if not all(each.is_of(run.course.exercise) for each, run in zip(found, runs, strict=True)):
            raise UsageError("not_a_debrief", file=path)
    except OSError as error:
        raise UsageError("cannot_read", file=path, problem=error.strerror) from error
    except (ValueError, LookupError, AssertionError) as error:
        raise UsageError("not_a_debrief", file=path) from error
    return runs if rubric is None else [run_of(run.records, rubric) for run in runs]


def _debriefs_in(content: bytes) -> tuple[DebriefFile, ...]:
    """Raises `ValueError` for what neither of the papers is, or was changed by hand."""
    try:
        return (DebriefFile.model_validate_json(content),)
    except ValidationError:
        found = ComparisonFile.model_validate_json(content)
    if not fits(found):
        raise ValueError("it says other than its debriefs")
    return found.debriefs


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


async def _read(store: str | None, names: Iterable[str]) -> list[list[Recorded]]:
    log = SqliteLog(store_folder(store))
    try:
        return [await log.read(name) for name in dict.fromkeys(names)]
    finally:
        await log.close()


def _format(known: Mapping[str, Any], name: str) -> Format:
    if name not in known:
        raise UsageError("unknown_format", format=name, known=", ".join(known))
    found: Format = known[name]
    return found


def _spoken(language: str) -> str:
    """The language of a report on a scenario in this one."""
    codes = (language, language.partition("-")[0])
    return next((code for code in codes if code in languages()), FALLBACK)


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
