"""What importers share: what is taken from a source counts as carried over, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.domain.errors import UsageError
from simulator.domain.model import ID_MAX, slug
from simulator.importing.base import Ids, Record, Source, pointer, shortened
from simulator.importing.json_text import parse

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def record(tree: object) -> Record:
    return Record(Source("given", tree))


def test_nothing_taken_is_all_lost_and_lists_of_values_are_one_field() -> None:
    report = record({"a": 1, "b": [1, 2], "c": [{"d": None}], "e": [], "f": {}}).losses()
    assert (report.total, report.carried, report.share) == (4, 0, 0)
    assert [(pointer(loss.path), loss.shown, loss.leaves) for loss in report.losses] == [
        ("/a", "1", 1),
        ("/b", "[1, 2]", 2),
        ("/c/0/d", "null", 1),
    ]


def test_only_what_was_taken_counts_and_looking_takes_nothing() -> None:
    kept = record({"a": "x", "b": ["y", "z"], "c": 3})
    assert kept.top["a"].text() == "x"
    assert kept.top["b"].entries()[0].line() == "y"
    assert kept.top["c"].seen() == "3"
    report = kept.losses()
    assert (report.total, report.carried) == (4, 1 + 1)
    assert [pointer(loss.path) for loss in report.losses] == ["/b/1", "/c"]


def test_taking_twice_counts_once() -> None:
    kept = record({"a": "x"})
    assert kept.top["a"].text() == kept.top["a"].line() == "x"
    assert kept.losses().carried == 1


def test_empty_texts_and_nulls_that_are_read_are_no_loss() -> None:
    kept = record({"a": "  ", "b": None})
    assert kept.top["a"].line() is None
    assert kept.top["b"].prose() is None
    assert kept.losses().losses == ()


def test_a_source_without_values_is_carried_over_whole() -> None:
    assert record({}).losses().share == 1


def test_what_was_shortened_is_not_carried_over() -> None:
    kept = record({"a": "word " * 100})
    assert kept.top["a"].line() == shortened("word " * 99 + "word", 400)
    assert [remark.code for remark in kept.remarks] == ["text_shortened"]
    assert kept.losses().carried == 0


@pytest.mark.parametrize(
    ("value", "taken"), [(3, 3), (0, 0), (-1, None), (True, None), ("3", None)]
)
def test_numbers_are_taken_where_they_are_some(value: object, taken: object) -> None:
    kept = record({"a": value})
    assert kept.top["a"].number() == taken
    assert kept.losses().carried == (taken is not None)


def test_a_place_is_written_as_a_json_pointer() -> None:
    assert pointer(()) == "/"
    assert pointer(("a/b", 0, "~")) == "/a~1b/0/~0"


@settings(deadline=None)
@given(st.lists(st.text(max_size=90), max_size=20))
def test_ids_are_handed_out_once(wishes: list[str]) -> None:
    ids = Ids()
    made = [ids.make(wish) for wish in wishes]
    assert len(set(made)) == len(made)
    assert all(slug(id) == id and 0 < len(id) <= ID_MAX for id in made)


@settings(deadline=None)
@given(st.text(max_size=500), st.integers(10, 400))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    assert len(shortened(text, limit)) <= limit


# --- JSON ---


@settings(deadline=None)
@given(ANYTHING, st.sampled_from([None, 2]), st.booleans())
def test_json_is_read_as_python_reads_it(value: object, indent: int | None, plain: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=plain)
    assert parse(text, "given").tree == value


def test_every_value_has_its_line() -> None:
    source = parse('{"a": 1,\n "b": [2,\n  {"c":\n   3}]}', "given")
    assert source.lines == {
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 2,
        ("b", 1): 3,
        ("b", 1, "c"): 4,
    }


def test_keys_given_twice_are_noted() -> None:
    source = parse('{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}', "given")
    assert source.tree == {"a": 3, "b": {"c": 2}}
    assert source.twice == (("b", "c"), ("a",))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{\n'a': 1}", 2),
        ('{"a": 1,}', 1),
        ('["a"\n"b"]', 2),
        ("[1,\n]", 2),
        ("{}\n\n{}", 3),
        ("NaN", 1),
        ("1e999", 1),
        ("9" * 5000, 1),
        ('"open', 1),
        ('{"a" 1}', 1),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(UsageError) as refused:
        parse(text, "given")
    assert (refused.value.code, refused.value.values["line"]) == ("import_not_json", line)


def test_text_that_is_too_deep_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        parse("[" * 5000, "given")
    assert refused.value.code == "import_too_deep"
