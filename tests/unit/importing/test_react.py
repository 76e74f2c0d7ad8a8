"""Playbooks, stages and actions of RE&CT become playbooks of ours."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from simulator.domain.errors import UsageError
from simulator.domain.playbook import Playbook
from simulator.importing.base import Imported, pointer
from tests.unit.importing.sources import codes, imported, the_playbook

PLAYBOOK = """
title: RP_0042_lost_badge
id: RP0042
description: When a badge is gone
author: The guards
creation_date: 2031/05/12
severity: H
tlp: WHITE
pap: GREEN
tags: [attack.t1078, attack.T1078.001, attack.persistence, badge]
linked_rp: [RP_0043_stolen_key]
references: ["https://rules.example/badges", House rules]
preparation: [RA_1901_count_badges]
identification: [RA_2901_look_for_badge]
containment: [RA_3901_lock_badge, RA_3902_call_guard]
workflow: |
  1. Look first.

  2. Lock then.
"""
LOCK = """
title: RA_3901_lock_badge
id: RA3901
description: Lock a badge so that it opens nothing
author: A guard
stage: containment
references: ["https://gate.example"]
requirements: [MS_gate, DN_gate_log]
workflow: |
  Open the gate's page.   \n  Choose the badge.
"""
UNFILLED = """
title: RA_3902_call_guard
id: RA3902
description: Call a guard
author: somebody
creation_date: YYYY/MM/DD
stage: containment
references: ["https://fill.example"]
workflow: To be written.
"""
ACTIONS = {
    "RA_1901_count_badges.yml": (
        "{title: RA_1901_count_badges, id: RA1901, description: Count all badges,"
        " stage: preparation}"
    ),
    "RA_2901_look_for_badge.yml": (
        "{title: RA_2901_look_for_badge, id: RA2901, description: Look for the badge,"
        " stage: identification}"
    ),
    "RA_3901_lock_badge.yml": LOCK,
    "RA_3902_call_guard.yaml": UNFILLED.replace("YYYY/MM/DD", "2031/05/12"),
}


def react(text: str, beside: Mapping[str, str] | None = None, name: str = "RP.yml") -> Imported:
    return imported("react", text, beside=ACTIONS if beside is None else beside, name=name)


def playbook(text: str, beside: Mapping[str, str] | None = None) -> Playbook:
    """The playbook that comes of it, where nothing is wrong with it."""
    result = react(text, beside)
    assert codes(result) == []
    return the_playbook(result)


def test_the_head_is_carried_over() -> None:
    made = playbook(PLAYBOOK)
    assert (made.id, made.title) == ("rp-0042-lost-badge", "Lost badge")
    assert made.summary == "When a badge is gone\n\n1. Look first.\n\n2. Lock then."
    assert made.tags == ("attack.persistence", "badge", "severity:H", "pap:GREEN")
    assert made.applies_to.techniques == ("T1078", "T1078.001")
    assert made.tlp == "CLEAR"
    assert [(r.title, r.url) for r in made.references] == [
        ("https://rules.example/badges", "https://rules.example/badges"),
        ("House rules", None),
        ("RP_0043_stolen_key", None),
    ]


def test_stages_become_phases_and_nothing_is_ordered() -> None:
    made = playbook(PLAYBOOK)
    assert [(step.id, step.phase) for step in made.steps] == [
        ("ra-1901-count-badges", "prepare"),
        ("ra-2901-look-for-badge", "identify"),
        ("ra-3901-lock-badge", "contain"),
        ("ra-3902-call-guard", "contain"),
    ]
    assert not any(step.after for step in made.steps)


def test_an_actions_file_gives_text_guidance_references_and_authors() -> None:
    made = playbook(PLAYBOOK)
    step = made.steps[2]
    assert step.text == "Lock a badge so that it opens nothing"
    assert step.guidance == (
        "Open the gate's page.\nChoose the badge.\n\nNeeds: MS_gate, DN_gate_log"
    )
    assert [reference.url for reference in step.references] == ["https://gate.example"]
    assert made.authors == ("The guards", "A guard", "somebody")


def test_without_its_file_an_action_is_its_name() -> None:
    made = the_playbook(react(PLAYBOOK, {}))
    assert [step.text for step in made.steps] == [
        "Count badges",
        "Look for badge",
        "Lock badge",
        "Call guard",
    ]


def test_a_stage_becomes_a_playbook_of_all_its_actions() -> None:
    stage = "{title: Containment, id: RS0003, description: Keep it small}"
    made = playbook(stage)
    assert (made.id, made.title, made.summary) == (
        "rs0003-containment",
        "Containment",
        "Keep it small",
    )
    assert [step.id for step in made.steps] == ["ra-3901-lock-badge", "ra-3902-call-guard"]
    assert [loss.file for loss in react(stage).losses.losses] == ["RA_3902_call_guard.yaml"]


def test_a_stage_without_actions_is_itself_the_one_step() -> None:
    result = react("{title: Lessons Learned, id: RS0006, description: Talk about it}", {})
    assert codes(result) == ["stage_alone"]
    (step,) = the_playbook(result).steps
    assert (step.text, step.phase) == ("Talk about it", "learn")


def test_an_action_becomes_a_playbook_of_one_step() -> None:
    made = playbook(LOCK)
    assert (made.id, made.title) == ("ra-3901-lock-badge", "Lock badge")
    (step,) = made.steps
    assert (step.id, step.phase) == ("ra-3901-lock-badge", "contain")


def test_what_an_unfilled_action_says_is_left_out() -> None:
    result = react(UNFILLED)
    assert codes(result) == ["action_unfilled"]
    made = the_playbook(result)
    assert made.authors == ()
    assert made.steps[0].references == ()
    assert made.steps[0].guidance is None
    assert {pointer(loss.path) for loss in result.losses.losses} == {
        "/author",
        "/creation_date",
        "/references",
        "/workflow",
    }


def test_losses_name_the_file_they_are_of() -> None:
    report = react(PLAYBOOK).losses
    assert [(loss.file, pointer(loss.path)) for loss in report.losses] == [
        ("RP.yml", "/creation_date"),
        ("RA_3902_call_guard.yaml", "/creation_date"),
    ]
    assert (report.carried, report.total) == (43, 45)


def test_words_made_here_speak_the_language_given() -> None:
    (step,) = the_playbook(imported("react", LOCK, language="es")).steps
    assert step.guidance is not None
    assert step.guidance.endswith("Requiere: MS_gate, DN_gate_log")


ONE = "{title: RP_0001_a, id: RP0001, containment: [RA_3901_lock_badge, RA_3902_call_guard]}"
FAULTS: dict[str, tuple[str, Mapping[str, str], str]] = {
    "action_missing": (ONE, {"RA_3901_lock_badge.yml": LOCK}, "/containment/1"),
    "action_unfilled": (
        "{title: RP_0001_a, id: RP0001, containment: [RA_3902_call_guard]}",
        {"RA_3902_call_guard.yml": UNFILLED},
        "/creation_date",
    ),
    "actions_missing": (ONE, {}, "/"),
    "beside_unreadable": (
        "{title: Containment, id: RS0003}",
        {"RA_1.yml": "{", "RA_3901_lock_badge.yml": LOCK},
        "/",
    ),
    "field_unknown": (ONE.replace("}", ", mood: calm}"), ACTIONS, "/mood"),
    "no_list": (
        "{title: RP_0001_a, id: RP0001, containment: RA_3901_lock_badge}",
        ACTIONS,
        "/containment",
    ),
    "stage_alone": ("{title: Recovery, id: RS0005}", {}, "/"),
    "stage_differs": (ONE.replace("containment", "recovery"), ACTIONS, "/stage"),
    "stage_unknown": ("{title: RA_9901_a, id: RA9901}", {}, "/stage"),
    "text_shortened": (
        f"{{title: RA_3901_a, stage: containment, description: {'a ' * 300}}}",
        {},
        "/description",
    ),
    "word_unknown": (ONE.replace("}", ", tlp: PINK}"), ACTIONS, "/tlp"),
}
"""A code → the file and those beside it that have this fault alone, and its place."""


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_told_at_its_place_and_alone(code: str) -> None:
    text, beside, place = FAULTS[code]
    result = react(text, beside)
    assert set(codes(result)) == {code}
    assert pointer(result.warnings[0].path) == place
    assert the_playbook(result).steps


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b",
        "title: A cake",
        "{title: RS_0009, id: RS0009}",
        "{id: RP0001, title: RP_0001}",
    ],
)
def test_what_is_nothing_of_react_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        react(text)
