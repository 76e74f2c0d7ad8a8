"""What the commands about kept exercises share: the store and its option, a question, times."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from simulator.cli.running import interface_language
from simulator.settings import BACKUPS, backups_folder, store_folder
from simulator.stores.sqlite import SqliteLog
from simulator.text import words


def says(key: str, /, **values: object) -> str:
    """Words about kept exercises, in the language of messages."""
    return words(f"keeping.{key}", interface_language(), **values)


def store_option(parser: argparse.ArgumentParser) -> None:
    """`--store FOLDER`."""
    parser.add_argument("--store", metavar="FOLDER", help=says("help.store"))


def backups_option(parser: argparse.ArgumentParser) -> None:
    """`--backups FOLDER`, or `--backups off`."""
    parser.add_argument("--backups", metavar="FOLDER", help=says("help.backups"))


def backup_folder(args: argparse.Namespace) -> Path | None:
    """Where backups are made by themselves; none where they are off."""
    return backups_folder(store_folder(args.store), args.backups)


def backup_folders(args: argparse.Namespace) -> tuple[Path, ...]:
    """Every folder in which backups of the store may lie: the one that is set, and its own."""
    own = store_folder(args.store) / BACKUPS
    return tuple({(backup_folder(args) or own).absolute(): None, own.absolute(): None})


@asynccontextmanager
async def kept(args: argparse.Namespace) -> AsyncIterator[SqliteLog]:
    """The store that was asked for, open while the block runs."""
    log = SqliteLog(store_folder(args.store))
    try:
        yield log
    finally:
        await log.close()


def local(at: datetime) -> str:
    """A moment as this machine's clocks show it, with the zone."""
    return at.astimezone().isoformat(" ", "minutes")


def agreed(question: str) -> bool:
    """Whether somebody at the keyboard says yes; nobody there is no."""
    try:
        said = input(f"{question} ")
    except EOFError:
        return False
    return said.strip().lower() in (says("yes"), says("yes")[0])
