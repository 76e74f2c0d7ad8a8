"""What bots do: told apart by character, the same for the same seed, and only what is offered."""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest

from simulator.acts.decisions import LogDecision
from simulator.acts.messages import MessageSent, SendMessage
from simulator.acts.passes import WithdrawInject
from simulator.acts.play import EndExercise, StopExercise
from simulator.acts.requests import QuestionAsked
from simulator.domain.view import Choice, Field
from simulator.rehearsal.bots import MOST_PASSES, Bot, Offers, offered
from simulator.rehearsal.characters import CHARACTERS
from simulator.rehearsal.plans import contrary
from tests.builders import a_kit, a_scenario, an_inject
from tests.unit.rehearsal.tables import INJECTS, Room, played, rooms, small_kit, somebody

SEEDS = 25
DECISION = INJECTS[1]["decision"]


def chosen(room: Room) -> list[str]:
    return [each.option for each in room.said() if each.option and not each.amends]


def delay(room: Room) -> float:
    """From the first inject's release to the first entry about it; an hour for none."""
    found = (a.elapsed for a in room.acts if isinstance(a.command, LogDecision))
    return next(found, 3600.0)


def met(room: Room) -> int:
    """How many of the two things expected of red were done: one by its step, one in its words."""
    said = [each for each in room.said() if not each.amends]
    return any(each.meets for each in said) + any(each.text == "We pull it." for each in said)


@pytest.fixture(scope="module")
def many() -> dict[str, list[Room]]:
    return {name: list(rooms(name, SEEDS)) for name in CHARACTERS}


def test_characters_differ_in_delay(many: dict[str, list[Room]]) -> None:
    delays = {name: median(map(delay, found)) for name, found in many.items()}
    assert delays["racing"] < delays["contrary"] * 0.7 < delays["diligent"]
    assert delays["diligent"] * 2 < delays["stalling"]
    assert delays["silent"] == 3600


def test_characters_differ_in_what_they_meet(many: dict[str, list[Room]]) -> None:
    share = {name: sum(map(met, found)) / (2 * SEEDS) for name, found in many.items()}
    assert share["diligent"] > 0.8 > share["racing"] > 0.4
    assert share["racing"] > share["contrary"] > share["silent"]
    assert 0.25 < share["stalling"] < share["diligent"]
    assert share["silent"] < 0.2


def test_characters_differ_in_choices_against_the_playbook(many: dict[str, list[Room]]) -> None:
    choices = {name: [o for room in found for o in chosen(room)] for name, found in many.items()}
    share = {name: o.count("wipe") / len(o) for name, o in choices.items() if o}
    assert share["contrary"] > 0.7
    assert share["diligent"] < 0.2
    assert share["stalling"] < 0.4
    assert share["diligent"] < share["racing"] < share["contrary"]
    assert len(choices["diligent"]) == len(choices["contrary"]) == SEEDS
    assert len(choices["silent"]) < SEEDS / 2


def test_the_same_seed_does_the_same_and_another_does_not() -> None:
    assert played(seed=3).acts == played(seed=3).acts
    assert played(seed=3).acts != played(seed=4).acts


def test_nothing_that_a_bot_does_is_refused(many: dict[str, list[Room]]) -> None:
    assert [room.refused for found in many.values() for room in found if room.refused] == []


def test_every_bot_comes_to_an_end(many: dict[str, list[Room]]) -> None:
    for found in many.values():
        for room in found:
            assert all(bot.due is None for bot in room.bots.values())
            texts = [e.text for e in room.said() if e.inject == "a" and not e.amends]
            assert len(texts) == len(set(texts)) <= 3


def test_bots_say_examples_reasons_and_steps(many: dict[str, list[Room]]) -> None:
    said = [e for room in many["diligent"] for e in room.said() if not e.amends]
    assert {"We pull it.", "We do this now: call the duty officer."} <= {e.text for e in said}
    assert {e.steps for e in said if "call" in e.text} == {("book/call",)}
    assert "Nothing spreads." in {e.rationale for e in said}
    others = {e.text for room in many["diligent"] for e in room.said("blue")}
    assert "We do this now: tell us." in others
    assert "We tell all." not in others
    assert any(text.startswith("Our advice to those who decide:") for text in others)


def test_bots_amend_what_they_said(many: dict[str, list[Room]]) -> None:
    amended = [e for room in many["racing"] for e in room.said() if e.amends]
    assert amended
    assert all(e.reason for e in amended)
    assert all(" " in e.text and not e.unmeets for e in amended)


def test_bots_ask_what_news_make_them_think_of(many: dict[str, list[Room]]) -> None:
    asked = [q for room in many["stalling"] for q in room.table.events(QuestionAsked)]
    assert {("copies",), ("law",), ("theirs",)} <= {q.suggested for q in asked}
    assert {q.team for q in asked if q.suggested == ("theirs",)} == {"blue"}
    for room in many["stalling"]:
        texts = [(q.team, q.text) for q in room.table.events(QuestionAsked)]
        assert len(texts) == len(set(texts))


def test_bots_tell_other_teams_under_the_label_of_the_step(many: dict[str, list[Room]]) -> None:
    told = [m for room in many["diligent"] for m in room.table.events(MessageSent)]
    shared = [m for m in told if m.steps]
    assert {(m.team, m.to, m.tlp) for m in shared} == {("red", ("blue",), "GREEN")}
    assert {m.team for m in told if "The alarm" in m.text} == {"blue"}


def test_bots_do_not_write_back_and_forth_for_ever(many: dict[str, list[Room]]) -> None:
    assert max(len(r.table.events(MessageSent)) for r in many["diligent"]) <= 12


def a_room(seed: int = 0, *teams: str) -> Room:
    room = Room(small_kit(), CHARACTERS["diligent"], seed, teams or ("red",)).start()
    room.table.release("a")
    return room


def test_nothing_is_done_before_it_is_offered() -> None:
    room = Room(small_kit(), CHARACTERS["diligent"], 0, ("red",))
    room.minutes(30)
    assert room.acts == []
    assert room.bots["red"].due is None


def test_what_was_planned_waits_while_play_is_stopped() -> None:
    room = a_room()
    room.beat()
    bot, due = room.bots["red"], room.bots["red"].due
    room.table.do(StopExercise(reason="Fire."))
    assert bot.next_act(room.view("red"), 9999.0) is None
    assert bot.due == due


def test_after_the_end_nothing_is_done() -> None:
    room = a_room()
    room.beat()
    room.table.do(EndExercise())
    assert room.bots["red"].next_act(room.view("red"), 9999.0) is None


def test_what_was_withdrawn_is_left_alone_and_taken_up_when_it_comes_again() -> None:
    room = a_room()
    room.beat()
    room.table.do(WithdrawInject(inject="a", reason="Too early."))
    room.minutes(60)
    assert room.said() == []
    room.table.release_now("a")
    room.minutes(60)
    assert {e.inject for e in room.said()} == {"a"}


def test_what_is_sent_again_and_again_is_taken_up_a_few_times() -> None:
    room = a_room()
    for _ in range(MOST_PASSES + 3):
        room.minutes(40)
        room.table.do(WithdrawInject(inject="a", reason="Again."))
        room.table.release_now("a")
    said = [e for e in room.said() if not e.amends]
    assert 3 * (MOST_PASSES - 1) <= len(said) <= 3 * MOST_PASSES


def test_where_somebody_of_the_team_has_decided_the_bot_keeps_silent() -> None:
    room = a_room()
    room.beat()
    room.table.decide("a", by=somebody(), text="I take this.")
    room.minutes(60)
    assert [e.text for e in room.said()] == ["I take this."]


def test_an_improvised_inject_gets_a_remark() -> None:
    kit = a_kit(a_scenario(an_inject("a", to=["red"])))
    said = [Room(kit, CHARACTERS["stalling"], seed, ("red",)).start() for seed in range(5)]
    for room in said:
        room.table.release("a")
        room.minutes(60)
    assert any(each.text for room in said for each in room.said())


def test_teams_made_of_one_play_what_is_expected_of_it() -> None:
    kit = a_kit(
        a_scenario(
            an_inject("a", expectations=[{"id": "e", "text": "Cut.", "team": "red"}]),
            story={"scope": "team"},
        )
    )
    room = Room(kit, CHARACTERS["diligent"], 0, ("red-1", "red-2"), copies=2).start()
    room.table.release("a")
    room.minutes(60)
    assert {e.text for e in room.said("red-2")} == {"We do this now: cut."}


def test_a_faster_bot_does_the_same_sooner() -> None:
    slow = Bot(CHARACTERS["diligent"], "red", small_kit().original, seed=1)
    fast = Bot(CHARACTERS["diligent"], "red", small_kit().original, seed=1, speed=4)
    view = a_room().view("red")
    slow.see(view, 0)
    fast.see(view, 0)
    assert slow.due is not None
    assert fast.due is not None
    assert fast.due == pytest.approx(slow.due / 4)


def test_where_words_are_not_taken_the_choice_bears_the_steps() -> None:
    point = DECISION | {"free_text": False}
    asked = [{"id": "e", "text": "Call.", "team": "red", "step": "book/call"}]
    inject = an_inject("b", decision=point, expectations=asked)
    kit = small_kit()
    scenario = a_scenario(inject, teams=[{"id": "red", "title": "Red"}])
    edition = kit.original.having(scenario=scenario)
    kit = a_kit(scenario, *edition.playbooks)
    found = []
    for seed in range(6):
        room = Room(kit, CHARACTERS["diligent"], seed, ("red",)).start()
        room.table.release("b")
        room.minutes(60)
        assert room.refused == []
        found += [e for e in room.said() if not e.amends]
    assert all(e.option for e in found)
    assert any("book/call" in e.steps for e in found)


def test_options_are_contrary_only_where_playbooks_make_a_difference() -> None:
    edition = small_kit().original
    point = edition.scenario.injects[1].decision
    assert point is not None
    cut, wipe, wait = point.options
    assert contrary(edition, (cut, wipe, wait)) == (wipe,)
    assert contrary(edition, (cut, wait)) == (wait,)
    assert contrary(edition, (wait, wait)) == ()


FIELDS: dict[str, Any] = {
    "text": Field(name="text", kind="prose", required=True, unless="option"),
    "option": Field(name="option", kind="choice", options=(("cut", "Cut"),)),
}


def offering(*choices: Choice) -> Offers:
    return lambda kind: (choice for choice in choices if choice.kind == kind)


def test_only_what_is_offered_becomes_a_command() -> None:
    choice = Choice(kind="log_decision", given={"inject": "a"}, fields=tuple(FIELDS.values()))
    offers = offering(choice)
    assert offered(offers, "log_decision", "a", {"text": "Yes."}) == LogDecision(
        inject="a", text="Yes."
    )
    assert offered(offers, "log_decision", "a", {"option": "cut", "at": 9}) == LogDecision(
        inject="a", option="cut"
    )
    assert offered(offers, "log_decision", "a", {"option": "burn"}) is None
    assert offered(offers, "log_decision", "b", {"text": "Yes."}) is None
    assert offered(offers, "ask_question", "", {"text": "Yes?"}) is None


def test_of_several_values_those_are_given_that_are_offered() -> None:
    fields = (
        Field(name="text", kind="prose", required=True),
        Field(name="to", kind="choices", options=(("blue", "Blue"),)),
    )
    offers = offering(Choice(kind="send_message", fields=fields))
    said = {"text": "Hello.", "to": ("blue", "green")}
    assert offered(offers, "send_message", "", said) == SendMessage(text="Hello.", to=("blue",))
    said = {"text": "Hello.", "to": ("green",)}
    assert offered(offers, "send_message", "", said) == SendMessage(text="Hello.")
