"""A playbook made from another takes from it what it does not say itself."""

from __future__ import annotations

import pytest

from simulator.content.examine import Examiner
from simulator.domain.playbook import Playbook
from tests.unit.content.project import CHANNELS, Project

BASE = """
    schema_version: 1
    version: 4.0.0
    title: Theirs
    summary: What they do.
    licence: CC-BY-4.0
    authors: [Ada]
    tlp: GREEN
    roles:
      - {id: desk, title: Desk, engage: at once}
      - {id: board, title: Board}
    triggers: [{id: sign, text: A sign.}]
    steps:
      - id: keep
        phase: identify
        text: Keep a copy.
        guidance: Two of them.
        role: desk
        times: {from: sign, target: 5, limit: 30, source: {kind: plan}}
      - {id: look, phase: identify, text: Look closer.}
      - {id: cut, phase: contain, text: Cut it off., role: desk}
    never: [{id: wipe, text: Wipe it., weight: 2}]
"""
OURS = """
    schema_version: 1
    use: theirs
    title: Ours
    authors: [Bo]
    steps:
      - cut
      - {id: keep, role: board, times: {from: sign, target: 10, source: {kind: expert}}}
      - {id: tell, phase: communicate, text: Tell them., role: board, after: [keep]}
"""
CASE = """
    title: Case
    playbooks: [{use: ours, roles: {desk: team, board: team}, triggers: {sign: {released: a}}}]
    teams: [{id: team, title: Team}]
    injects: [{id: a, body: A call.}, {id: b, body: The end., ends: true}]
"""


@pytest.fixture
def books(project: Project) -> Project:
    """A project with a playbook, another that is made from it, and a scenario that uses that."""
    project.write("debriefs/playbooks/theirs.yaml", BASE)
    project.write("debriefs/playbooks/ours.yaml", OURS)
    project.scenario(CASE)
    return project


def ours(project: Project) -> Playbook:
    (playbook,) = project.load().playbooks
    return playbook


def test_what_it_does_not_say_is_the_others(books: Project) -> None:
    made = ours(books)
    assert books.codes() == []
    assert (made.summary, made.tlp) == ("What they do.", "GREEN")
    assert [role.title for role in made.roles] == ["Desk", "Board"]
    assert [(never.id, never.weight) for never in made.never] == [("wipe", 2)]


def test_it_is_a_playbook_of_its_own(books: Project) -> None:
    made = ours(books)
    assert (made.id, made.title, made.version, made.licence) == ("ours", "Ours", "1.0.0", None)


def test_the_others_authors_are_named_with_their_licence(books: Project) -> None:
    assert ours(books).authors == ("Bo", "Ada (theirs, CC-BY-4.0)")


def test_only_the_steps_it_lists_are_its_own_in_its_order(books: Project) -> None:
    assert [step.id for step in ours(books).steps] == ["cut", "keep", "tell"]


def test_a_bare_id_takes_a_step_as_it_is(books: Project) -> None:
    cut = ours(books).step("cut")
    assert cut is not None
    assert (cut.text, cut.phase, cut.role) == ("Cut it off.", "contain", "desk")


def test_what_is_written_beside_an_id_replaces_the_others_key_by_key(books: Project) -> None:
    keep = ours(books).step("keep")
    assert keep is not None
    assert keep.times is not None
    assert (keep.text, keep.guidance, keep.role) == ("Keep a copy.", "Two of them.", "board")
    assert (keep.times.target, keep.times.limit) == (10, None)


def test_it_may_lie_beside_the_scenario_with_the_other_in_the_library(books: Project) -> None:
    (books.folder / "debriefs/playbooks/ours.yaml").rename(books.beside("playbooks/ours.yaml", ""))
    assert len(ours(books).steps) == 3


def test_the_one_beside_it_goes_before_the_librarys(books: Project) -> None:
    books.beside("playbooks/ours.yaml", OURS)
    books.beside("playbooks/theirs.yaml", BASE.replace("What they do.", "Nearer."))
    assert ours(books).summary == "Nearer."


def test_a_playbook_may_be_made_from_one_that_is_made_from_another(books: Project) -> None:
    books.write("debriefs/playbooks/last.yaml", "use: ours\ntitle: Last\nsteps: [keep, tell]\n")
    books.scenario(CASE.replace("use: ours", "use: last"))
    made = ours(books)
    assert [step.text for step in made.steps] == ["Keep a copy.", "Tell them."]
    assert made.authors == ("Bo, Ada (theirs, CC-BY-4.0) (ours)",)


@pytest.mark.parametrize("name", ["theirz", "../theirs", "3", "[theirs]", "Theirs"])
def test_a_playbook_that_is_not_there_is_told(books: Project, name: str) -> None:
    books.write("debriefs/playbooks/ours.yaml", OURS.replace("theirs", name))
    (found,) = books.found()
    assert (found.code, found.line, found.column) == ("TTX044", 2, 6)
    assert found.source.endswith("ours.yaml")


def test_the_nearest_name_is_told(books: Project) -> None:
    books.write("debriefs/playbooks/ours.yaml", OURS.replace("theirs", "theirz"))
    (found,) = books.found()
    assert found.values["near"] == "theirs"


def test_playbooks_in_a_circle_are_told(books: Project) -> None:
    books.write("debriefs/playbooks/theirs.yaml", f"{BASE}\n    use: ours\n")
    (found,) = books.found()
    assert (found.code, found.values["problem"]) == ("TTX044", "playbook_of_itself")
    assert found.source.endswith("theirs.yaml")


def test_a_fault_of_the_other_is_told_where_it_stands(books: Project) -> None:
    books.write("debriefs/playbooks/theirs.yaml", BASE + "    sumary: Twice.\n")
    (found,) = books.found()
    assert (found.code, found.line) == ("TTX022", 22)
    assert found.source.endswith("theirs.yaml")


def test_a_file_that_cannot_be_read_is_told(books: Project) -> None:
    books.write("debriefs/playbooks/theirs.yaml", "title: [")
    (found,) = books.found()
    assert found.source.endswith("theirs.yaml")


def test_a_fault_that_two_files_make_together_is_told_where_its_text_is(books: Project) -> None:
    file = books.write("debriefs/playbooks/ours.yaml", f"{OURS}\n    roles: [board]\n")
    (fault,) = Examiner(CHANNELS, ()).examined(file).diagnostics
    assert (fault.code, fault.values["id"]) == ("TTX064", "desk")
    assert fault.source.endswith("theirs.yaml")
    assert fault.line == 20


def test_a_step_without_a_text_of_its_own_must_be_the_others(books: Project) -> None:
    books.write("debriefs/playbooks/ours.yaml", OURS.replace("id: keep", "id: kept"))
    found = books.found()
    assert {each.code for each in found} == {"TTX021"}
    assert {each.values["key"] for each in found} == {"phase", "text"}


def test_another_language_takes_the_others_translation(books: Project) -> None:
    books.write(
        "debriefs/playbooks/theirs.es.yaml",
        """
        translates: theirs
        language: es
        status: courtesy
        steps: {cut: Cortarlo.}
        """,
    )
    books.write("debriefs/playbooks/ours.yaml", f"{OURS}\n    language: es\n")
    assert [step.text for step in ours(books).steps] == [
        "Cortarlo.",
        "[en] Keep a copy.",
        "Tell them.",
    ]


def test_a_fault_in_that_translation_is_told(books: Project) -> None:
    books.write("debriefs/playbooks/theirs.es.yaml", "translates: theirs\nlanguage: es\n")
    books.write("debriefs/playbooks/ours.yaml", f"{OURS}\n    language: es\n")
    (found,) = books.found()
    assert (found.code, found.values["key"]) == ("TTX021", "status")


def test_a_translation_that_cannot_be_read_is_told(books: Project) -> None:
    books.write("debriefs/playbooks/theirs.es.yaml", "translates: [")
    books.write("debriefs/playbooks/ours.yaml", f"{OURS}\n    language: es\n")
    (found,) = books.found()
    assert found.source.endswith("theirs.es.yaml")


def test_it_can_be_looked_at_by_itself(books: Project) -> None:
    file = books.write(
        "debriefs/playbooks/ours.yaml", OURS.replace("after: [keep]", "after: [look]")
    )
    found = Examiner(CHANNELS, ()).examined(file)
    (fault,) = found.diagnostics
    assert (fault.code, fault.values["id"]) == ("TTX063", "look")
    assert {name.rpartition("/")[2] for name in found.files} == {"ours.yaml", "theirs.yaml"}
