"""`simulacro list`: the exercises that are kept, the latest first."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from simulator.cli import GOOD
from simulator.cli.keeping import (
    backup_folders,
    backups_option,
    kept,
    local,
    says,
    store_option,
)
from simulator.ops.shelves import backups_in
from simulator.settings import store_folder
from simulator.stores.base import Summary


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--json", action="store_true", help=says("help.json"))
    store_option(parser)
    backups_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each exercise, or say where none was found."""
    found, backed_up = asyncio.run(_found(args)), _backed_up(args)
    if args.json:
        import json

        data = [_as_data(each, backed_up.get(each.exercise)) for each in found]
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return GOOD
    if not found:
        print(says("list.none", folder=store_folder(args.store)))
    for line in _table(found, backed_up):
        print(line)
    return GOOD


async def _found(args: argparse.Namespace) -> list[Summary]:
    async with kept(args) as log:
        return await log.exercises()


def _backed_up(args: argparse.Namespace) -> Mapping[str, datetime]:
    """When the last backup was made of each exercise that has one."""
    every = (each for folder in backup_folders(args) for each in backups_in(folder))
    return {each.exercise: each.made for each in sorted(every, key=lambda each: each.made)}


def _table(found: Sequence[Summary], backed_up: Mapping[str, datetime]) -> Iterator[str]:
    """Lines of equal columns, under their headings."""
    heads = ("name", "title", "status", "created", "changed", "backup", "records")
    rows = [_row(each, backed_up.get(each.exercise)) for each in found]
    rows = [tuple(says(f"list.{head}") for head in heads), *rows] if found else []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _row(each: Summary, backup: datetime | None) -> tuple[str, ...]:
    last = local(backup) if backup else says("list.no_backup")
    times = (local(each.created), local(each.changed), last)
    return (each.exercise, each.title, says(f"list.{each.status}"), *times, str(each.records))


def _as_data(each: Summary, backup: datetime | None) -> dict[str, Any]:
    return {
        "exercise": each.exercise,
        "scenario": each.scenario,
        "title": each.title,
        "status": each.status,
        "created": each.created.astimezone().isoformat(),
        "changed": each.changed.astimezone().isoformat(),
        "backup": backup.astimezone().isoformat() if backup else None,
        "records": each.records,
    }
