"""Playbooks that can be kept, bound to the scenario; objectives, rubrics and plays."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.engine.checks import check_kit
from tests.unit.engine.kits import (
    Data,
    a_choice,
    a_play,
    a_playbook,
    a_rubric,
    a_scenario,
    a_step,
    a_use,
    found,
    told,
)

SIGN: Data = {"triggers": [{"id": "sign", "text": "A sign."}]}
BOUND = a_use(triggers={"sign": {"released": "a"}})


def timed(**times: Any) -> list[str]:
    said = {"from": "sign", "source": {"kind": "expert"}, **times}
    playbook = a_playbook(a_step(times=said), **SIGN)
    return told(a_scenario("a", playbooks=BOUND), playbook)


ANCHORS: dict[str, tuple[Data, list[str]]] = {
    "rising": ({"target": 5, "acceptable": 10, "limit": 20}, []),
    "equal": ({"target": 5, "acceptable": 5, "limit": 5}, []),
    "some": ({"target": 5, "limit": 20}, []),
    "acceptable before target": (
        {"target": 10, "acceptable": 5, "limit": 20},
        ["TTX123 steps/0/times/acceptable"],
    ),
    "limit before target": ({"target": 10, "limit": 5}, ["TTX123 steps/0/times/limit"]),
    "rising by severity": (
        {"target": 10, "limit": 20, "by_severity": [{"from": 3, "target": 5, "limit": 10}]},
        [],
    ),
    "falling by severity": (
        {"target": 10, "limit": 20, "by_severity": [{"from": 3, "target": 9, "limit": 8}]},
        ["TTX123 steps/0/times/by_severity/0/limit"],
    ),
    "falling with what stays": (
        {"target": 10, "limit": 20, "by_severity": [{"from": 3, "limit": 8}]},
        ["TTX123 steps/0/times/by_severity/0/limit"],
    ),
    "a target beyond what stays": (
        {"target": 10, "limit": 20, "by_severity": [{"from": 3, "target": 30}]},
        ["TTX123 steps/0/times/by_severity/0/target"],
    ),
    "falling already": (
        {"target": 10, "limit": 5, "by_severity": [{"from": 3, "target": 4}]},
        ["TTX123 steps/0/times/limit"],
    ),
    "not too soon": ({"not_before": 4, "target": 5}, []),
    "too soon until the target": (
        {"not_before": 5, "target": 5},
        ["TTX124 steps/0/times/not_before"],
    ),
    "too soon until the limit": (
        {"not_before": 9, "limit": 5},
        ["TTX124 steps/0/times/not_before"],
    ),
    "too soon by severity": (
        {"not_before": 5, "target": 9, "by_severity": [{"from": 3, "target": 4}]},
        ["TTX124 steps/0/times/not_before"],
    ),
    "too soon alone": ({"not_before": 5}, []),
    "a law": (
        {
            "limit": 9,
            "legal": True,
            "source": {"kind": "law", "title": "Law", "date": "2030-01-01"},
        },
        [],
    ),
    "a plan is no law": (
        {
            "limit": 9,
            "legal": True,
            "source": {"kind": "plan", "title": "Plan", "date": "2030-01-01"},
        },
        ["TTX129 steps/0/times/source/kind"],
    ),
    "a law without date": (
        {"limit": 9, "source": {"kind": "law", "title": "Law"}},
        ["TTX130 steps/0/times/source"],
    ),
    "a pilot needs neither": ({"limit": 9, "source": {"kind": "pilot"}}, []),
}


@pytest.mark.parametrize(("times", "expected"), ANCHORS.values(), ids=ANCHORS.keys())
def test_times_can_be_kept(times: Data, expected: list[str]) -> None:
    assert timed(**times) == expected


def test_the_source_of_a_deadline_is_named() -> None:
    deadline = {
        "id": "d",
        "title": "D",
        "starts": {"released": "a"},
        "met_by": {"released": "b"},
        "within": 5,
        "source": {"kind": "contract", "date": "2030-01-01"},
    }
    assert told(a_scenario("a", "b", deadlines=[deadline])) == ["TTX130 deadlines/0/source"]


def test_steps_can_be_done_in_some_order() -> None:
    scenario = a_scenario("a", playbooks=a_use())
    chain = a_playbook(a_step("one"), a_step("two", after=["one"]), a_step("x", after=["two"]))
    assert told(scenario, chain) == []
    circle = a_playbook(
        a_step("zero"),
        a_step("one", after=["three", "zero"]),
        a_step("two", after=["one"]),
        a_step("three", after=["two"]),
    )
    (each,) = found(scenario, circle)
    assert (each.code, each.path) == ("TTX125", ("steps", 1, "after"))
    assert each.values["steps"] == "one, two, three"
    assert told(scenario, a_playbook(a_step("one", after=["one"]))) == ["TTX125 steps/0/after"]


def test_clocks_begin_somewhere() -> None:
    def after(step: str) -> Data:
        return {"from": {"step": step}, "limit": 5, "source": {"kind": "expert"}}

    scenario = a_scenario("a", playbooks=a_use())
    steps = [a_step("one", times=after("two")), a_step("two", times=after("one"))]
    assert told(scenario, a_playbook(*steps)) == ["TTX133 steps/0/times/from"]
    assert told(scenario, a_playbook(steps[0], a_step("two"))) == []


def test_severities_are_on_the_scale() -> None:
    times = {
        "from": "sign",
        "limit": 9,
        "by_severity": [{"from": 3, "limit": 5}, {"from": 9, "limit": 4}],
        "source": {"kind": "expert"},
    }
    header: Data = {"phases": ["P"], "truth": {"severity": [{"phase": "p", "level": 7}]}}
    scenario = a_scenario({"id": "a", "phase": "p"}, playbooks=BOUND, **header)
    playbook = a_playbook(a_step(times=times), severities=[0, 1, 2, 3], **SIGN)
    assert told(scenario, playbook) == [
        "TTX131 steps/0/times/by_severity/1/from",
        "TTX131 truth/severity/0/level",
    ]
    assert told(scenario, a_playbook(a_step(times=times), **SIGN)) == []


def test_shared_with_a_role_or_a_team() -> None:
    playbook = a_playbook(a_step(share={"with": ["lead", "red", "blue"]}))
    assert told(a_scenario("a", playbooks=a_use()), playbook) == ["TTX132 playbooks/0/use"]


def test_what_counts_is_bound() -> None:
    times = {"from": "sign", "limit": 9, "source": {"kind": "expert"}}
    branch: Data = {"branches": [{"id": "lost", "question": "Lost?", "answers": ["yes", "no"]}]}
    step = a_step(times=times, authoriser="lead", branch={"lost": "yes"})
    playbook = a_playbook(step, **SIGN, **branch)

    def bound(**use: Any) -> list[str]:
        return told(a_scenario("a", playbooks=[{"use": "plan", **use}]), playbook)

    lost = {"lost": "yes"}
    sign = {"sign": {"released": "a"}}
    assert bound(roles={"lead": "red"}, triggers=sign, branches=lost) == []
    assert bound(triggers=sign, branches=lost) == ["TTX126 playbooks/0/roles"]
    assert bound(roles={"lead": "red"}, branches=lost) == ["TTX127 playbooks/0/triggers"]
    assert bound() == ["TTX128 playbooks/0/branches"]
    assert bound(branches={"lost": "no"}) == []


def test_what_does_not_count_need_not_be_bound() -> None:
    times = {"from": "sign", "limit": 9, "source": {"kind": "expert"}}
    use = [{"use": "plan"}]
    learn = a_playbook(a_step(phase="learn", times=times), **SIGN)
    assert told(a_scenario("a", playbooks=use), learn) == []
    deadlines = [{"id": "d", "title": "D", "step": "plan/declare"}]
    scenario = a_scenario("a", playbooks=use, deadlines=deadlines)
    assert told(scenario, learn) == ["TTX127 playbooks/0/triggers"]


def test_a_playbook_that_could_not_be_read_is_left_to_the_reader() -> None:
    expects = {"id": "a", "expectations": [{"id": "e", "text": "E", "step": "plan/declare"}]}
    uses = a_use(triggers={"sign": {"released": "a"}}, branches={"lost": "yes"})
    assert told(a_scenario(expects, playbooks=uses)) == []


OBJECTIVE: Data = {"id": "share", "text": "Share."}
TASK: Data = {"id": "t", "text": "Tell.", "steps": ["plan/declare"]}
EXPECTS: Data = {"expectations": [{"id": "e", "text": "E", "step": "plan/declare"}]}
GOALS: dict[str, tuple[Data, Data, Data, list[str]]] = {
    "nothing shows it": (OBJECTIVE, {}, {}, ["TTX121 objectives/0"]),
    "an inject": (OBJECTIVE, {"objectives": ["share"]}, {}, []),
    "a row": (
        OBJECTIVE,
        {},
        {"evaluation": {"rows": [{"id": "r", "text": "R", "objective": "share"}]}},
        [],
    ),
    "a task with a step that is expected": (
        {**OBJECTIVE, "critical_tasks": [TASK]},
        EXPECTS,
        {},
        [],
    ),
    "a task with a step of an option": (
        {**OBJECTIVE, "critical_tasks": [TASK]},
        {"decision": a_choice({"id": "x", "step": "plan/declare"}, "y")},
        {},
        [],
    ),
    "a task that nothing shows": (
        {**OBJECTIVE, "critical_tasks": [TASK]},
        {},
        {},
        ["TTX122 objectives/0/critical_tasks/0/steps"],
    ),
    "a task without steps": (
        {**OBJECTIVE, "critical_tasks": ["Tell."]},
        {},
        {},
        ["TTX121 objectives/0"],
    ),
}


@pytest.mark.parametrize(
    ("objective", "fields", "header", "expected"), GOALS.values(), ids=GOALS.keys()
)
def test_play_can_show_every_objective(
    objective: Data, fields: Data, header: Data, expected: list[str]
) -> None:
    scenario = a_scenario(
        {"id": "a", **fields}, objectives=[objective], playbooks=a_use(), **header
    )
    assert told(scenario, a_playbook()) == expected


def test_rules_are_looked_for_where_they_are_known() -> None:
    rubric = a_rubric(rules=["completeness", "elegance"])
    play = a_play({"expect": {"finding": [{"rule": "order"}, {"rule": "style"}]}})
    scenario = a_scenario("a")
    diagnostics = found(scenario, rubric=rubric, plays=[play])
    assert [(each.code, each.file, each.path) for each in diagnostics] == [
        ("TTX134", "rubric/rubric", ("rules", 1, "rule")),
        ("TTX134", "play/play", ("play", 0, "expect", "finding", 1, "rule")),
    ]
    assert check_kit(scenario, (), rubric, [play]) == ()


def test_ratings_have_a_scale() -> None:
    own = a_rubric(ratings={"scale": "scenario"})
    assert told(a_scenario("a"), rubric=own) == ["TTX135 ratings/scale"]
    two = a_scenario("a", evaluation={"scale": ["Yes", "No"]})
    assert told(two, rubric=own) == []
    one = a_scenario("a", evaluation={"scale": ["Yes"]})
    assert told(one, rubric=own) == ["TTX136 evaluation/scale"]


@pytest.mark.parametrize("named", ["kit", "..", "../", "../../scenarios/kit", "scenarios/kit/"])
def test_a_play_names_its_scenario(named: str) -> None:
    assert told(a_scenario("a"), plays=[a_play(scenario=named)]) == []


def test_a_play_of_another_scenario_is_told_and_looked_at_no_further() -> None:
    play = a_play({"release": "nowhere"}, scenario="../other")
    assert told(a_scenario("a"), plays=[play]) == ["TTX137 scenario"]
