"""`simulacro check`: everything that is wrong with content files, with file, line and column."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from simulator.cli import GOOD, NOT_DONE, NOT_GOOD
from simulator.cli.running import interface_language
from simulator.collector import collector_off
from simulator.content.examine import Examiner
from simulator.content.recognise import content_files
from simulator.content.sources import Located, in_order
from simulator.content.wording import as_data, lines
from simulator.domain.errors import UsageError
from simulator.plugins import Registry
from simulator.text import words

UNREADABLE = frozenset({"TTX001", "TTX019"})
"""About a path that was given: it could not be looked at."""


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a scenario's folder, any content file, or a folder of many",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    parser.add_argument("--language", default=interface_language(), help="of the messages")


def run(args: argparse.Namespace) -> int:
    """Look at every path; 1 where something is wrong, 2 where something cannot be looked at."""
    with collector_off():
        found, files = _looked_at(args.paths)
    if args.format == "json":
        import json

        print(json.dumps([as_data(d, args.language) for d in found], ensure_ascii=False, indent=2))
    else:
        for line in (*lines(found, args.language), _summary(found, files, args.language)):
            print(line)
    return _exit(found, args)


def _looked_at(paths: Iterable[Path]) -> tuple[tuple[Located, ...], int]:
    """What was found in all paths, sorted by place, and how many files were read."""
    channels = Registry("channels")
    examiner = Examiner(channels, tuple(Registry("scoring")))
    examined = [examiner.examined(file) for path in paths for file in _files(path)]
    files = {name for each in examined for name in each.files}
    for name, reason in channels.broken.items():
        print(words("check.broken", name=name, reason=reason), file=sys.stderr)
    return in_order(each for found in examined for each in found.diagnostics), len(files)


def _files(path: Path) -> Iterator[Path]:
    """The files that a path means; a folder must hold some. Raises `UsageError`."""
    if not path.is_dir():
        yield path
        return
    found = tuple(content_files(path))
    if not found:
        raise UsageError("no_content", folder=path)
    yield from found


def _summary(found: Iterable[Located], files: int, language: str) -> str:
    """The last line: how many errors and warnings, in how many files."""
    kinds = [each.severity for each in found]
    parts = {
        "errors": kinds.count("error"),
        "warnings": kinds.count("warning"),
        "files": files,
    }
    counted = {key: words(f"check.{key}", language, count=n) for key, n in parts.items()}
    return words("check.summary", language, **counted)


def _exit(found: Iterable[Located], args: argparse.Namespace) -> int:
    if any(each.code in UNREADABLE and Path(each.source) in args.paths for each in found):
        return NOT_DONE
    bad = ("error", "warning") if args.strict else ("error",)
    return NOT_GOOD if any(each.severity in bad for each in found) else GOOD
