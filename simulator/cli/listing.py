"""`simulacro list`: the exercises that are kept, the latest first."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from simulator.cli import GOOD
from simulator.cli.keeping import kept, local, says, store_option
from simulator.settings import store_folder
from simulator.stores.base import Summary


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--json", action="store_true", help=says("help.json"))
    store_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each exercise, or say where none was found."""
    found = asyncio.run(_found(args))
    if args.json:
        import json

        print(json.dumps([_as_data(each) for each in found], ensure_ascii=False, indent=2))
        return GOOD
    if not found:
        print(says("list.none", folder=store_folder(args.store)))
    for line in _table(found):
        print(line)
    return GOOD


async def _found(args: argparse.Namespace) -> list[Summary]:
    async with kept(args) as log:
        return await log.exercises()


def _table(found: Sequence[Summary]) -> Iterator[str]:
    """Lines of equal columns, under their headings."""
    heads = ("name", "title", "status", "created", "changed", "records")
    rows = [tuple(says(f"list.{head}") for head in heads), *map(_row, found)] if found else []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _row(each: Summary) -> tuple[str, ...]:
    times = (local(each.created), local(each.changed))
    return (each.exercise, each.title, says(f"list.{each.status}"), *times, str(each.records))


def _as_data(each: Summary) -> dict[str, Any]:
    return {
        "exercise": each.exercise,
        "scenario": each.scenario,
        "title": each.title,
        "status": each.status,
        "created": each.created.astimezone().isoformat(),
        "changed": each.changed.astimezone().isoformat(),
        "records": each.records,
    }
