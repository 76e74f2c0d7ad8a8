"""Milestones and variables changed by hand."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts import Command
from simulator.acts.facts import FactsChanged, SetMilestone, SetVariable
from simulator.domain.scenario import Scenario
from tests.builders import Table, a_player, a_scenario, a_team

FACTS: dict[str, Any] = {
    "milestones": [{"id": "m", "text": "M"}, {"id": "own", "text": "Own", "scope": "team"}],
    "variables": [
        {"id": "v", "text": "V", "min": 0, "max": 5},
        {"id": "mood", "text": "Mood", "type": "choice", "values": ["calm", "loud"]},
    ],
    "teams": [a_team("red"), a_team("blue")],
}


def facts_scenario() -> Scenario:
    return a_scenario(**FACTS)


def test_a_milestone_is_set_and_cleared_with_the_reason() -> None:
    table = Table(facts_scenario()).start().do(SetMilestone(milestone="m", reason="They did."))
    assert table.milestone("m") is True
    assert table.events(FactsChanged)[0].reason == "They did."
    assert table.do(SetMilestone(milestone="m", value=False)).milestone("m") is False


def test_a_variable_takes_a_value_it_may_hold() -> None:
    table = Table(facts_scenario()).start().do(SetVariable(variable="v", value=4))
    table.do(SetVariable(variable="mood", value="loud"))
    assert (table.variable("v"), table.variable("mood")) == (4, "loud")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (SetVariable(variable="v", value=6), "value_not_allowed"),
        (SetVariable(variable="v", value="loud"), "value_not_allowed"),
        (SetVariable(variable="mood", value="sad"), "value_not_allowed"),
        (SetVariable(variable="mood", value="calm"), "already_so"),
        (SetMilestone(milestone="m", value=False), "already_so"),
        (SetMilestone(milestone="z"), "unknown_milestone"),
        (SetVariable(variable="z", value=1), "unknown_variable"),
        (SetMilestone(milestone="m", team="green"), "unknown_team"),
    ],
)
def test_what_cannot_be_so_is_refused(command: Command, code: str) -> None:
    assert Table(facts_scenario()).start().refusal(command) == code


def test_only_the_facilitator_changes_facts_and_only_in_play() -> None:
    table = Table(facts_scenario())
    for command in (SetMilestone(milestone="m"), SetVariable(variable="v", value=1)):
        assert table.refusal(command) == "not_started"
        assert Table(facts_scenario()).start().refusal(command, a_player()) == "facilitator_only"


def test_a_fact_of_each_team_changes_for_the_team_named_or_for_all() -> None:
    table = Table(facts_scenario()).start().do(SetMilestone(milestone="own", team="blue"))
    assert (table.milestone("own", "red"), table.milestone("own", "blue")) == (False, True)
    table.do(SetMilestone(milestone="own"))
    assert table.milestone("own", "red") is True


def test_a_shared_fact_stays_shared_though_a_team_is_named() -> None:
    table = Table(facts_scenario()).start().do(SetMilestone(milestone="m", team="blue"))
    assert table.milestone("m") is True


def test_a_copys_facts_change_for_it_alone_or_for_all_copies() -> None:
    scenario = a_scenario(milestones=[{"id": "m", "text": "M"}], story={"scope": "team"})
    table = Table(scenario, copies=2).start().do(SetMilestone(milestone="m", team="red-2"))
    assert (table.milestone("m", "red-1"), table.milestone("m", "red-2")) == (False, True)
    assert table.do(SetMilestone(milestone="m")).milestone("m", "red-1") is True
