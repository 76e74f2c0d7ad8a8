"""`simulacro check` looks at every path and answers in lines or in JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from simulator.cli import GOOD, NOT_DONE, NOT_GOOD, main

GOOD_CASE = "title: Case\nteams: [Crisis team]\ninjects: [A reporter calls.]\n"
BAD_CASE = GOOD_CASE + "titel: x\n"
WARNED = "id: other\n" + GOOD_CASE


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Messages in English, paths from the test's own folder."""
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)


def a_case(name: str, text: str) -> str:
    """A scenario in a folder; the folder's name."""
    folder = Path("scenarios") / name
    folder.mkdir(parents=True)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def test_what_is_right_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", a_case("good", GOOD_CASE)]) == GOOD
    out = capsys.readouterr().out
    assert re.fullmatch(r"0 errors, 0 warnings in \d files\.\n", out)


def test_each_diagnostic_is_a_line_with_a_hint_below(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", a_case("bad", BAD_CASE)]) == NOT_GOOD
    first, second, last = capsys.readouterr().out.splitlines()
    assert first == "scenarios/bad/scenario.yaml:4:1 TTX022 `titel` is not known here."
    assert second.startswith("    Did you mean `title`? Check the spelling")
    assert last == "1 error, 0 warnings in 1 file."


def test_a_folder_of_many_is_looked_through(capsys: pytest.CaptureFixture[str]) -> None:
    a_case("a-bad", BAD_CASE)
    a_case("b-bad", BAD_CASE)
    a_case("good", GOOD_CASE)
    assert main(["check", "."]) == NOT_GOOD
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert [line.partition(":")[0] for line in lines[:2]] == [
        "scenarios/a-bad/scenario.yaml",
        "scenarios/b-bad/scenario.yaml",
    ]
    assert lines[2].startswith("2 errors, 0 warnings in ")


def test_the_same_file_twice_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_case("bad", BAD_CASE)
    assert main(["check", folder, f"{folder}/scenario.yaml"]) == NOT_GOOD
    assert capsys.readouterr().out.endswith("1 error, 0 warnings in 1 file.\n")


def test_warnings_alone_are_good_unless_strict(capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_case("case", WARNED)
    assert main(["check", folder]) == GOOD
    assert "0 errors, 1 warning" in capsys.readouterr().out
    assert main(["check", folder, "--strict"]) == NOT_GOOD


def test_json_is_a_list_of_objects(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", a_case("bad", BAD_CASE), "--format", "json"]) == NOT_GOOD
    (found,) = json.loads(capsys.readouterr().out)
    assert found["file"] == "scenarios/bad/scenario.yaml"
    assert (found["line"], found["column"], found["code"]) == (4, 1, "TTX022")
    assert (found["severity"], found["path"]) == ("error", "titel")
    assert found["message"] == "`titel` is not known here."
    assert found["hint"].startswith("Did you mean `title`?")


def test_json_of_nothing_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", a_case("good", GOOD_CASE), "--format", "json"]) == GOOD
    assert json.loads(capsys.readouterr().out) == []


def test_messages_are_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", a_case("bad", BAD_CASE), "--language", "es"]) == NOT_GOOD
    out = capsys.readouterr().out
    assert "`titel` no se conoce aquí." in out
    assert out.endswith("1 error, 0 advertencias en 1 archivo.\n")


def test_what_is_not_there_cannot_be_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "none.yaml"]) == NOT_DONE
    assert "none.yaml:1:1 TTX001 There is no such file." in capsys.readouterr().out


def test_what_is_no_content_cannot_be_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    Path("notes.yaml").write_text("title: Notes\n")
    assert main(["check", "notes.yaml"]) == NOT_DONE
    assert "TTX019" in capsys.readouterr().out


def test_a_folder_without_content_cannot_be_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    assert main(["check", "empty"]) == NOT_DONE
    assert "There is no content in empty." in capsys.readouterr().err


def test_our_own_content_has_no_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[3])
    assert main(["check", ".", "--strict"]) == GOOD, capsys.readouterr().out
