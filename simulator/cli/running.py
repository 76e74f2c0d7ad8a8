"""How every subcommand is run: its options parsed, its errors worded, its exit code given.

A subcommand's module has `options(parser)`, which declares its arguments, and `run(args) -> int`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from simulator import cli
from simulator.domain.errors import (
    ContentError,
    NotAllowed,
    Refused,
    SimulatorError,
    StoreError,
)
from simulator.text import FALLBACK, languages, words


def interface_language() -> str:
    """The language of messages: `SIMULACRO_LANGUAGE`, else the system's, else English."""
    wanted = os.environ.get("SIMULACRO_LANGUAGE") or os.environ.get("LANG") or FALLBACK
    code = wanted.replace("_", "-").split("-")[0].split(".")[0].lower()
    return code if code in languages() else FALLBACK


def run_command(module: ModuleType, name: str, summary: str, argv: Sequence[str]) -> int:
    """Run one subcommand; every error becomes one sentence and an exit code."""
    parser = argparse.ArgumentParser(
        prog=f"simulacro {name}", description=f"{summary[0].upper()}{summary[1:]}."
    )
    module.options(parser)
    try:
        args = parser.parse_args(argv)
    except SystemExit as stop:
        return cli.GOOD if not stop.code else cli.NOT_DONE
    try:
        code = int(module.run(args))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return cli.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return cli.GOOD
    except SimulatorError as error:
        tell(error)
        return exit_code(error)
    except Exception:
        print(_fault(), file=sys.stderr)
        return cli.FAULT


def exit_code(error: SimulatorError) -> int:
    """The exit code of an error."""
    if isinstance(error, Refused | NotAllowed):
        return cli.REFUSED
    unknown = error.code == "no_such_exercise"
    return cli.STORE if isinstance(error, StoreError) and not unknown else cli.NOT_DONE


def tell(error: SimulatorError) -> None:
    """One sentence on stderr; for a wrong file, a line for each diagnostic.

    What stands in a file or was typed may be in it, so nothing that moves a cursor stays.
    """
    from simulator.domain.model import cleaned

    language = interface_language()
    if isinstance(error, ContentError):
        from simulator.content.wording import lines

        for line in lines(error.diagnostics, language):
            print(cleaned(line), file=sys.stderr)
        return
    said = words(f"errors.{error.code}", language, **error.values)
    print(f"simulacro: {cleaned(said)}", file=sys.stderr)


def _fault() -> str:
    """Keep the traceback in the fault log and say in one sentence where."""
    import secrets
    import traceback

    number = secrets.token_hex(3)
    folder = (
        Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "simulacro"
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "faults.log").open("a", encoding="utf-8") as log:
            log.write(f"fault {number}\n{traceback.format_exc()}\n")
        where = f"; details are in {folder / 'faults.log'}"
    except OSError:
        where = ""
    return f"simulacro: something went wrong that is our fault, number {number}{where}."
