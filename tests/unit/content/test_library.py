"""Content is found in the folder given, the project around it and the installed library."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.content import library
from simulator.content.library import Library, installed
from simulator.domain.errors import UsageError
from tests.unit.content.project import Project

CASE = "title: Case\nteams: [A]\ninjects: [A call]\n"


def test_the_project_around_a_place_comes_first_and_the_installed_last(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project.scenario(CASE)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "injects").mkdir()
    monkeypatch.chdir(elsewhere)
    assert Library.around(project.home).roots == (project.folder, elsewhere, installed())
    assert Library.around().roots == (elsewhere, installed())


def test_a_file_of_the_nearest_folder_hides_the_others(project: Project) -> None:
    own = project.write("debriefs/rubrics/standard.yaml", "title: Ours\nrules: [completeness]\n")
    assert Library((project.folder, installed())).rubric("standard") == own
    assert Library((installed(),)).rubric("standard") != own
    assert Library((project.folder,)).rubric("none") is None


def test_a_scenario_is_found_by_id_folder_or_file(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = project.scenario(CASE)
    here = Library((project.folder,))
    assert here.find_scenario("case") == file
    assert here.find_scenario(str(project.home)) == file
    assert here.find_scenario(str(file)) == file


@pytest.mark.parametrize("name", ["cas", "../case", "x" * 5000, ""])
def test_a_scenario_that_is_not_there_is_told_with_those_that_are(
    project: Project, name: str
) -> None:
    project.scenario(CASE)
    with pytest.raises(UsageError) as caught:
        Library((project.folder,)).find_scenario(name)
    assert caught.value.code == "no_scenario"
    assert caught.value.values["known"] == "case"


def test_everything_can_be_listed_without_its_translations(project: Project) -> None:
    project.scenario(CASE)
    for name in ("injects/press/call", "injects/hint/page", "debriefs/playbooks/plan"):
        project.write(f"{name}.yaml", "title: A\n")
        project.write(f"{name}.es.yaml", "title: A\n")
    here = Library((project.folder,))
    assert here.injects() == ("hint/page", "press/call")
    assert here.debriefs("playbooks") == ("plan",)
    assert here.scenarios() == (project.home,)


def test_what_is_installed_is_beside_the_code_in_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "simulator"
    (package / "content").mkdir(parents=True)
    monkeypatch.setattr(library, "__file__", str(package / "content" / "library.py"))
    assert installed() == tmp_path
    (package / "_content").mkdir()
    assert installed() == package / "_content"


def test_our_own_library_has_what_it_ships() -> None:
    assert "hospital-ransomware" in [folder.name for folder in Library((installed(),)).scenarios()]
