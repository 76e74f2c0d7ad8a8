"""What people wrote stays text, wherever it is put."""

from __future__ import annotations

import pytest

from simulator.documents.base import Document, Words
from simulator.documents.blocks import (
    Block,
    Bullets,
    Figure,
    Heading,
    Item,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    parse,
    plain_text,
)
from simulator.documents.html import Html
from simulator.documents.markdown import Markdown
from simulator.documents.markup import (
    Md,
    block,
    events,
    figure,
    plain,
    quoted,
    short,
    strong,
    struck,
)
from simulator.domain.model import cleaned
from tests.unit.documents.paper import HOSTILE


def said(text: str) -> str:
    """A text as a report may show it: cleaned, on one line."""
    return " ".join(cleaned(text).split())


@pytest.mark.parametrize("before", ["", "text ", "> ", "- "])
def test_only_a_paragraph_of_a_template_is_a_figure(before: str) -> None:
    drawn = Figure("told", "Who told whom", svg="<svg />")
    blocks = parse(f"{before}{figure('told')}\n\n{plain('{figure told}')}\n", {"told": drawn})
    assert (blocks[0] == drawn) == (before == "")
    assert blocks[-1] == Paragraph(blocks[-1].id, (Run("{figure told}"),))


def test_a_figure_without_a_drawing_is_its_caption() -> None:
    paper = Document("t", "en", (), (Figure("told", "Nothing | to *show*"),))
    assert '<p id="told">Nothing | to *show*</p>' in Html().render(paper, Words("en")).decode()
    assert "Nothing \\| to \\*show\\*" in Markdown().render(paper, Words("en")).decode()


@pytest.mark.parametrize("text", HOSTILE)
def test_it_comes_out_of_every_place_as_it_went_in(text: str) -> None:
    source = (
        f"## {plain(text)} {block('h')}\n\n{plain(text)} {block('p')}\n\n"
        f"- {plain(text)} {events([7])} {block('i')}\n\n"
        f"| {plain(text)} | b |\n|---|---|\n| {plain(text)} {block('r')} | {strong(text)} |\n\n"
        f"{quoted(text)}\n\n{struck(text)}\n"
    )
    heading, paragraph, bullets, table, quote, gone = parse(source)
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(bullets, Bullets)
    assert isinstance(table, Table)
    assert isinstance(quote, Quote)
    assert isinstance(gone, Paragraph)
    want = said(text)
    assert (heading.id, plain_text(heading.runs)) == ("h", want)
    assert (paragraph.id, paragraph.runs) == ("p", (Run(want),))
    assert bullets.items[0].id == "i"
    assert plain_text(bullets.items[0].blocks[0].runs) == f"{want} [7]"  # type: ignore[union-attr]
    assert [plain_text(cell) for cell in table.head] == [want, "b"]
    assert table.rows == (Row("r", ((Run(want),), (Run(want, strong=True),))),)
    assert [b.runs for b in quote.blocks if isinstance(b, Paragraph)] == [(Run(want),)]
    assert gone.runs == (Run(want, struck=True),)


@pytest.mark.parametrize("text", HOSTILE)
def test_it_survives_the_markdown_file_too(text: str) -> None:
    """What is written as Markdown reads back as the same text, and as nothing more."""
    blocks: tuple[Block, ...] = (
        Heading("h", 2, (Run(said(text)),)),
        Paragraph("p", (Run(said(text)),)),
        Bullets("l", (Item("i", (Paragraph("q", (Run(said(text)),)),)),)),
        Table(
            "t", ((Run(said(text)),), (Run("b"),)), (Row("r", ((Run(said(text)),), (Run("c"),))),)
        ),
        Quote("u", (Paragraph("v", (Run(said(text)), Run("\n"), Run("more"))),)),
    )
    made = Markdown().render(Document("T", "en", (), blocks), Words("en")).decode()
    heading, paragraph, bullets, table, quote = parse(made)
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(bullets, Bullets)
    assert isinstance(table, Table)
    assert isinstance(quote, Quote)
    assert plain_text(heading.runs) == said(text)
    assert plain_text(paragraph.runs) == said(text)
    assert [run.to for run in paragraph.runs] == [None] * len(paragraph.runs)
    (first,) = bullets.items[0].blocks
    assert isinstance(first, Paragraph)
    assert plain_text(first.runs) == said(text)
    assert plain_text(table.rows[0].cells[0]) == said(text)
    assert isinstance(quote.blocks[0], Paragraph)
    assert plain_text(quote.blocks[0].runs) == f"{said(text)}\nmore"


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_it_as_text(text: str) -> None:
    made = (
        Html().render(Document("T", "en", (said(text),), parse(plain(text))), Words("en")).decode()
    )
    body = made.partition("<main>")[2]
    assert "<script" not in body
    assert "<img" not in body
    assert "<a " not in body.partition("</main>")[0]
    assert "javascript:" not in body or "href" not in body


def test_links_lead_only_into_the_document() -> None:
    (paragraph,) = parse("[in](#e1) [out](https://attacker.example) [code](javascript:x)")
    assert isinstance(paragraph, Paragraph)
    assert [run.to for run in paragraph.runs if run.to] == ["e1"]
    assert "https" in plain_text(paragraph.runs)


def test_a_quotation_keeps_its_lines() -> None:
    (quote,) = parse(quoted("one\ntwo\n\n# three"))
    assert isinstance(quote, Quote)
    texts = [plain_text(b.runs) for b in quote.blocks if isinstance(b, Paragraph)]
    assert texts == ["one\ntwo", "# three"]


def test_a_replaced_quotation_is_struck_through() -> None:
    (quote,) = parse(quoted("one\ntwo", True))
    assert isinstance(quote, Quote)
    assert isinstance(quote.blocks[0], Paragraph)
    assert {run.struck for run in quote.blocks[0].runs if run.text.strip()} == {True}


def test_markdown_that_is_meant_goes_out_as_it_stands() -> None:
    assert plain(Md("**x**")) == "**x**"
    assert plain(None) == ""


@pytest.mark.parametrize(
    ("text", "most", "want"),
    [("short", 9, "short"), ("two words here", 10, "two words…"), ("x" * 20, 5, "xxxxx…")],
)
def test_a_text_is_cut_between_words(text: str, most: int, want: str) -> None:
    assert short(text, most) == want


def test_blocks_without_an_id_are_named_by_their_section() -> None:
    blocks = parse(f"# One {block('one')}\n\ntext\n\n---\n\n    code\n\n1. a\n2. b\n")
    assert [b.id for b in blocks] == ["one", "one-1", "one-2", "one-3", "one-4"]
