"""The HTML page: its marks on paper, and what a narrow screen does to a table without a head."""

from __future__ import annotations

import re

from simulator.documents.base import Document, Words
from simulator.documents.blocks import parse
from simulator.documents.html import WIDE, Html


def page(*marks: str, source: str = "") -> str:
    return Html().render(Document("t", "en", marks, parse(source)), Words("en")).decode()


def a_table(columns: int) -> str:
    names = [f"Name {n} <" for n in range(columns)]
    lines = (names, ["---"] * columns, [f"text {n}" for n in range(columns)])
    return page(source="\n".join(f"| {' | '.join(line)} |" for line in lines))


def test_every_printed_page_carries_the_marks() -> None:
    found = re.search(
        r'@page\{.*@top-center\{content:"([^"]*)"', page("EXERCISE", "DRAFT", "TLP:RED")
    )
    assert found is not None
    assert found[1] == "EXERCISE · DRAFT · TLP:RED"


def test_a_mark_cannot_leave_its_place_in_the_style() -> None:
    made = page('"}</style><script>', "\\", "a\nb")
    assert made.count("</style>") == 1
    assert "<script" not in made
    assert '\\"}\\3c /style>\\3c script> · \\\\ · a b"' in made


def test_on_a_narrow_screen_labels_stand_over_their_texts() -> None:
    style = page().partition("<style>")[2]
    narrow = re.search(r"@media screen and \(max-width:40rem\)\{(.*?)\n\}", style, re.DOTALL)
    assert narrow is not None
    assert "table.plain td{display:block" in narrow[1]
    assert style.index("width:14rem") < narrow.start()


def test_a_table_of_many_columns_has_more_room_and_falls_into_its_rows_on_a_phone() -> None:
    made = a_table(WIDE)
    assert '<div class="scroll wide"' in made
    assert '<td data-label="Name 0 &lt;">text 0</td>' in made
    narrow = re.search(r"@media screen and \(max-width:50rem\)\{(.*?)\n\}", made, re.DOTALL)
    assert narrow is not None
    assert "table.wide td::before{content:attr(data-label)" in narrow[1]
    few = a_table(WIDE - 1).partition("<main>")[2]
    assert "wide" not in few
    assert "data-label" not in few
