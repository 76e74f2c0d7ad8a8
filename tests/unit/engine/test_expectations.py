"""What a decision meets: by the steps it names, never by its words (K13)."""

from __future__ import annotations

from typing import Any

from simulator.engine.expectations import open_for, steps_known
from tests.builders import (
    Table,
    a_choice,
    a_playbook,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

BOOK = a_playbook("inform", "cut", never=[{"id": "pay", "text": "Pay."}])
TWO: dict[str, Any] = {"teams": [a_team("red"), a_team("blue")]}


def expected(id: str = "e", step: str | None = "inform", **fields: Any) -> dict[str, Any]:
    steps = {"step": f"book/{step}"} if step else {"free": True}
    return {"id": id, "text": f"Do {id}."} | steps | fields


def asking(*injects: tuple[str, dict[str, Any]], **fields: Any) -> Table:
    listed = [an_inject(id, expectations=[each]) for id, each in injects]
    return Table(a_scenario(*listed, **(TWO | fields)), BOOK).start()


def test_a_decision_that_names_the_step_meets_the_expectation() -> None:
    table = asking(("a", expected())).release("a").wait(4).decide("a", None, "book/inform")
    met = table.exercise.teams["red"].met["a/e"]
    assert (met.how, met.since, met.seq) == ("decision", 240, table.last_decision("a").seq)
    assert table.last_decision("a").meets == ("a/e",)


def test_words_never_meet_an_expectation() -> None:
    table = asking(("a", expected(step=None))).release("a").decide("a", text="Do e.")
    assert table.met() == []


def test_an_options_step_meets_it_too() -> None:
    point = a_choice(an_option("x", step="book/inform"))
    inject = an_inject("a", decision=point, expectations=[expected()])
    assert Table(a_scenario(inject), BOOK).start().release("a").decide("a", "x").met() == ["a/e"]


def test_the_expectation_of_the_inject_it_is_about_comes_first() -> None:
    table = asking(("a", expected()), ("b", expected())).release("a", "b")
    assert table.decide("b", None, "book/inform").met() == ["b/e"]


def test_else_the_oldest_open_one_is_met() -> None:
    table = asking(("a", expected()), ("b", expected())).release("a", "b")
    assert table.decide(None, None, "book/inform").met() == ["a/e"]
    assert table.decide(None, None, "book/inform").met() == ["a/e", "b/e"]


def test_the_oldest_is_the_one_received_first() -> None:
    table = asking(("a", expected()), ("b", expected())).release_now("b").release("a")
    assert table.decide(None, None, "book/inform").met() == ["b/e"]


def test_a_decision_may_meet_several_by_several_steps() -> None:
    table = asking(("a", expected()), ("b", expected(step="cut"))).release("a", "b")
    assert table.decide("a", None, "book/inform", "book/cut").met() == ["a/e", "b/e"]


def test_what_the_team_has_not_received_is_not_met() -> None:
    table = asking(("a", expected()), ("b", expected(step="cut"))).release("a")
    assert table.decide(None, None, "book/cut").met() == []


def test_an_expectation_of_a_team_is_met_by_that_team_only() -> None:
    table = asking(("a", expected(team="blue"))).release("a").decide("a", None, "book/inform")
    assert table.met("red") == []
    assert table.decide("a", None, "book/inform", by=a_player("blue")).met("blue") == ["a/e"]


def test_without_a_team_the_first_that_does_it_meets_it() -> None:
    table = asking(("a", expected())).release("a")
    table.decide("a", None, "book/inform", by=a_player("blue")).decide("a", None, "book/inform")
    assert (table.met("blue"), table.met("red")) == (["a/e"], [])


def test_a_team_the_inject_is_not_for_owes_nothing() -> None:
    scenario = a_scenario(an_inject("a", to="blue", expectations=[expected()]), **TWO)
    table = Table(scenario, BOOK).start().release("a").decide(None, None, "book/inform")
    assert table.met("red") == []
    assert open_for(table.exercise, "red") == []
    assert [ref for ref, _ in open_for(table.exercise, "blue")] == ["a/e"]


def test_each_copy_meets_its_own() -> None:
    scenario = a_scenario(an_inject("a", expectations=[expected()]), story={"scope": "team"})
    table = Table(scenario, BOOK, copies=2).start().release("a")
    for team in ("red-1", "red-2"):
        assert table.decide("a", None, "book/inform", by=a_player(team)).met(team) == ["a/e"]


def test_an_expectation_is_met_once_and_keeps_its_time() -> None:
    table = asking(("a", expected())).release("a").decide("a", None, "book/inform").wait(5)
    table.decide("a", None, "book/inform")
    assert table.exercise.teams["red"].met["a/e"].since == 0
    assert table.last_decision("a").meets == ()


def test_a_step_is_known_where_a_playbook_in_use_has_it() -> None:
    exercise = Table(a_scenario(), BOOK).exercise
    known = {
        ref: steps_known(exercise, ref) for ref in ("book/cut", "book/pay", "book/z", "no/cut")
    }
    assert known == {"book/cut": True, "book/pay": True, "book/z": False, "no/cut": False}
