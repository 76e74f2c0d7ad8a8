"""Texts are cleaned on entry, times are minutes, and short forms become whole values."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from simulator.domain.model import (
    ID_MAX,
    LINE_MAX,
    PROSE_MAX,
    Id,
    Line,
    Prose,
    Span,
    StoryTime,
    cleaned,
    slug,
)
from simulator.domain.scenario import Deadline, Inject, Objective, Scenario, Team

LINE, PROSE = TypeAdapter(Line), TypeAdapter(Prose)
SPAN, MOMENT, ID = TypeAdapter(Span), TypeAdapter(StoryTime), TypeAdapter(Id)
TEXTS = st.text(max_size=60) | st.text(
    alphabet="ab \t\n\r\u00a0\u00ad\u202e\u200de\u0301", max_size=20
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("  two   blanks ", "two blanks"),
        ("two\nlines", "two lines"),
        ("a\ttab", "a tab"),
        ("a\u00a0b", "a b"),
        ("cafe\u0301", "café"),
        ("right\u202eleft", "rightleft"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\x1b[31mred", "[31mred"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        ("Señor, ¿qué pasa? “nada” €3", "Señor, ¿qué pasa? “nada” €3"),
    ],
)
def test_a_line_is_one_clean_line(text: str, line: str) -> None:
    assert LINE.validate_python(text) == line


def test_prose_keeps_its_lines_and_its_indent() -> None:
    assert PROSE.validate_python("\n\n  a\r\n  b  \n\n") == "  a\n  b"


@pytest.mark.parametrize("text", ["", " ", "\n", "\u202e", "\u00a0"])
def test_nothing_is_no_text(text: str) -> None:
    for adapter in (LINE, PROSE):
        with pytest.raises(ValidationError):
            adapter.validate_python(text)


def test_texts_have_a_limit() -> None:
    for adapter, limit in ((LINE, LINE_MAX), (PROSE, PROSE_MAX)):
        assert adapter.validate_python("x" * limit)
        with pytest.raises(ValidationError):
            adapter.validate_python("x" * (limit + 1))


@given(TEXTS)
def test_a_line_is_the_words_of_the_clean_text(text: str) -> None:
    """The short way for plain texts gives what the long way gives."""
    words = " ".join(cleaned(text).split())
    if words:
        assert LINE.validate_python(text) == words
        assert LINE.validate_python(words) == words
    else:
        with pytest.raises(ValidationError):
            LINE.validate_python(text)


@given(TEXTS)
def test_nothing_that_controls_a_screen_is_left(text: str) -> None:
    found = cleaned(text)
    kept = [c for c in found if c not in "\t\n\u200c\u200d"]
    assert not {unicodedata.category(c) for c in kept} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert "\r" not in found
    assert unicodedata.is_normalized("NFC", found)
    assert cleaned(found) == found


@given(TEXTS)
def test_a_slug_is_an_id_or_nothing(text: str) -> None:
    found = slug(text)
    assert not found or ID.validate_python(found) == found
    assert len(found) <= ID_MAX
    assert slug(found) == found


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("A reporter calls.", "a-reporter-calls"),
        ("¿Quién dirige?", "quien-dirige"),
        ("危機", ""),
        ("a" * 80, "a" * ID_MAX),
        ("{utility}", "utility"),
    ],
)
def test_a_slug_is_made_of_letters_and_digits(text: str, id: str) -> None:
    assert slug(text) == id


@pytest.mark.parametrize(
    ("value", "minutes"),
    [(5, 5.0), (0, 0.0), (1.5, 1.5), ("90 s", 1.5), ("15min", 15), ("72 h", 4320), ("3 d", 4320)],
)
def test_a_span_is_minutes(value: object, minutes: float) -> None:
    assert SPAN.validate_python(value) == minutes


@pytest.mark.parametrize("value", [-1, True, "15", "10:40", "T+5", "1 w", [], None, 1e12, "9e9 h"])
def test_what_is_no_span_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        SPAN.validate_python(value)


@pytest.mark.parametrize("value", ["2031-05-12", "12.05.2031 08:40", "2031-13-01 08:40", 5, "8:40"])
def test_what_is_no_moment_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_python(value)


def test_a_bare_value_stands_for_the_field_it_is_short_for() -> None:
    assert Team.model_validate("Crisis team") == Team(id="crisis-team", title="Crisis team")
    whole = Objective.model_validate({"text": "Share early", "critical_tasks": ["Tell them"]})
    assert whole.critical_tasks[0].id == "tell-them"


def test_an_id_that_is_given_is_kept() -> None:
    assert Team.model_validate({"id": "a", "title": "Crisis team"}).id == "a"


def test_a_sentence_is_an_inject() -> None:
    inject = Inject.model_validate("Files cannot be opened.")
    assert (inject.title, inject.body) == ("Files cannot be opened.", "Files cannot be opened.")
    long = Inject.model_validate({"body": "word " * 40})
    assert long.title.endswith(" …")
    assert Inject.model_validate({"title": "A call"}).body == "A call"


def test_a_changed_scenario_knows_its_new_injects() -> None:
    """What was looked up once was answered from the old injects afterwards."""
    scenario = Scenario.model_validate({"id": "s", "title": "S", "teams": ["T"], "injects": ["A"]})
    assert scenario.inject("a") is not None
    changed = scenario.having(injects=(scenario.injects[0].having(id="b"),))
    assert changed.inject("a") is None
    assert changed.inject("b") is not None


def test_an_id_that_is_made_of_a_title_is_not_asked_for() -> None:
    assert Deadline.model_json_schema()["required"] == ["title"]
