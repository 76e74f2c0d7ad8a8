"""`simulacro explain`: the page about a diagnostic, with a bad example and a good one."""

from __future__ import annotations

import argparse
from importlib import resources

from simulator.cli import GOOD
from simulator.domain.errors import UsageError


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "code", nargs="?", help="a diagnostic's number, TTX007; without it, all that there are"
    )


def run(args: argparse.Namespace) -> int:
    """Print one page, or the title of each."""
    pages = _pages()
    if args.code is None:
        for page in pages.values():
            print(page.partition("\n")[0].removeprefix("# "))
        return GOOD
    code = args.code.upper()
    if code not in pages:
        raise UsageError("no_such_diagnostic", number=args.code)
    print(pages[code].rstrip("\n"))
    return GOOD


def _pages() -> dict[str, str]:
    """Every page by its number."""
    folder = resources.files("simulator") / "diagnostics"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".md")), key=lambda f: f.name)
    return {file.name.removesuffix(".md"): file.read_text(encoding="utf-8") for file in files}
