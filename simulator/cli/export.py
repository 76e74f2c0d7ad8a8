"""`simulacro export`: an exercise as one file, to be kept elsewhere or brought in again."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from simulator.cli import GOOD
from simulator.cli.keeping import kept, says, store_option
from simulator.domain.errors import UsageError
from simulator.ops.archive import LINES, ZIP, packed, suffix_for

STDOUT = "-"


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("exercise", help=says("help.exercise"))
    parser.add_argument("--out", metavar="FILE", help=says("help.out"))
    store_option(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file, and say where and with which head digest."""
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    async with kept(args) as log:
        records = await log.stored(args.exercise)
        files = await log.attached(args.exercise)
    out = args.out or f"{args.exercise}{suffix_for(files)}"
    if files and out.endswith(LINES):
        raise UsageError("export_needs_zip", exercise=args.exercise, file=out)
    content = packed(records, files, zipped=out.endswith(ZIP))
    if out == STDOUT:
        sys.stdout.buffer.write(content)
        return GOOD
    _write(Path(out), content)
    told = {"records": len(records), "files": len(files), "head": records[-1].digest}
    print(says("export.done", file=out, **told))
    return GOOD


def _write(path: Path, content: bytes) -> None:
    """Write for its owner alone: the file holds what people said."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(content)
    except OSError as error:
        raise UsageError("cannot_write", file=path, problem=error.strerror) from error
