"""What tests of a log on disk do in processes of their own, on disks of their own."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from simulator.acts import Recorded
from simulator.acts.evaluation import NoteTaken
from simulator.domain.errors import StoreError
from simulator.stores.sqlite import SqliteLog
from tests.builders import Table

Doing = Callable[[Path], Coroutine[Any, Any, object]]
ROOT = Path(__file__).parents[2]
NOTE = "It was noted. " * 200


def records(exercise: str = "one") -> list[Recorded]:
    """A small exercise's records."""
    made = Table().start().release("a").records
    return [record.model_copy(update={"exercise": exercise}) for record in made]


def a_note(seq: int, text: str = NOTE, exercise: str = "one") -> Recorded:
    """A further record of it."""
    event = NoteTaken(note=f"n{seq}", text=text)
    like = records(exercise)[1]
    return like.model_copy(update={"seq": seq, "event": event})


async def keep(log: SqliteLog, made: list[Recorded]) -> str | None:
    """Append in a turn; the code of what went wrong."""
    try:
        async with log.turn(made[0].exercise) as turn:
            await turn.append(made)
    except StoreError as error:
        return error.code
    return None


# What a process of its own does; it says what it found


async def fill(folder: Path) -> None:
    """Write until the disk is full; then make room and go on."""
    log = SqliteLog(folder / "store")
    await keep(log, records())
    last, code = len(records()), None
    while code is None:
        code = await keep(log, [a_note(last + 1)])
        last += code is None
    print(code, len(await log.read("one")) == last)
    (folder / "ballast").unlink()
    print(await keep(log, [a_note(last + 1)]), len(await log.read("one")) == last + 1)
    await log.close()


async def begin_full(folder: Path) -> None:
    """Begin an exercise where there is no room for one."""
    log = SqliteLog(folder / "store")
    with (folder / "more").open("wb", buffering=0) as more, suppress(OSError):
        while True:
            more.write(bytes(4096))
    print(await keep(log, records()), await log.exercises())
    await log.close()


async def closed(folder: Path) -> None:
    """Read and write where only reading is possible."""
    log = SqliteLog(folder)
    print(len(await log.read("one")), [s.exercise for s in await log.exercises()])
    print(await keep(log, [a_note(len(records()) + 1)]), await keep(log, records("two")))
    print(len(await log.read("one")), [s.exercise for s in await log.exercises()])
    await log.close()


async def hold(folder: Path) -> None:
    """Hold the lease of an exercise until killed, or told to leave it."""
    log = SqliteLog(folder)
    print(await keep(log, [a_note(len(await log.read("one")) + 1)]), flush=True)
    sys.stdin.readline()
    await log.close()
    print("closed", flush=True)
    sys.stdin.readline()


def command(doing: Doing, folder: Path, module: str = __name__) -> list[str]:
    """The command line of a process that does this, of a module, in a folder."""
    return [sys.executable, "-m", module, doing.__name__, str(folder)]


def own_disk(how: str, doing: Doing, folder: Path, module: str = __name__) -> list[str]:
    """What a process says that does this where `how` mounted something; skips where it cannot."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("mounting a disk for one process needs Linux and unshare")
    script = f'{how} && shift && exec "$@"'
    inside = ["unshare", "--mount", "--map-root-user", "sh", "-ec", script, "sh", str(folder)]
    tried = subprocess.run([*inside, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"this machine mounts nothing for one process: {tried.stderr.decode().strip()}")
    done = subprocess.run(
        [*inside, *command(doing, folder, module)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


if __name__ == "__main__":
    asyncio.run(globals()[sys.argv[1]](Path(sys.argv[2])))
