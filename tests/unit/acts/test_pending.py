"""Injects that have not gone out yet: held for all or one team, let go, skipped, edited."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts import Command
from simulator.acts.improvise import Improvise
from simulator.acts.injects import InjectReleased, ReleaseInject
from simulator.acts.passes import SyncTeams
from simulator.acts.pending import (
    EditInject,
    HoldInject,
    InjectEdited,
    InjectHeld,
    InjectUnheld,
    SkipInject,
    UnholdInject,
)
from simulator.acts.play import EndExercise
from simulator.domain.people import Actor
from tests.builders import (
    EVALUATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_choice,
    a_kit,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

TWO: dict[str, Any] = {"teams": [a_team("red", "chief"), a_team("blue")]}
EACH: dict[str, Any] = {"story": {"scope": "team"}}
RED, BLUE = a_player("red"), a_player("blue")
HOLD_A, EDIT_A = HoldInject(inject="a"), EditInject(inject="a", body="Other.")


def auto(id: str, **release: Any) -> dict[str, Any]:
    return an_inject(id, release={"auto": True, "after": "start"} | release)


def about(table: Table, kind: str) -> list[str]:
    return [choice.about for choice in table.offers(kind=kind)]


def teams_offered(table: Table, kind: str, inject: str) -> list[str]:
    (choice,) = (c for c in table.offers(kind=kind) if c.about == inject)
    return [team for f in choice.fields if f.name == "teams" for team, _ in f.options]


# Hold and let go


def test_an_inject_on_hold_stays_proposed_and_is_not_released() -> None:
    table = Table().start().do(HoldInject(inject="a", reason="Not yet."))
    assert (table.proposed(), table.deferred()) == (["a"], {"a": "held"})
    assert table.refusal(ReleaseInject(inject="a")) == "held"
    assert about(table, "release_inject") == []
    assert table.events(InjectHeld)[0].reason == "Not yet."


def test_an_inject_let_go_may_be_released_again() -> None:
    table = Table().start().do(HOLD_A).do(UnholdInject(inject="a", reason="Now."))
    assert table.deferred() == {}
    assert table.events(InjectUnheld)[0].reason == "Now."
    assert table.release("a").received() == ["a"]


def test_release_now_overrules_a_hold_and_ends_it() -> None:
    table = Table().start().do(HOLD_A).release_now("a")
    assert table.received() == ["a"]
    assert dict(table.exercise.teams["red"].held) == {}


def test_a_hold_of_one_team_leaves_the_others_theirs() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().do(HoldInject(inject="a", teams=("red",)))
    assert table.deferred() == {}
    assert teams_offered(table, "release_inject", "a") == ["blue"]
    table.release("a")
    assert (table.received("red"), table.received("blue")) == ([], ["a"])
    assert table.deferred() == {"a": "held"}
    assert table.refusal(ReleaseInject(inject="a", teams=("red",))) == "held"
    table.do(UnholdInject(inject="a", teams=("red",))).release("a")
    assert table.received("red") == ["a"]


def test_an_automatic_inject_on_hold_waits_and_goes_when_it_is_let_go() -> None:
    table = Table(a_scenario("a", auto("x", at=5))).start().do(HoldInject(inject="x")).wait(6)
    assert (table.received(), table.deferred()) == ([], {"x": "held"})
    table.wait(1).do(UnholdInject(inject="x"))
    assert table.received() == ["x"]
    assert table.events(InjectReleased)[0].auto is True


def test_an_automatic_inject_goes_to_the_teams_for_which_it_is_not_held() -> None:
    table = Table(a_scenario("a", auto("x", at=5), **TWO)).start()
    table.do(HoldInject(inject="x", teams=("blue",))).wait(5)
    assert (table.received("red"), table.received("blue")) == (["x"], [])
    assert table.deferred() == {"x": "held"}


def test_what_is_held_before_it_is_due_is_deferred_once_it_is() -> None:
    table = Table(a_scenario("a", "b")).start().do(HoldInject(inject="b"))
    assert table.deferred() == {}
    assert table.release("a").deferred() == {"b": "held"}


def test_each_copy_has_its_own_hold() -> None:
    table = Table(a_scenario("a", "b", **EACH), copies=2).start()
    table.do(HoldInject(inject="a", teams=("red-2",)))
    assert (table.deferred("red-1"), table.deferred("red-2")) == ({}, {"a": "held"})
    table.do(UnholdInject(inject="a"))
    assert [(e.story, e.teams) for e in table.events(InjectUnheld)] == [("red-2", ("red-2",))]


def test_holding_twice_and_letting_go_of_nothing_are_refused() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start()
    assert table.refusal(UnholdInject(inject="a")) == "not_held"
    table.do(HOLD_A)
    assert table.refusal(HOLD_A) == "already_so"
    table.do(UnholdInject(inject="a", teams=("red",)))
    assert table.do(HOLD_A).events(InjectHeld)[-1].teams == ("red",)


def test_what_lies_in_a_pool_is_not_held() -> None:
    table = Table(a_scenario("a", an_inject("h", pool="hint"))).start()
    assert table.refusal(HoldInject(inject="h")) == "pool_is_not_planned"
    assert about(table, "hold_inject") == ["a"]


def test_a_hold_is_offered_for_whom_it_is_not_and_the_letting_go_for_whom_it_is() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().do(HoldInject(inject="a", teams=("red",)))
    assert teams_offered(table, "hold_inject", "a") == ["blue"]
    assert teams_offered(table, "unhold_inject", "a") == ["red"]
    assert about(table.do(HOLD_A), "hold_inject") == ["b"]


def test_nobody_but_control_learns_of_a_hold() -> None:
    table = Table().start()
    before = table.cards(a_player())
    table.do(HoldInject(inject="a", reason="Secret."))
    assert table.cards(a_player()) == before
    states = {c.inject: c.state for c in table.cards(kind="inject")}
    assert states == {"a": "held", "b": "planned"}
    assert {c.inject: c.state for c in table.do(HoldInject(inject="b")).cards(kind="inject")} == {
        "a": "held",
        "b": "held",
    }


# What none of them does


@pytest.mark.parametrize(
    "command",
    [HOLD_A, UnholdInject(inject="a"), SkipInject(inject="a", reason="x"), EDIT_A],
    ids=lambda c: c.kind,
)
def test_only_the_facilitator_does_it_and_only_in_play(command: Command) -> None:
    table = Table()
    assert table.refusal(command) == "not_started"
    table.start()
    for actor in (a_player(), EVALUATOR, OBSERVER, PROJECTOR):
        assert table.refusal(command, actor) == "facilitator_only"
        assert table.offers(actor, command.kind) == []
    table.do(EndExercise())
    assert table.refusal(command) == "has_ended"
    assert about(table, command.kind) == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (HoldInject(inject="z"), "unknown_inject"),
        (UnholdInject(inject="z"), "unknown_inject"),
        (EditInject(inject="z", body="x"), "unknown_inject"),
        (HoldInject(inject="b", teams=("green",)), "unknown_team"),
        (UnholdInject(inject="r", teams=("blue",)), "not_addressed"),
        (HOLD_A, "already_released"),
        (UnholdInject(inject="a"), "already_released"),
        (EDIT_A, "already_released"),
        (SkipInject(inject="a", reason="x"), "already_released"),
    ],
)
def test_what_cannot_be_is_refused(command: Command, code: str) -> None:
    scenario = a_scenario("a", "b", an_inject("r", to="red"), **TWO)
    assert Table(scenario).start().release("a").refusal(command) == code


def test_in_a_pause_it_is_done_all_the_same() -> None:
    table = Table(a_scenario("a", "b", "c")).start().pause()
    table.do(HOLD_A).do(UnholdInject(inject="a")).do(EDIT_A).skip("a")
    assert table.proposed() == ["b"]


# Skip


def test_a_skip_warns_where_every_way_on_hangs_on_an_option() -> None:
    options = (an_option("x", next="b"), an_option("y", next="c"))
    scenario = a_scenario(an_inject("a", decision=a_choice(*options)), an_inject("b"), "c")
    choices = {c.about: c for c in Table(scenario).start().offers(kind="skip_inject")}
    assert {id: choice.warns for id, choice in choices.items()} == {
        "a": ("no_way_on",),
        "b": (),
        "c": (),
    }
    assert [f.name for f in choices["a"].fields] == ["teams", "reason", "as_if"]


def test_a_skip_of_what_was_held_ends_the_hold() -> None:
    table = Table(a_scenario("a", "b")).start().do(HOLD_A).skip("a")
    assert table.proposed() == ["b"]
    assert about(table, "unhold_inject") == []


# Edit


def read(table: Table, actor: Actor, inject: str = "a") -> list[tuple[str, str]]:
    cards = [c for c in table.cards(actor, "inject") if c.inject == inject]
    return [(c.title, c.face.body if c.face else "") for c in cards]


def test_a_team_reads_the_words_in_which_an_inject_went_out() -> None:
    table = Table().start().do(EditInject(inject="a", title="At two", body="It is later."))
    assert read(table.release("a"), RED) == [("At two", "It is later.")]


def test_what_is_not_said_anew_stays_and_edits_add_up() -> None:
    table = Table().start().do(EditInject(inject="a", title="At two")).do(EDIT_A).release("a")
    assert read(table, RED) == [("At two", "Other.")]


def test_who_has_it_already_keeps_what_was_read() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a", teams=("red",))
    before = table.cards(RED, "inject")
    table.do(EDIT_A).release("a")
    assert table.cards(RED, "inject") == before
    assert read(table, BLUE) == [("Title of a", "Other.")]
    assert read(table, OBSERVER) == [("Title of a", "Other.")]


def test_an_observer_reads_the_old_words_until_the_new_are_out() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a", teams=("red",)).do(EDIT_A)
    assert read(table, OBSERVER) == [("Title of a", "Body of a.")]


def test_an_edit_before_a_sync_is_read_by_the_team_that_is_brought() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a", teams=("red",)).do(EDIT_A)
    table.do(SyncTeams(inject="a"))
    assert read(table, BLUE) == [("Title of a", "Other.")]


def test_a_decision_is_called_by_the_headline_its_team_read() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a", teams=("red",))
    table.do(EditInject(inject="a", title="At two")).release("a")
    table.decide("a", by=RED).decide("a", by=BLUE)
    titles = [c.title for actor in (RED, BLUE) for c in table.cards(actor, "decision")]
    assert titles == ["Title of a", "At two"]


def test_a_version_is_edited_alone() -> None:
    versions = [{"id": "low", "to": "red/chief", "body": "Low."}, {"to": "blue", "body": "Blue."}]
    table = Table(a_scenario(an_inject("a", versions=versions), **TWO)).start()
    table.do(EditInject(inject="a", version="low", body="High."))
    table.do(EditInject(inject="a", version="blue", body="Green.")).release("a")
    assert read(table, a_player("red", "chief")) == [("Title of a", "High.")]
    assert read(table, BLUE) == [("Title of a", "Green.")]
    assert read(table, a_player("red", "clerk")) == [("Title of a", "Body of a.")]
    assert [e.place for e in table.events(InjectEdited)] == [1, 2]


def test_the_words_typed_are_read_in_every_language() -> None:
    spanish = a_scenario(an_inject("a", title="Uno", body="Cuerpo."), "b")
    table = Table(kit=a_kit(a_scenario(), translations={"es": spanish})).start()
    table.do(EDIT_A).release("a")
    (card,) = (c for c in table.view(a_player(), language="es").cards if c.kind == "inject")
    assert card.face is not None
    assert (card.title, card.face.body) == ("Uno", "Other.")


def test_control_sees_that_an_inject_was_edited_and_how_it_reads() -> None:
    table = Table().start().do(EDIT_A)
    (card,) = (c for c in table.cards(kind="inject") if c.inject == "a")
    assert card.face is not None
    assert ("edited" in card.marks, card.face.body) == (True, "Other.")
    assert table.exercise.edits["a"][0].actor.person == "facilitator"


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (EditInject(inject="b"), "edit_needs_text"),
        (EditInject(inject="b", reason="x"), "edit_needs_text"),
        (EditInject(inject="b", body="x", version="nobody"), "unknown_version"),
    ],
)
def test_an_edit_changes_a_text_that_there_is(edit: EditInject, code: str) -> None:
    assert Table().start().refusal(edit) == code


def test_the_versions_to_edit_are_offered_by_id_or_by_whom_they_are_for() -> None:
    versions = [
        {"id": "low", "to": "red/chief", "body": "Low."},
        {"to": "red", "body": "Red."},
        {"when": {"released": "b"}, "body": "Late."},
    ]
    table = Table(a_scenario(an_inject("a", versions=versions), "b", **TWO)).start()
    first, second = table.offers(kind="edit_inject")
    assert first.fields[-1].options == (("low", "red/chief"), ("red", "red"))
    assert [f.name for f in second.fields] == ["title", "body", "reason"]


def test_an_improvised_inject_is_out_and_so_not_edited() -> None:
    table = Table().start().do(Improvise(title="x", body="y"))
    made = table.received()[-1]
    assert table.refusal(EditInject(inject=made, body="z")) == "unknown_inject"
