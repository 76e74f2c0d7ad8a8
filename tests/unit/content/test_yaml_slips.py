"""The strict reader: sentences that YAML would cut, turn into something else or refuse (K32)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from simulator.content.yaml import Data, Fault, YamlError, read

Place = tuple[int, int]
Steps = tuple[str | int, ...]


def refused(text: str) -> tuple[Fault, ...]:
    with pytest.raises(YamlError) as caught:
        read(text)
    return caught.value.faults


CUT: Mapping[str, tuple[Steps, Place, str]] = {
    "- Ligne #3 touchée\n": ((0,), (1, 9), "#3 touchée"),
    "a: Ligne #3 touchée": (("a",), (1, 10), "#3 touchée"),
    "a: Ligne\t#3": (("a",), (1, 10), "#3"),
    "a: Ligne   #3": (("a",), (1, 12), "#3"),
    "a:\n  première ligne\n  ligne #3 touchée\n": (("a",), (3, 9), "#3 touchée"),
    "a: #3 est touchée": (("a",), (1, 4), "#3 est touchée"),
    "- #3 est touchée": ((0,), (1, 3), "#3 est touchée"),
    "a: 12 #3": (("a",), (1, 7), "#3"),
    "a: [x, y #3\n  ]": (("a", 1), (1, 10), "#3"),
    "a: {b: y #3\n  }": (("a", "b"), (1, 10), "#3"),
    "i:\n- j:\n  - k: 'a #1'\n    l: b #2\n    m: |\n      c #3\n": (
        *(("i", 0, "j", 0, "l"), (4, 10)),
        "#2",
    ),
    "a: |\n  c #3\nb: d #4\n": (("b",), (3, 6), "#4"),
    "- a: >-\n    c #3\n\n  b: d #4\n": ((0, "b"), (4, 8), "#4"),
    "Ligne #3": ((), (1, 7), "#3"),
    "- Ligne #3\n  et la suite\n": ((0,), (1, 9), "#3"),
    "i:\n- a: Ligne #3\n     et la suite\n  b: c\n": (("i", 0, "a"), (2, 12), "#3"),
}


@pytest.mark.parametrize("text", CUT)
def test_a_text_that_a_number_sign_cuts_is_refused(text: str) -> None:
    (fault,) = refused(text)
    path, place, cut = CUT[text]
    assert (fault.code, fault.path, fault.mark) == ("text_cut_by_comment", path, place)
    assert fault.values == {"cut": cut}


NOT_CUT: Mapping[str, Data] = {
    "a: Ligne # 3 touchée": {"a": "Ligne"},
    "a: Ligne # after this #3": {"a": "Ligne"},
    "a: Ligne#3": {"a": "Ligne#3"},
    "a: Ligne #": {"a": "Ligne"},
    "a: 'Ligne #3'": {"a": "Ligne #3"},
    'a: "Ligne #3" #why': {"a": "Ligne #3"},
    "a: |\n  Ligne #3\n\n    #hashtag #other\n  x": {"a": "Ligne #3\n\n  #hashtag #other\nx"},
    "a: | #why\n  x\n": {"a": "x\n"},
    "a: [x, y] #why": {"a": ["x", "y"]},
    "a: [1] #why": {"a": [1]},
    "a: {b: c} #why": {"a": {"b": "c"}},
    "a: {b} #why": {"a": {"b": None}},
    "a: #why\n  - b": {"a": ["b"]},
    "a: #why\n  b: c": {"a": {"b": "c"}},
    "- #why\n  - b": [["b"]],
    "#why\na: b\n  #- c\n#d\n": {"a": "b"},
}


@pytest.mark.parametrize("text", NOT_CUT)
def test_a_comment_meant_as_one_is_a_comment(text: str) -> None:
    assert read(text).data == NOT_CUT[text]


MARKS: Mapping[str, tuple[str, Place]] = {
    "- @all hands": ("@", (1, 3)),
    "a: @x": ("@", (1, 4)),
    "- `code` runs": ("`", (1, 3)),
    "- % of staff": ("%", (1, 3)),
    "% of staff": ("%", (1, 1)),
    "a: %s": ("%", (1, 4)),
    "- & more": ("&", (1, 3)),
    "- &Co is late": ("&", (1, 3)),
    "a: &copy; 2031": ("&", (1, 4)),
    "- *bold* text": ("*", (1, 3)),
    "- *bold text": ("*", (1, 3)),
    "a: *bold": ("*", (1, 4)),
    "a:\n  - **Attention** now": ("*", (2, 5)),
    "- * item": ("*", (1, 3)),
    "- ! Achtung": ("!", (1, 3)),
    "- > 50 % of staff": (">", (1, 3)),
    "- >50 %": (">", (1, 3)),
    "a: | text": ("|", (1, 4)),
    "- [DRAFT] text": ("[", (1, 3)),
    "a: [[DRAFT]] text\nb: c": ("[", (1, 4)),
    '- "Stop" he said': ('"', (1, 3)),
    "a: 'Tis late\nb: don't": ("'", (1, 4)),
    "a: ] x": ("]", (1, 4)),
    "- } x": ("}", (1, 3)),
    "- , and": (",", (1, 3)),
    "a: ? b": ("?", (1, 4)),
    "a: - b": ("-", (1, 4)),
}


@pytest.mark.parametrize("text", MARKS)
def test_a_text_that_begins_with_a_sign_of_yaml_is_refused(text: str) -> None:
    (fault,) = refused(text)
    char, place = MARKS[text]
    assert (fault.code, fault.mark) == ("text_began_with_mark", place)
    assert fault.values == {"char": char}


OTHER_REFUSALS: Mapping[str, tuple[str, Steps, Place, str]] = {
    "- {utility} forwards a note.": ("text_began_with_brace", (), (1, 3), "{"),
    "i:\n- a: {utility} calls {csirt}\n  b: c": (
        *("text_began_with_brace", ("i", 0), (2, 6)),
        "{",
    ),
    "i:\n- a: b\n  c: The plan says: tell": ("colon_in_text", ("i", 0), (3, 19), ":"),
    "- Qui : le CSIRT : oui": ("colon_in_text", (0,), (1, 18), ":"),
    "- 'Tis late\n- b: c\n": ("quote_not_closed", (), (1, 3), "'"),
    'a:\n  b: "c\n  d: e\n': ("quote_not_closed", ("a",), (2, 6), '"'),
    "a: [1, 2\nb: c": ("bracket_not_closed", ("a",), (1, 4), "["),
    "- a\n- {b: c\n- d": ("bracket_not_closed", (1,), (2, 3), "{"),
}


@pytest.mark.parametrize("text", OTHER_REFUSALS)
def test_what_stops_the_parser_is_told_as_what_was_done(text: str) -> None:
    (fault,) = refused(text)
    code, path, place, char = OTHER_REFUSALS[text]
    assert (fault.code, fault.path, fault.mark) == (code, path, place)
    assert fault.values == {"char": char}


NOTED: Mapping[str, tuple[str, Steps, Place, Mapping[str, object]]] = {
    "- Qui doit savoir : le CSIRT ?": (
        *("text_became_mapping", (0,), (1, 3)),
        {"key": "Qui doit savoir"},
    ),
    "a:\n  - b\n  - Note : le CSIRT": ("text_became_mapping", ("a", 1), (3, 5), {"key": "Note"}),
    "- Who leads: the CSIRT": ("text_became_mapping", (0,), (1, 3), {"key": "Who leads"}),
    "- Who leads:": ("text_became_mapping", (0,), (1, 3), {"key": "Who leads"}),
    "a: {utility}": ("text_began_with_brace", ("a",), (1, 4), {"char": "{"}),
    "- {two words}": ("text_began_with_brace", (0,), (1, 3), {"char": "{"}),
    "- [DRAFT]": ("text_began_with_mark", (0,), (1, 3), {"char": "["}),
    "- ? what": ("text_began_with_mark", (0,), (1, 3), {"char": "?"}),
    "i:\n- a:\n  - b:\n    - Who leads: x": (
        *("text_became_mapping", ("i", 0, "a", 0, "b", 0), (4, 7)),
        {"key": "Who leads"},
    ),
}


@pytest.mark.parametrize("text", NOTED)
def test_what_may_have_been_meant_as_a_text_is_noted(text: str) -> None:
    (note,) = read(text).notes
    code, path, place, values = NOTED[text]
    assert (note.code, note.path, note.mark, note.values) == (code, path, place, values)


@pytest.mark.parametrize(
    "text",
    [
        "- set: remote-cut",
        "- {milestone: tampered}",
        "- 'Who leads': x",
        "- Who leads: [x]",
        "- Who leads: x\n  why: y",
        "a: [x]",
        "- [x, y]",
        "- {a, b}",
        "a: {b: {c: }}",
        "Who leads: x",
        "- Who leads",
        "- Who?",
        "- '{utility}'",
    ],
)
def test_what_is_plainly_meant_is_not_noted(text: str) -> None:
    assert read(text).notes == ()


def test_no_more_than_a_hundred_notes_are_made() -> None:
    assert len(read("- {utility}\n" * 1000).notes) == 100
