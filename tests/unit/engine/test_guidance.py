"""What only control reads about an inject, with the playbook's own words."""

from __future__ import annotations

from typing import Any

from simulator.engine.guidance import guidance
from tests.builders import a_choice, a_kit, a_playbook, a_scenario, a_team, an_inject, an_option


def told(
    expectation: dict[str, Any] | None = None,
    step: dict[str, Any] | None = None,
    playbook: dict[str, Any] | None = None,
    **inject: Any,
) -> list[tuple[str, str]]:
    """The guidance on an inject whose expectation is about a step."""
    asked = [{"id": "e", "text": "Cut."} | expectation] if expectation is not None else []
    scenario = a_scenario(
        an_inject("a", expectations=asked, **inject),
        teams=[a_team("red", "chief"), a_team("csirt")],
    )
    whole = {"id": "cut", "phase": "contain", "text": "Cut it off."} | (step or {})
    kit = a_kit(scenario, a_playbook(whole, **(playbook or {})))
    return list(guidance(kit.edition("en"), kit.original.scenario.injects[0]))


STEP = {"step": "book/cut"}
ROLES = {
    "roles": [
        {"id": "lead", "title": "Lead"},
        {"id": "press", "title": "Press office", "engage": "by phone"},
    ]
}


def test_an_inject_that_asks_nothing_has_none() -> None:
    assert told() == []


def test_a_question_is_told_with_its_options_notes_and_what_is_assumed() -> None:
    point = a_choice(an_option("x", note="Faster."), an_option("y"), time_limit=5)
    assert told(decision=point) == [
        ("question", "What now?"),
        ("option", "x: Label x"),
        ("option", "y: Label y"),
        ("note", "Faster."),
    ]
    assumed = told(decision=point | {"on_timeout": {"assume": "y"}})
    assert assumed[-1] == ("assume", "Label y")


def test_the_facilitators_block_is_told_in_the_order_it_is_needed() -> None:
    block = {
        "delivery": "Read slowly.",
        "listen_for": ["Backups"],
        "red_flags": ["Paying"],
        "hints": ["Who decides?"],
        "move_on": "After ten minutes.",
        "notes": "Keep calm.",
    }
    questions = {"primary": "Who leads?", "probing": ["And at night?"]}
    assert [key for key, _ in told(questions=questions, facilitator=block)] == [
        "primary",
        "probing",
        "delivery",
        "listen_for",
        "red_flag",
        "hint",
        "move_on",
        "notes",
    ]


def test_what_is_expected_names_the_role_where_there_is_one() -> None:
    assert told({"free": True}) == [("expected", "Cut.")]
    assert told({"role": "chief", "team": "red"}) == [("expected", "Cut. (Role chief)")]
    assert told({"role": "chief"}, to="red") == [("expected", "Cut. (Role chief)")]
    assert told({"role": "chief", "team": "csirt"}) == [("expected", "Cut.")]


def test_how_a_team_might_say_it_stands_beside_what_is_expected_and_offered() -> None:
    point = a_choice(an_option("x", example="We cut."), an_option("y"))
    assert told(STEP | {"example": "We pull it."}, {"guidance": "At once."}, decision=point) == [
        ("question", "What now?"),
        ("option", "x: Label x"),
        ("option", "y: Label y"),
        ("example", "x: We cut."),
        ("expected", "Cut."),
        ("example", "We pull it."),
        ("how", "At once."),
    ]


def test_a_step_is_told_in_the_playbooks_own_words() -> None:
    step = {
        "guidance": "Pull the cable.",
        "condition": "If it spreads.",
        "repeat": "each hour",
        "parts": ["Find the switch."],
        "any_of": ["Cable", "Firewall"],
        "aliases": ["isolate"],
        "references": [{"title": "Plan", "section": "4", "url": "https://example.org/plan"}],
        "authoriser": "lead",
        "role": "press",
    }
    assert told(STEP, step, ROLES) == [
        ("expected", "Cut."),
        ("how", "Pull the cable."),
        ("applies", "If it spreads."),
        ("repeat", "each hour"),
        ("part", "Find the switch."),
        ("any_of", "Cable"),
        ("any_of", "Firewall"),
        ("authoriser", "Lead"),
        ("engage", "Press office, by phone"),
        ("listen_for", "isolate"),
        ("reference", "Plan, § 4, <https://example.org/plan>"),
    ]


def test_a_bare_reference_is_its_title() -> None:
    assert told(STEP, {"references": ["Plan"]})[-1] == ("reference", "Plan")


def test_with_whom_a_step_is_shared_and_how_openly() -> None:
    share = {"with": ["press", "csirt", "police"], "tlp_at_most": "GREEN"}
    assert told(STEP, {"share": share}, ROLES)[-1] == (
        "share",
        "Press office, Team csirt, police, TLP:GREEN",
    )
    assert told(STEP, {"share": {"with": ["press"]}}, ROLES)[-1] == ("share", "Press office")


def test_a_step_may_hand_over_to_another_playbook() -> None:
    assert told(STEP, {"playbook": "book"})[-1] == ("hands_over", "Book")
    assert told(STEP, {"playbook": "other"})[-1] == ("hands_over", "other")


def test_a_step_that_is_not_there_adds_nothing() -> None:
    assert told({"step": "book/gone"}) == told({"step": "gone/cut"}) == [("expected", "Cut.")]


def test_a_role_that_is_called_in_by_nothing_said_is_not_called_in() -> None:
    assert told(STEP, {"role": "lead"}, ROLES) == [("expected", "Cut.")]


def test_how_something_is_to_be_told_is_guidance() -> None:
    assert told(details={"voice": "Calm and tired"}) == [("voice", "Calm and tired")]
    assert told(details={"voice": 3}) == []
