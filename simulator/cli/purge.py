"""`simulacro purge`: an exercise removed for good, or people's texts, or their names."""

from __future__ import annotations

import argparse
import asyncio
import re

from simulator.cli import GOOD, NOT_DONE
from simulator.cli.keeping import (
    agreed,
    backup_folders,
    backups_option,
    kept,
    says,
    store_option,
)
from simulator.domain.errors import StoreError, UsageError
from simulator.domain.model import ID_MAX
from simulator.ops.shelves import backups_in, forget_all, redact_all, remove_all
from simulator.settings import faults_file, store_folder
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog

ID = re.compile(rf"[a-z0-9-]{{1,{ID_MAX}}}")


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("exercise", help=says("help.exercise"))
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument(
        "--person",
        nargs="+",
        action="extend",
        default=[],
        metavar="WHO",
        dest="people",
        help=says("help.person"),
    )
    parts.add_argument(
        "--record",
        nargs="+",
        type=int,
        action="extend",
        default=[],
        metavar="N",
        dest="records",
        help=says("help.record"),
    )
    parser.add_argument("--yes", action="store_true", help=says("help.yes"))
    store_option(parser)
    backups_option(parser)


def run(args: argparse.Namespace) -> int:
    """Ask, remove from the store and its backups, and say what is out of reach."""
    return asyncio.run(_run(args))


async def _run(args: argparse.Namespace) -> int:
    numbers = sorted(set(args.records))
    async with kept(args) as log:
        backups = _backups(args)
        there = await _is_kept(log, args, backups)
        people = await _named(args) if args.people else {}
        key = "texts" if numbers else "names" if people else "whole"
        told = {
            "exercise": args.exercise,
            "records": ", ".join(map(str, numbers)),
            "people": ", ".join(f"{name} ({who})" if name else who for who, name in people.items()),
        }
        if not args.yes and not agreed(_question(key, told, backups)):
            print(says("purge.nothing"))
            return NOT_DONE
        if people:
            reached = await _forget(args, list(people))
        else:
            reached = await (_redact(log, args) if numbers else _remove(log, args, there=there))
    print(says(f"purge.done_{key}", **told))
    for line in reached:
        print(line)
    print(says("purge.beyond", faults=faults_file()))
    return GOOD


def _backups(args: argparse.Namespace) -> int:
    """How many backups of the exercise lie in the folders of this store."""
    return sum(len(backups_in(folder, args.exercise)) for folder in backup_folders(args))


def _question(key: str, told: dict[str, str], backups: int) -> str:
    too = [says("purge.ask_backups", count=backups)] if backups else []
    return " ".join([*too, says(f"purge.ask_{key}", **told)])


async def _is_kept(log: SqliteLog, args: argparse.Namespace, backups: int) -> bool:
    """Whether there is more of it than backups, before anybody is asked.

    Raises `StoreError` where there is nothing that could be removed.
    """
    try:
        await log.attached(args.exercise)
    except StoreError as error:
        if error.code != "no_such_exercise" or args.records or not backups:
            raise
        return False
    return True


async def _remove(log: SqliteLog, args: argparse.Namespace, *, there: bool) -> list[str]:
    """Backups, names and log; none of them where another process has it open to write."""
    names = SqliteNames(store_folder(args.store))
    async with log.turn(args.exercise):
        count = await asyncio.to_thread(remove_all, backup_folders(args), args.exercise)
        await names.forget(args.exercise)
        if there:
            await log.purge(args.exercise)
    return [says("purge.backups_removed", count=count)] if count else []


async def _redact(log: SqliteLog, args: argparse.Namespace) -> list[str]:
    """The texts in the log, then in its backups; again, it reaches what it did not before."""
    numbers = sorted(set(args.records))
    await log.redact(args.exercise, numbers)
    digests = {kept.seq: kept.digest for kept in await log.stored(args.exercise)}
    asked = {number: digests[number] for number in numbers}
    folders = backup_folders(args)
    return _reached(await asyncio.to_thread(redact_all, folders, args.exercise, asked))


async def _named(args: argparse.Namespace) -> dict[str, str]:
    """Whom it is about, by id or by name, each with their name if it is kept in the store.

    Raises `UsageError` for a name that nobody has; an id may be in backups alone.
    """
    known = await SqliteNames(store_folder(args.store)).of(args.exercise)
    found: dict[str, str] = {}
    for who in args.people:
        people = [person for person, name in known.items() if who in (person, name)]
        if not people and not ID.fullmatch(who):
            raise UsageError("nobody_called", name=who, exercise=args.exercise)
        found |= {person: known.get(person, "") for person in people or [who]}
    return found


async def _forget(args: argparse.Namespace, people: list[str]) -> list[str]:
    """Names in the store, then in the backups; what people did stays, under their ids."""
    names = SqliteNames(store_folder(args.store))
    for person in people:
        await names.forget(args.exercise, person)
    folders = backup_folders(args)
    return _reached(await asyncio.to_thread(forget_all, folders, args.exercise, people))


def _reached(counts: tuple[int, int]) -> list[str]:
    """What became of the backups, in sentences."""
    changed, removed = counts
    told = [says("purge.backups_redacted", count=changed)] if changed else []
    return told + ([says("purge.backups_unreadable", count=removed)] if removed else [])
