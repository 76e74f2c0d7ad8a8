"""A graph drawn as rails."""

from __future__ import annotations

from simulator.engine.rails import in_order, rails


def drawn(nodes: str, *ways: str) -> list[str]:
    pairs = [(way[0], way[1]) for way in ways]
    return [f"{rail.drawn} {rail.node or ''}".rstrip() for rail in rails(list(nodes), pairs, {})]


def test_a_line_is_one_rail() -> None:
    assert drawn("abc", "ab", "bc") == ["· a", "· b", "· c"]


def test_a_branch_opens_a_rail_and_joins_again() -> None:
    assert drawn("abcd", "ab", "ac", "bd", "cd") == [
        "· a",
        "├─╮",
        "│ · b",
        "· │ c",
        "├─╯",
        "· d",
    ]


def test_what_leads_nowhere_stands_where_it_leaves() -> None:
    assert in_order("abcx", [("a", "b"), ("b", "c"), ("a", "x")]) == ["a", "x", "b", "c"]


def test_three_ways_are_three_rails() -> None:
    lines = drawn("abcde", "ab", "ac", "ad", "be", "ce", "de")
    assert "├─┬─╮" in lines
    assert "├─┴─╯" in lines


def test_a_rail_between_is_crossed() -> None:
    lines = drawn("abcdefg", "ab", "ac", "ad", "bg", "dg", "ce", "eg", "df")
    assert "├─┼─┼─╮" in lines


def test_ways_that_are_not_joined_go_on_beside() -> None:
    lines = drawn("abcdef", "ab", "ac", "ad", "be", "ce", "df", "ef")
    assert "│ ├─╯" in lines


def test_where_more_ways_join_than_two_each_has_its_corner() -> None:
    lines = drawn("abcde", "ab", "ac", "ad", "be", "ce", "de", "bx")
    assert "├─┴─╯" in lines


def test_a_way_back_is_not_drawn_and_nothing_is_lost() -> None:
    lines = drawn("abc", "ab", "bc", "ca")
    assert lines == ["· a", "· b", "· c"]


def test_what_nothing_leads_to_has_a_row_too() -> None:
    assert drawn("ab") == ["· a", "· b"]


def test_a_sign_stands_in_place_of_the_dot() -> None:
    (rail,) = rails(["a"], [], {"a": "✓"})
    assert rail.drawn == "✓"
