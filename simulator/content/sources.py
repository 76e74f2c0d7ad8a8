"""The files that content was read from, and diagnostics with their place in one of them (K32)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from simulator.content import yaml
from simulator.content.faults import FAULTS
from simulator.content.placeholders import mentioned
from simulator.domain import diagnostic as at
from simulator.domain.diagnostic import Diagnostic
from simulator.domain.errors import ContentError, UsageError

BYTES_MAX = yaml.USUAL.size


@dataclass(frozen=True, slots=True)
class Located(Diagnostic):
    """A diagnostic with its place: the file as messages name it, line and column."""

    source: str = ""
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was read."""

    name: str
    """As diagnostics call it: `scenario`, `playbook/<id>` …"""
    path: Path
    document: yaml.Document
    placeholders: bool
    """Whether it can hold any."""

    def depth(self, path: at.Path) -> int:
        """How much of a path is in this file."""
        value = self.document.data
        for depth, step in enumerate(path):
            if isinstance(value, dict) and step in value:
                value = value[str(step)]
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return depth
        return len(path)


class Sources:
    """All files read for one scenario, by the names that diagnostics use."""

    def __init__(self) -> None:
        self._files: dict[str, Source] = {}
        self._reused: dict[tuple[str, at.Path], tuple[str, at.Path]] = {}

    def read(self, name: str, path: Path) -> Source:
        """Read a file; ContentError says why it cannot be."""
        return self.add(name, read(name, path))

    def add(self, name: str, source: Source) -> Source:
        """Take in a file that was read already, under this name."""
        self._files[name] = replace(source, name=name)
        return self._files[name]

    @property
    def names(self) -> frozenset[str]:
        """The files read, as messages name them."""
        return frozenset(named(source.path) for source in self._files.values())

    def reuse(self, name: str, place: at.Path, other: str, there: at.Path = ()) -> None:
        """Say that what stands at a place of one file comes from another, where it says no more.

        `there` is its place in the other file.
        """
        self._reused[name, place] = (other, there)

    def source(self, name: str) -> Source:
        """A file that was read."""
        return self._files[name]

    def locate(self, diagnostic: Diagnostic) -> Located:
        """The diagnostic with its place, in whichever file the text came from."""
        if isinstance(diagnostic, Located):
            return diagnostic
        if diagnostic.file not in self._files:
            return located(diagnostic, Path(diagnostic.file))
        name, path = diagnostic.file, diagnostic.path
        source = self._files[name]
        for length in range(len(path), -1, -1):
            if (name, path[:length]) in self._reused:
                other, there = self._reused[name, path[:length]]
                found, whole = self._files[other], (*there, *path[length:])
                if found.depth(whole) - len(there) > source.depth(path) - length:
                    source, path = found, whole
                    break
        mark = source.document.mark(path, key=diagnostic.at_key)
        return located(diagnostic, source.path, mark.line, mark.column)

    def locate_all(self, diagnostics: Iterable[Diagnostic]) -> tuple[Located, ...]:
        """All with their places, sorted by file, line and column."""
        return in_order(map(self.locate, diagnostics))


def in_order(diagnostics: Iterable[Located]) -> tuple[Located, ...]:
    """Sorted by place, each once."""
    found: dict[object, Located] = {}
    for each in diagnostics:
        place = (each.source, each.line, each.column, each.code, each.path)
        found.setdefault((*place, str(each.values)), each)
    return tuple(sorted(found.values(), key=lambda d: (d.source, d.line, d.column, d.code)))


def read(name: str, path: Path) -> Source:
    """Read one file; ContentError says why it cannot be."""
    try:
        size = path.stat().st_size
        if size > BYTES_MAX:
            raise _refused(name, path, "TTX004", size=size, limit=BYTES_MAX)
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(name, path, "TTX003", problem="not_utf8", byte=error.start) from error
    except OSError as error:
        problem = "cannot_find" if isinstance(error, FileNotFoundError) else "cannot_open"
        raise _refused(name, path, "TTX001", problem=problem) from error
    try:
        document = yaml.read(text)
    except yaml.YamlError as error:
        raise ContentError(tuple(_told(name, path, fault) for fault in error.faults)) from error
    except yaml.LibyamlMissing as error:
        raise UsageError("no_libyaml") from error
    return Source(name, path, document, mentioned(text))


def _told(name: str, path: Path, fault: yaml.Fault) -> Located:
    made = Diagnostic(FAULTS[fault.code], fault.path, told(fault), file=name)
    return located(made, path, fault.mark.line, fault.mark.column)


def told(fault: yaml.Fault) -> dict[str, object]:
    """What the sentence about a fault needs; places in the same file are told by their line."""
    values = {k: v.line if isinstance(v, yaml.Mark) else v for k, v in fault.values.items()}
    if "tag" in values:
        values["tag"] = str(values["tag"]).replace("tag:yaml.org,2002:", "!!")
    return {"problem": fault.code, **values}


def _refused(name: str, path: Path, code: str, **values: object) -> ContentError:
    return ContentError((located(Diagnostic(code, (), values, file=name), path),))


def located(diagnostic: Diagnostic, path: Path, line: int = 1, column: int = 1) -> Located:
    """The diagnostic with this place."""
    told = {f.name: getattr(diagnostic, f.name) for f in fields(Diagnostic)}
    return Located(**told, source=named(path), line=line, column=column)


def named(path: Path) -> str:
    """A file as messages name it: from the current folder where it lies inside, else whole."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
