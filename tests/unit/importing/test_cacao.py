"""A CACAO playbook becomes one of ours: order, branches, roles, times, texts, and what is lost."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.content import yaml
from simulator.content.write import write_yaml
from simulator.domain.errors import SimulatorError
from simulator.domain.playbook import PHASES, Playbook, Step
from simulator.importing.base import pointer
from simulator.importing.cacao_words import STEP_TYPES, TOP_FIELDS
from tests.unit.importing.sources import (
    ASK,
    END,
    FIREWALL,
    FIRST,
    GREEN,
    LEAD,
    LOOP,
    NOWHERE,
    OTHER_END,
    SECOND,
    SPLIT,
    START,
    THIRD,
    Data,
    a_cacao,
    a_flow,
    an_action,
    an_id,
    codes,
    imported,
    the_playbook,
)

FOURTH = an_id("action", 14)
THIRD_END = an_id("end", 4)
IF = {"type": "if-condition", "name": "Is it stolen?", "condition": "badge:state = 'lost'"}


def steps(workflow: object, **fields: Any) -> dict[str, Step]:
    """The steps that come of a workflow, by id, where it has no fault."""
    result = imported("cacao", a_cacao(workflow, **fields))
    assert codes(result) == []
    return {step.id: step for step in the_playbook(result).steps}


def playbook(workflow: object = None, **fields: Any) -> Playbook:
    """The playbook that comes of a workflow and fields."""
    return the_playbook(imported("cacao", a_cacao(workflow, **fields)))


def lost(data: Data) -> dict[str, str]:
    """What found no place: pointer → value in short."""
    report = imported("cacao", data).losses
    assert report.total - report.carried == sum(loss.leaves for loss in report.losses)
    return {pointer(loss.path): loss.shown for loss in report.losses}


# --- Order ---


def test_steps_are_in_the_order_of_the_workflow_and_each_comes_after_the_one_before() -> None:
    flow = {
        SECOND: an_action("Call", END),
        **a_flow(**{FIRST: an_action("Lock", SECOND)}),
    }
    found = steps(flow)
    assert list(found) == ["lock", "call"]
    assert found["lock"].after == ()
    assert found["call"].after == ("lock",)


def test_members_of_a_parallel_are_in_no_order_and_what_follows_waits_for_all() -> None:
    found = steps(
        a_flow(
            **{
                FIRST: an_action("Look", SPLIT),
                SPLIT: {
                    "type": "parallel",
                    "next_steps": [SECOND, THIRD],
                    "on_completion": FOURTH,
                },
                SECOND: an_action("Lock", OTHER_END),
                OTHER_END: {"type": "end"},
                THIRD: an_action("Call", THIRD_END),
                THIRD_END: {"type": "end"},
                FOURTH: an_action("Report"),
            }
        )
    )
    assert found["lock"].after == found["call"].after == ("look",)
    assert found["report"].after == ("lock", "call")


def test_a_list_of_steps_without_links_is_in_its_order() -> None:
    listed = [{"type": "action", "name": name} for name in ("Look", "Lock")]
    result = imported("cacao", a_cacao(listed, workflow_start=None))
    assert [step.after for step in the_playbook(result).steps] == [(), ("look",)]


def test_a_way_back_is_cut_so_that_no_step_comes_before_itself() -> None:
    flow = {
        START: {"type": "start", "on_completion": FIRST},
        FIRST: an_action("Look", SECOND),
        SECOND: an_action("Look again", FIRST),
    }
    found = {step.id: step.after for step in playbook(flow).steps}
    assert found == {"look": (), "look-again": ("look",)}


def test_a_step_that_nobody_reaches_orders_nothing() -> None:
    flow = a_flow(**{FIRST: an_action("Lock"), SECOND: an_action("Never", FIRST)})
    found = {step.id: step.after for step in playbook(flow).steps}
    assert found == {"lock": (), "never": ()}


# --- Branches ---


def a_question(true: str, false: str | None, then: str | None = None) -> Data:
    step = IF | {"on_true": true}
    return step | ({"on_false": false} if false else {}) | ({"on_completion": then} if then else {})


def test_a_condition_becomes_a_question_and_its_arms_hang_on_the_answers() -> None:
    flow = a_flow(
        **{
            FIRST: an_action("Look", ASK),
            ASK: a_question(SECOND, THIRD, FOURTH),
            SECOND: an_action("Lock", OTHER_END),
            OTHER_END: {"type": "end"},
            THIRD: an_action("Return it", THIRD_END),
            THIRD_END: {"type": "end"},
            FOURTH: an_action("Report"),
        }
    )
    (branch,) = playbook(flow).branches
    assert (branch.id, branch.answers) == ("is-it-stolen", ("yes", "no"))
    assert branch.question == "Is it stolen? (badge:state = 'lost')"
    found = steps(flow)
    assert found["lock"].branch == {"is-it-stolen": "yes"}
    assert found["return-it"].branch == {"is-it-stolen": "no"}
    assert found["report"].branch == found["look"].branch == {}
    assert found["report"].after == ("lock", "return-it")


def test_without_an_arm_for_no_the_way_goes_on_all_the_same() -> None:
    flow = a_flow(
        **{
            FIRST: an_action("Look", ASK),
            ASK: a_question(SECOND, None, FOURTH),
            SECOND: an_action("Lock", OTHER_END),
            OTHER_END: {"type": "end"},
            FOURTH: an_action("Report"),
        }
    )
    assert steps(flow)["report"].after == ("look", "lock")


def test_a_switch_has_an_answer_for_each_case() -> None:
    switch = an_id("switch-condition", 61)
    flow = a_flow(
        **{
            FIRST: an_action("Look", switch),
            switch: {
                "type": "switch-condition",
                "switch": "__colour__:value",
                "cases": {"red": SECOND, "blue": THIRD, "default": END},
            },
            SECOND: an_action("Lock"),
            THIRD: an_action("Return it"),
        }
    )
    (branch,) = playbook(flow).branches
    assert (branch.question, branch.answers) == ("__colour__:value", ("red", "blue", "default"))
    found = steps(flow)
    assert found["lock"].branch == {branch.id: "red"}
    assert found["return-it"].branch == {branch.id: "blue"}


def test_a_decision_which_is_not_in_the_standard_is_read_as_a_question() -> None:
    flow = a_flow(
        **{
            FIRST: {"type": "action", "name": "Look", "next_step": "which"},
            "which": {
                "type": "decision",
                "name": "Is it stolen?",
                "conditions": {"surely": SECOND, "no": END},
            },
            SECOND: an_action("Lock"),
        }
    )
    result = imported("cacao", a_cacao(flow))
    assert codes(result) == ["field_unknown", "id_not_uuid", "step_type_unknown"]
    assert the_playbook(result).branches[0].answers == ("surely", "no")
    assert the_playbook(result).steps[1].branch == {"is-it-stolen": "surely"}


def test_an_arm_in_an_arm_hangs_on_both_answers() -> None:
    inner = an_id("if-condition", 62)
    flow = a_flow(
        **{
            FIRST: an_action("Look", ASK),
            ASK: a_question(inner, END),
            inner: {
                "type": "if-condition",
                "name": "At night?",
                "on_true": SECOND,
                "on_false": END,
            },
            SECOND: an_action("Lock"),
        }
    )
    assert steps(flow)["lock"].branch == {"is-it-stolen": "yes", "at-night": "yes"}


def test_what_follows_a_failure_hangs_on_the_question_whether_it_failed() -> None:
    flow = a_flow(
        **{
            FIRST: an_action("Lock", None, on_success=SECOND, on_failure=THIRD),
            SECOND: an_action("Report"),
            THIRD: an_action("Call the guard", SECOND),
        }
    )
    (branch,) = playbook(flow).branches
    assert (branch.question, branch.answers) == ("Did this fail: Lock?", ("yes", "no"))
    found = steps(flow)
    assert found["call-the-guard"].branch == {branch.id: "yes"}
    assert found["report"].branch == {}
    assert found["report"].after == ("lock", "call-the-guard")


def test_what_an_exception_leads_to_hangs_on_a_question_too() -> None:
    flow = a_flow(**{FIRST: an_action("Lock"), SECOND: an_action("Call the guard")})
    result = imported("cacao", a_cacao(flow, workflow_exception=SECOND))
    assert codes(result) == []
    (branch,) = the_playbook(result).branches
    assert branch.question == "Did the workflow meet an exception?"
    assert the_playbook(result).steps[-1].branch == {branch.id: "yes"}


def test_a_loop_becomes_a_note_on_what_is_repeated() -> None:
    flow = a_flow(
        **{
            FIRST: an_action("Look", LOOP),
            LOOP: {
                "type": "while-condition",
                "condition": "badge is missing",
                "on_true": SECOND,
                "on_completion": THIRD,
            },
            SECOND: an_action("Search", LOOP),
            THIRD: an_action("Report"),
        }
    )
    found = steps(flow)
    assert found["search"].repeat == "while this holds: badge is missing"
    assert found["report"].repeat is None
    assert found["report"].after == ("look", "search")


def test_made_questions_speak_the_language_given() -> None:
    flow = a_flow(
        **{
            FIRST: an_action("Cerrar", None, on_success=END, on_failure=SECOND),
            SECOND: an_action("Llamar"),
        }
    )
    made = the_playbook(imported("cacao", a_cacao(flow), language="es"))
    assert made.language == "es"
    assert made.branches[0].question == "¿Falló esto: Cerrar?"
    assert made.branches[0].answers == ("sí", "no")


# --- What a step says ---


def one(**action: Any) -> Step:
    flow = a_flow(**{FIRST: an_action(action.pop("name", "Lock"), **action)})
    (step,) = playbook(flow).steps
    return step


def test_commands_for_people_are_sentences_and_those_for_machines_are_code() -> None:
    step = one(
        description="The badge must open nothing.",
        commands=[
            {"type": "manual", "command": "Call the guard."},
            {"type": "ssh", "command": "lock `badge`", "description": "On the gate:"},
            {"type": "bash", "command_b64": b64encode(b"one\ntwo").decode()},
        ],
    )
    assert step.guidance == (
        "The badge must open nothing.\n\nCall the guard.\n\n- On the gate:\n"
        "- Command (ssh): `` lock `badge` ``\n"
        "- Command (bash): \n\n  ```\n  one\n  two\n  ```"
    )


def test_without_a_name_a_step_is_called_by_what_it_says() -> None:
    assert one(name="", description="Lock the badge.").text == "Lock the badge."
    assert one(name="", commands=[{"type": "manual", "command": "Call."}]).text == "Call."
    assert one(name="").text == "Step 1"


def test_steps_of_one_name_get_ids_of_their_own() -> None:
    found = steps(a_flow(**{FIRST: an_action("Look", SECOND), SECOND: an_action("Look")}))
    assert list(found) == ["look", "look-2"]


def test_a_person_is_a_role_and_machines_share_one() -> None:
    flow = a_flow(
        **{FIRST: an_action("Look", SECOND), SECOND: an_action("Lock", agent=FIREWALL, owner=LEAD)}
    )
    agents = {
        LEAD: {"type": "individual", "name": "Guard"},
        FIREWALL: {"type": "net-address", "name": "Gate", "address": {"ipv4": ["192.0.2.1"]}},
    }
    made = playbook(flow, agent_definitions=agents)
    assert [(role.id, role.title) for role in made.roles] == [
        ("guard", "Guard"),
        ("automated", "Automated"),
    ]
    assert made.steps[0].role == "guard"
    assert (made.steps[1].role, made.steps[1].authoriser) == ("automated", "guard")
    assert made.steps[1].guidance == "- Carried out by: Gate (net-address)"


def test_targets_are_named_in_the_guidance() -> None:
    flow = a_flow(**{FIRST: an_action("Lock", targets=[FIREWALL])})
    targets = {FIREWALL: {"type": "net-address", "name": "Gate", "address": {}}}
    (step,) = playbook(flow, target_definitions=targets).steps
    assert step.guidance == "- Target: Gate (net-address)"


@pytest.mark.parametrize(
    ("commands", "types", "phase"),
    [
        ([{"type": "manual", "playbook_activity": "restore-data"}], ["detection"], "recover"),
        ([], ["notification"], "communicate"),
        ([], [], "contain"),
    ],
)
def test_the_phase_is_guessed_from_activity_then_type(
    commands: list[Data], types: list[str], phase: str
) -> None:
    flow = a_flow(**{FIRST: an_action("Lock", commands=commands)})
    result = imported("cacao", a_cacao(flow, playbook_types=types))
    assert the_playbook(result).steps[0].phase == phase
    (guess,) = (w for w in result.warnings if w.code == "phase_guessed")
    assert guess.values == {"count": 1}


def test_a_phase_that_the_file_names_is_kept_under_its_name() -> None:
    flow = a_flow(**{FIRST: an_action("Lock", action_type="containment")})
    result = imported("cacao", a_cacao(flow))
    made = the_playbook(result)
    assert made.steps[0].phase == "containment"
    assert made.phase_of(made.steps[0]) == "contain"
    assert [w.code for w in result.warnings] == ["field_unknown"]


def test_waits_and_limits_of_people_become_times() -> None:
    flow = a_flow(
        **{
            FIRST: an_action("Look", SECOND, timeout=600_000),
            SECOND: an_action("Call", delay=60_000, timeout=120_000),
        }
    )
    made = playbook(flow)
    first, second = (step.times for step in made.steps)
    assert first is not None
    assert second is not None
    assert (first.from_, first.limit) == ("start", 10)
    assert [trigger.id for trigger in made.triggers] == ["start"]
    assert (second.not_before, second.limit) == (1, 3)


def test_waits_and_limits_of_machines_are_lost() -> None:
    command = {"type": "ssh", "command": "lock"}
    flow = a_flow(**{FIRST: an_action("Lock", timeout=5000, commands=[command])})
    assert playbook(flow).steps[0].times is None
    assert f"/workflow/{FIRST}/timeout" in lost(a_cacao(flow))


# --- The head ---


def test_the_head_keeps_what_we_have_a_place_for() -> None:
    made = playbook(
        description="When a badge is gone.",
        created_by="The guards",
        playbook_types=["mitigation"],
        playbook_activities=["restrict-access"],
        industry_sectors=["education"],
        labels=["badge"],
        severity=40,
        markings=[GREEN],
        data_marking_definitions={GREEN: {"type": "marking-tlp", "tlpv2_level": "TLP:GREEN"}},
        external_references=[
            {"name": "House rules", "description": "Edition 3", "url": "https://rules.example"},
            {"name": "Plan", "description": "Plan", "external_id": "P-7"},
        ],
    )
    assert (made.id, made.title, made.summary) == (
        "stolen-badge",
        "Stolen badge",
        "When a badge is gone.",
    )
    assert made.version == "2031-05-13T08:40:00.000Z"
    assert made.authors == ("The guards",)
    assert made.tags == ("mitigation", "restrict-access", "education", "badge", "severity:40")
    assert made.tlp == "GREEN"
    origin, rules, plan = made.references
    assert (origin.title, origin.section) == ("cacao-2.0", an_id("playbook", 5))
    assert (rules.title, rules.url) == ("House rules: Edition 3", "https://rules.example")
    assert (plan.title, plan.section) == ("Plan", "P-7")


@pytest.mark.parametrize(
    ("level", "ours"), [("TLP:WHITE", "CLEAR"), ("amber+strict", "AMBER+STRICT")]
)
def test_labels_of_other_markings_are_read_too(level: str, ours: str) -> None:
    definition = {"type": "marking-iep", "tlp": level}
    made = playbook(markings=[GREEN], data_marking_definitions={GREEN: definition})
    assert made.tlp == ours


# --- What is lost ---


def test_a_plain_playbook_loses_dates_author_and_the_kind_of_its_agent() -> None:
    assert lost(a_cacao()) == {
        "/created_by": f'"{an_id("identity", 6)}"',
        "/created": '"2031-05-12T08:40:00.000Z"',
        f"/agent_definitions/{LEAD}/type": '"individual"',
    }


def test_every_field_without_a_place_is_named_with_its_value() -> None:
    data = a_cacao(
        a_flow(**{FIRST: an_action("Lock", None, on_success=END, on_failure=END)}),
        playbook_variables={"__door__": {"type": "string", "value": None}},
        signatures=[{"value": "x" * 80}],
        derived_from=[an_id("playbook", 8)],
    )
    found = lost(data)
    assert found["/playbook_variables/__door__/value"] == "null"
    assert found["/signatures/0/value"].endswith(" …")
    assert "/derived_from" in found
    assert f"/workflow/{FIRST}/on_failure" in found
    assert f"/workflow/{FIRST}/on_success" not in found


def test_an_answer_that_shares_its_step_with_another_is_lost() -> None:
    switch = an_id("switch-condition", 61)
    cases = {"red": SECOND, "blue": SECOND, "grey": THIRD, "none": END}
    flow = a_flow(
        **{
            FIRST: an_action("Look", switch),
            switch: {"type": "switch-condition", "switch": "colour", "cases": cases},
            SECOND: an_action("Lock"),
            THIRD: an_action("Call"),
        }
    )
    found = {place for place in lost(a_cacao(flow)) if "/cases/" in place}
    assert found == {f"/workflow/{switch}/cases/red", f"/workflow/{switch}/cases/blue"}


def test_a_link_to_nowhere_and_a_way_back_are_lost() -> None:
    flow = {
        START: {"type": "start", "on_completion": FIRST},
        FIRST: an_action("Look", SECOND, on_failure=NOWHERE),
        SECOND: an_action("Again", FIRST),
    }
    found = lost(a_cacao(flow))
    assert {f"/workflow/{FIRST}/on_failure", f"/workflow/{SECOND}/on_completion"} <= set(found)


# --- Whatever comes ---

KEYS = [an_id(kind, n) for kind in sorted(STEP_TYPES) for n in range(3)]
LINK = st.sampled_from([*KEYS, NOWHERE])
STEP = st.fixed_dictionaries(
    {"type": st.sampled_from([*sorted(STEP_TYPES), "decision"])},
    optional={
        "name": st.sampled_from(["Look", "Lock", "Call"]),
        "on_completion": LINK,
        "on_success": LINK,
        "on_failure": LINK,
        "on_true": LINK,
        "on_false": LINK,
        "condition": st.just("a"),
        "next_steps": st.lists(LINK, max_size=4),
        "cases": st.dictionaries(st.sampled_from(["a", "b", "default"]), LINK),
        "playbook_id": st.just(an_id("playbook", 3)),
        "delay": st.integers(0, 10**6),
        "timeout": st.integers(0, 10**6),
    },
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), STEP, min_size=1, max_size=14), LINK)
def test_any_workflow_is_loaded_in_an_order_without_loops(flow: Data, start: str) -> None:
    done = [k for k, s in flow.items() if s["type"] in ("action", "playbook-action", "decision")]
    done = [k for k in done if flow[k]["type"] != "decision" or "cases" not in flow[k]]
    if not done:
        return
    result = imported("cacao", a_cacao(flow, workflow_start=start))
    made = the_playbook(result)
    assert len(made.steps) == len(done)
    waiting = {step.id: set(step.after) for step in made.steps}
    while free := [id for id, after in waiting.items() if not after]:
        for id in free:
            del waiting[id]
        waiting = {id: after - set(free) for id, after in waiting.items()}
    assert waiting == {}
    questions = {branch.id: branch.answers for branch in made.branches}
    assert len(questions) == len(made.branches)
    for step in made.steps:
        assert made.phase_of(step) in PHASES
        assert all(answer in questions[id] for id, answer in step.branch.items())
    assert result.losses.carried <= result.losses.total
    document = yaml.read(write_yaml(made))
    assert Playbook.model_validate(document.data, by_alias=True, by_name=False) == made


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(TOP_FIELDS)), ANYTHING, max_size=6), ANYTHING)
def test_any_value_anywhere_is_loaded_or_refused_in_words(fields: Data, strange: object) -> None:
    flow = a_flow(**{FIRST: an_action("Lock"), SECOND: strange})
    for name in ("commands", "agent", "targets", "external_references", "name", "delay", "type"):
        flow[an_id("action", len(flow))] = an_action("Look") | {name: strange}
    try:
        result = imported("cacao", a_cacao(flow) | fields)
    except SimulatorError:
        return
    assert the_playbook(result).steps
