"""What a scenario, a playbook and a play may not say, with the code of each mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from simulator.domain.model import Day, Model
from simulator.domain.play import Person, PlayStep
from simulator.domain.playbook import Reference, Times
from simulator.domain.scenario import Bounds, Condition, Deadline, Effect, Inject, Release, Variable
from tests.builders import a_scenario

DAY = TypeAdapter(Day)
EXPERT = {"kind": "expert"}
DEADLINE = {"id": "d", "title": "D"}
VARIABLE = {"id": "v", "text": "V"}


def wrong(model: type[Model], data: Any) -> str:
    """The code of the only mistake."""
    with pytest.raises(ValidationError) as error:
        model.model_validate(data)
    (found,) = error.value.errors()
    return found["type"]


@pytest.mark.parametrize(
    ("model", "data", "code"),
    [
        (Bounds, {}, "no_bound"),
        (Condition, {}, "one_term"),
        (Condition, {"milestone": "m", "released": "a"}, "one_term"),
        (Effect, {}, "one_change"),
        (Effect, {"set": "m", "clear": "m"}, "one_change"),
        (Variable, VARIABLE | {"type": "choice"}, "no_values"),
        (Variable, VARIABLE | {"type": "choice", "values": ["a"], "max": 1}, "bounds_on_choice"),
        (Variable, VARIABLE | {"values": ["a"]}, "values_on_number"),
        (Deadline, DEADLINE, "deadline_origin"),
        (Deadline, DEADLINE | {"within": 5}, "deadline_origin"),
        (Deadline, DEADLINE | {"step": "book/x", "within": 5}, "deadline_origin"),
        (Release, {"not_by": 5}, "not_by_alone"),
        (Release, {"unless": {"released": "a"}}, "unless_alone"),
        (Release, {"not_by": 5, "unless": {"released": "a"}, "delay": 5}, "not_by_delay"),
        (Inject, {"id": "a", "title": "A", "pool": "hint", "next": "b"}, "pool_release"),
        (Inject, 5, "model_type"),
        (Times, {"from": "sign", "legal": True, "source": EXPERT}, "legal_limit"),
        (Person, {}, "one_place"),
        (Person, {"team": "red", "staff": "evaluator"}, "one_place"),
        (PlayStep, {}, "one_action"),
        (PlayStep, {"start": {}, "pause": {}}, "one_action"),
    ],
)
def test_what_does_not_hold_together_is_told_by_its_code(
    model: type[Model], data: Any, code: str
) -> None:
    assert wrong(model, data) == code


def test_a_value_in_place_of_fields_is_told_where_no_short_form_is() -> None:
    assert wrong(Bounds, "much") == "model_type"


def test_a_condition_holds_others_inside() -> None:
    inner = Condition(milestone="m")
    assert Condition(all=(inner, inner)).inner() == (inner, inner)
    assert Condition.model_validate({"not": {"milestone": "m"}}).inner() == (inner,)
    assert inner.inner() == ()


@pytest.mark.parametrize("given", ["2031-05-12", " 2031-05-12 ", date(2031, 5, 12)])
def test_a_day_is_read(given: object) -> None:
    assert DAY.validate_python(given) == date(2031, 5, 12)


@pytest.mark.parametrize("given", ["12 May", 20310512, "2031-02-30"])
def test_what_is_no_day_is_told(given: object) -> None:
    with pytest.raises(ValidationError, match="2031-05-12"):
        DAY.validate_python(given)


def test_a_reference_is_told_in_signs() -> None:
    whole = Reference(title="Plan", section="4", url="https://example.org")
    assert whole.told == "Plan, § 4, <https://example.org>"
    assert Reference(title="Plan").told == "Plan"


def test_a_persona_is_found_by_its_id() -> None:
    scenario = a_scenario(personas=[{"id": "ana", "name": "Ana"}])
    found = scenario.persona("ana")
    assert found is not None
    assert found.name == "Ana"
    assert scenario.persona("bea") is scenario.persona(None) is None
