"""`simulacro rehearse`: its three formats, its exit codes, and that it leaves the store alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from simulator.cli import main, rehearse
from simulator.cli.rehearse import _Bar
from simulator.content.schema import schema
from simulator.domain.rehearsal import Rehearsal

GOOD = """\
title: Case
teams: [{id: red, title: Red}, {id: blue, title: Blue}]
planned: 10
injects:
  - {id: a, body: A reporter calls., release: {delay: 2}}
  - {id: b, body: The mayor calls., release: {delay: 40}, to: [red]}
  - {id: c, body: It is over., ends: true}
"""
DEAD = """\
title: Case
teams: [{id: red, title: Red}, {id: blue, title: Blue}]
milestones: [{id: told, text: Told}]
injects:
  - {id: a, body: A reporter calls., next: [{to: c, when: {milestone: told}}]}
  - {id: c, body: It is over., ends: true}
"""


@pytest.fixture(autouse=True)
def _surroundings(store: Path) -> None:
    assert not store.exists()


def a_case(text: str = GOOD) -> str:
    folder = Path("scenarios") / "case"
    folder.mkdir(parents=True)
    (folder / "scenario.yaml").write_text(text)
    return str(folder)


def rehearsed(*words: str) -> int:
    return main(["rehearse", *words, "--runs", "8", "--jobs", "1"])


def test_a_rehearsal_is_told_as_text_and_leaves_the_store_alone(
    capsys: pytest.CaptureFixture[str], store: Path
) -> None:
    assert rehearsed(a_case()) == 0
    told = capsys.readouterr()
    assert "100% of the runs came to an end." in told.out
    assert "Blue, after “A reporter calls.”: in 100% of the runs" in told.out
    assert "The scenario says 10 min." in told.out
    assert "█" in told.out
    assert told.err == ""
    assert not store.exists()


def test_it_speaks_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    assert rehearsed(a_case(), "--language", "es") == 0
    assert "Equipos desocupados" in capsys.readouterr().out


def test_json_is_what_its_schema_says_and_the_same_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = a_case()
    assert rehearsed(case, "--format", "json", "--facilitator", "mixture") == 0
    first = capsys.readouterr().out
    Draft7Validator(schema("rehearsal", {})).validate(json.loads(first))
    assert Rehearsal.model_validate_json(first).runs == 8
    assert rehearsed(case, "--format", "json", "--facilitator", "mixture") == 0
    assert capsys.readouterr().out == first
    assert rehearsed(case, "--format", "json", "--seed", "9") == 0
    assert capsys.readouterr().out != first


def test_html_is_one_file_that_needs_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert rehearsed(a_case(), "--format", "html") == 0
    assert capsys.readouterr().out == "case-rehearsal.html\n"
    page = Path("case-rehearsal.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")
    assert "REHEARSAL" in page


def test_a_dead_end_is_one_and_its_way_can_be_played(capsys: pytest.CaptureFixture[str]) -> None:
    case = a_case(DEAD)
    assert rehearsed(case, "--plays", f"{case}/plays", "--out", "told.txt") == 1
    assert capsys.readouterr().out == f"told.txt\n{case}/plays/dead-end-1.yaml\n"
    assert "Nothing comes after “A reporter calls.”" in Path("told.txt").read_text("utf-8")
    assert main(["play", "--quiet", case]) == 0
    assert rehearsed(case, "--plays", "elsewhere") == 1
    assert "elsewhere/dead-end-1.yaml" in capsys.readouterr().err
    assert rehearsed(case, "--format", "html") == 1
    assert "release" in Path("case-rehearsal.html").read_text("utf-8")


def test_teams_made_of_one_are_told_by_their_number(capsys: pytest.CaptureFixture[str]) -> None:
    text = "title: Case\nteams: [Red]\nstory: {scope: team}\ninjects: [{body: A., ends: true}]\n"
    assert rehearsed(a_case(text), "--teams", "3") == 0
    assert "Red 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [("--bots", "brave"), ("--runs", "0"), ("--format", "pdf"), ("--out", "scenarios")],
)
def test_what_cannot_be_done_is_two(words: tuple[str, ...]) -> None:
    assert main(["rehearse", a_case(), "--jobs", "1", "--runs", "2", *words]) == 2


def test_teams_that_cannot_be_multiplied_are_refused() -> None:
    assert rehearsed(a_case(), "--teams", "3") == 3


def test_interrupted_it_tells_what_there_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(self: _Bar, runs: int) -> None:
        if runs == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(_Bar, "told", told)
    assert rehearsed(a_case()) == 130
    assert "Interrupted: 3 of 8 runs were played." in capsys.readouterr().out


def test_on_a_terminal_a_bar_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert rehearsed(a_case()) == 0
    told = capsys.readouterr().err
    assert "8 of 8 runs" in told
    assert told.endswith("\r\x1b[K")


def test_as_many_processes_as_there_are_cores() -> None:
    assert rehearse._cores() >= 1
