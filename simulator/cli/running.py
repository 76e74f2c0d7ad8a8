"""How every subcommand is run: its options parsed, its errors worded, its exit code given.

A subcommand's module has `options(parser)`, which declares its arguments, and `run(args) -> int`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from simulator import cli
from simulator.domain.errors import (
    ContentError,
    NotAllowed,
    Refused,
    SimulatorError,
    StoreError,
)
from simulator.settings import faults_file, language
from simulator.text import FALLBACK, languages, words

UNKNOWN = frozenset(
    {
        "no_such_exercise",
        "no_such_record",
        "exercise_exists",
        "holds_the_scenario",
        "name_reserved",
    }
)
"""What the store says of things asked for wrongly; it is itself in order."""


def interface_language() -> str:
    """The language of messages: as it is set, else the system's, else English."""
    code = language().replace("_", "-").split("-")[0].split(".")[0].lower()
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
    broken = isinstance(error, StoreError) and error.code not in UNKNOWN
    return cli.STORE if broken else cli.NOT_DONE


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

    number, file = secrets.token_hex(3), faults_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as log:
            log.write(f"fault {number}\n{traceback.format_exc()}\n")
        where = f"; details are in {file}"
    except OSError:
        where = ""
    return f"simulacro: something went wrong that is our fault, number {number}{where}."
