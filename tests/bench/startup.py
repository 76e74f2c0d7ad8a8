"""How long commands take from their start in a fresh interpreter, and what they import (G12)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.harness import Benchmark, command

ROUNDS = 9

SMALL = """\
title: Power cut
teams: [management]
injects:
  - The lights go out in the whole building.
  - The generator does not start.
  - A newspaper asks what is going on.
"""
MODELS = """\
import yaml, pydantic
from simulator.domain.playbook import Rubric
from simulator.domain.scenario import Scenario
Scenario.model_rebuild()
Rubric.model_rebuild()
"""
"""The least that a check of a scenario needs: the parser, pydantic, and our models made ready."""
ASK = """\
import sys
from simulator.cli import main
code = main({words!r})
print(*sys.modules, sep="\\n", file=sys.stderr)
sys.exit(code)
"""
"""Runs a command and names all modules that it has imported."""

SLOW = ("asyncpg", "babel", "jinja2", "networkx", "numpy", "starlette", "textual")
"""Packages that are imported only where they are used."""


def benchmarks() -> Iterator[Benchmark]:
    """The benchmarks of this subject."""
    started = partial(command, environment=compiled())
    bare = started("python -c pass", sys.executable, "-c", "pass")
    simulacro = str(Path(sys.executable).with_name("simulacro"))
    for option in ("--version", "--help"):
        yield Benchmark(
            f"startup.{option.strip('-')}",
            "G12",
            started(f"simulacro {option}", simulacro, option),
            bare,
            3,
            rounds=ROUNDS,
            gate=partial(none_is_slow, option),
        )
    yield Benchmark(
        "startup.check",
        "G12",
        started("check small.yaml", simulacro, "check", small()),
        started("yaml, pydantic, models", sys.executable, "-c", MODELS),
        1.3,
        rounds=ROUNDS,
        gate=partial(none_is_slow, "check", small()),
    )


def compiled() -> dict[str, str]:
    """An environment in which modules are compiled once, as in an installed package."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": _folder().name}


def none_is_slow(*words: str) -> None:
    """No package that is slow to import is imported by a command."""
    assert not imported(*words) & {*SLOW}


def imported(*words: str) -> set[str]:
    """The top modules that a command has imported when it is done well."""
    asked = [sys.executable, "-c", ASK.format(words=list(words))]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.splitlines()}


def small() -> str:
    """The file of the shortest scenario worth the name, until this process ends."""
    file = Path(_folder().name) / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return str(file)


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="simulacro-bench-")
