"""`simulacro import log`: an exported exercise kept again, byte for byte."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from simulator.cli import GOOD, NOT_GOOD
from simulator.cli.keeping import kept, says
from simulator.domain.errors import Refused, UsageError
from simulator.ops.archive import MOST_BYTES, Archive, unpacked
from simulator.stores.base import read_back, usable_name
from simulator.stores.verify import verified


def run(args: argparse.Namespace) -> int:
    """Bring the file in; nothing is kept where its chain is broken."""
    archive = unpacked(_content(args.file), str(args.file))
    found = verified(archive.records)
    if not found.sound or archive.changed:
        key = "changed" if found.sound else "broken"
        told = {"file": args.file, "number": found.broken, "count": len(archive.changed)}
        print(f"simulacro: {says(f'import.{key}', **told)}", file=sys.stderr)
        return NOT_GOOD
    name = args.name or read_back(archive.records[-1].text).exercise
    if not usable_name(name):
        raise Refused("unusable_name", name=name)
    asyncio.run(_keep(args, name, archive))
    print(says("import.done", exercise=name, records=found.records, head=found.head))
    return GOOD


async def _keep(args: argparse.Namespace, name: str, archive: Archive) -> None:
    async with kept(args) as log:
        await log.restore(name, archive.records, archive.files)


def _content(path: Path) -> bytes:
    """The file's bytes. Raises `UsageError`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError("export_too_large", file=path, limit=MOST_BYTES)
        return path.read_bytes()
    except OSError as error:
        raise UsageError("import_no_file", file=path, reason=error.strerror) from error
