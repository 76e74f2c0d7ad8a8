"""How a subcommand is run: exit codes, one sentence for every error, faults kept in a file."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from simulator.cli import COMMANDS, main
from simulator.cli.running import exit_code, interface_language, run_command
from simulator.domain.errors import (
    ContentError,
    NotAllowed,
    Refused,
    SimulatorError,
    StoreError,
    UsageError,
)

Runs = Callable[[argparse.Namespace], int]


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def a_command(run: Runs) -> ModuleType:
    module = ModuleType("command")
    module.options = lambda parser: parser.add_argument("--flag")  # type: ignore[attr-defined]
    module.run = run  # type: ignore[attr-defined]
    return module


def ran(run: Runs, *argv: str) -> int:
    return run_command(a_command(run), "try", "try something", argv)


def raising(error: BaseException) -> Runs:
    def run(args: argparse.Namespace) -> int:
        raise error

    return run


@pytest.mark.parametrize("code", [0, 1])
def test_what_was_done_is_good_or_not(code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(lambda args: code) == code
    assert capsys.readouterr().err == ""


ERRORS: list[tuple[BaseException, int]] = [
    (UsageError("no_plays", folder="here"), 2),
    (ContentError(()), 2),
    (Refused("paused"), 3),
    (NotAllowed("facilitator_only"), 3),
    (StoreError("no_such_exercise", exercise="x"), 2),
    (StoreError("store_fault"), 4),
    (RuntimeError("oops"), 70),
    (KeyboardInterrupt(), 130),
]


@pytest.mark.parametrize(("error", "code"), ERRORS, ids=lambda e: type(e).__name__)
def test_every_error_has_its_exit_code(error: BaseException, code: int) -> None:
    assert ran(raising(error)) == code
    if isinstance(error, SimulatorError):
        assert exit_code(error) == code


def test_an_error_is_one_sentence_in_the_readers_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran(raising(StoreError("no_such_exercise", exercise="one")))
    assert capsys.readouterr().err == "simulacro: There is no exercise one in the store.\n"
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "es")
    ran(raising(StoreError("no_such_exercise", exercise="one")))
    told = capsys.readouterr().err
    assert "one" in told
    assert "There is" not in told


def test_a_hostile_name_in_an_error_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    ran(raising(UsageError("no_plays", folder="\x1b[2J\u202ehere")))
    told = capsys.readouterr().err
    assert "here" in told
    assert not set(told) & set("\x1b\u202e")


def test_a_fault_is_one_sentence_and_its_traceback_is_kept_in_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert ran(raising(RuntimeError("the pipe is bent"))) == 70
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "Traceback" not in told.err
    assert "the pipe is bent" not in told.err
    kept = (tmp_path / "state" / "simulacro" / "faults.log").read_text()
    assert "RuntimeError: the pipe is bent" in kept
    number = kept.split()[1]
    assert f"number {number}" in told.err


def test_a_fault_is_told_though_it_cannot_be_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert ran(raising(RuntimeError("oops"))) == 70
    assert "details are in" not in capsys.readouterr().err


def test_options_that_cannot_be_understood_end_with_two() -> None:
    assert ran(lambda args: 0, "--nothing") == 2
    assert ran(lambda args: 0, "--help") == 0


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"SIMULACRO_LANGUAGE": "es"}, "es"),
        ({"LANG": "es_SV.UTF-8"}, "es"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "xx_XX"}, "en"),
        ({"SIMULACRO_LANGUAGE": "en", "LANG": "es_SV"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_messages_is_the_one_asked_for_else_the_systems(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SIMULACRO_LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert interface_language() == language


# The table of commands


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in COMMANDS)


def test_no_command_is_help_and_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage:" in capsys.readouterr().out


def test_an_unknown_command_is_two_with_the_nearest_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["plya"]) == 2
    told = capsys.readouterr().err
    assert "'plya'" in told
    assert "Did you mean play?" in told


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("simulacro ")


def test_output_that_nobody_reads_any_more_is_no_fault() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as nowhere:
        done = subprocess.run(
            [sys.executable, "-m", "simulator", "explain"],
            stdout=nowhere,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")
