"""What models complain about becomes one diagnostic for each mistake, at its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.content.problems import CODES, near, shown, type_of, validated
from simulator.content.yaml import read
from simulator.domain.model import Model
from simulator.domain.play import Play
from simulator.domain.playbook import Times
from simulator.domain.scenario import Scenario

Told = list[tuple[str, tuple[str | int, ...], dict[str, Any]]]


def told(model: type[Model], data: Any) -> Told:
    """The number, path and values of everything that is wrong with data."""
    _, found = validated(model, data, "scenario")
    return [(each.code, each.path, dict(each.values)) for each in found]


def in_inject(**more: Any) -> Told:
    """What is wrong with an inject that has these keys, with paths from the inject on."""
    inject = {"title": "A reporter calls", **more}
    found = told(Scenario, {"title": "Case", "id": "case", "teams": ["a"], "injects": [inject]})
    return [(code, path[2:], values) for code, path, values in found]


def test_what_is_right_has_no_problem() -> None:
    data = {
        "title": "Case",
        "id": "case",
        "teams": ["Crisis team"],
        "injects": ["A reporter calls."],
    }
    value, found = validated(Scenario, data, "scenario")
    assert found == ()
    assert value is not None
    assert value.injects[0].title == "A reporter calls."


def test_every_complaint_of_the_domain_has_a_number() -> None:
    domain = Path("simulator/domain")
    files = [domain / f"{name}.py" for name in ("model", "play", "playbook")]
    files += (domain / "scenario").glob("*.py")
    kinds = {
        kind
        for file in files
        for kind in re.findall(r"PydanticCustomError\(\s*\"(\w+)\"", file.read_text("utf-8"))
    }
    assert kinds
    assert kinds <= CODES.keys()


@pytest.mark.parametrize(
    ("more", "code", "path", "values"),
    [
        ({"to": 3}, "TTX020", ("to",), {"wanted": ("list",), "got": "whole"}),
        ({"severity": 1.5}, "TTX020", ("severity",), {"wanted": ("text",), "got": "number"}),
        ({"ends": "yes"}, "TTX020", ("ends",), {"wanted": ("flag",), "got": "text"}),
        ({"facilitator": []}, "TTX020", ("facilitator",), {"wanted": ("mapping",), "got": "list"}),
        (
            {"questions": {"primary": None}},
            "TTX020",
            ("questions", "primary"),
            {"wanted": ("text",), "got": "nothing"},
        ),
        ({"decision": {}}, "TTX021", ("decision",), {"key": "question"}),
        ({"chanel": "phone"}, "TTX022", ("chanel",), {"key": "chanel", "near": "channel"}),
        ({"zzz": 1}, "TTX022", ("zzz",), {"key": "zzz", "near": ""}),
        ({"phase": "Phase 1"}, "TTX023", ("phase",), {"value": "Phase 1", "better": "phase-1"}),
        ({"to": ["A/B"]}, "TTX023", ("to", 0), {"value": "A/B", "better": "a/b"}),
        (
            {"pool": "fun"},
            "TTX026",
            ("pool",),
            {"value": "fun", "allowed": ("pressure", "hint", "noise")},
        ),
        ({"severity": " "}, "TTX027", ("severity",), {"problem": "empty_text"}),
        ({"severity": "x" * 401}, "TTX028", ("severity",), {"length": 401, "limit": 400}),
        (
            {"release": {"at": "10:40"}},
            "TTX029",
            ("release", "at"),
            {"problem": "bad_span", "value": "10:40"},
        ),
        (
            {"story_time": "Tuesday"},
            "TTX030",
            ("story_time",),
            {"problem": "bad_moment", "value": "Tuesday"},
        ),
        ({"next": []}, "TTX032", ("next",), {"problem": "too_short", "limit": 1}),
        (
            {"release": {"when": {}}},
            "TTX033",
            ("release", "when"),
            {"problem": "no_term", "count": 0},
        ),
        (
            {"release": {"when": {"released": "a", "answered": "b"}}},
            "TTX033",
            ("release", "when"),
            {"problem": "one_term", "count": 2},
        ),
        ({"effects": [{}]}, "TTX034", ("effects", 0), {"problem": "one_change"}),
        ({"release": {"not_by": 3}}, "TTX037", ("release",), {"problem": "not_by_alone"}),
        ({"pool": "hint", "next": "a"}, "TTX038", (), {"problem": "pool_release"}),
    ],
)
def test_a_mistake_is_told_once_with_what_its_sentence_needs(
    more: dict[str, Any], code: str, path: tuple[str | int, ...], values: dict[str, Any]
) -> None:
    assert in_inject(**more) == [(code, path, values)]


def test_a_key_and_not_its_value_is_meant_where_the_key_is_wrong() -> None:
    data = {"title": "Case", "id": "case", "teams": ["a"], "injects": ["b"], "values": {"A b": "c"}}
    _, found = validated(Scenario, data, "scenario")
    assert [(each.code, each.path, each.at_key) for each in found] == [
        ("TTX023", ("values", "A b"), True)
    ]


def test_a_misspelt_key_is_not_missing_too() -> None:
    data = {"titel": "Case", "id": "case", "teams": ["a"], "injects": ["b"]}
    assert told(Scenario, data) == [("TTX022", ("titel",), {"key": "titel", "near": "title"})]


def test_keys_have_their_name_in_files_alone() -> None:
    assert in_inject(from_="desk") == [("TTX022", ("from_",), {"key": "from_", "near": "from"})]


def test_an_inject_of_nothing_lacks_its_body() -> None:
    found = told(Scenario, {"title": "Case", "id": "case", "teams": ["a"], "injects": [{}]})
    assert found == [("TTX021", ("injects", 0), {"key": "body"})]


def test_a_title_of_no_latin_letter_makes_no_id() -> None:
    data = {"title": "Case", "id": "case", "teams": ["危機", {"title": "対策"}], "injects": ["b"]}
    assert told(Scenario, data) == [
        ("TTX025", ("teams", 0), {"source": "title"}),
        ("TTX025", ("teams", 1), {"source": "title"}),
    ]


def test_an_empty_sentence_is_only_empty() -> None:
    found = told(Scenario, {"title": "Case", "id": "case", "teams": ["a"], "injects": [""]})
    assert found == [("TTX027", ("injects", 0), {"problem": "empty_text"})]


def test_a_list_with_a_wrong_entry_is_not_too_short_as_well() -> None:
    found = told(Scenario, {"title": "Case", "id": "case", "teams": [3], "injects": ["a"]})
    assert [each[0] for each in found] == ["TTX020"]


def test_a_text_with_a_colon_is_told_as_such() -> None:
    found = in_inject(questions={"primary": "Who?", "probing": [{"Who leads": "the CSIRT"}]})
    assert found == [("TTX010", ("questions", "probing", 0), {"key": "Who leads: the CSIRT"})]


def test_a_sentence_with_a_colon_in_a_list_of_things_is_told_as_such() -> None:
    data = {
        "title": "Case",
        "id": "case",
        "teams": ["a"],
        "injects": [{"A reporter calls": "who?"}],
    }
    assert told(Scenario, data) == [("TTX010", ("injects", 0), {"key": "A reporter calls: who?"})]


def test_the_readers_note_explains_what_is_wrong_at_its_place() -> None:
    document = read("title: Case\nid: case\nteams: [a]\ninjects:\n  - Who leads : the CSIRT\n")
    assert document.notes
    _, found = validated(Scenario, document.data, "scenario", document.notes)
    assert [(each.code, each.path) for each in found] == [("TTX010", ("injects", 0))]


def test_where_several_types_would_do_all_are_named() -> None:
    found = in_inject(effects=[{"let": {"mood": []}}])
    wanted = {"wanted": ("number", "text"), "got": "list"}
    assert found == [("TTX020", ("effects", 0, "let", "mood"), wanted)]


def test_of_a_union_the_member_that_fits_best_speaks() -> None:
    source = {"kind": "expert"}
    assert told(Times, {"from": {"stp": "a"}, "source": source}) == [
        ("TTX022", ("from", "stp"), {"key": "stp", "near": "step"})
    ]
    assert told(Times, {"from": 3, "source": source}) == [
        ("TTX020", ("from",), {"wanted": ("text", "mapping"), "got": "whole"})
    ]


def test_schema_versions_are_told_apart_from_other_words() -> None:
    data = {"title": "Case", "schema_version": 9, "id": "case", "teams": ["a"], "injects": ["b"]}
    expected = {"value": "9", "allowed": ("1",)}
    assert told(Scenario, data) == [("TTX018", ("schema_version",), expected)]


def test_steps_and_people_of_a_play_have_their_own_numbers() -> None:
    found = told(
        Play,
        {"scenario": "case", "people": {"ana": {}}, "play": [{"release": "a", "wait": 5}, "start"]},
    )
    assert [(code, path) for code, path, _ in found] == [
        ("TTX040", ("people", "ana")),
        ("TTX041", ("play", 0)),
    ]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "nothing"),
        (True, "flag"),
        (3, "whole"),
        (1.5, "number"),
        ("a", "text"),
        ([], "list"),
        ({}, "mapping"),
    ],
)
def test_kinds_of_value_are_called_by_their_name(value: object, kind: str) -> None:
    assert type_of(value) == kind


def test_near_words_are_alike_and_short_ones_very_alike() -> None:
    assert near("fone", ("phone", "form")) == "phone"
    assert near("due", ("use", "body")) == ""


def test_a_value_is_quoted_on_one_line_and_not_whole() -> None:
    assert shown("a\n b") == "a b"
    assert len(shown("x" * 1000)) == 60


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["title", "id", "to", "x", "when", "all", "body"]), inner)
    ),
    max_leaves=12,
)
KEYS = st.sampled_from(["title", "teams", "injects", "values", "phases", "story", "truth", "x"])


@given(st.dictionaries(KEYS, JSON))
def test_whatever_data_holds_is_told_where_the_model_refuses_it(data: dict[str, Any]) -> None:
    """No data leads to a fault; what the model refuses has at least one diagnostic."""
    value, found = validated(Scenario, data, "scenario")
    assert (value is None) == bool(found)
    for each in found:
        assert re.fullmatch(r"TTX0[1-4]\d", each.code)
