"""Every fault of a CACAO file is told at its place, and no other; what remains is loaded."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.domain.errors import UsageError
from simulator.importing.base import pointer
from tests.unit.importing.sources import (
    ASK,
    END,
    FIREWALL,
    FIRST,
    GREEN,
    LEAD,
    NOWHERE,
    OTHER_END,
    RED,
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

HANDED = an_id("playbook-action", 51)
ROBOT = an_id("robot", 52)
MARKINGS = {
    GREEN: {"type": "marking-tlp", "tlpv2_level": "TLP:GREEN"},
    RED: {"type": "marking-tlp", "tlpv2_level": "TLP:RED"},
}


def one(**action: Any) -> Data:
    """A playbook of one action with these fields."""
    return a_cacao(a_flow(**{FIRST: an_action("Lock the badge", **action)}))


def an_if(true: str, false: str | None = None, then: str | None = None) -> Data:
    step = {"type": "if-condition", "name": "Is it stolen?", "condition": "a", "on_true": true}
    return step | ({"on_false": false} if false else {}) | ({"on_completion": then} if then else {})


LONG = "word " * 100

FAULTS: dict[str, tuple[Data, str]] = {
    "agent_type_unknown": (
        a_cacao(
            a_flow(**{FIRST: an_action("Lock it", agent=ROBOT)}),
            agent_definitions={ROBOT: {"type": "robot", "name": "Gate"}},
        ),
        f"/agent_definitions/{ROBOT}/type",
    ),
    "agent_unresolved": (one(agent=an_id("group", 9)), f"/workflow/{FIRST}/agent"),
    "branch_end_shared": (
        a_cacao(
            a_flow(
                **{
                    FIRST: an_action("Look", ASK),
                    ASK: an_if(SECOND, THIRD, END),
                    SECOND: an_action("Block it", OTHER_END),
                    THIRD: an_action("Return it", OTHER_END),
                    OTHER_END: {"type": "end"},
                }
            )
        ),
        f"/workflow/{ASK}/on_false",
    ),
    "command_unreadable": (
        one(commands=[{"type": "manual", "command_b64": "%%"}]),
        f"/workflow/{FIRST}/commands/0/command_b64",
    ),
    "end_goes_on": (
        a_cacao(
            a_flow(**{FIRST: an_action("Lock it"), END: {"type": "end", "on_completion": FIRST}})
        ),
        f"/workflow/{END}",
    ),
    "end_missing": (
        a_cacao({START: {"type": "start", "on_completion": FIRST}, FIRST: an_action("Lock", None)}),
        f"/workflow/{FIRST}",
    ),
    "endless_loop": (
        a_cacao(
            {
                START: {"type": "start", "on_completion": FIRST},
                FIRST: an_action("Lock it", SECOND),
                SECOND: an_action("Look again", FIRST),
            }
        ),
        f"/workflow/{SECOND}/on_completion",
    ),
    "field_missing": (a_cacao(created=None), "/created"),
    "field_unknown": (a_cacao(mood="calm"), "/mood"),
    "id_not_uuid": (a_cacao(id="playbook--badge"), "/id"),
    "key_prefix": (
        a_cacao(
            {
                START: {"type": "start", "on_completion": an_id("end", 8)},
                an_id("end", 8): an_action("Lock it"),
                END: {"type": "end"},
            }
        ),
        f"/workflow/{an_id('end', 8)}",
    ),
    "loop_back": (
        a_cacao(
            a_flow(**{FIRST: an_action("Look", ASK), ASK: an_if(FIRST, END)}),
        ),
        f"/workflow/{ASK}/on_true",
    ),
    "marking_unresolved": (a_cacao(markings=[RED]), "/markings/0"),
    "no_list": (a_cacao(labels="badge"), "/labels"),
    "no_number": (a_cacao(priority="high"), "/priority"),
    "no_object": (
        a_cacao(a_flow(**{FIRST: an_action("Lock it"), SECOND: "later"})),
        f"/workflow/{SECOND}",
    ),
    "no_text": (a_cacao(description=["a", "b"]), "/description"),
    "parallel_narrow": (
        a_cacao(
            a_flow(
                **{
                    FIRST: an_action("Look", SPLIT),
                    SPLIT: {"type": "parallel", "next_steps": [SECOND]},
                    SECOND: an_action("Call"),
                }
            )
        ),
        f"/workflow/{SPLIT}/next_steps",
    ),
    "playbook_elsewhere": (
        a_cacao(
            a_flow(
                **{
                    FIRST: an_action("Look", HANDED),
                    HANDED: {
                        "type": "playbook-action",
                        "name": "Hand over",
                        "playbook_id": an_id("playbook", 7),
                        "on_completion": END,
                    },
                }
            )
        ),
        f"/workflow/{HANDED}/playbook_id",
    ),
    "revoked": (a_cacao(revoked=True), "/revoked"),
    "spec_version_missing": (a_cacao(spec_version=None), "/spec_version"),
    "spec_version_unknown": (a_cacao(spec_version="cacao-9.0"), "/spec_version"),
    "start_missing": (a_cacao(workflow_start=None), "/workflow_start"),
    "start_wrong": (
        a_cacao({FIRST: an_action("Lock it"), END: {"type": "end"}}, workflow_start=FIRST),
        "/workflow_start",
    ),
    "step_dangling": (
        one(then=None, on_success=END, on_failure=NOWHERE),
        f"/workflow/{FIRST}/on_failure",
    ),
    "step_type_unknown": (one(type="pause"), f"/workflow/{FIRST}/type"),
    "step_unreachable": (
        a_cacao(a_flow(**{FIRST: an_action("Lock it"), SECOND: an_action("Never done")})),
        f"/workflow/{SECOND}",
    ),
    "target_unresolved": (one(targets=[FIREWALL]), f"/workflow/{FIRST}/targets/0"),
    "text_shortened": (a_cacao(name=LONG), "/name"),
    "tlp_looser": (
        a_cacao(
            a_flow(**{FIRST: an_action("Lock it", markings=[RED])}),
            markings=[GREEN],
            data_marking_definitions=MARKINGS,
        ),
        "/markings",
    ),
    "transitions_both": (one(on_success=END), f"/workflow/{FIRST}/on_completion"),
    "word_unknown": (a_cacao(playbook_types=["banana"]), "/playbook_types/0"),
    "workflow_list": (
        a_cacao(
            [
                {"id": START, "type": "start", "on_completion": FIRST},
                {"id": FIRST, **an_action("Lock it")},
                {"id": END, "type": "end"},
            ]
        ),
        "/workflow",
    ),
}
"""A code → the file that has this fault alone, and its place."""


def test_a_file_without_fault_has_no_warning_but_that_phases_are_guessed() -> None:
    result = imported("cacao", a_cacao())
    assert [warning.code for warning in result.warnings] == ["phase_guessed"]


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_told_at_its_place_and_alone(code: str) -> None:
    data, place = FAULTS[code]
    result = imported("cacao", data)
    assert codes(result) == [code]
    (warning,) = (w for w in result.warnings if w.code == code)
    assert pointer(warning.path) == place
    assert the_playbook(result).steps


def test_a_key_given_twice_is_told_and_the_last_one_counts() -> None:
    text = json.dumps(a_cacao())[:-1] + ', "name": "Lost badge"}'
    result = imported("cacao", text)
    assert codes(result) == ["key_twice"]
    assert the_playbook(result).title == "Lost badge"


def test_a_second_step_of_the_same_id_in_a_list_is_left_out() -> None:
    step = {"id": FIRST, "type": "action", "name": "Lock it", "on_completion": END}
    steps = [{"id": START, "type": "start", "on_completion": FIRST}, step, step]
    result = imported("cacao", a_cacao([*steps, {"id": END, "type": "end"}]))
    assert codes(result) == ["workflow_list", "step_twice"]
    assert len(the_playbook(result).steps) == 1


def test_warnings_name_file_and_line() -> None:
    result = imported("cacao", FAULTS["field_unknown"][0], name="badge.json")
    (warning,) = (w for w in result.warnings if w.code == "field_unknown")
    lines = json.dumps(FAULTS["field_unknown"][0], indent=2).splitlines()
    assert warning.file == "badge.json"
    assert '"mood"' in lines[(warning.line or 0) - 1]


def test_what_is_missing_has_the_line_of_what_should_hold_it() -> None:
    data = a_cacao(a_flow(**{HANDED: {"type": "playbook-action", "on_completion": END}}))
    data["workflow"][START]["on_completion"] = HANDED
    result = imported("cacao", data)
    assert codes(result) == ["field_missing"]
    lines = json.dumps(data, indent=2).splitlines()
    assert HANDED in lines[(result.warnings[-1].line or 0) - 1]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"type": "identity", "id": an_id("identity", 1), "name": "A team"}, "import_not_cacao"),
        ({"type": "playbook", "name": "No workflow"}, "import_not_cacao"),
        ([1, 2], "import_not_cacao"),
        ("no JSON", "import_not_json"),
        (a_cacao({START: {"type": "start", "on_completion": END}, END: {"type": "end"}}),
         "import_no_steps"),
        (a_cacao({f"action--{n}": {"type": "action"} for n in range(2001)}), "import_too_large"),
    ],
)  # fmt: skip
def test_what_is_no_playbook_is_refused(data: object, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        imported("cacao", data)
    assert refused.value.code == code


def test_agents_and_commands_are_not_needed() -> None:
    flow = a_flow(**{FIRST: {"type": "action", "name": "Lock it", "on_completion": END}})
    assert codes(imported("cacao", a_cacao(flow, agent_definitions=None))) == []


def test_an_agent_that_is_no_object_is_told_and_gives_no_role() -> None:
    result = imported("cacao", a_cacao(agent_definitions={LEAD: "somebody"}))
    assert codes(result) == ["agent_unresolved", "no_object"]
    assert the_playbook(result).roles == ()
