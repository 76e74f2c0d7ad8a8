"""The strict reader: what plain words mean, where every value stands, what is refused."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

import pytest

from simulator.content.yaml import (
    Budget,
    Data,
    Document,
    Fault,
    Mark,
    YamlError,
    looks_like_sentence,
    read,
)

WORDS: Mapping[str, Data] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "12": 12,
    "0": 0,
    "-3": -3,
    "0.5": 0.5,
    "-2.25": -2.25,
    "1e+22": 1e22,
    "1.5e-07": 1.5e-07,
    "123456789012345678": 123456789012345678,
}
STAY_TEXT = (
    *("yes", "no", "on", "off", "y", "n", "Yes", "NO", "True", "TRUE", "False", "Null", "NULL"),
    *("sí", "no", "não", "sim", "oui", "non", "10:40", "1:2:3", "2031-05-12", "2031-05-12 08:40"),
    *("007", "08", "0x10", "0o7", "0b1", "1_000", "1,5", "+5", ".5", "5.", "1e3", "1E+3", ".inf"),
    *("-.inf", ".nan", "nan", "--", "-x", "1.2.3", "12 m", "3 d", "1e+999", "٣", "="),
    "1234567890123456789",
)


def refused(text: str, budget: Budget | None = None) -> tuple[Fault, ...]:
    with pytest.raises(YamlError) as caught:
        read(text, budget=budget) if budget else read(text)
    return caught.value.faults


def only(faults: tuple[Fault, ...]) -> Fault:
    (fault,) = faults
    return fault


@pytest.mark.parametrize(("written", "value"), WORDS.items())
def test_a_plain_word_or_number_is_a_value(written: str, value: Data) -> None:
    data = read(f"a: {written}\nb:\n  - {written}\n").data
    assert data == {"a": value, "b": [value]}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize("written", STAY_TEXT)
def test_every_other_plain_word_stays_text(written: str) -> None:
    assert read(f"a: {written}\n").data == {"a": written}


@pytest.mark.parametrize("written", [*WORDS, "no", "10:40"])
def test_a_quoted_word_is_text_and_so_is_a_key(written: str) -> None:
    text = f"{written}: '{written}'\nb: \"{written}\"\n"
    assert read(text).data == {written: written, "b": written}


@pytest.mark.parametrize("text", ["a:\n", "a: # later\n", "a: ~\n", "{a: }", "{a}", "a: null"])
def test_a_key_without_value_holds_nothing(text: str) -> None:
    assert read(text).data == {"a": None}


@pytest.mark.parametrize("text", ["", "\n", "# nothing but this\n", "\ufeff"])
def test_an_empty_text_holds_nothing_and_has_a_place(text: str) -> None:
    document = read(text)
    assert document.data is None
    assert document.mark(("a", 1)) == (1, 1)


def test_what_libyaml_and_others_read_differently_loads() -> None:
    assert read("- [Who else?]\n").data == [["Who else?"]]
    assert read("{text: Do we have backups?}").data == {"text": "Do we have backups?"}


def test_comments_a_document_mark_and_a_byte_order_mark_are_no_content() -> None:
    text = "\ufeff# yaml-language-server: x\n---\n# more\na: 1  # why\n"
    assert read(text).data == {"a": 1}
    assert read(text).mark(("a",)) == (4, 4)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    document = read(end.join(["a: |", "  one", "  two", "b:", "  - é", "  - x"]))
    assert document.data == {"a": "one\ntwo\n", "b": ["é", "x"]}
    assert document.mark(("b", 1)) == (6, 5)


TEXT = """\
title: Café
teams: [A, {id: b, roles: [x, "y"]}]
injects:
  - id: one
    body: |
      Some text.
    release: {after: zero,
      delay: 5}
  - - deep:
        - deeper: é é
          deepest:
  - "last"
"""
PLACES: Mapping[tuple[str | int, ...], tuple[int, int]] = {
    (): (1, 1),
    ("title",): (1, 8),
    ("teams",): (2, 8),
    ("teams", 0): (2, 9),
    ("teams", 1): (2, 12),
    ("teams", 1, "id"): (2, 17),
    ("teams", 1, "roles", 1): (2, 31),
    ("injects",): (4, 3),
    ("injects", 0): (4, 5),
    ("injects", 0, "body"): (5, 11),
    ("injects", 0, "release"): (7, 14),
    ("injects", 0, "release", "delay"): (8, 14),
    ("injects", 1): (9, 5),
    ("injects", 1, 0): (9, 7),
    ("injects", 1, 0, "deep", 0, "deeper"): (10, 19),
    ("injects", 1, 0, "deep", 0, "deepest"): (11, 19),
    ("injects", 2): (12, 5),
}
KEYS: Mapping[tuple[str | int, ...], tuple[int, int]] = {
    ("title",): (1, 1),
    ("teams", 1, "roles"): (2, 20),
    ("injects",): (3, 1),
    ("injects", 0, "release"): (7, 5),
    ("injects", 0, "release", "delay"): (8, 7),
    ("injects", 1, 0, "deep"): (9, 7),
    ("injects", 1, 0, "deep", 0, "deepest"): (11, 11),
}
ELSEWHERE: Mapping[tuple[str | int, ...], tuple[str | int, ...]] = {
    ("nothing",): (),
    (0,): (),
    ("title", "x", 3): ("title",),
    ("teams", 9): ("teams",),
    ("teams", -1): ("teams",),
    ("teams", "0"): ("teams",),
    ("injects", 0, "release", "when", "all", 0): ("injects", 0, "release"),
}


@pytest.mark.parametrize(("path", "place"), PLACES.items())
def test_a_value_has_its_place(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert read(TEXT).mark(path) == place


@pytest.mark.parametrize(("path", "place"), KEYS.items())
def test_a_key_has_its_place(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert read(TEXT).mark(path, key=True) == place


@pytest.mark.parametrize(("path", "parent"), ELSEWHERE.items())
def test_what_is_not_there_has_the_place_of_its_nearest_parent(
    path: tuple[str | int, ...], parent: tuple[str | int, ...]
) -> None:
    document = read(TEXT)
    assert document.mark(path) == document.mark(path, key=True) == document.mark(parent)


def test_a_list_item_has_no_key() -> None:
    document = read(TEXT)
    assert document.mark(("teams", 0), key=True) == document.mark(("teams", 0))


def test_places_are_found_in_long_texts() -> None:
    lines = [f"- {'x' * (number % 97)}é{number}" for number in range(9000)]
    document = read("\n".join(lines))
    assert [document.mark((n,)) for n in range(9000)] == [(n + 1, 3) for n in range(9000)]


def test_what_an_alias_repeats_is_shared_and_stands_where_it_was_written() -> None:
    text = "a: &x\n  b: [1, &y two]\nc: {d: *x, e: *y}\nf:\n  - g: {h: *x}\n"
    document = read(text)
    shared = {"b": [1, "two"]}
    assert document.data == {
        "a": shared,
        "c": {"d": shared, "e": "two"},
        "f": [{"g": {"h": shared}}],
    }
    for path in (("a",), ("c", "d"), ("f", 0, "g", "h")):
        assert document.mark((*path, "b", 1)) == (2, 10)
        assert document.mark((*path, "b"), key=True) == (2, 3)
    assert document.mark(("c", "d"), key=True) == (3, 5)


def test_an_anchor_deep_down_keeps_its_place() -> None:
    document = read(
        "a:\n  - b:\n      c: &x\n        d: 1\n      e: &y [1,\n     2]\nf: [*x, *y]\n"
    )
    assert document.mark(("a", 0, "b", "c", "d")) == (4, 12)
    assert document.mark(("f", 1, 1)) == document.mark(("a", 0, "b", "e", 1)) == (6, 6)


REFUSED: Mapping[str, tuple[str, tuple[str | int, ...], tuple[int, int], Mapping[str, object]]] = {
    "a: 1\na: 2": ("duplicate_key", ("a",), (2, 1), {"key": "a", "first": Mark(1, 1)}),
    "x:\n- {a: 1, 'a': 2}": (
        *("duplicate_key", ("x", 0, "a"), (2, 10)),
        {"key": "a", "first": Mark(2, 4)},
    ),
    "x:\n- a: [b]\n  c: 1\n  a: [c]": (
        *("duplicate_key", ("x", 0, "a"), (4, 3)),
        {"key": "a", "first": Mark(2, 3)},
    ),
    "a: &x {b: 1}\nc:\n  <<: *x\n  d: 1": ("merge_key", ("c", "<<"), (3, 3), {"key": "<<"}),
    "- - - - {<<: 1}": ("merge_key", (0, 0, 0, 0, "<<"), (1, 10), {"key": "<<"}),
    "a: !!str 1": ("unsupported_tag", ("a",), (1, 4), {"tag": "tag:yaml.org,2002:str"}),
    "a: !!map {b: 1}": ("unsupported_tag", ("a",), (1, 4), {"tag": "tag:yaml.org,2002:map"}),
    "!x a: 1": ("unsupported_tag", (), (1, 1), {"tag": "!x"}),
    "{[a]: b}": ("key_not_text", (), (1, 2), {}),
    "? {a: b}\n: c": ("key_not_text", (), (1, 3), {}),
    "a: &x b\n*x : c": ("key_not_text", ("a",), (2, 1), {}),
    "a: &x [1, *x]": ("recursive_alias", ("a",), (1, 11), {"anchor": "x"}),
    "a: 1\n---\nb: 2": ("more_than_one_document", (), (2, 1), {}),
    "a: x\0y": ("not_printable", (), (1, 5), {"char": "U+0000"}),
    "a:\n - \x1b[31m": ("not_printable", (), (2, 4), {"char": "U+001B"}),
    "a: \ud800": ("not_printable", (), (1, 4), {"char": "U+D800"}),
    "a:\n\tb: 1": ("tabs", (), (2, 1), {"char": "\t"}),
    "a:\n  - b\n\t- c": ("tabs", ("a",), (3, 1), {"char": "\t"}),
    "a: b\n c: d": (
        *("not_yaml", (), (2, 3)),
        {"problem": "mapping values are not allowed in this context"},
    ),
    "i:\n- a: b\n  c": ("not_yaml", ("i", 0), (3, 4), {"problem": "could not find expected ':'"}),
    "%YAML 1.3\n---\na": (
        *("not_yaml", (), (1, 1)),
        {"problem": "found incompatible YAML document"},
    ),
}


@pytest.mark.parametrize("text", REFUSED)
def test_it_is_refused_with_its_place(text: str) -> None:
    code, path, place, values = REFUSED[text]
    fault = only(refused(text))
    assert (fault.code, fault.path, fault.mark, fault.values) == (code, path, place, values)


def test_a_quoted_merge_key_is_a_key() -> None:
    assert read("'<<': 1\nb: <<\n").data == {"<<": 1, "b": "<<"}


def test_all_faults_are_told_at_once_in_the_order_of_the_text() -> None:
    text = "a: 1\na: !x 2\nb: Ligne #3\nc: *d\n<<: {}\n"
    assert [(fault.code, fault.mark.line) for fault in refused(text)] == [
        ("duplicate_key", 2),
        ("unsupported_tag", 2),
        ("text_cut_by_comment", 3),
        ("text_began_with_mark", 4),
        ("merge_key", 5),
    ]


def test_no_more_than_a_hundred_faults_are_told() -> None:
    assert len(refused("a: 1\n" * 1000)) == 100
    assert len(refused("- x #3\n" * 1000)) == 100


@pytest.mark.parametrize("text", ["a: [1, {b: 2}]\n", "a: [", "a: 1\na: 2"])
@pytest.mark.parametrize("on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(text: str, on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with suppress(YamlError):
            read(text)
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_without_libyaml_nothing_is_read() -> None:
    code = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from simulator.content.yaml import LibyamlMissing, read\n"
        "try: read('a: 1')\n"
        "except LibyamlMissing as missing: print(isinstance(missing, RuntimeError))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


@pytest.mark.parametrize(
    "key", ["Qui doit savoir", "Who leads", "Note", "¿Quién sabe", "El CSIRT "]
)
def test_the_beginning_of_a_sentence_is_told_from_a_key(key: str) -> None:
    assert looks_like_sentence(key)


@pytest.mark.parametrize("key", ["title", "facilitator_brief", "pt-BR", "team/role", "1", "año"])
def test_a_key_is_no_sentence(key: str) -> None:
    assert not looks_like_sentence(key)


def test_a_document_says_little_of_itself() -> None:
    assert repr(read("a: 1")) == "Document(data={'a': 1}, notes=())"
    assert isinstance(read("a: 1"), Document)
