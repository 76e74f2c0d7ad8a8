"""`simulacro verify`: whether kept exercises are still the bytes that were acknowledged."""

from __future__ import annotations

import argparse
import asyncio
import re
from collections.abc import Sequence

from simulator.cli import GOOD, NOT_GOOD
from simulator.cli.keeping import kept, says, store_option
from simulator.cli.running import exit_code, tell
from simulator.domain.errors import SimulatorError, UsageError
from simulator.domain.model import cleaned
from simulator.stores.base import Stored
from simulator.stores.sqlite import SqliteLog
from simulator.stores.verify import Verdict, attachments_of, unlike, verified


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("exercise", nargs="+", help=says("help.exercises"))
    parser.add_argument("--head", metavar="DIGEST", help=says("help.head"))
    store_option(parser)


def run(args: argparse.Namespace) -> int:
    """Look at every exercise; the code of the worst."""
    if args.head and len(set(args.exercise)) > 1:
        raise UsageError("head_of_one")
    if args.head and not re.fullmatch("[0-9a-f]{64}", args.head):
        raise UsageError("not_a_digest", given=args.head)
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    async with kept(args) as log:
        names = dict.fromkeys(args.exercise)
        return max([await _looked_at(log, name, args.head) for name in names])


async def _looked_at(log: SqliteLog, name: str, anchor: str | None) -> int:
    try:
        records = await log.stored(name)
        missing, changed = await _attachments(log, name, records)
    except SimulatorError as error:
        tell(error)
        return exit_code(error)
    found = verified(records)
    key = "sound" if found.sound else "broken"
    told = {"records": found.records, "number": found.broken, "head": found.head}
    print(says(f"verify.{key}", exercise=name, **told))
    if found.redacted:
        print("  " + says("verify.redacted", count=found.redacted))
    for key, files in (("missing", missing), ("changed", changed)):
        for file in files:
            print("  " + says(f"verify.{key}", file=cleaned(file)))
    anchored = anchor is None or _anchored(found, anchor)
    return GOOD if found.sound and anchored and not missing and not changed else NOT_GOOD


async def _attachments(
    log: SqliteLog, name: str, records: Sequence[Stored]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The attachments that are not there, and those that are not what was kept."""
    digests, files = await log.digests(name), await log.attached(name)
    missing = {*attachments_of(records), *digests} - {*files}
    return tuple(sorted(missing)), unlike(digests, files)


def _anchored(found: Verdict, anchor: str) -> bool:
    """Whether the log still has the record whose digest was noted elsewhere; says so."""
    number = found.at(anchor)
    if number is None:
        print("  " + says("verify.no_anchor"))
        return False
    key = "is_head" if number == found.records else "went_on"
    print("  " + says(f"verify.{key}", number=number, more=found.records - number))
    return True
