"""Ids are unique in their list, and a few mean something already."""

from __future__ import annotations

import pytest

from tests.unit.content.project import Project


def test_two_things_of_one_kind_need_two_ids(project: Project) -> None:
    project.scenario("""
        title: Case
        teams:
          - Crisis team
          - {id: crisis-team, title: Others}
        injects:
          - title: A reporter calls
            expectations:
              - {id: told, text: Tell them., free: true}
              - {id: told, text: Tell others., free: true}
            decision:
              question: Talk?
              options: [Yes, yes]
          - A reporter calls
    """)
    found = [(each.code, each.path, each.values["first"]) for each in project.found()]
    assert found == [
        ("TTX024", ("teams", 1, "id"), 1),
        ("TTX024", ("injects", 0, "expectations", 1, "id"), 1),
        ("TTX024", ("injects", 0, "decision", "options", 1, "id"), 1),
        ("TTX024", ("injects", 1, "id"), 1),
    ]


def test_the_same_id_in_two_lists_is_no_clash(project: Project) -> None:
    project.scenario("""
        title: Case
        teams:
          - {id: a, title: A, roles: [{id: lead, title: L}]}
          - {id: b, title: B, roles: [{id: lead, title: L}]}
        injects:
          - {id: a, title: A}
          - {id: b, title: B, expectations: [{id: a, text: T, free: true}]}
    """)
    assert project.codes() == []


def test_versions_for_the_same_readers_clash(project: Project) -> None:
    project.scenario("""
        title: Case
        teams: [A, B]
        injects:
          - title: A call
            versions:
              - {to: a, body: One}
              - {to: a, body: Two}
              - {to: [a, b], body: Three}
              - {to: [a, b], body: Four}
    """)
    assert [each.path for each in project.found()] == [("injects", 0, "versions", 1, "id")]


@pytest.mark.parametrize(
    ("teams", "injects", "path"),
    [
        ("[{id: all, title: A}]", "[A call]", ("teams", 0, "id")),
        ("[A]", "[{id: start, title: A call}]", ("injects", 0, "id")),
    ],
)
def test_an_id_that_means_something_cannot_be_taken(
    project: Project, teams: str, injects: str, path: tuple[str | int, ...]
) -> None:
    project.scenario(f"title: Case\nteams: {teams}\ninjects: {injects}\n")
    assert [(each.code, each.path, each.values["problem"]) for each in project.found()] == [
        ("TTX024", path, "id_reserved")
    ]


def test_playbooks_are_looked_through_too(project: Project) -> None:
    project.scenario("title: Case\nplaybooks: [plan]\nteams: [A]\ninjects: [A call]\n")
    project.beside(
        "playbooks/plan.yaml",
        "title: Plan\nsteps:\n  - {phase: contain, text: Cut}\n  - {phase: learn, text: Cut}\n",
    )
    assert project.codes() == ["TTX024"]
