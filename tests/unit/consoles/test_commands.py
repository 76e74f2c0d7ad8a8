"""A typed line as a command: what is about, by place, by name, free text, and what is missing."""

from __future__ import annotations

import pytest

from simulator.acts import OFFERED
from simulator.acts.clock import JumpClock
from simulator.acts.decisions import LogDecision
from simulator.acts.facts import SetMilestone, SetVariable
from simulator.acts.improvise import Improvise
from simulator.acts.injects import ReleaseInject, ReleaseInjectNow
from simulator.acts.pending import SkipInject
from simulator.acts.requests import AnswerQuestion
from simulator.consoles.commands import VERBS, read
from simulator.consoles.draft import Draft
from simulator.domain.errors import UsageError
from simulator.domain.people import Actor
from tests.builders import (
    FACILITATOR,
    Table,
    a_choice,
    a_player,
    a_scenario,
    a_team,
    an_inject,
)


def table() -> Table:
    scenario = a_scenario(
        an_inject("a", decision=a_choice("x", "1")),
        an_inject("b", decision=a_choice("o", free_text=False)),
        an_inject("h", pool="hint"),
        teams=[a_team("red"), a_team("blue")],
        milestones=[{"id": "m", "text": "M"}],
        variables=[
            {"id": "v", "text": "V"},
            {"id": "mood", "text": "Mood", "type": "choice", "values": ["calm", "7"]},
        ],
        requests=[{"id": "r", "title": "R", "answer": "Yes."}],
        story={"starts": "2031-05-12 08:00"},
    )
    return Table(scenario).start()


def draft(line: str, at: Table | None = None, by: Actor = FACILITATOR) -> Draft:
    return read(line, (at or table().release("a")).offers(by))


def refused(line: str, at: Table | None = None, by: Actor = FACILITATOR) -> str:
    with pytest.raises(UsageError) as error:
        draft(line, at, by).command()
    return error.value.code


RED = a_player("red")


OWN = {"join_exercise", "leave_exercise"}
"""What concerns a person, and so is never among the offers."""


def test_every_command_that_people_give_has_a_verb_and_only_those() -> None:
    offered = {kind.model_fields["kind"].default for kind in OFFERED} | OWN
    assert set(VERBS.values()) == offered
    assert len(VERBS) == len(offered)


def test_release_alone_means_what_is_proposed_first() -> None:
    assert draft("release", table()).command() == ReleaseInject(inject="a")


def test_release_alone_never_means_something_from_a_pool() -> None:
    at = table().skip("a").skip("b")
    assert refused("release", at) == "about_what"
    assert draft("release h", at).command() == ReleaseInject(inject="h")


def test_teams_follow_what_is_released() -> None:
    assert draft("now b blue").command() == ReleaseInjectNow(inject="b", teams=("blue",))
    assert draft("now b red,blue").command() == ReleaseInjectNow(inject="b", teams=("red", "blue"))
    assert draft("now b teams=red").command() == ReleaseInjectNow(inject="b", teams=("red",))
    assert refused("now b green") == "too_many_words"


def test_a_decision_names_inject_option_and_text() -> None:
    command = draft("decide a x We close it now.", by=RED).command()
    assert command == LogDecision(inject="a", option="x", text="We close it now.")


def test_a_decision_is_about_the_last_inject_unless_it_says_another_or_none() -> None:
    assert draft("decide We meet.", by=RED).command() == LogDecision(inject="a", text="We meet.")
    assert draft("decide none We meet.", by=RED).command() == LogDecision(text="We meet.")
    assert draft("decide a We wait.", by=RED).command() == LogDecision(inject="a", text="We wait.")


def test_no_word_of_a_free_text_is_taken_for_something_else() -> None:
    """`high` is a confidence and `red` a team, but here they are words of a sentence."""
    assert draft("decide high water in the cellar", by=RED).command() == LogDecision(
        inject="a", text="high water in the cellar"
    )
    assert draft("note red is calm").values == {"text": "red is calm"}
    assert draft("skip b We did red").command() == SkipInject(inject="b", reason="We did red")


@pytest.mark.parametrize("verb", ["skip b", "hold b", "withdraw a", "back a"])
def test_a_team_named_first_is_never_taken_for_a_reason(verb: str) -> None:
    """`back a red` moved every team, with the reason "red"."""
    assert draft(f"{verb} red Too late").values == {"teams": ["red"], "reason": "Too late"}


def test_control_says_for_which_team() -> None:
    found = draft("decide a blue We wait.")
    assert found.command() == LogDecision(inject="a", team="blue", text="We wait.")
    assert [f.name for f in draft("decide a We wait.").missing] == ["team"]


def test_values_are_given_by_name_in_any_order_and_in_quotes() -> None:
    line = 'improvise sender="La Marea" body="A reporter calls." title="The press" channel=phone'
    assert draft(line).command() == Improvise(
        title="The press", body="A reporter calls.", channel="phone", sender="La Marea"
    )


def test_a_name_that_is_no_field_stays_part_of_the_text() -> None:
    command = LogDecision(inject="a", text="a=b is true")
    assert draft("decide a=b is true", by=RED).command() == command


def test_a_near_miss_is_asked_about_and_never_logged_as_text() -> None:
    scenario = a_scenario(an_inject("night-screens"), teams=[a_team("red")])
    at = Table(scenario).start().release("night-screens")
    assert refused("decide night-screen We wait.", at, RED) == "not_among"


def test_a_text_too_long_is_refused_with_its_limit() -> None:
    with pytest.raises(UsageError) as error:
        draft("decide a " + "x" * 20_001, by=RED).command()
    assert (error.value.code, error.value.values["most"]) == ("value_too_long", 20_000)


def test_a_step_of_the_playbook_is_named_by_its_field() -> None:
    found = draft("decide a steps=plan/call We call them.", by=RED).command()
    assert found == LogDecision(inject="a", steps=("plan/call",), text="We call them.")


def test_an_option_called_by_a_number_stays_text() -> None:
    command = LogDecision(inject="a", option="1", text="Yes.")
    assert draft("decide a 1 Yes.", by=RED).command() == command
    assert draft("improvise title=2031 body=7").command() == Improvise(title="2031", body="7")


def test_numbers_are_read_where_numbers_are_wanted() -> None:
    assert draft("let v 3").command() == SetVariable(variable="v", value=3)
    assert draft("let v value=2.5").command() == SetVariable(variable="v", value=2.5)
    assert draft("let mood 7").command() == SetVariable(variable="mood", value="7")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("jump 15", JumpClock(exercise=15)),
        ("jump 15 min", JumpClock(exercise=15)),
        ("jump 1.5 h", JumpClock(exercise=90)),
        ("jump story=48h", JumpClock(story=48 * 60)),
    ],
)
def test_a_jump_is_typed_as_a_span(line: str, command: JumpClock) -> None:
    assert draft(line).command() == command


@pytest.mark.parametrize(("word", "value"), [("", True), (" true", True), (" sí", True)])
def test_a_milestone_is_set_unless_something_else_is_said(word: str, value: bool) -> None:
    assert draft(f"set m{word}").command() == SetMilestone(milestone="m", value=value)


def test_a_milestone_is_cleared_by_no_and_its_reason_is_free_text() -> None:
    at = table().do(SetMilestone(milestone="m"))
    found = draft("set m no We were wrong.", at).command()
    assert found == SetMilestone(milestone="m", value=False, reason="We were wrong.")
    assert refused("set m value=perhaps", at) == "wrong_flag"


def test_an_answer_is_a_prepared_one_or_free_text() -> None:
    at = table().ask("x?")
    question = at.exercise.teams["red"].questions[0].id
    assert draft("answer r", at).command() == AnswerQuestion(question=question, request="r")
    assert draft("answer In an hour.", at).command() == AnswerQuestion(
        question=question, text="In an hour."
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("dance", "unknown_verb"),
        ("relase", "unknown_verb_near"),
        ("resume", "not_offered"),
        ("now", "about_what"),
        ("now z", "not_among"),
        ("jump soon", "wrong_span"),
        ("resume now", "not_offered"),
    ],
)
def test_what_cannot_be_meant_is_said(line: str, code: str) -> None:
    assert refused(line) == code


def test_words_without_a_place_are_not_dropped() -> None:
    at = table().pause()
    assert refused("resume please", at) == "too_many_words"


# What is missing


def test_what_is_missing_is_asked_for_with_what_would_do_instead() -> None:
    found = draft("decide a", by=RED)
    assert [f.name for f in found.asked] == ["text", "option"]
    assert found.answered("x").command() == LogDecision(inject="a", option="x")
    assert found.answered("We wait.").command() == LogDecision(inject="a", text="We wait.")


def test_where_an_option_is_needed_it_is_asked_for_and_text_is_not() -> None:
    found = draft("decide b", table().release("a", "b"), RED)
    assert [f.name for f in found.asked] == ["option"]
    assert found.answered("o").missing == ()


def test_an_answer_is_read_as_its_field_wants_it() -> None:
    assert draft("let v").answered("3").command() == SetVariable(variable="v", value=3)
    at = table()
    at.do(SetMilestone(milestone="m"))
    assert draft("set m", at).answered("no").command() == SetMilestone(milestone="m", value=False)


def test_nothing_is_missing_once_it_is_all_there() -> None:
    found = draft("improvise")
    assert [f.name for f in found.missing] == ["title", "body"]
    assert found.answered("T").answered("B").missing == ()


def test_a_field_by_name_after_release_alone_is_about_what_is_due_first() -> None:
    table = Table(a_scenario("a", "b", teams=[a_team("red"), a_team("blue")])).start()
    draft = read("release teams=blue", table.view().choices)
    assert draft.command() == ReleaseInject(inject="a", teams=("blue",))
