"""The reader asks for tags and anchors wherever there can be any."""

from __future__ import annotations

from itertools import product, takewhile

import pytest
from yaml import YAMLError

from simulator.content.builder import may_be_marked
from simulator.content.marks import events

SIGNS = 'a& !:[{-"\n,?'
"""What stands before a tag or an anchor, and around it."""


def is_marked(text: str) -> bool:
    """Whether libyaml finds a tag or an anchor before it stops."""
    found = False
    try:
        for event in takewhile(lambda event: event is not None, events(text)):
            found |= bool(getattr(event, "tag", None) or getattr(event, "anchor", None))
    except YAMLError:
        pass
    return found


def test_no_tag_or_anchor_is_missed_in_any_short_text() -> None:
    short = ("".join(signs) for length in range(1, 5) for signs in product(SIGNS, repeat=length))
    missed = [text for text in short if is_marked(text + "b") and not may_be_marked(text + "b")]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "a: &b c",
        "- !text d",
        '{"a":&b c}',
        "[&a b]",
        "!<tag:example.org,2031:a> b",
        "%TAG ! tag:example.org,2031:\n---\n!a b",
        "a: !!str 1",
        "Stop! a: &b c",
    ],
)
def test_marks_are_seen(text: str) -> None:
    assert is_marked(text)
    assert may_be_marked(text)


@pytest.mark.parametrize(
    "text", ["Stop!", "Stop!!", "R&D", "https://a.example/?b=1&c=2", "(now!)", "", "*a"]
)
def test_usual_text_has_none(text: str) -> None:
    assert not may_be_marked(text)
