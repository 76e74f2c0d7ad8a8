"""What teams told, passed on, chose and were rated, as it is laid before the rules."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.amendments import RetractDecision
from simulator.acts.course import course
from simulator.acts.improvise import Improvise
from simulator.acts.messages import SendMessage
from simulator.acts.passes import GoBack, WithdrawInject
from simulator.acts.ratings import Rate
from simulator.domain.people import Actor
from simulator.domain.playbook import Ratings, Rubric
from simulator.engine.case import Case, Passed
from simulator.engine.cases import cases
from tests.builders import EVALUATOR, Table, a_choice, a_player, a_team, an_inject, an_option
from tests.unit.scoring.response import (
    a_rubric,
    a_step,
    a_table,
    ended,
    the_playbook,
    the_scenario,
    without,
)

RED, BLUE = a_player(), a_player("blue")
THREE: dict[str, Any] = {
    "teams": [a_team("red", "chief", "clerk"), a_team("blue"), a_team("green")]
}
OTTO = Actor(person="otto", role="evaluator")
GOALS: dict[str, Any] = {
    "objectives": [
        {"id": "share", "text": "Share.", "critical_tasks": [{"id": "call", "text": "Call."}]}
    ],
    "evaluation": {"rows": [{"id": "calm", "text": "Calm."}]},
}


def laid(table: Table, rubric: Rubric | None = None) -> dict[str | None, Case]:
    """The cases of a table after ENDEX, by team."""
    over = table.exercise.status == "ended"
    found, _ = cases(course((table if over else ended(table)).records), rubric or a_rubric())
    return {case.team: case for case in found}


def three(*injects: Any, **fields: Any) -> Table:
    return a_table(the_scenario(*(injects or ("a", "b")), **(THREE | fields)))


def tell(*to: str, **fields: Any) -> SendMessage:
    return SendMessage(to=to, text="Look out.", **fields)


# Told


def test_a_message_tells_each_team_it_went_to() -> None:
    table = three().wait(2).do(tell("blue", "green", steps=("book/notify",), tlp="GREEN"), RED)
    case = laid(table)["red"]
    assert [(t.to, t.at.since, t.steps, t.tlp) for t in case.tellings] == [
        ("blue", 120, ("book/notify",), "GREEN"),
        ("green", 120, ("book/notify",), "GREEN"),
    ]
    assert laid(table)["blue"].tellings == ()


def test_what_was_sent_by_control_or_in_a_pause_says_so() -> None:
    table = three().pause().do(tell("blue", team="red"))
    (telling,) = laid(table)["red"].tellings
    assert telling.marks == ("by_control", "during_pause")


def test_for_all_teams_together_it_is_what_any_of_them_told() -> None:
    step = a_step("warn", role=None, share={"with": ["green"]})
    table = a_table(the_scenario(**THREE), the_playbook(step))
    table.do(tell("red"), BLUE).do(tell("green"), RED)
    common = laid(table)[None]
    assert [(t.to, t.at.seq) for t in common.tellings] == sorted(
        ((t.to, t.at.seq) for t in common.tellings), key=lambda pair: pair[1]
    )
    assert [t.to for t in common.tellings] == ["red", "green"]


@pytest.mark.parametrize(
    ("share", "to"),
    [
        ({"with": ["blue"]}, ("blue",)),
        ({"with": ["helper"]}, ("green",)),
        ({"with": ["lead", "red"]}, ()),
        ({"with": ["helper", "blue"]}, ("blue", "green")),
        ({"tlp_at_most": "GREEN"}, ()),
        (None, ()),
    ],
)
def test_a_step_names_who_is_to_be_told_by_team_or_by_role(
    share: dict[str, Any] | None, to: tuple[str, ...]
) -> None:
    fields: dict[str, Any] = {"share": share} if share else {}
    step = a_step("warn", **fields)
    roles = [{"id": r, "title": r} for r in ("lead", "helper")]
    use = {"roles": {"lead": "red/chief", "helper": "green"}}
    table = a_table(the_scenario(use=use, **THREE), the_playbook(step, roles=roles))
    (asked,) = laid(table)["red"].steps
    assert asked.tell == to


# Passed on


def passed(table: Table, *to: str, by: Actor = RED, **fields: Any) -> Passed:
    """What red passes on of the inject a."""
    table.do(tell(*to, links=("a",), **fields), by)
    (found,) = laid(table)["red"].passed
    return found


def test_an_inject_passed_on_is_new_to_those_who_had_not_got_it() -> None:
    table = a_table(the_scenario(an_inject("a", to=["red", "blue"]), "b", **THREE)).wait(3)
    found = passed(table, "blue", "green", tlp="GREEN")
    assert (found.new_to, found.tlp, found.label, found.at.since) == (
        ("green",),
        "GREEN",
        "AMBER",
        180,
    )
    released = next(r.seq for r in table.records if r.event.kind == "inject_released")
    sent = next(r.seq for r in table.records if r.event.kind == "message_sent")
    assert found.at.events == (released, sent)


def test_what_came_to_a_team_only_later_was_new_to_it() -> None:
    table = Table(kit=three().kit).start().release("a", teams=("red",))
    table.do(tell("blue", links=("a",)), RED).release("a", teams=("blue",))
    assert laid(table)["red"].passed[0].new_to == ("blue",)


def test_what_was_left_out_for_a_team_is_new_to_it() -> None:
    table = Table(kit=three().kit).start().release("a", teams=("red",)).skip("a", "blue")
    assert passed(table, "blue").new_to == ("blue",)


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "AMBER"),
        ({"tlp": "RED"}, "RED"),
        ({"versions": [{"to": ["red"], "body": "For red.", "tlp": "GREEN"}]}, "GREEN"),
        ({"tlp": "RED", "versions": [{"to": ["blue"], "body": "B.", "tlp": "GREEN"}]}, "RED"),
        ({"versions": [{"to": ["red/chief"], "body": "C.", "tlp": "RED"}]}, "AMBER"),
    ],
)
def test_the_label_is_that_of_what_the_sender_read(fields: dict[str, Any], label: str) -> None:
    """Of several texts, the most open one: which of them was passed on is not known."""
    assert passed(three(an_inject("a", **fields), "b"), "green").label == label


def test_a_role_passes_on_what_that_role_read() -> None:
    versions = [{"to": ["red/chief"], "body": "C.", "tlp": "RED"}]
    table = three(an_inject("a", versions=versions), "b")
    assert passed(table, "green", by=a_player("red", "chief")).label == "RED"


def test_what_the_log_does_not_show_a_team_had_it_did_not_pass_on() -> None:
    table = ended(three().do(tell("blue", links=("a",)), RED))
    released = next(r.seq for r in table.records if r.event.kind == "inject_released")
    found, _ = cases(course(without(table.records, released)), a_rubric())
    assert [case.passed for case in found] == [(), (), ()]


@pytest.mark.parametrize(("tlp", "label"), [("RED", "RED"), (None, "AMBER")])
def test_an_improvised_inject_has_its_own_label_or_the_scenarios(
    tlp: str | None, label: str
) -> None:
    table = three().do(Improvise(title="Rain", body="It rains.", to=("red",), tlp=tlp))
    made = table.received("red")[-1]
    table.do(tell("blue", links=(made,)), RED)
    assert [p.label for p in laid(table)["red"].passed] == [label]


# Chosen


OPTIONS = a_choice(an_option("x"), an_option("y"), decides="red")


def chosen(table: Table, team: str = "red") -> list[tuple[Any, ...]]:
    """Inject, option, when and how often it was decided, what was first, and its marks."""
    return [
        (
            c.inject,
            c.option and c.option.id,
            c.at and (c.at.since, len(c.at.events)),
            c.first and c.first.id,
            c.marks,
            c.late,
        )
        for c in laid(table)[team].choices
    ]


def choosing(**fields: Any) -> Table:
    return three(an_inject("a", decision=OPTIONS | fields), "b")


def test_a_choice_is_laid_before_the_team_that_decides() -> None:
    table = choosing().wait(2).decide("a", "x")
    assert chosen(table) == [("a", "x", (120, 1), None, (), False)]
    assert chosen(table, "blue") == []


def test_what_was_not_decided_is_there_with_nothing() -> None:
    assert chosen(choosing()) == [("a", None, None, None, (), False)]


def test_the_last_choice_stands_and_the_first_is_told() -> None:
    table = choosing().wait(1).decide("a", "x").wait(1)
    table.amend(inject="a", option="y", reason="Better.").wait(1).decide("a", "y")
    assert chosen(table) == [("a", "y", (180, 3), "x", (), False)]


def test_a_late_entry_stands_where_it_was_decided() -> None:
    table = choosing().wait(5).decide("a", "y").wait(5)
    late = a_player()
    table.decide("a", "x", by=late).do(RetractDecision(inject="a", reason="A slip."), late)
    assert chosen(table) == [("a", "y", (300, 1), None, (), False)]


def test_a_choice_in_a_former_pass_is_another() -> None:
    table = choosing().decide("a", "x").do(GoBack(inject="a", reason="Again."))
    table.wait(3).decide("a", "y")
    assert chosen(table) == [("a", "x", (0, 1), None, (), False)]


def test_words_without_an_option_are_a_decision_too() -> None:
    table = choosing().decide("a", text="Neither.")
    assert chosen(table) == [("a", None, (0, 1), None, (), False)]
    assert chosen(choosing().decide("a", text="We wait.").wait(1).decide("a", "x")) == [
        ("a", "x", (60, 1), None, (), False)
    ]


def test_marks_of_the_decision_that_stands_are_told() -> None:
    table = choosing(decides="red/chief").pause()
    table.decide("a", "x", by=a_player("red", "clerk"))
    assert chosen(table)[0][4] == ("without_authority", "during_pause")


@pytest.mark.parametrize(("minutes", "late"), [(4, False), (6, True)])
def test_after_the_time_to_decide_it_is_late(minutes: float, late: bool) -> None:
    table = choosing(time_limit=5).wait(minutes).decide("a", "x").wait(9).decide("a", "y")
    assert chosen(table)[0][-1] is late


def test_what_any_team_may_decide_is_open_only_until_one_has() -> None:
    free = {"decides": None}
    nobody = choosing(**free)
    assert (len(chosen(nobody)), len(chosen(nobody, "blue"))) == (1, 1)
    table = choosing(**free).decide("a", "x", by=BLUE)
    assert (chosen(table), len(chosen(table, "blue"))) == ([], 1)


def test_a_point_without_options_skipped_or_withdrawn_is_no_choice() -> None:
    assert chosen(three(an_inject("a", decision=a_choice()), "b")) == []
    scenario = the_scenario(an_inject("b"), an_inject("a", decision=OPTIONS), **THREE)
    table = Table(scenario).start().release("b").skip("a", as_if="x")
    assert chosen(table) == []
    assert chosen(choosing().do(WithdrawInject(inject="a"))) == []


# Rated


def subjects(table: Table, *of: str) -> dict[str | None, list[tuple[str, str, list[str]]]]:
    """Team → what is rated there, of which kind, and its levels."""
    kinds = of or ("objective", "critical_task", "row")
    found = laid(table, a_rubric().having(ratings=Ratings.model_validate({"of": kinds})))
    return {
        team: [(r.subject, r.kind, [g.level for g in r.ratings]) for r in case.rated]
        for team, case in found.items()
        if case.rated
    }


def rate(subject: str, team: str | None = "red", *, achieved: bool = True) -> Rate:
    return Rate(subject=subject, team=team, achieved=achieved)


def test_ratings_stand_with_the_team_they_are_of_and_unrated_things_with_all() -> None:
    table = three(**GOALS).do(rate("share"), EVALUATOR).do(rate("calm", None), EVALUATOR)
    assert subjects(table) == {
        "red": [("share", "objective", ["P"])],
        None: [("share/call", "critical_task", []), ("calm", "row", ["P"])],
    }


def test_only_what_the_rubric_names_is_rated() -> None:
    assert subjects(three(**GOALS), "row") == {None: [("calm", "row", [])]}


def test_the_last_rating_of_each_evaluator_stands_in_the_order_they_were_given() -> None:
    table = three(**GOALS).do(rate("share"), EVALUATOR).do(rate("share"), OTTO)
    table.do(rate("share", achieved=False), EVALUATOR)
    assert subjects(table, "objective")["red"] == [("share", "objective", ["P", "U"])]


def test_where_one_team_plays_what_is_of_all_is_of_it() -> None:
    table = a_table(the_scenario(**GOALS)).do(rate("share", None), EVALUATOR)
    table.do(rate("share", achieved=False), OTTO)
    assert subjects(table, "objective", "row") == {
        "red": [("share", "objective", ["P", "U"]), ("calm", "row", [])]
    }


def test_where_copies_play_apart_all_together_have_what_was_rated_of_all() -> None:
    kit = a_table(the_scenario(**GOALS, story={"scope": "team"})).kit
    table = Table(kit=kit, copies=2).start().do(rate("share", None), EVALUATOR)
    found = laid(table)
    assert subjects(table, "objective") == {None: [("share", "objective", ["P"])]}
    assert (found[None].steps, found[None].expectations, found[None].clocks) == ((), (), ())
