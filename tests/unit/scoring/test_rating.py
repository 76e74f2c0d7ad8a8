"""Rating: what people gave, as they gave it; never an average, and never for want of one."""

from __future__ import annotations

from typing import Any

from simulator.acts.play import EndExercise
from simulator.acts.ratings import Rate
from simulator.domain.debrief import Debrief, Finding
from simulator.domain.people import Actor
from tests.builders import EVALUATOR, Table, a_team
from tests.unit.scoring.response import a_rubric, a_table, debriefed, the_scenario

OTTO = Actor(person="otto", role="evaluator")
GOALS: dict[str, Any] = {
    "objectives": [
        {"id": "share", "text": "Share.", "critical_tasks": [{"id": "call", "text": "Call."}]}
    ],
    "evaluation": {"rows": [{"id": "calm", "text": "Calm."}]},
}


def played(**fields: Any) -> Table:
    return a_table(the_scenario(**(GOALS | fields)))


def rate(table: Table, by: Actor = EVALUATOR, *, achieved: bool = True, **fields: Any) -> Table:
    given = {"subject": "share", "team": "red", "achieved": achieved} | fields
    return table.do(Rate.model_validate(given), by)


def debrief(table: Table, *of: str) -> Debrief:
    kinds = {"ratings": {"of": of or ("objective",)}}
    rubric = a_rubric("rating")
    return debriefed(table.records, type(rubric).model_validate(rubric.model_dump() | kinds))


def given(table: Table, *of: str) -> Finding:
    (finding,) = debrief(table, *of).findings
    return finding


def test_a_rating_is_told_with_its_flags_and_the_event_it_rests_on() -> None:
    table = rate(played(), safety_risk=True)
    finding = given(table)
    assert (finding.code, finding.value, finding.objective) == ("rated", None, "share")
    assert finding.values["level"] == "M"
    assert finding.values["flags"] == ["achieved", "safety_risk"]
    assert finding.evidence == (len(table.records),)


def test_evaluators_who_agree_have_one_level() -> None:
    finding = given(rate(rate(played()), OTTO))
    assert (finding.code, finding.values["levels"]) == ("rated", ["P", "P"])
    assert len(finding.evidence) == 2


def test_evaluators_who_differ_are_never_averaged() -> None:
    finding = given(rate(rate(played()), OTTO, achieved=False))
    assert (finding.code, finding.value) == ("disagreed", None)
    assert finding.values["levels"] == ["P", "U"]
    assert "level" not in finding.values


def test_who_rates_again_counts_with_the_last() -> None:
    finding = given(rate(rate(played()), achieved=False))
    assert (finding.code, finding.values["level"], len(finding.evidence)) == ("rated", "U", 1)


def test_the_final_rating_stands_and_the_others_are_told_beside_it() -> None:
    table = rate(rate(played()), OTTO, achieved=False).do(EndExercise())
    rate(table, Actor(person="lea", role="lead-evaluator"), final=True, text="They did, late.")
    finding = given(table)
    assert (finding.code, finding.values["level"]) == ("final", "P")
    assert finding.values["levels"] == ["P", "U"]
    assert finding.values["flags"] == ["achieved"]
    assert len(finding.evidence) == 3


def test_what_nobody_rated_is_told_once_and_weighs_nothing() -> None:
    table = played(teams=[a_team("red"), a_team("blue")])
    finding = given(table)
    assert (finding.code, finding.team, finding.value) == ("not_rated", None, None)
    assert finding.window is not None
    assert given(rate(table)).team == "red"


def test_a_row_belongs_to_no_objective() -> None:
    finding = given(rate(played(), subject="calm"), "row")
    assert (finding.objective, finding.values["subject"]) == (None, "calm")


def test_a_task_belongs_to_its_objective() -> None:
    finding = given(rate(played(), subject="share/call"), "critical_task")
    assert (finding.objective, finding.values["subject"]) == ("share", "share/call")


def test_a_rating_has_a_dial_without_a_value() -> None:
    (dial,) = debrief(rate(played())).dials
    assert (dial.dial, dial.value) == ("rating", None)
