"""What teams tell each other (P10), and that they opened what they were given (K26)."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts import Command
from simulator.acts.improvise import Improvise
from simulator.acts.messages import AcknowledgeInject, InjectAcknowledged, SendMessage
from simulator.acts.passes import WithdrawInject
from simulator.acts.play import EndExercise
from simulator.domain.people import Actor
from simulator.domain.view import Card
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_playbook,
    a_player,
    a_scenario,
    a_team,
    an_inject,
)

THREE: dict[str, Any] = {
    "teams": [a_team("red", "chief", "clerk"), a_team("blue"), a_team("green")]
}
RED, BLUE, GREEN = a_player("red"), a_player("blue"), a_player("green")
OPEN_A = AcknowledgeInject(inject="a")


def three(*injects: Any) -> Table:
    return Table(a_scenario(*injects, **THREE)).start()


def tell(*to: str, **fields: Any) -> SendMessage:
    return SendMessage(to=to, text="We shut the gate.", **fields)


def heard(table: Table, actor: Actor) -> list[Card]:
    return table.cards(actor, "message")


def about(table: Table, kind: str, actor: Actor) -> list[str]:
    return [choice.about for choice in table.offers(actor, kind)]


# Messages


def test_a_message_reaches_the_team_named_and_stays_with_its_sender() -> None:
    table = three().wait(2).do(tell("blue", tlp="AMBER"), RED)
    for actor in (RED, BLUE):
        (card,) = heard(table, actor)
        assert (card.body, card.team, card.to, card.tlp, card.elapsed) == (
            "We shut the gate.",
            "red",
            ("blue",),
            "AMBER",
            120,
        )
        assert card.person == "red-player"
    assert heard(table, GREEN) == []


def test_without_a_name_all_the_others_are_told() -> None:
    table = three().do(tell(), RED)
    assert heard(table, GREEN)[0].to == ("blue", "green")


def test_staff_and_observers_see_a_message_once_and_the_room_never() -> None:
    table = three().do(tell(), RED)
    for actor in (FACILITATOR, EVALUATOR, OBSERVER):
        assert len(heard(table, actor)) == 1
    assert heard(table, PROJECTOR) == []


def test_control_tells_in_a_teams_name_and_says_so() -> None:
    table = three().do(tell("blue", team="red"))
    assert heard(table, BLUE)[0].marks == ("by_control",)
    assert table.refusal(tell("blue")) == "team_needed"


def test_a_message_in_a_pause_is_kept_and_marked() -> None:
    table = three().wait(5).pause().wait(5).do(tell("blue"), RED)
    assert (heard(table, BLUE)[0].marks, heard(table, BLUE)[0].elapsed) == (("during_pause",), 300)


def test_who_sends_acts_and_who_is_told_does_not() -> None:
    table = three().wait(2).do(tell("blue"), RED)
    assert [table.exercise.teams[t].acted for t in ("red", "blue")] == [120, None]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (tell("red"), "nobody_to_tell"),
        (tell("black"), "unknown_team"),
        (tell(team="blue"), "other_team"),
    ],
)
def test_there_must_be_somebody_to_tell(command: Command, code: str) -> None:
    assert three().refusal(command, RED) == code


def test_a_team_that_plays_alone_has_nobody_to_tell() -> None:
    table = Table().start()
    assert table.refusal(tell(), RED) == "nobody_to_tell"
    assert table.offers(RED, "send_message") == table.offers(kind="send_message") == []


def test_oneself_among_others_is_left_out() -> None:
    assert heard(three().do(tell("red", "blue"), RED), BLUE)[0].to == ("blue",)


def test_the_others_are_offered_and_to_control_the_sender_too() -> None:
    (mine,) = three().offers(RED, "send_message")
    (control,) = three().offers(FACILITATOR, "send_message")
    fields = {f.name: [value for value, _ in f.options] for f in mine.fields}
    assert (fields["to"], "team" in fields) == (["blue", "green"], False)
    fields = {f.name: [value for value, _ in f.options] for f in control.fields}
    assert fields["team"] == fields["to"] == ["red", "blue", "green"]


@pytest.mark.parametrize("command", [tell("blue", team="red"), AcknowledgeInject(inject="a")])
def test_who_may_and_when(command: Command) -> None:
    assert Table(a_scenario(**THREE)).refusal(command, RED) == "not_started"
    table = three().release("a")
    for actor in (EVALUATOR, OBSERVER, PROJECTOR):
        assert table.refusal(command, actor) == "not_a_player"
        assert table.offers(actor, command.kind) == []
    table.do(EndExercise())
    assert table.refusal(command, RED) == "has_ended"
    assert table.offers(RED, command.kind) == []


# What a message carries out and passes on


def booked(*injects: Any) -> Table:
    return Table(a_scenario(*injects, **THREE), a_playbook("inform")).start()


def test_a_message_keeps_the_steps_and_injects_that_it_names() -> None:
    table = (
        booked("a", "b").release("a").do(tell("blue", steps=("book/inform",), links=("a",)), RED)
    )
    for team in ("red", "blue"):
        (message,) = table.exercise.teams[team].messages
        assert (message.steps, message.links) == (("book/inform",), ("a",))


def test_without_them_it_names_nothing() -> None:
    (message,) = booked().do(tell("blue"), RED).exercise.teams["blue"].messages
    assert (message.steps, message.links) == ((), ())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"steps": ("book/luck",)}, "unknown_step"),
        ({"steps": ("other/inform",)}, "unknown_step"),
        ({"links": ("b",)}, "inject_not_received"),
        ({"links": ("a", "c")}, "inject_not_received"),
    ],
)
def test_only_known_steps_and_injects_of_its_own_are_named(
    fields: dict[str, Any], code: str
) -> None:
    table = booked("a", "b", "c").release("a").release_now("b", "blue")
    assert table.refusal(tell("blue", **fields), RED) == code


def test_what_a_role_does_not_read_it_does_not_pass_on() -> None:
    table = three(an_inject("a", to="red/clerk")).release("a")
    message = tell("blue", links=("a",))
    assert table.refusal(message, a_player("red", "chief")) == "inject_not_received"
    table.do(message, a_player("red", "clerk"))


def test_a_title_is_shown_to_those_who_read_it_and_steps_to_staff_alone() -> None:
    table = booked("a").release("a", teams=("red",))
    table.do(tell("blue", steps=("book/inform",), links=("a",)), RED)
    details = {actor: heard(table, actor)[0].details for actor in (RED, BLUE, FACILITATOR)}
    assert details[BLUE] == ()
    assert details[RED] == (("link", "Title of a"),)
    assert details[FACILITATOR] == (("step", "book/inform"), ("link", "Title of a"))
    seen = table.view(BLUE).number
    table.release("a", teams=("blue",))
    (again,) = (c for c in table.view(BLUE, after=seen).cards if c.kind == "message")
    assert again.details == (("link", "Title of a"),)
    assert [c for c in table.view(GREEN, after=seen).cards if c.kind == "message"] == []


def test_a_message_that_did_not_change_is_not_sent_again() -> None:
    table = three("a").do(tell("blue"), RED)
    seen = table.view(RED).number
    table.decide(text="We stay.")
    assert [c.kind for c in table.view(RED, after=seen).cards if c.kind == "message"] == []


def test_to_a_role_that_does_not_read_it_no_title_is_shown() -> None:
    table = three(an_inject("a", to=["red/clerk", "blue"])).release("a")
    table.do(tell("red", links=("a",)), BLUE)
    assert heard(table, a_player("red", "chief"))[0].details == ()
    assert heard(table, a_player("red", "clerk"))[0].details == (("link", "Title of a"),)


def test_staff_choose_steps_from_a_list_and_participants_type_theirs() -> None:
    def steps(actor: Actor) -> list[str]:
        (choice,) = booked().offers(actor, "send_message")
        return [value for f in choice.fields if f.name == "steps" for value, _ in f.options]

    assert (steps(FACILITATOR), steps(RED)) == (["book/inform"], [])


# Opened


def unread(table: Table, team: str = "red") -> float:
    (board,) = (c for c in table.cards(kind="team") if c.team == team)
    return board.numbers["unread"]


def test_the_first_opening_by_anybody_of_the_team_is_kept() -> None:
    table = three("a", "b").release("a").wait(3)
    assert unread(table) == 1
    table.do(OPEN_A, a_player("red", person="ben"))
    opened = table.exercise.teams["red"].opened["a"]
    assert (opened.person, opened.since, unread(table)) == ("ben", 180, 0)
    assert table.refusal(OPEN_A, a_player("red", person="eve")) == "already_opened"
    assert (unread(table, "blue"), about(table, "acknowledge_inject", BLUE)) == (1, ["a"])
    assert about(table, "acknowledge_inject", RED) == []


def test_control_opens_for_a_team_and_says_so() -> None:
    table = three().release("a").do(AcknowledgeInject(inject="a", team="blue"))
    (event,) = table.events(InjectAcknowledged)
    assert (event.team, event.by_control) == ("blue", True)
    (choice,) = table.offers(FACILITATOR, "acknowledge_inject")
    assert [team for team, _ in choice.fields[0].options] == ["red", "green"]


def test_what_a_team_has_not_is_not_opened() -> None:
    table = three("a", "b").release("a", teams=("blue",))
    assert table.refusal(OPEN_A, RED) == "inject_not_received"
    table.skip("a", "red")
    assert table.refusal(OPEN_A, RED) == "inject_not_received"
    assert about(table, "acknowledge_inject", RED) == []


def test_what_was_withdrawn_is_not_opened() -> None:
    table = three().release("a").do(WithdrawInject(inject="a"))
    assert table.refusal(OPEN_A, RED) == "inject_not_received"
    assert unread(table) == 0


def test_a_role_opens_what_it_reads() -> None:
    chief, clerk = a_player("red", "chief"), a_player("red", "clerk")
    table = three(an_inject("a", to="red/clerk")).release("a")
    assert table.refusal(OPEN_A, chief) == "inject_not_received"
    assert about(table, "acknowledge_inject", chief) == []
    assert about(table, "acknowledge_inject", clerk) == ["a"]
    assert unread(table.do(OPEN_A, clerk)) == 0


def test_an_improvised_inject_is_opened_too() -> None:
    table = three().do(Improvise(title="x", body="y"))
    made = table.received()[-1]
    assert unread(table.do(AcknowledgeInject(inject=made), RED)) == 0
