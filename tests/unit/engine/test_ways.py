"""The map of the scenario: every way on, seen by control alone."""

from __future__ import annotations

from typing import Any

from simulator.acts.evaluation import TakeNote
from simulator.domain.view import Card, Way
from tests.builders import (
    EVALUATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_choice,
    a_kit,
    a_player,
    a_scenario,
    an_inject,
    an_option,
)


def the_map(table: Table, language: str = "en") -> Card:
    (card,) = (c for c in table.view(language=language).cards if c.kind == "map")
    return card


def ways(*injects: str | dict[str, Any], **fields: Any) -> list[Way]:
    return list(the_map(Table(a_scenario(*injects, **fields))).ways)


def beside(**release: Any) -> Way:
    """The way to an inject beside the line, in a scenario of two."""
    return ways(an_inject("a", decision=a_choice("yes")), an_inject("x", release=release))[-1]


def test_a_list_is_a_line_from_the_start_on() -> None:
    found = [(way.source, way.to, way.kind, way.label) for way in ways("a", "b")]
    assert found == [("start", "a", "line", ""), ("a", "b", "line", "")]


def test_a_way_is_labelled_with_its_option_in_the_readers_words() -> None:
    def told(label: str) -> Any:
        options = an_option("yes", label=label, next="b"), an_option("no", next="b")
        return a_scenario(an_inject("a", decision=a_choice(*options)), "b")

    table = Table(kit=a_kit(told("Yes"), translations={"es": told("Sí")}))
    assert [(w.label, w.kind) for w in the_map(table).ways[1:]] == [
        ("Yes", "option"),
        ("Label no", "option"),
    ]
    assert the_map(table, "es").ways[1].label == "Sí"


def test_a_way_under_a_condition_says_it_in_ids_and_codes() -> None:
    when = {
        "any": [
            {"all": [{"milestone": "m"}, {"not": {"released": "b"}}]},
            {"variable": {"v": {"at_least": 2, "at_most": 5}}},
            {"variable": {"w": {"is": "x"}}},
            {"deadline": {"d": "missed"}},
        ]
    }
    way = ways(an_inject("a", next=[{"to": "b", "when": when}]), "b")[1]
    assert (way.kind, way.label) == ("condition", "((m + ≠ b) / v ≥ 2 ≤ 5 / w = x / d missed)")
    assert way.waits == (
        ("milestone", "m"),
        ("not_released", "b"),
        ("variable", "v"),
        ("variable", "w"),
        ("deadline", "d missed"),
    )


def test_an_option_under_a_condition_says_both() -> None:
    option = an_option("yes", next=[{"to": "b", "when": {"milestone": "m"}}])
    way = ways(an_inject("a", decision=a_choice(option)), "b")[1]
    assert (way.kind, way.label) == ("option", "Label yes, m")


def test_what_stands_beside_the_line_comes_from_what_opens_it() -> None:
    assert beside(after="a") == Way(source="a", to="x", kind="release")
    assert beside(after="start") == Way(source="start", to="x", kind="release")
    assert beside(after="a/yes") == Way(source="a", to="x", kind="release", label="Label yes")
    known = beside(when={"milestone": "m"})
    assert (known.source, known.kind, known.label) == ("start", "condition", "m")


def test_a_contingency_says_what_makes_it_unnecessary() -> None:
    way = beside(after="a", not_by=5, unless={"any": [{"milestone": "m"}, {"milestone": "n"}]})
    assert (way.kind, way.label) == ("contingency", "≠ (m / n)")
    assert way.waits == (("not_milestone", "m"), ("not_milestone", "n"))


def test_pools_have_no_ways() -> None:
    assert [way.to for way in ways("a", an_inject("p", pool="hint"))] == ["a"]


def test_a_scenario_beside_the_line_has_no_first() -> None:
    (way,) = ways(an_inject("x", release={"after": "start"}))
    assert way.kind == "release"


def test_the_map_names_the_injects_that_end_the_scenario() -> None:
    assert the_map(Table(a_scenario("a", "b"))).details == (("ends", "b"),)
    table = Table(a_scenario(an_inject("a", ends=True), "b"))
    assert the_map(table).details == (("ends", "a"),)


def test_the_map_never_changes() -> None:
    table = Table(a_scenario("a", "b")).start().release("a")
    table.do(TakeNote(text="Calm."), EVALUATOR)
    assert the_map(table).changed == 1
    assert "map" not in [card.kind for card in table.view(after=1).cards]


def test_only_control_sees_the_map() -> None:
    table = Table(a_scenario("a", "b")).start()
    assert table.cards(EVALUATOR, "map")
    for actor in (a_player(), OBSERVER, PROJECTOR):
        assert not table.cards(actor, "map")
