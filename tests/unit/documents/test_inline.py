"""What is read at once reads as the parser would read it; what is not surely simple goes there."""

from __future__ import annotations

import re

import pytest

from simulator.documents import blocks, inline
from simulator.documents.blocks import Block, Quote, Table, parse
from simulator.documents.inline import Run, read
from simulator.documents.markup import block, events, plain, strong
from tests.unit.documents.paper import HOSTILE

SIMPLE = (
    "words alone",
    f"{plain('a | b & <c> *d*')} {events([7, 12])}",
    f"{strong('Reason given:')} {plain('It spreads.')}",
    f"{strong('02:00')} somebody ({plain('late!')})",
    f"a {strong('b')}, c {block('x-1')}",
    "\u00ab\u00e9l\u00bb \u2013 1 > 0",
)


@pytest.mark.parametrize("text", SIMPLE)
def test_what_the_report_writes_is_read_at_once_as_the_parser_reads_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = read(text)
    with monkeypatch.context() as patch:
        patch.setattr(inline, "_simple", lambda content: None)
        assert read(text) == at_once
    monkeypatch.setattr(inline, "parser", lambda: pytest.fail("not read at once"))
    assert read(text) == at_once


@pytest.mark.parametrize(
    "text", [*HOSTILE, *(f"**{h}** x {h}" for h in HOSTILE), "**a.**b **c.** d"]
)
def test_whatever_else_is_written_reads_the_same_either_way(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = read(text)
    monkeypatch.setattr(inline, "_simple", lambda content: None)
    assert read(text) == made


def test_bold_and_links_have_their_style() -> None:
    assert read("**a** b [\\[3\\]](#e3) {#own}") == (
        "own",
        (Run("a", strong=True), Run(" b "), Run("[3]", to="e3")),
    )


TABLES = (
    "| a | b |\n|---|---|\n| c | d |\n| e |\n| f | g | h |\n",
    "before\n\n| a |\n|---|\n\nafter\n",
    "| a | b |\n|---|\n| c |\n",
    "x\n\n```\n\n| a |\n|---|\n| b |\n\n```\n",
    "- x\n\n| a | b |\n|:--|--:|\n| c [\\[1\\]](#e1) | d {#r} |\n\n- y\n",
    "| a | b |\n|---|---|\n| c \\| d | `|` |\n",
    "| a |\n|---|\n| b |\nlazy\n\n> | a |\n> |---|\n> | b |\n",
)
BLOCKS = (
    "one {#a}\n\n> two\n\n> three\\\n> four\n\nfive\n",
    "- a\n\nb\n\n  c\n\n- d\n\n\n\n- e\n\n    f\n",
    "a\nb\n\n> c\nlazy\n\n> d\n>\n> e\n\n> - f\n\n> # g\n",
    "a\n===\n\nb\n---\n\n[x]: #y\n\n[x]\n\n{figure x}\n\n&#45; z\n",
    "a \n \nb  \n\n\n\nc\\\n\n> d | e\n> -- | --\n",
)


@pytest.mark.parametrize("text", [*TABLES, *BLOCKS])
def test_a_plain_block_reads_as_the_parser_reads_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: tuple[Block, ...] = parse(text)
    monkeypatch.setattr(blocks, "_FENCE", re.compile(""))
    assert parse(text) == made


def test_a_text_of_many_digits_is_read_at_once() -> None:
    """The search for fences took twice as long with every digit a text began with."""
    number = "1." * 5_000 + " > " * 5_000
    (quote,) = parse(f"> {number}")
    assert isinstance(quote, Quote)


def test_a_row_has_as_many_cells_as_its_head() -> None:
    (table,) = parse(TABLES[0])
    assert isinstance(table, Table)
    assert [len(row.cells) for row in table.rows] == [2, 2, 2]
