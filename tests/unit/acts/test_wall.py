"""What the room is shown on the wall: only what control put there, as it read then (F15)."""

from __future__ import annotations

import pytest

from simulator.acts.amendments import RetractDecision
from simulator.acts.improvise import Improvise
from simulator.acts.messages import SendMessage
from simulator.acts.passes import WithdrawInject
from simulator.acts.play import EndExercise, StopExercise
from simulator.acts.requests import DeclineQuestion
from simulator.acts.wall import OFFERED, HiddenFromRoom, HideFromRoom, ShownToRoom, ShowToRoom
from simulator.domain.edition import Face
from simulator.domain.people import Actor
from simulator.domain.view import Card
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_choice,
    a_player,
    a_scenario,
    a_team,
    an_inject,
)

RED, BLUE, CHIEF = a_player("red"), a_player("blue"), a_player("red", "chief")
SAID = ("decision", "question", "message")


def a_table() -> Table:
    injects = [an_inject("a", projector=True, decision=a_choice("x")), an_inject("b")]
    teams = [a_team("red", "chief"), a_team("blue")]
    return Table(a_scenario(*injects, teams=teams)).start().release("a", "b")


def wall(table: Table) -> list[Card]:
    """What people said that the room can read."""
    cards = table.cards(PROJECTOR)
    return [card for card in cards if card.kind in SAID and card.state != "hidden"]


def texts(table: Table) -> list[str]:
    return [card.body or card.title for card in wall(table)]


def injects(table: Table) -> list[str]:
    return [c.title for c in table.cards(PROJECTOR, "inject") if c.state != "hidden"]


def show(table: Table, entry: str | None = None, **named: str) -> Table:
    return table.do(ShowToRoom.model_validate({"entry": entry, **named}))


def hide(table: Table, entry: str | None = None, **named: str) -> Table:
    return table.do(HideFromRoom.model_validate({"entry": entry, **named}))


# What people said


def test_nothing_that_people_say_is_on_the_wall_until_control_says_so() -> None:
    table = a_table().decide("a", text="We pay.").ask("Who?").do(SendMessage(text="Help."), RED)
    assert wall(table) == []
    show(table, table.last_decision("a").id)
    assert texts(table) == ["We pay."]


def test_all_that_people_say_can_be_shown_and_hidden_again() -> None:
    table = a_table().decide("a", text="We pay.").ask("Who?").do(SendMessage(text="Help."), RED)
    show(show(show(table)))
    assert texts(table) == ["We pay.", "Who?", "Help."]
    number = table.exercise.seq
    hide(table, table.last_decision("a").id)
    assert texts(table) == ["Who?", "Help."]
    (gone,) = table.view(PROJECTOR, after=number).cards
    assert (gone.state, gone.body, gone.team, gone.details) == ("hidden", "", None, ())
    assert texts(hide(hide(table))) == []
    assert table.replayed() == table.exercise


def test_it_says_who_by_team_and_role_and_never_by_name() -> None:
    table = a_table().decide("a", text="We pay.", by=CHIEF).decide(text="No.", by=BLUE)
    show(show(table))
    by = [(card.details, card.person) for card in wall(table)]
    assert by == [
        ((("said_by", "Team red, Role chief"),), None),
        ((("said_by", "Team blue"),), None),
    ]


def test_a_message_says_to_whom_it_went_and_how_far_it_may_go() -> None:
    table = a_table().do(SendMessage(text="Help.", tlp="AMBER", links=("a",)), RED)
    (card,) = wall(show(table))
    assert (card.body, card.to, card.tlp, card.details) == (
        "Help.",
        ("Team blue",),
        "AMBER",
        (("said_by", "Team red"),),
    )


def test_a_decision_is_headed_by_an_inject_that_the_room_may_read_and_by_no_other() -> None:
    table = a_table().decide("a", "x", text="One.").decide("b", text="Two.").decide(text="Three.")
    show(show(show(table)))
    found = [(card.title, card.option) for card in wall(table)]
    assert found == [("Title of a", "Label x"), ("", ""), ("", "")]
    number = table.exercise.seq
    hide(table, inject="a")
    changed = [c for c in table.view(PROJECTOR, after=number).cards if c.kind == "decision"]
    assert [(card.title, card.option) for card in changed] == [("", "")]


def test_another_wording_needs_an_approval_of_its_own() -> None:
    table = show(a_table().decide("a", text="We pay."))
    number = table.exercise.seq
    table.amend(text="We pay, you fools.")
    assert texts(table) == []
    assert [card.state for card in table.view(PROJECTOR, after=number).cards] == ["hidden"]
    first, second = table.cards(FACILITATOR, "decision")
    assert ("in_room" in first.marks, "was_in_room" in second.marks) == (False, True)
    show(table, table.last_decision("a").id)
    assert texts(table) == ["We pay, you fools."]
    assert "was_in_room" not in table.cards(FACILITATOR, "decision")[1].marks


def test_what_is_retracted_leaves_the_wall() -> None:
    table = show(a_table().decide(text="We pay.")).do(RetractDecision(), RED)
    assert texts(table) == []


def test_an_answer_that_came_later_needs_an_approval_of_its_own() -> None:
    table = show(a_table().ask("Who?"))
    question = table.exercise.teams["red"].questions[0].id
    table.answer(text="The intern.")
    (card,) = wall(table)
    assert (card.title, card.body, card.marks) == ("Who?", "", ("open",))
    (card,) = wall(show(table, question))
    assert (card.title, card.body, card.marks) == ("Who?", "The intern.", ("answered",))
    assert table.refusal(ShowToRoom(entry=question)) == "already_so"


def test_a_question_declined_without_a_reason_says_so() -> None:
    table = show(a_table().ask("Who?").do(DeclineQuestion()))
    assert [(card.body, card.marks) for card in wall(table)] == [("", ("declined",))]


def test_control_sees_what_is_on_the_wall_and_others_are_not_told() -> None:
    table = a_table().decide("a", text="We pay.").ask("Who?").do(SendMessage(text="Help."), RED)
    number = table.exercise.seq
    show(show(show(table)))
    for actor in (FACILITATOR, EVALUATOR):
        marked = [c.kind for c in table.view(actor, after=number).cards if "in_room" in c.marks]
        assert marked == [*SAID]
    for actor in (RED, BLUE, OBSERVER):
        assert table.view(actor, after=number).cards == ()


# Injects


def test_an_inject_is_hidden_from_the_room_and_comes_back() -> None:
    table = a_table()
    assert injects(table) == ["Title of a"]
    number = table.exercise.seq
    hide(table, inject="a")
    assert injects(table) == []
    assert [(c.id, c.state, c.title) for c in table.view(PROJECTOR, after=number).cards] == [
        ("inject-a", "hidden", "")
    ]
    number = table.exercise.seq
    show(table, inject="a")
    assert injects(table) == ["Title of a"]
    assert [c.face is not None for c in table.view(PROJECTOR, after=number).cards] == [True]


def test_the_room_may_be_shown_what_its_author_did_not_mean_for_it() -> None:
    made = Improvise(
        title="Rain",
        body="It rains.",
        faces={"en": Face(channel="email", label="E-mail", headline="Rain", body="It rains.")},
    )
    table = a_table().do(made)
    assert injects(table) == ["Title of a"]
    (rain,) = table.exercise.improvised
    show(show(table, inject="b"), inject=rain)
    assert injects(table) == ["Title of a", "Title of b", "Rain"]
    table.do(WithdrawInject(inject="b"))
    (card,) = [c for c in table.cards(PROJECTOR, "inject") if c.inject == "b"]
    assert (card.state, card.face) == ("withdrawn", None)


def test_control_sees_which_injects_are_on_the_wall() -> None:
    table = a_table()
    number = table.exercise.seq
    hide(show(table, inject="b"), inject="a")
    cards = [c for c in table.view(FACILITATOR, after=number).cards if c.kind == "inject"]
    assert [(c.inject, "in_room" in c.marks) for c in cards] == [("a", False), ("b", True)]


# The rules


def test_without_a_name_the_newest_is_meant_or_the_newest_of_a_team() -> None:
    table = a_table().decide("a", text="Red.").decide("a", text="Blue.", by=BLUE)
    assert texts(show(table.branch())) == ["Blue."]
    assert texts(show(table, team="red")) == ["Red."]
    assert texts(hide(table, team="red")) == []
    assert table.refusal(HideFromRoom()) == "no_such_entry"


def test_the_events_say_what_it_was() -> None:
    table = hide(show(show(a_table().ask("Who?"), inject="b")))
    question = table.exercise.teams["red"].questions[0].id
    assert table.events(ShownToRoom) == [
        ShownToRoom(what="inject", inject="b"),
        ShownToRoom(what="question", entry=question, team="red"),
    ]
    assert table.events(HiddenFromRoom) == [
        HiddenFromRoom(what="question", entry=question, team="red")
    ]


@pytest.mark.parametrize("actor", [RED, EVALUATOR, OBSERVER, PROJECTOR])
def test_the_facilitator_alone_says_what_the_room_is_shown(actor: Actor) -> None:
    table = a_table().decide("a", text="Go.")
    for command in (ShowToRoom(), HideFromRoom()):
        assert table.refusal(command, actor) == "facilitator_only"
    for kind in ("show_to_room", "hide_from_room"):
        assert table.offers(actor, kind) == []


def test_what_cannot_be_shown_is_refused() -> None:
    table = a_table().decide("a", text="Go.")
    first = table.last_decision("a").id
    assert Table().refusal(ShowToRoom()) == "not_started"
    assert table.refusal(ShowToRoom(entry="unheard-of")) == "no_such_entry"
    assert table.refusal(ShowToRoom(team="green")) == "unknown_team"
    assert table.refusal(ShowToRoom(inject="unheard-of")) == "not_out"
    assert table.refusal(ShowToRoom(inject="a")) == "already_so"
    assert table.refusal(HideFromRoom(inject="b")) == "already_so"
    assert table.refusal(HideFromRoom(entry=first)) == "already_so"
    assert show(table, first).refusal(ShowToRoom(entry=first)) == "already_so"
    table.amend(text="Stay.")
    assert table.refusal(HideFromRoom(entry=first)) == "no_such_entry"
    table.do(EndExercise())
    assert texts(show(table)) == ["Stay."]
    assert table.refusal(ShowToRoom()) == "no_such_entry"


def test_in_a_real_emergency_nothing_is_shown_any_more() -> None:
    table = a_table().decide("a", text="Go.").do(StopExercise())
    assert table.refusal(ShowToRoom()) == "stopped"
    assert table.offers(kind="show_to_room") == []


def test_the_newest_are_offered_by_their_beginning() -> None:
    table = a_table()
    for number in range(OFFERED + 1):
        table.decide("a", text=f"Text {number} " + "and so on " * 9)
    offered = table.offers(kind="show_to_room")
    assert [choice.title for choice in offered] == [
        *(f"Team red: Text {n} {'and so on ' * 9}"[:69] + "…" for n in range(OFFERED, 0, -1)),
        "Title of b",
    ]
    assert [c.given for c in table.offers(kind="hide_from_room")] == [{"inject": "a"}]
    shown = table.do(ShowToRoom(entry=offered[0].about))
    assert [c.about for c in shown.offers(kind="hide_from_room")] == [offered[0].about, "a"]
