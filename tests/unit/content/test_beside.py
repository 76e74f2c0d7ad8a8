"""Files named in content are taken from inside the folder and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.content import beside
from simulator.content.beside import found
from simulator.domain.diagnostic import Diagnostic
from tests.unit.content.project import Project


def taken(folder: Path, name: str, limit: int = 100) -> str:
    """The number of what is wrong with a file's name, or `taken`."""
    place = found(folder, name, (), "scenario", limit)
    return place.code if isinstance(place, Diagnostic) else "taken"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file in it, and one beside it."""
    inside = tmp_path / "case"
    (inside / "files").mkdir(parents=True)
    (inside / "files" / "note.txt").write_text("x")
    (tmp_path / "secret.txt").write_text("x")
    return inside


@pytest.mark.parametrize("name", ["files/note.txt", "./files/note.txt", "files//note.txt"])
def test_a_file_inside_is_taken(folder: Path, name: str) -> None:
    assert taken(folder, name) == "taken"


@pytest.mark.parametrize("name", ["files", "none.txt", "files/none.txt", "x" * 300])
def test_what_is_no_file_is_missing(folder: Path, name: str) -> None:
    assert taken(folder, name) == "TTX045"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "files/../../secret.txt",
        "files/../files/note.txt",
        "/etc/passwd",
        "C:/secret.txt",
        "C:secret.txt",
        "..\\secret.txt",
        "files\\note.txt",
        "\\\\server\\share",
        "nul\0.txt",
    ],
)
def test_a_path_that_could_lead_outside_is_refused(folder: Path, name: str) -> None:
    assert taken(folder, name) == "TTX046"


def test_a_link_that_leads_outside_is_refused(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "out").symlink_to(folder.parent)
    assert taken(folder, "link.txt") == "TTX046"
    assert taken(folder, "out/secret.txt") == "TTX046"


def test_a_link_that_stays_inside_is_taken(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "files" / "note.txt")
    assert taken(folder, "link.txt") == "taken"


def test_links_in_a_circle_are_no_file(folder: Path) -> None:
    (folder / "a.txt").symlink_to(folder / "b.txt")
    (folder / "b.txt").symlink_to(folder / "a.txt")
    assert taken(folder, "a.txt") in ("TTX045", "TTX046")


def test_a_file_that_is_too_large_is_refused(folder: Path) -> None:
    (folder / "log.txt").write_text("x" * 101)
    assert taken(folder, "log.txt") == "TTX004"


CASE = """
    title: Case
    teams: [Crisis team, Ministry]
    injects:
      - title: A note
        attachments: [note.txt]
        versions:
          - {to: ministry, body: A copy, attachments: [copy.txt]}
"""


def test_attachments_are_found_by_the_name_that_injects_use(project: Project) -> None:
    project.scenario(CASE)
    note, copy = project.beside("note.txt", "a"), project.beside("copy.txt", "b")
    assert project.load().files == {"note.txt": note, "copy.txt": copy}


def test_a_missing_attachment_is_told_where_it_is_named(project: Project) -> None:
    project.scenario(CASE)
    project.beside("note.txt", "a")
    (found,) = project.found()
    assert (found.code, found.line, found.values["file"]) == ("TTX045", 7, "copy.txt")


def test_a_reusable_inject_brings_its_own_attachments(project: Project) -> None:
    project.write("injects/press/photo.yaml", "title: A photo\nattachments: [photo.txt]\n")
    photo = project.write("injects/press/photo.txt", "a ward")
    project.scenario("""
        title: Case
        teams: [Crisis team]
        injects: [{use: press/photo}]
    """)
    assert project.load().files == {"photo.txt": photo}


def test_attachments_of_an_inject_by_itself_are_looked_for_beside_it(project: Project) -> None:
    loaded_from = project.write("injects/press/photo.yaml", "title: A photo\n").parent
    project.scenario(CASE)
    project.beside("note.txt", "a")
    project.beside("copy.txt", "b")
    inject = project.load().scenario.injects[0]
    assert [each.code for each in beside.missing(inject, loaded_from, "file")] == ["TTX045"] * 2
    assert list(beside.missing(inject, project.home, "file")) == []
