"""Order looks at violated precedences only; harm at what must never be done."""

from __future__ import annotations

from tests.builders import Table, a_player, a_team
from tests.unit.scoring.response import (
    a_step,
    a_table,
    dial,
    done,
    found,
    judged,
    the_playbook,
    the_scenario,
)

TWO = {"teams": [a_team("red"), a_team("blue")]}


def test_a_precedence_violated_is_cited_with_both_decisions() -> None:
    debrief = judged(done(a_table(), "isolate", "declare"), "order")
    (finding,) = found(debrief.findings, code="out_of_order")
    assert (finding.step, finding.after) == ("book/isolate", "book/declare")
    assert finding.evidence == (6, 7)
    assert dial(debrief, "order") == 0


def test_what_was_left_out_is_no_fault_of_order() -> None:
    assert judged(done(a_table(), "isolate"), "order").findings == ()


def test_the_same_decision_may_do_both() -> None:
    table = a_table().decide("a", None, "book/isolate", "book/declare")
    assert [f.code for f in judged(table, "order").findings] == ["in_order"]


def test_two_decisions_in_the_same_second_keep_the_order_of_the_log() -> None:
    table = a_table().decide("a", None, "book/isolate").decide("a", None, "book/declare")
    assert [f.code for f in judged(table, "order").findings] == ["out_of_order"]


def test_a_precedence_holds_across_teams() -> None:
    playbook = the_playbook(
        a_step("declare"),
        a_step("advise", role="helper", after=["declare"]),
        roles=[{"id": "lead", "title": "Lead"}, {"id": "helper", "title": "Helper"}],
    )
    table = a_table(the_scenario(use={"roles": {"lead": "red", "helper": "blue"}}, **TWO), playbook)
    table.decide("a", None, "book/advise", by=a_player("blue"))
    (finding,) = judged(done(table, "declare"), "order").findings
    assert (finding.team, finding.code, finding.values) == ("blue", "out_of_order", {"by": "red"})


def harm(*steps: str) -> Table:
    return done(a_table(), *steps)


def test_a_harmful_act_is_reported_and_weighed_apart() -> None:
    debrief = judged(harm("pay"), "harm")
    (finding,) = debrief.findings
    assert (finding.code, finding.weight, finding.evidence) == ("harmful", 5, (6,))
    assert dial(debrief, "harm") is None


def test_it_is_harmful_only_before_the_step_that_makes_it_right() -> None:
    assert [f.code for f in judged(harm("wipe", "keep-evidence"), "harm").findings] == ["too_soon"]
    assert judged(harm("keep-evidence", "wipe"), "harm").findings == ()


def test_every_harmful_act_counts() -> None:
    assert len(judged(harm("pay", "pay"), "harm").findings) == 2


def test_a_harmful_act_changes_no_other_dial() -> None:
    good, bad = judged(done(a_table(), "declare")), judged(done(a_table(), "declare", "pay"))
    assert dial(good, "completeness") == dial(bad, "completeness")


def test_a_harmful_act_amended_away_was_not_done() -> None:
    table = harm("pay").amend(inject="a", steps=("book/declare",), reason="we never meant that")
    assert judged(table, "harm").findings == ()
