"""`simulacro import`: what it writes, what it says, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli import GOOD, NOT_DONE, main
from simulator.content import yaml
from simulator.domain.playbook import Playbook
from tests.unit.importing.sources import a_cacao
from tests.unit.importing.test_icebergttx import a_story, an_inject
from tests.unit.importing.test_react import LOCK, ONE, UNFILLED

GUESSED = (
    "CACAO has no phases: that of one step is guessed from its activity and the playbook's type."
    " See whether it fits."
)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)


def given(name: str, content: object) -> str:
    """A file in the current folder."""
    text = content if isinstance(content, str) else json.dumps(content, indent=2)
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def the_import(*args: str, out: str = "out") -> int:
    return main(["import", *args, "--out", out])


def test_a_playbook_becomes_one_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert the_import("cacao", given("badge.json", a_cacao(mood="calm"))) == GOOD
    assert capsys.readouterr().out.splitlines() == [
        "Wrote out/stolen-badge.yaml",
        f"badge.json:10: /workflow: {GUESSED}",
        "badge.json:32: /mood: mood is no field of this format here.",
        "Not carried over, 4 fields:",
        '  /created_by  "identity--00000000-0000-4000-8000-000000000006"',
        '  /created  "2031-05-12T08:40:00.000Z"',
        '  /agent_definitions/individual--00000000-0000-4000-8000-000000000021/type  "individual"',
        '  /mood  "calm"',
        "Carried over 14 of 18 leaf values (77 %).",
    ]
    data = yaml.read(Path("out/stolen-badge.yaml").read_text("utf-8")).data
    assert Playbook.model_validate(data).title == "Stolen badge"


def test_a_scenario_becomes_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    story = a_story(an_inject("found", target_teams=[]))
    assert the_import("icebergttx", given("badge.json", story)) == GOOD
    assert Path("out/the-lost-badge/scenario.yaml").is_file()
    assert "Everything found a place." in capsys.readouterr().out


def test_actions_are_found_beside_the_playbook(capsys: pytest.CaptureFixture[str]) -> None:
    given("react-actions/RA_3901_lock_badge.yml", LOCK)
    given("react-actions/RA_3902_call_guard.yml", UNFILLED)
    assert the_import("react", given("react/RP_0001.yml", ONE)) == GOOD
    out = capsys.readouterr().out
    assert (
        "RA_3902_call_guard.yml:6: /creation_date: RA_3902_call_guard is still its template" in out
    )
    assert '  RA_3902_call_guard.yml: /author  "somebody"\n' in out


def test_actions_are_read_from_the_folder_given(capsys: pytest.CaptureFixture[str]) -> None:
    file = given("RP_0001.yml", ONE)
    given("elsewhere/RA_3901_lock_badge.yaml", LOCK)
    assert the_import("react", file, "--actions", "elsewhere") == GOOD
    assert "There is no file for RA_3902_call_guard" in capsys.readouterr().out
    assert the_import("react", file, "--actions", "nowhere", out="other") == NOT_DONE


def test_what_cannot_be_yaml_is_told_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert the_import("react", given("RP_0001.yml", "title: a\ntitle: b\n")) == NOT_DONE
    assert capsys.readouterr().err.startswith("RP_0001.yml:2:")


def test_a_file_beside_that_cannot_be_read_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    given("RA_3901_lock_badge.yml", "{")
    given("RA_3902_call_guard.yml", UNFILLED)
    assert the_import("react", given("RP_0001.yml", ONE)) == GOOD
    assert "RA_3901_lock_badge.yml cannot be read and is left out." in capsys.readouterr().out


def test_nothing_is_overwritten_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    file = given("badge.json", a_cacao())
    assert the_import("cacao", file) == GOOD
    Path("out/stolen-badge.yaml").write_text("mine", encoding="utf-8")
    assert the_import("cacao", file) == NOT_DONE
    assert "out/stolen-badge.yaml is there already" in capsys.readouterr().err
    assert Path("out/stolen-badge.yaml").read_text("utf-8") == "mine"
    assert the_import("cacao", file, "--force") == GOOD
    assert Path("out/stolen-badge.yaml").read_text("utf-8") != "mine"


def test_warnings_and_losses_go_into_a_report_when_asked() -> None:
    file = given("badge.json", a_cacao())
    assert the_import("cacao", file, "--report", "reports/badge.md") == GOOD
    text = Path("reports/badge.md").read_text("utf-8")
    assert text.startswith("# Import of badge.json\n\nCarried over 14 of 17 leaf values (82 %).\n")
    assert "\n## Warnings\n\n- `badge.json:10: /workflow`: CACAO has no phases" in text
    assert '\n- /created  ``"2031-05-12T08:40:00.000Z"``\n' in text


def test_in_a_project_the_file_names_its_schema() -> None:
    given("schemas/playbook.json", "{}")
    assert the_import("cacao", given("badge.json", a_cacao()), out="a/b") == GOOD
    first = Path("a/b/stolen-badge.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../schemas/playbook.json"


def test_the_language_of_the_texts_may_be_given() -> None:
    assert the_import("cacao", given("badge.json", a_cacao()), "--language", "es") == GOOD
    assert "\nlanguage: es\n" in Path("out/stolen-badge.yaml").read_text("utf-8")


def test_what_is_written_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    options = [{"id": "only", "label": "The only one", "next_inject_id": None}]
    story = a_story(an_inject("found", options=options))
    assert the_import("icebergttx", given("badge.json", story)) == GOOD
    assert "out/the-lost-badge/scenario.yaml:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (
            ["msel", "badge.json"],
            "no importer msel. One of: cacao, icebergttx, react, log.",
        ),
        (["cacao", "none.json"], "none.json cannot be read: No such file or directory."),
        (["cacao", "."], "cannot be read: Is a directory."),
        (["cacao", "identity.json"], "it is an object of type identity"),
        (["cacao", "broken.json"], "broken.json:2: this is no JSON."),
        (["cacao", "latin.json"], "latin.json is no text in UTF-8."),
        (["cacao", "badge.json", "--language", "Spanish"], "Spanish is no code of a language"),
        (["icebergttx", "badge.json"], "badge.json is no scenario of IcebergTTX"),
        (["react", "badge.json"], "badge.json is no playbook, stage or action of RE&CT"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    args: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given("badge.json", a_cacao())
    given("identity.json", {"type": "identity"})
    given("broken.json", "{\n")
    Path("latin.json").write_bytes('{"a": "é"}'.encode("latin-1"))
    assert the_import(*args) == NOT_DONE
    assert says in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_folder_that_cannot_be_written_is_said() -> None:
    given("out", "a file")
    assert the_import("cacao", given("badge.json", a_cacao())) == NOT_DONE
