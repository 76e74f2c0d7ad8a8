"""`simulacro import`: a foreign file becomes one of ours, with a report of what was lost."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from simulator import cli
from simulator.cli.running import interface_language
from simulator.content import sources, yaml
from simulator.content.examine import Examiner
from simulator.content.sources import BYTES_MAX, named
from simulator.content.wording import lines
from simulator.content.write import write_yaml
from simulator.domain import diagnostic as at
from simulator.domain.errors import UsageError
from simulator.domain.model import Model
from simulator.domain.scenario import Scenario
from simulator.importing.base import Imported, Importer, Loss, Material, Remark, Source, pointer
from simulator.plugins import Registry
from simulator.text import words

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LOG = "log"
"""Not a foreign format: an exercise that `simulacro export` wrote."""
YAML_ENDINGS = ("*.yml", "*.yaml")


def options(parser: argparse.ArgumentParser) -> None:
    """The format, the file, and where the result goes."""
    known = ", ".join((*Registry("importing"), LOG))
    parser.add_argument("format", metavar="FORMAT", help=_says("help.format", known=known))
    parser.add_argument("file", metavar="FILE", type=Path, help=_says("help.file"))
    parser.add_argument("--out", metavar="DIR", type=Path, help=_says("help.out"))
    parser.add_argument("--actions", metavar="DIR", type=Path, help=_says("help.actions"))
    parser.add_argument("--language", metavar="CODE", default="en", help=_says("help.language"))
    parser.add_argument("--report", metavar="FILE", type=Path, help=_says("help.report"))
    parser.add_argument("--force", action="store_true", help=_says("help.force"))
    parser.add_argument("--name", help=_says("help.name"))
    parser.add_argument("--store", metavar="FOLDER", help=_says("help.store"))


def run(args: argparse.Namespace) -> int:
    """Read, write, report, and look through what was written; a log goes into the store."""
    if args.format == LOG:
        from simulator.cli import receiving

        return receiving.run(args)
    formats = Registry("importing").load_all()
    if args.format not in formats:
        known = ", ".join((*formats, LOG))
        raise UsageError("import_unknown_format", format=args.format, known=known)
    if args.out is None:
        raise UsageError("import_needs_out")
    if not LANGUAGE.fullmatch(args.language):
        raise UsageError("import_bad_language", language=args.language)
    imported = _read(formats[args.format], args)
    written = _write(imported, args.out, force=args.force)
    if args.report:
        _save(args.report, _report(args.file, imported))
    for path in written:
        print(_says("wrote", file=named(path)))
    for line in _told(imported, args.file):
        print(line)
    return cli.GOOD if _checked(written) else cli.NOT_GOOD


def _read(importer: Importer, args: argparse.Namespace) -> Imported:
    if args.actions and not args.actions.is_dir():
        raise UsageError("import_beside_missing", folder=args.actions)
    folders = (
        [args.actions] if args.actions else [args.file.parent / name for name in importer.beside]
    )
    beside = Beside(folders)
    name = named(args.file)

    def read_yaml(text: str, name: str) -> Source:
        try:
            document = yaml.read(text)
        except (yaml.YamlError, yaml.LibyamlMissing):
            path = beside.paths.get(name, args.file)
            document = sources.read("import", path).document  # tells what is wrong, and where
        return Source(name, document.data, Lines(document))

    return importer.read(Material(name, _text(args.file), read_yaml, beside, args.language))


class Beside(Mapping[str, str]):
    """The YAML files of some folders, name → text, each read when it is asked for."""

    def __init__(self, folders: list[Path]) -> None:
        self.paths: dict[str, Path] = {}
        for folder in folders:
            for path in sorted(p for ending in YAML_ENDINGS for p in folder.glob(ending)):
                self.paths.setdefault(path.name, path)

    def __getitem__(self, name: str) -> str:
        return _text(self.paths[name])

    def __contains__(self, name: object) -> bool:
        return name in self.paths

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


class Lines(Mapping[at.Path, int]):
    """The line of any place of a YAML document; for what is not there, its holder's."""

    def __init__(self, document: yaml.Document) -> None:
        self._document = document

    def __getitem__(self, path: at.Path) -> int:
        return self._document.mark(path).line

    def __iter__(self) -> Iterator[at.Path]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > BYTES_MAX:
            raise UsageError("import_too_big", file=named(path), size=size, limit=BYTES_MAX)
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("import_not_text", file=named(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError("import_no_file", file=named(path), reason=reason) from error


def _write(imported: Imported, out: Path, *, force: bool) -> list[Path]:
    paths = {out / relative: value for relative, value in imported.files.items()}
    for path in paths:
        if path.exists() and not force:
            raise UsageError("import_file_exists", file=named(path))
    for path, value in paths.items():
        _save(path, write_yaml(value, modeline=_schema(path, value)))
    return list(paths)


def _schema(path: Path, value: Model) -> str | None:
    """Where the schema of a file is, seen from it, where its project has schemas."""
    kind = "scenario" if isinstance(value, Scenario) else "playbook"
    folder = path.absolute().parent
    for above, root in enumerate((folder, *folder.parents)):
        if (root / "schemas" / f"{kind}.json").is_file():
            return f"{'../' * above}schemas/{kind}.json"
    return None


def _save(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError("import_not_written", file=named(path), reason=reason) from error


def _checked(written: Iterable[Path]) -> bool:
    """Print what the product's own check finds in what was written; whether it is no error."""
    examiner = Examiner(Registry("channels"), tuple(Registry("scoring")))
    found = [each for path in written for each in examiner.examined(path).diagnostics]
    for line in lines(found, interface_language()):
        print(line)
    return not any(each.severity == "error" for each in found)


# --- What is told ---


def _says(key: str, **values: object) -> str:
    return words(f"importing.{key}", interface_language(), **values)


def _where(remark: Remark) -> str:
    line = f":{remark.line}" if remark.line else ""
    return f"{remark.file}{line}: {pointer(remark.path)}"


def _message(remark: Remark) -> str:
    return _says(f"remarks.{remark.code}", **remark.values)


def _lost(loss: Loss, file: Path, quote: str = "") -> str:
    """A lost field: its place, with the file's name where that is another than the one imported."""
    place = pointer(loss.path) if loss.file == named(file) else f"{loss.file}: {pointer(loss.path)}"
    more = f" ({_says('values', count=loss.leaves)})" if loss.leaves > 1 else ""
    return f"{place}  {quote}{loss.shown}{quote}{more}"


def _share(imported: Imported) -> str:
    report = imported.losses
    percent = int(report.share * 100)
    return _says("carried", carried=report.carried, total=report.total, percent=percent)


def _told(imported: Imported, file: Path) -> Iterator[str]:
    """Every warning on one line, every field that was lost, and the share carried over."""
    for remark in imported.warnings:
        yield f"{_where(remark)}: {_message(remark)}"
    losses = imported.losses.losses
    yield _says("lost", count=len(losses)) if losses else _says("nothing_lost")
    for loss in losses:
        yield f"  {_lost(loss, file)}"
    yield _share(imported)


def _report(file: Path, imported: Imported) -> str:
    """The same as a Markdown document."""
    warnings = [f"- `{_where(w)}`: {_message(w)}" for w in imported.warnings]
    losses = [f"- {_lost(loss, file, '``')}" for loss in imported.losses.losses]
    parts = [f"# {_says('report.title', file=file.name)}", _share(imported)]
    for title, items in (("warnings", warnings), ("losses", losses)):
        none = _says("report.none")
        parts += [f"## {_says(f'report.{title}')}", "\n".join(items) or none]
    return "\n\n".join(parts) + "\n"
