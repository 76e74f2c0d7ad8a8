"""The simulacro command: a table of subcommands, each imported when it is used.

Exit codes (the same for all): 0 done and good; 1 done, and what was looked at is not good; 2 could
not be done; 3 refused by the rules or not allowed; 4 the store cannot be read or written; 70 a
fault of ours; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

GOOD, NOT_GOOD, NOT_DONE, REFUSED, STORE, FAULT, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "play the sample exercise and write its report"),
    "run": ("run", "run an exercise of a scenario"),
    "resume": ("resume", "go on with an exercise that was left"),
    "serve": ("serve", "serve an exercise, without a console"),
    "console": ("console", "open the facilitator's console on an exercise that is served"),
    "join": ("join", "take a seat at an exercise that is served, with a code"),
    "stop": ("stop", "stop the server of an exercise"),
    "play": ("play", "play a script and check what it expects"),
    "preflight": ("preflight", "look at everything an event hangs on, the day before"),
    "rehearse": ("rehearse", "let bots play a scenario many times and say what they found"),
    "loadtest": ("loadtest", "let a crowd of made-up people play at a server of its own"),
    "debrief": ("debrief", "write the after-action report of an exercise"),
    "list": ("listing", "list the exercises that are kept"),
    "verify": ("verify", "check that kept exercises are as they were acknowledged"),
    "export": ("export", "write an exercise to one file"),
    "backup": ("backup", "copy exercises whole, also while they are played"),
    "restore": ("restore", "keep an exercise again from its backup"),
    "purge": ("purge", "remove an exercise, or the texts in some of its records"),
    "check": ("check", "look through scenarios, playbooks and plays"),
    "explain": ("explain", "explain a diagnostic, with a bad and a good example"),
    "schema": ("schema", "print the JSON Schema of a kind of file"),
    "import": ("importing", "turn a foreign format into our files, or bring an exercise in"),
    "config": ("config", "show every setting and where it comes from"),
}
"""Subcommand → its module in this package, and what it does in one line."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is returned, never raised."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(_help())
        return GOOD if words else NOT_DONE
    if words[0] == "--version":
        from simulator import __version__

        print(f"simulacro {__version__}")
        return GOOD
    if words[0] not in COMMANDS:
        from difflib import get_close_matches

        near = get_close_matches(words[0], COMMANDS, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        print(
            f"simulacro: there is no command {words[0]!r}.{meant} See: simulacro --help",
            file=sys.stderr,
        )
        return NOT_DONE
    from simulator.collector import collector_off, keep

    name, summary = COMMANDS[words[0]]
    with collector_off():
        from simulator.cli.running import run_command

        module = import_module(f"simulator.cli.{name}")
        if argv is None:
            keep()  # in a process of its own, whatever was imported stays
    return run_command(module, words[0], summary, words[1:])


def _help() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{summary}" for name, (_, summary) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: simulacro COMMAND [...]",
            "",
            "Tabletop cyber-crisis exercises: run them, log what is decided, write the report.",
            "",
            *lines,
            "",
            "simulacro COMMAND --help tells more. Begin with: simulacro demo",
        ]
    )
