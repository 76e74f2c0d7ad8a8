"""People's text made fit for a screen."""

from __future__ import annotations

import unicodedata

import pytest

from simulator.consoles.safe import MOST_MARKS, drawable, one_line, shown


def test_markup_is_text() -> None:
    assert shown("[/bold] [@click=app.quit]x[/]").plain == "[/bold] [@click=app.quit]x[/]"
    assert shown("[bold]x").spans == []


def test_a_terminal_finds_nothing_to_obey() -> None:
    assert shown("\x1b]52;c;AAAA\x07\x9b2J\u202e\r\x00x").plain == "]52;c;AAAA2J\nx"


def test_a_text_of_several_lines_is_set_on_one() -> None:
    assert one_line("a\r\nb\tc\u2028d").plain == "a b cd"


def test_a_wall_of_marks_is_cut_down() -> None:
    wall = drawable("Z" + "\u0316\u0489" * 100 + "o" + "\u0e47" * 50)
    assert sum(unicodedata.category(sign) in ("Mn", "Me") for sign in wall) == 2 * MOST_MARKS


def test_a_joiner_does_not_hide_a_wall() -> None:
    assert len(drawable("a" + "\u0316\u200d" * 100)) <= 1 + MOST_MARKS + 100


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Thị Hoà", "בְּרֵאשִׁ֖ית בָּרָ֣א", "นี้คือภาษาไทย", "བསྒྲུབས", "👩🏽‍🚀 🏴‍☠️ 👨‍👩‍👧", "हिन्दी में क्षत्रिय"],
)
def test_what_languages_need_stays(text: str) -> None:
    assert drawable(text) == unicodedata.normalize("NFC", text)
