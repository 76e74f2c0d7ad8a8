"""`simulacro run --plain`, driven through its input as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.stores.sqlite import SqliteLog

SCENARIO = """\
title: Case
teams:
  - {id: red, title: Red, roles: [{id: chief, title: Chief}]}
injects:
  - {id: a, body: A reporter calls.}
"""
COMMAND = (sys.executable, "-m", "simulator", "run", "--plain")
EACH = "title: Case\nstory: {scope: team}\nteams: [Red]\ninjects: [A reporter calls.]\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(SCENARIO)
    return folder


def ran(
    scenario: Path, typed: str, *options: str, language: str = "en"
) -> subprocess.CompletedProcess[str]:
    store = scenario.parent / "store"
    return subprocess.run(
        [*COMMAND, str(scenario), "--name", "mine", "--store", str(store), *options],
        input=typed,
        env=os.environ | {"SIMULACRO_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


async def test_an_exercise_is_run_by_hand_and_kept(case: Path) -> None:
    done = ran(case, "start\nrelease\nas red/chief\ndecide a We call back.\nquit\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "A reporter calls." in done.stdout
    assert "simulacro debrief mine" in done.stdout
    log = SqliteLog(case.parent / "store")
    kinds = [r.event.kind for r in await log.read("mine")]
    await log.close()
    assert kinds[-2:] == ["decision_logged", "exercise_paused"]


def test_the_end_of_the_input_leaves_too(case: Path) -> None:
    assert ran(case, "start\n").returncode == 0


def test_screens_speak_the_language_asked_for(case: Path) -> None:
    done = ran(case, "dance\n", "--language", "es")
    assert "dance is not a command" not in done.stdout
    assert "EXERCISE EXERCISE" not in done.stdout


@pytest.fixture
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize("count", ["0", "100", "-1", "many"])
def test_a_number_of_teams_that_cannot_be_is_two(count: str, case: Path) -> None:
    assert main(["run", "--plain", str(case), "--teams", count]) == 2


@pytest.mark.usefixtures("_english")
def test_a_scenario_that_cannot_be_multiplied_is_refused(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(case.parent / "store")
    assert main(["run", "--plain", str(case), "--teams", "2", "--store", store]) == 3
    assert "story scope team" in capsys.readouterr().err
    assert not Path(store).exists()


def test_each_of_several_teams_has_a_seat(case: Path) -> None:
    (case / "scenario.yaml").write_text(EACH)
    done = ran(case, "start\nrelease\nas red-2\ndecide Ours.\nas red-3\n", "--teams", "3")
    assert done.returncode == 0
    assert "red-2> " in done.stdout
    assert "red-3> " in done.stdout


@pytest.mark.usefixtures("_english")
def test_an_unknown_scenario_is_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--plain", "nothing-here"]) == 2
    assert "nothing-here" in capsys.readouterr().err


def test_the_same_name_twice_is_refused(case: Path) -> None:
    ran(case, "quit\n")
    done = ran(case, "quit\n")
    assert done.returncode == 3
    assert done.stderr == (
        "simulacro: There is an exercise of this name already. Give another with --name.\n"
    )
