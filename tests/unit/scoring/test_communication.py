"""Communication: who was told in time, and whether labels were kept to."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.evaluation import Observe
from simulator.acts.justify import JustifyDeviation
from simulator.acts.messages import SendMessage
from simulator.domain.debrief import Finding
from simulator.domain.people import Actor
from tests.builders import EVALUATOR, Table, a_player, a_team, an_inject
from tests.unit.scoring.response import (
    a_step,
    a_table,
    dial,
    done,
    found,
    judged,
    the_playbook,
    the_scenario,
    times,
)

RED, BLUE = a_player(), a_player("blue")
TEAMS: dict[str, Any] = {"teams": [a_team("red"), a_team("blue"), a_team("green")]}
WARN: dict[str, Any] = {"share": {"with": ["blue"], "tlp_at_most": "AMBER"}}


def warning(*injects: Any, share: Any = None, **fields: Any) -> Table:
    """A table whose playbook asks red to warn blue; the clock begins with the inject a."""
    given = {"times": times(target=5)} | fields
    step = a_step("warn", **given, share=share or WARN["share"])
    everywhere = (*(injects or ("a",)), an_inject("h", pool="hint"))
    return a_table(the_scenario(*everywhere, **TEAMS), the_playbook(step))


def tell(table: Table, *to: str, by: Actor = RED, **fields: Any) -> Table:
    given = {"text": "Look out.", "steps": ("book/warn",)} | fields
    return table.do(SendMessage(to=to or ("blue",), **given), by)


def heard(table: Table, **settings: Any) -> Finding:
    """What the rule finds of the one team to be told."""
    rule = {"rule": "communication", "settings": settings}
    (finding,) = found(judged(table, rule).findings, dial="communication", team="red")
    return finding


def labels(table: Table) -> list[tuple[str, float | None]]:
    return [(f.code, f.value) for f in found(judged(table, "communication").findings, dial="tlp")]


# Told


@pytest.mark.parametrize(
    ("minutes", "code", "value"), [(0, "told", 1), (15, "told", 1), (16, "told_late", 0.5)]
)
def test_a_message_that_names_the_step_tells_in_time_or_late(
    minutes: float, code: str, value: float
) -> None:
    table = tell(warning().wait(minutes), tlp="GREEN")
    finding = heard(table)
    assert (finding.code, finding.value, finding.step) == (code, value, "book/warn")
    assert (finding.values["to"], finding.values["took"]) == ("blue", minutes)
    kinds = [table.records[seq - 1].event.kind for seq in finding.evidence]
    assert kinds == ["inject_released", "message_sent"]


@pytest.mark.parametrize(("after", "code"), [(5, "told_late"), (20, "told")])
def test_how_late_is_too_late_is_the_rubrics(after: float, code: str) -> None:
    assert heard(tell(warning().wait(16)), hoarding_after=after).code == code


def test_the_steps_own_target_stands_where_it_is_later() -> None:
    late = times(target=30)
    assert heard(tell(warning(times=late).wait(28))).code == "told"
    assert heard(tell(warning(times=times(target=30, clock="story")).wait(28))).code == "told_late"


def test_nobody_seen_to_tell_is_not_observed_and_says_since_when() -> None:
    finding = heard(warning().wait(30))
    assert (finding.code, finding.value, finding.evidence) == ("not_observed", 0, ())
    assert finding.window is not None


def test_a_message_to_others_or_of_something_else_tells_nobody() -> None:
    table = tell(tell(warning(), "green"), steps=())
    tell(table, "green", by=BLUE)
    assert heard(table).code == "not_observed"


def test_a_decision_that_names_the_step_says_that_it_was_to_be_told() -> None:
    finding = heard(done(warning(), "warn"))
    assert (finding.code, finding.value) == ("told", 1)
    assert "by_decision" in finding.marks


def test_what_an_evaluator_saw_is_no_decision() -> None:
    asked = {"id": "e", "text": "E.", "step": "book/warn"}
    table = warning(an_inject("a", expectations=[asked | {"team": "red"}]))
    table.do(Observe(team="red", expectation="a/e", result="done"), EVALUATOR)
    assert heard(table).marks == ("by_staff",)


def test_the_first_way_to_tell_counts() -> None:
    finding = heard(tell(done(warning(), "warn").wait(30)))
    assert finding.code == "told"
    assert heard(done(tell(warning().wait(1)), "warn")).marks == ("unlabelled",)


def test_without_a_clock_of_its_own_no_time_is_too_late() -> None:
    finding = heard(tell(warning(times=None).wait(60)))
    assert (finding.code, finding.value, "took" in finding.values) == ("told", 1, False)
    assert heard(warning(times=None)).code == "not_observed"


def test_before_its_clock_began_is_in_time() -> None:
    use = {"triggers": {"sign": {"released": "b"}}}
    step = a_step("warn", times=times(target=5), **WARN)
    table = a_table(the_scenario("a", "b", use=use, **TEAMS), the_playbook(step))
    finding = heard(tell(table).wait(5).release("b"))
    assert (finding.code, finding.values["took"]) == ("told", 0)


def test_help_pauses_and_jumps_before_it_make_it_less_certain() -> None:
    table = warning().wait(1).release("h").jump(2).pause()
    finding = heard(tell(table, tlp="GREEN"))
    assert finding.marks == ("during_pause", "jump", "hint")
    assert finding.certainty == 0.125


def test_critical_steps_weigh_as_in_the_other_rules() -> None:
    finding = heard(tell(warning(critical=True), tlp="RED"), critical=4)
    assert (finding.weight, finding.marks) == (4, ("critical",))
    assert heard(warning(critical=True)).marks == ("critical",)


def test_each_team_to_be_told_has_its_finding() -> None:
    table = tell(warning(share={"with": ["blue", "green"]}), "green")
    findings = found(judged(table, "communication").findings, team="red")
    assert [(f.values["to"], f.code) for f in findings] == [
        ("blue", "not_observed"),
        ("green", "told"),
    ]


def test_the_dial_is_whole_where_all_who_had_to_know_did() -> None:
    assert dial(judged(tell(warning()), "communication"), "communication") == 1
    assert dial(judged(warning(), "communication"), "communication") == 0


# Labels of what a step tells


@pytest.mark.parametrize(
    ("tlp", "expected"),
    [
        ("RED", [("within", 1)]),
        ("AMBER", [("within", 1)]),
        ("GREEN", [("too_open", 0)]),
        ("CLEAR", [("too_open", 0)]),
        (None, []),
    ],
)
def test_a_step_says_how_openly_at_most(tlp: str | None, expected: list[Any]) -> None:
    assert labels(tell(warning(), tlp=tlp)) == expected


def test_a_label_counts_before_the_time_of_its_step_has_begun() -> None:
    """Issue 6: whether a message was judged hung on an inject that its finding did not cite."""
    later = the_scenario("a", "b", use={"triggers": {"sign": {"released": "b"}}}, **TEAMS)
    table = a_table(later, the_playbook(a_step("warn", times=times(target=5), **WARN)))
    assert labels(tell(table, tlp="CLEAR")) == [("too_open", 0)]


def test_a_message_to_several_has_one_label() -> None:
    table = tell(
        warning(share={"with": ["blue", "green"], "tlp_at_most": "AMBER"}), "blue", "green"
    )
    tell(table, "blue", "green", tlp="CLEAR")
    (finding,) = found(judged(table, "communication").findings, code="too_open")
    assert (finding.values["tlp"], finding.values["most"]) == ("CLEAR", "AMBER")


def test_without_a_limit_no_label_is_too_open() -> None:
    assert labels(tell(warning(share={"with": ["blue"]}), tlp="CLEAR")) == []
    assert heard(tell(warning(share={"with": ["blue"]}))).marks == ()


# What is passed on


def passing(label: str | None, *had: str) -> Table:
    fields = {"tlp": label} if label else {}
    inject = an_inject("a", to=["red", *had], **fields)
    return a_table(the_scenario(inject, "b", **TEAMS))


def passed(table: Table, *to: str, tlp: str | None = None) -> list[tuple[str, float | None]]:
    return labels(tell(table, *(to or ("blue",)), steps=(), links=("a",), tlp=tlp))


@pytest.mark.parametrize(
    ("label", "had", "tlp", "expected"),
    [
        ("RED", (), "RED", [("breach", 0)]),
        ("RED", (), None, [("breach", 0)]),
        ("RED", ("blue",), "RED", [("kept", 1)]),
        ("RED", ("blue",), "AMBER", [("breach", 0)]),
        ("AMBER+STRICT", (), "AMBER+STRICT", [("breach", 0)]),
        ("AMBER+STRICT", ("blue",), None, [("kept", 1)]),
        ("AMBER", (), "AMBER", []),
        ("AMBER", (), None, []),
        ("AMBER", (), "GREEN", [("breach", 0)]),
        ("AMBER", ("blue",), "AMBER", [("kept", 1)]),
        (None, (), "AMBER", []),
        ("GREEN", (), "GREEN", [("kept", 1)]),
        ("GREEN", (), "CLEAR", [("breach", 0)]),
        ("CLEAR", (), "CLEAR", []),
    ],
)
def test_what_is_passed_on_keeps_its_label_or_breaks_it(
    label: str | None, had: tuple[str, ...], tlp: str | None, expected: list[Any]
) -> None:
    """AMBER may go to those who need it, and who needs it is for people to say."""
    assert passed(passing(label, *had), tlp=tlp) == expected


def test_a_breach_names_those_who_should_not_have_it() -> None:
    table = tell(passing("RED", "blue"), "blue", "green", steps=(), links=("a",), tlp="GREEN")
    (finding,) = judged(table, "communication").findings
    assert (finding.inject, finding.values["to"], finding.values["tlp"]) == (
        "a",
        ["green"],
        "GREEN",
    )
    kinds = [table.records[seq - 1].event.kind for seq in finding.evidence]
    assert kinds == ["inject_released", "message_sent"]


def test_with_the_sources_consent_a_breach_is_judged_otherwise() -> None:
    table = tell(passing("RED"), steps=(), links=("a",), tlp="RED")
    table.do(JustifyDeviation(team="red", about="a", text="The source agreed."), EVALUATOR)
    debrief = judged(table, "communication")
    (finding,) = debrief.findings
    assert (finding.value, finding.adjudicated) == (0, 1)
    assert [(d.value, d.adjudicated) for d in debrief.dials] == [(0, 1)]


def test_each_message_is_judged_by_itself() -> None:
    table = passing("RED")
    for tlp in ("RED", "AMBER"):
        tell(table, steps=(), links=("a",), tlp=tlp)
    assert len({f.id for f in judged(table, "communication").findings}) == 2
