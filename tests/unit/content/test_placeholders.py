"""Placeholders are filled from values, unknown ones are told, and ids stay as they were written."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.content.placeholders import Filling, mentioned
from simulator.domain.scenario import Scenario
from tests.unit.content.project import Project

VALUES = {"utility": "Aguas del Puerto", "floor": 3}


def filled(text: str) -> str:
    """A text with its placeholders filled."""
    return str(Filling(VALUES, Scenario, "scenario").filled(text))


def test_a_placeholder_stands_for_its_value() -> None:
    assert filled("{utility}, floor {floor}") == "Aguas del Puerto, floor 3"


def test_two_braces_are_a_plain_brace() -> None:
    assert filled("{{utility} and {{") == "{utility} and {"


def test_braces_around_something_else_are_left_alone() -> None:
    for text in ('{"rule": "x", "n": {"a": 1}}', "{}", "{ utility }", "}", "{a: b}"):
        assert filled(text) == text


def test_an_unknown_placeholder_stays_and_is_told_with_the_nearest() -> None:
    filling = Filling(VALUES, Scenario, "scenario")
    assert filling.filled({"title": "{utlity} is down"}) == {"title": "{utlity} is down"}
    assert [(each.code, each.path, each.values) for each in filling.unknown] == [
        ("TTX042", ("title",), {"name": "utlity", "near": "utility"})
    ]


def test_what_is_given_is_not_changed() -> None:
    data: dict[str, Any] = {"title": "{utility}", "injects": [{"body": "{floor}"}]}
    copy = {"title": "{utility}", "injects": [{"body": "{floor}"}]}
    Filling(VALUES, Scenario, "scenario").filled(data)
    assert data == copy


def test_without_placeholders_the_very_same_comes_back() -> None:
    data = {"title": "a", "injects": [{"body": "b {"}]}
    assert Filling(VALUES, Scenario, "scenario").filled(data) is data


def test_values_do_not_change_ids(project: Project) -> None:
    project.scenario("""
        title: Case
        values: {utility: Aguas del Puerto}
        teams:
          - "{utility}"
          - title: CSIRT of {utility}
        injects:
          - The telephone of {utility} rings.
          - title: "{utility} on paper"
            questions: {primary: Who tells the others?}
    """)
    ids = ["utility", "csirt-of-utility"]
    injects = ["the-telephone-of-utility-rings", "utility-on-paper"]
    for values in ({}, {"utility": "Otra"}):
        scenario = project.load(values).scenario
        assert [team.id for team in scenario.teams] == ids
        assert [inject.id for inject in scenario.injects] == injects


def test_values_themselves_are_not_filled(project: Project) -> None:
    project.scenario("""
        title: Case of {a}
        values: {a: "{b}", b: x}
        teams: [Crisis team]
        injects: [A reporter calls.]
    """)
    assert project.load().scenario.title == "Case of {b}"


def test_a_file_that_mentions_none_is_known_to() -> None:
    assert not mentioned("teams: [a]\ndetails: {rule: x}\n")
    assert mentioned("title: Case of {utility}\n")
    assert mentioned("a {{ b")


@given(st.text().filter(lambda text: "{" not in text))
def test_a_text_without_braces_stays_as_it_is(text: str) -> None:
    assert filled(text) == text


@given(st.text(alphabet="{}ab "))
def test_filling_never_fails_and_tells_what_it_leaves(text: str) -> None:
    filling = Filling({}, Scenario, "scenario")
    filling.filled({"title": text})
    assert all(each.code == "TTX042" for each in filling.unknown)
