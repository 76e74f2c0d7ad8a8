"""Servers as processes of their own: begun beside a console, and told to stop."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

from simulator.cli.served import Served, noted, reached
from simulator.domain.errors import UsageError

LONGEST_START, LONGEST_STOP = 60.0, 15.0
"""Seconds of wall time."""
BEAT = 0.05
OWN_WORDS = "simulacro: "


async def started(folder: Path, exercise: str, args: argparse.Namespace) -> Served:
    """The server of an exercise, begun and answering. Raises `UsageError`.

    It is in a session of its own: what ends the console does not end it.
    """
    before = noted(folder, exercise)
    said = folder / f"{exercise}.server.log"
    with said.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603, ASYNC220  # our own command, and it is not waited for
            _command(folder, exercise, args),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
            | getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    end = time.monotonic() + LONGEST_START
    while (served := noted(folder, exercise)) is None or served == before:
        if process.poll() is not None or time.monotonic() > end:
            raise UsageError("server_not_started", exercise=exercise, why=_last_words(said))
        await asyncio.sleep(BEAT)
    process.returncode = 0  # it goes on by itself; nobody here waits for its end
    return served


async def stopped(folder: Path, served: Served) -> None:
    """Tell a server to stop, and wait until it has let go of its exercise. Raises `UsageError`."""
    async with reached(served) as desk:
        await desk.stop()
    end = time.monotonic() + LONGEST_STOP
    while noted(folder, served.exercise) == served:
        if time.monotonic() > end:
            raise UsageError("server_not_stopped", exercise=served.exercise, pid=served.pid)
        await asyncio.sleep(BEAT)


def _command(folder: Path, exercise: str, args: argparse.Namespace) -> list[str]:
    command = [sys.executable, "-m", "simulator", "serve", exercise, "--quiet"]
    command += ["--store", str(folder.absolute())]
    for option in ("bots", "backups", "language", "port"):
        if (value := getattr(args, option, None)) is not None:
            command += [f"--{option}", str(value)]
    if getattr(args, "lan", False):
        command.append("--lan")
    return command


def _last_words(file: Path) -> str:
    """What a server said last before it ended."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    said = [line for line in lines if line.strip()]
    return said[-1].removeprefix(OWN_WORDS) if said else os.fspath(file)
