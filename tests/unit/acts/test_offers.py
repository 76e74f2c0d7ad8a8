"""What each seat is offered is accepted, and what is refused is not offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.acts import OFFERED
from simulator.acts.clock import InterruptExercise
from simulator.acts.facts import SetMilestone, SetVariable
from simulator.acts.improvise import Improvise
from simulator.acts.people import JoinExercise, LeaveExercise
from simulator.acts.play import CreateExercise, EndExercise
from simulator.acts.tick import Tick
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_choice,
    a_kit,
    a_player,
    a_scenario,
    a_team,
    a_viewer,
    an_inject,
    an_option,
    filled,
)

SEATS = (
    FACILITATOR,
    EVALUATOR,
    OBSERVER,
    PROJECTOR,
    a_player("red"),
    a_player("red", "chief"),
    a_player("blue"),
)


def full(**fields: Any) -> Scenario:
    """Something of everything."""
    given: dict[str, Any] = {
        "teams": [a_team("red", "chief", "clerk"), a_team("blue")],
        "milestones": [{"id": "m", "text": "M"}, {"id": "own", "text": "O", "scope": "team"}],
        "variables": [
            {"id": "v", "text": "V", "min": 0, "max": 3},
            {"id": "mood", "text": "Mood", "type": "choice", "values": ["calm", "loud"]},
        ],
        "requests": [{"id": "r", "title": "R", "ask": ["tape"], "answer": "Yes."}],
        "evaluation": {"rows": [{"id": "row", "text": "Row"}]},
        "story": {"starts": "2031-05-12 08:00"},
    }
    options = (an_option("x", next="b"), an_option("y", next="c"))
    return a_scenario(
        an_inject(
            "a",
            decision=a_choice(*options, decides="red/chief"),
            expectations=[{"id": "e", "text": "E"}],
        ),
        an_inject("b", next="d"),
        an_inject("c", next="d", to="red/clerk"),
        an_inject("d", decision=a_choice("o", free_text=False), optional=True),
        an_inject("h", pool="hint"),
        an_inject("late", release={"after": "a", "at": 10, "auto": True}),
        **(given | fields),
    )


STAGES: dict[str, Callable[[Table], Table]] = {
    "before startex": lambda t: t,
    "at startex": lambda t: t.start(),
    "after the first": lambda t: t.start().release("a"),
    "in a pause": lambda t: t.start().release("a").pause(),
    "after a decision": lambda t: t.start().release("a").decide("a", "x", text="Cut."),
    "with a question": lambda t: t.start().release("a").ask("Any tape?"),
    "with an answer given": lambda t: t.start().ask("Any tape?").answer(request="r").ask("More?"),
    "with facts changed": lambda t: (
        t.start()
        .do(SetMilestone(milestone="m"))
        .do(SetMilestone(milestone="own", team="red"))
        .do(SetVariable(variable="mood", value="loud"))
        .do(SetVariable(variable="v", value=1))
    ),
    "with the clerk's inject": lambda t: t.start().release("a").decide("a", "y").release("c"),
    "with something improvised": lambda t: t.start().do(Improvise(title="x", body="y")),
    "after a jump": lambda t: t.start().release("a").jump(30),
    "everything out": lambda t: t.start().skip("a").release_now("b").release_now("c")
    .release_now("d").release_now("h").release_now("late"),
    "after endex": lambda t: t.start().release("a").do(EndExercise()),
}  # fmt: skip


def offers(table: Table) -> Iterator[tuple[Actor, Any]]:
    for actor in SEATS:
        for choice in table.offers(actor):
            yield actor, choice


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES.keys())
@pytest.mark.parametrize(
    "scenario", [full(), full(story={"scope": "exercise"}, evaluation={})], ids=["whole", "bare"]
)
def test_every_offer_is_accepted_once_its_required_fields_are_filled(
    scenario: Scenario, stage: Callable[[Table], Table]
) -> None:
    table = stage(Table(scenario))
    for actor, choice in offers(table):
        table.branch().do(filled(choice, table.exercise), actor)


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES.keys())
def test_every_offer_is_accepted_where_each_copy_has_its_own_story(
    stage: Callable[[Table], Table],
) -> None:
    scenario = full(story={"scope": "team"}, teams=[a_team("red", "chief", "clerk")])
    table = Table(scenario)
    for actor, choice in offers(stage(table)):
        table.branch().do(filled(choice, table.exercise), actor)


def kinds(table: Table, actor: Actor = FACILITATOR) -> set[str]:
    return {choice.kind for choice in table.offers(actor)}


def test_before_startex_only_the_start_is_offered_and_who_may_come_in() -> None:
    assert kinds(Table(full())) == {"start_exercise", "lock_lobby", "rotate_codes"}
    assert all(kinds(Table(full()), actor) == set() for actor in SEATS[1:])


def test_each_role_is_offered_what_it_may_do() -> None:
    table = Table(full()).start().release("a")
    assert kinds(table, OBSERVER) == kinds(table, PROJECTOR) == set()
    assert kinds(table, EVALUATOR) == {
        "observe",
        "take_note",
        "rate",
        "justify_deviation",
    }
    assert kinds(table, a_player()) == {
        "log_decision",
        "ask_question",
        "send_message",
        "acknowledge_inject",
    }
    assert "log_decision" in kinds(table)


def test_what_was_done_is_offered_no_more() -> None:
    table = Table(full()).start()
    assert "start_exercise" not in kinds(table)
    assert "a" in [c.about for c in table.offers(kind="release_inject")]
    table.release("a")
    for kind in ("release_inject", "release_inject_now", "skip_inject"):
        assert "a" not in [c.about for c in table.offers(kind=kind)]


def test_pause_and_resume_take_turns_and_a_pause_offers_no_plain_release() -> None:
    table = Table(full()).start()
    assert {"pause_exercise", "release_inject"} <= kinds(table)
    assert "resume_exercise" not in kinds(table)
    table.pause()
    assert not {"pause_exercise", "release_inject"} & kinds(table)
    assert {"resume_exercise", "release_inject_now"} <= kinds(table)


def test_the_proposals_are_offered_line_before_beside_in_list_order() -> None:
    scenario = a_scenario(
        an_inject("x", release={"after": "a", "delay": 1}),
        an_inject("a", decision=a_choice(an_option("o", next="b"))),
        an_inject("b"),
        an_inject("y", release={"after": "a", "delay": 1}),
    )
    table = Table(scenario).start().release("a").wait(1).decide("a", "o")
    assert [c.about for c in table.offers(kind="release_inject")] == ["b", "x", "y"]


def test_a_seat_is_not_offered_what_its_role_does_not_read() -> None:
    table = STAGES["with the clerk's inject"](Table(full()))
    offered = [c.about for c in table.offers(a_player("red", "chief"), "log_decision")]
    assert "c" not in offered
    assert "c" in [c.about for c in table.offers(a_player("red", "clerk"), "log_decision")]
    assert "c" in [c.about for c in table.offers(a_player("red"), "log_decision")]


def test_control_chooses_the_team_among_those_that_have_the_inject() -> None:
    table = Table(full()).start().release("a", teams=("blue",))
    about = {c.about: c for c in table.offers(kind="log_decision")}
    teams = {f.name: f for f in about["a"].fields}["team"]
    assert [team for team, _ in teams.options] == ["blue"]
    assert len(about) == len(table.offers(kind="log_decision")) == 2


def test_an_answer_that_was_sent_is_offered_no_more() -> None:
    table = STAGES["with an answer given"](Table(full()))
    (choice,) = table.offers(kind="answer_question")
    assert [f.name for f in choice.fields] == ["text"]


def test_the_answers_that_were_suggested_are_offered_first() -> None:
    requests = [
        {"id": "p", "title": "P", "answer": "P."},
        {"id": "r", "title": "R", "ask": ["tape"], "answer": "R."},
    ]
    table = Table(full(requests=requests)).start().ask("Any tape?")
    (choice,) = table.offers(kind="answer_question")
    assert [id for id, _ in choice.fields[0].options] == ["r", "p"]


def test_offers_are_worded_in_the_viewers_language() -> None:
    spanish = a_scenario(an_inject("a", title="Uno"), "b")
    table = Table(kit=a_kit(a_scenario("a", "b"), translations={"es": spanish})).start()
    view = table.view(language="es")
    assert next(c for c in view.choices if c.kind == "release_inject").title == "Uno"


def test_what_concerns_a_person_or_the_program_is_no_choice() -> None:
    exercise = Table().start().exercise
    for kind in (Tick, InterruptExercise, CreateExercise, JoinExercise, LeaveExercise):
        assert kind not in OFFERED
        assert kind.offers(exercise, a_viewer()) == ()
