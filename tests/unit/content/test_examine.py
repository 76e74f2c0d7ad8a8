"""Files of every kind are recognised and looked at with all that belongs to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.content.examine import Examined, Examiner
from simulator.content.recognise import content_files, kind_of, translations
from simulator.plugins import Registry
from tests.unit.content.project import Project

EXAMINER = Examiner(Registry("channels"), tuple(Registry("scoring")))
CASE = """
    title: Case
    teams: [Crisis team]
    injects:
      - {id: call, title: A reporter calls, body: She publishes soon.}
"""
SPANISH = """
    translates: case
    language: es
    status: {status}
    title: Caso
    teams: {{crisis-team: Comité}}
    injects: {{call: {{title: Llama}}}}
"""
PLAN = "title: Plan\nsteps:\n  - {id: cut, phase: contain, text: Cut the network.}\n"


def told(found: Examined) -> list[tuple[str, str]]:
    """What was found: number and name of the file."""
    return [(each.code, Path(each.source).name) for each in found.diagnostics]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("scenario.yaml", None, "scenario"),
        ("first.yaml", {"injects": []}, "scenario"),
        ("es.yaml", {"translates": "case", "injects": {}}, "translation"),
        ("plan.es.yaml", {}, "translation"),
        ("plan.yaml", {"steps": [], "title": "x"}, "playbook"),
        ("plan.yaml", {"rules": []}, "rubric"),
        ("short.yaml", {"play": [], "scenario": "x"}, "play"),
        ("call.yaml", {"title": "x", "body": "y"}, "inject"),
        ("call.yaml", {"title": "x", "body_file": "y"}, "inject"),
        ("plays/short.yaml", {}, "play"),
        ("playbooks/plan.yaml", [], "playbook"),
        ("notes.yaml", {"title": "x"}, None),
        ("notes.yaml", "text", None),
    ],
)
def test_a_kind_is_told_by_name_and_keys(name: str, data: object, kind: str | None) -> None:
    assert kind_of(Path("somewhere") / name, data) == kind


def test_translations_are_those_named_by_a_language(project: Project) -> None:
    for name in ("scenario", "es", "pt-BR", "readme", "attachments", "q.es"):
        project.beside(f"{name}.yaml", "title: A\n")
    assert list(translations(project.home / "scenario.yaml")) == ["es", "pt-BR"]
    assert list(translations(project.home / "q.yaml")) == ["es"]


def test_of_a_project_only_content_is_looked_at(project: Project) -> None:
    project.scenario(CASE)
    project.beside("es.yaml", SPANISH)
    project.beside("plays/short.yaml", "play: [start]\n")
    project.write("injects/press/call.yaml", "title: A\nbody: B\n")
    project.write("injects/press/call.es.yaml", "title: A\n")
    project.write("debriefs/playbooks/plan.yaml", PLAN)
    project.write("compose.yaml", "services: {}\n")
    project.write("scenarios/.draft/scenario.yaml", CASE)
    found = [file.relative_to(project.folder).as_posix() for file in content_files(project.folder)]
    assert found == [
        "scenarios/case/scenario.yaml",
        "injects/press/call.yaml",
        "debriefs/playbooks/plan.yaml",
    ]
    assert list(content_files(project.home)) == [project.home / "scenario.yaml"]


def test_a_scenario_is_looked_at_with_translation_and_plays(project: Project) -> None:
    file = project.scenario(CASE)
    project.beside("es.yaml", SPANISH.format(status="courtesy"))
    project.beside("plays/short.yaml", "scenario: case\nplay: [start, {release: cal}, end]\n")
    project.beside("plays/broken.yaml", "play: [\n")
    found = EXAMINER.examined(file)
    assert told(found) == [
        ("TTX049", "es.yaml"),
        ("TTX002", "broken.yaml"),
        ("TTX050", "short.yaml"),
    ]
    assert {Path(name).name for name in found.files} >= {"scenario.yaml", "es.yaml", "short.yaml"}


def test_checks_of_the_engine_wait_until_all_is_read(project: Project) -> None:
    file = project.scenario(CASE + "    playbooks: [plan]\n    phases: [Alone]\n")
    assert told(EXAMINER.examined(file)) == [("TTX044", "scenario.yaml")]


def test_a_translation_is_looked_at_with_what_it_translates(project: Project) -> None:
    project.scenario(CASE + "    phases: [Alone]\n")
    file = project.beside("es.yaml", SPANISH.format(status="reviewed"))
    found = EXAMINER.examined(file)
    assert told(found) == [("TTX049", "es.yaml")]
    assert len(found.files) == 1


def test_a_translation_of_nothing_is_told(project: Project) -> None:
    file = project.beside("plan.es.yaml", SPANISH.format(status="reviewed"))
    assert told(EXAMINER.examined(file)) == [("TTX045", "plan.es.yaml")]


def test_a_play_is_looked_at_with_its_scenario(project: Project, tmp_path: Path) -> None:
    project.scenario(CASE)
    text = "scenario: {}\nplay: [start, {{release: cal}}, end]\n"
    beside = project.beside("plays/short.yaml", text.format("case"))
    assert told(EXAMINER.examined(beside)) == [("TTX050", "short.yaml")]
    apart = project.write("plays/short.yaml", text.format("../scenarios/case"))
    assert told(EXAMINER.examined(apart)) == [("TTX050", "short.yaml")]
    by_id = project.write("plays/other.yaml", text.format("case"))
    assert told(EXAMINER.examined(by_id)) == [("TTX050", "other.yaml")]


def test_a_play_of_no_scenario_is_told(project: Project) -> None:
    file = project.write("plays/short.yaml", "scenario: none\nplay: [start]\n")
    (found,) = EXAMINER.examined(file).diagnostics
    assert (found.code, found.values["problem"]) == ("TTX044", "no_scenario")


def test_a_play_that_is_wrong_itself_is_told(project: Project) -> None:
    file = project.write("plays/short.yaml", "scenario: none\nplay: [stat]\n")
    assert told(EXAMINER.examined(file)) == [("TTX020", "short.yaml")]


def test_a_playbook_is_looked_at_by_itself(project: Project) -> None:
    file = project.write("debriefs/playbooks/plan.yaml", PLAN)
    assert told(EXAMINER.examined(file)) == []
    project.write(
        "debriefs/playbooks/plan.yaml",
        PLAN.replace("Cut the network.}", "Cut it., after: [cut, none]}"),
    )
    assert told(EXAMINER.examined(file)) != []


def test_a_rubric_is_looked_at_by_itself(project: Project) -> None:
    file = project.write("debriefs/rubrics/own.yaml", "title: Ours\nrules: [completenes]\n")
    assert told(EXAMINER.examined(file)) == [("TTX134", "own.yaml")]


def test_a_reusable_inject_is_looked_at_by_itself(project: Project) -> None:
    file = project.write(
        "injects/press/call.yaml",
        """
        title: A call to {utility}
        channel: phone
        details: {numbr: 555-0190}
        attachments: [none.txt]
        body_file: call.md
        """,
    )
    project.write("injects/press/call.md", "Hello {utility}\n")
    project.write(
        "injects/press/call.es.yaml",
        """
        translates: call
        language: es
        status: reviewed
        title: Una llamada a {utility}
        """,
    )
    assert told(EXAMINER.examined(file)) == [
        ("TTX049", "call.es.yaml"),
        ("TTX022", "call.yaml"),
        ("TTX045", "call.yaml"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [("title: A\n", "TTX019"), ("", "TTX019"), ("- a\n", "TTX019"), ("title: [\n", "TTX002")],
)
def test_what_is_no_content_is_told(project: Project, text: str, code: str) -> None:
    file = project.write("notes.yaml", text)
    assert told(EXAMINER.examined(file)) == [(code, "notes.yaml")]


def test_a_file_that_is_not_there_is_told(project: Project) -> None:
    found = EXAMINER.examined(project.folder / "none.yaml")
    assert told(found) == [("TTX001", "none.yaml")]
    assert len(found.files) == 1


def test_what_depends_on_a_scenario_that_is_wrong_is_not_called_right(project: Project) -> None:
    translation = project.beside("es.yaml", SPANISH.format(status="reviewed"))
    play = project.beside("plays/short.yaml", "scenario: case\nplay: [start]\n")
    project.scenario(CASE + "    titel: x\n")
    assert told(EXAMINER.examined(translation)) == [("TTX022", "scenario.yaml")]
    assert told(EXAMINER.examined(play)) == [("TTX022", "scenario.yaml")]
    project.scenario(CASE + "    playbooks: [none]\n")
    assert ("TTX044", "scenario.yaml") in told(EXAMINER.examined(play))
