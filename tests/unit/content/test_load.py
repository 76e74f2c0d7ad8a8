"""Scenarios are read from their folders: values, or what is wrong with them and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.content.load import load
from simulator.content.sources import Located, read
from simulator.domain.edition import Kit
from simulator.domain.errors import ContentError, UsageError
from tests.unit.content.project import CHANNELS, Project

SHORTEST = """
    title: The first hour
    teams: [Crisis team]
    injects:
      - Several offices report that files cannot be opened.
      - A reporter calls.
"""


def test_the_shortest_scenario_is_a_title_a_team_and_sentences(project: Project) -> None:
    project.scenario(SHORTEST)
    scenario = project.load().scenario
    assert scenario.id == "case"
    assert [team.id for team in scenario.teams] == ["crisis-team"]
    assert [inject.body for inject in scenario.injects][1] == "A reporter calls."
    assert scenario.injects[0].id == "several-offices-report-that-files-cannot-be-opened"


def test_a_scenario_file_of_another_name_is_called_by_it(project: Project) -> None:
    file = project.write("first.yaml", SHORTEST)
    assert load(file, CHANNELS).scenario.id == "first"


def test_a_kit_holds_the_edition_its_faces_and_the_rubric(project: Project) -> None:
    project.scenario(SHORTEST)
    kit = project.load().kit
    assert list(kit.editions) == ["en"]
    assert kit.rubric.id == "standard"
    faces = kit.original.faces["a-reporter-calls"]
    assert [face.headline for face in faces] == ["A reporter calls."]


def test_a_kit_can_be_written_down_and_read_again(project: Project) -> None:
    project.scenario(SHORTEST)
    kit = project.load().kit
    assert Kit.model_validate_json(kit.model_dump_json(by_alias=True)) == kit


def test_our_own_scenario_survives_being_written_down() -> None:
    kit = load(Path("scenarios/hospital-ransomware"), CHANNELS).kit
    assert list(kit.editions) == ["en", "es"]
    assert Kit.model_validate_json(kit.model_dump_json(by_alias=True)) == kit


def test_no_kit_is_made_where_something_is_wrong(project: Project) -> None:
    project.scenario(SHORTEST + "rubric: standrad\n".replace("rubric", "    rubric"))
    loaded = project.load()
    assert not loaded.sound
    assert not loaded.whole
    with pytest.raises(ContentError) as caught:
        _ = loaded.kit
    assert caught.value.diagnostics == loaded.diagnostics


def test_a_warning_leaves_the_kit_alone(project: Project) -> None:
    project.scenario("id: other\n" + "\n".join(line[4:] for line in SHORTEST.split("\n")))
    loaded = project.load()
    assert [(each.code, each.severity) for each in loaded.diagnostics] == [("TTX016", "warning")]
    assert loaded.kit.original.scenario.id == "other"


def test_nothing_is_made_of_a_file_that_is_no_scenario(project: Project) -> None:
    project.scenario("- a list\n")
    with pytest.raises(ContentError) as caught:
        project.load()
    assert [each.code for each in caught.value.diagnostics] == ["TTX020"]


def test_every_diagnostic_has_a_file_a_line_and_a_column(project: Project) -> None:
    project.scenario("""
        title: The first hour
        teams: [Crisis team]
        injects:
          - title: A reporter calls
            release:
              delay: soon
              dealy: 3
    """)
    found = project.found()
    assert [Path(each.source).name for each in found] == ["scenario.yaml"] * 2
    places = [(each.code, each.line, each.column) for each in found]
    assert places == [("TTX029", 6, 14), ("TTX022", 7, 7)]


def test_a_file_that_was_read_already_is_not_read_again(project: Project) -> None:
    file = project.scenario(SHORTEST)
    source = read("file", file)
    file.unlink()
    assert load(file, CHANNELS, source=source).scenario.id == "case"


def test_playbooks_beside_the_scenario_come_before_the_librarys(project: Project) -> None:
    project.scenario("""
        title: The first hour
        playbooks: [plan]
        teams: [Crisis team]
        injects: [A reporter calls.]
    """)
    steps = "title: {}\nsteps:\n  - {{phase: contain, text: Cut the network.}}\n"
    project.write("debriefs/playbooks/plan.yaml", steps.format("The library's"))
    assert project.load().playbooks[0].title == "The library's"
    project.beside("playbooks/plan.yaml", steps.format("Our own"))
    loaded = project.load()
    assert loaded.playbooks[0].title == "Our own"
    assert loaded.whole


def test_a_playbook_that_is_wrong_is_left_out_and_told(project: Project) -> None:
    project.scenario("""
        title: The first hour
        playbooks: [plan, plam]
        teams: [Crisis team]
        injects: [A reporter calls.]
    """)
    project.beside("playbooks/plan.yaml", "title: Plan\nsteps: []\n")
    project.write("debriefs/playbooks/other.yaml", "title: Plan\n")
    loaded = project.load()
    assert loaded.playbooks == ()
    assert not loaded.whole
    assert [(each.code, Path(each.source).name) for each in loaded.diagnostics] == [
        ("TTX032", "plan.yaml"),
        ("TTX044", "scenario.yaml"),
    ]


def test_a_rubric_beside_the_scenario_is_taken(project: Project) -> None:
    project.scenario(SHORTEST + "    rubric: own\n")
    project.beside("rubrics/own.yaml", "title: Ours\nrules: [completeness]\n")
    assert project.load().kit.rubric.title == "Ours"


def test_given_values_replace_the_scenarios(project: Project) -> None:
    project.scenario("""
        title: "{utility} in the dark"
        values: {utility: Aguas del Puerto, floor: 3}
        teams: [Crisis team]
        injects:
          - The telephone of {utility} rings on floor {floor}.
    """)
    assert project.load().scenario.title == "Aguas del Puerto in the dark"
    scenario = project.load({"utility": "Aguas del Sur"}).scenario
    assert scenario.injects[0].body == "The telephone of Aguas del Sur rings on floor 3."
    assert scenario.values == {"utility": "Aguas del Sur", "floor": 3}


def test_a_value_that_the_scenario_does_not_have_is_refused(project: Project) -> None:
    project.scenario(SHORTEST)
    with pytest.raises(UsageError) as caught:
        project.load({"utility": "Aguas del Sur"})
    assert caught.value.code == "unknown_value"


def test_a_diagnostic_about_a_file_nobody_read_is_told_without_a_place(project: Project) -> None:
    project.scenario(SHORTEST)
    made = project.load().locate(Located("TTX050", file="play/none", source="x"))
    assert made.source == "x"
