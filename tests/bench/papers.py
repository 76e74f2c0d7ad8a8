"""The report of 10,000 decisions: drawn, and made from its log, against bare f-strings (G10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from html import escape

from simulator.acts import Recorded
from simulator.acts.decisions import DecisionLogged
from simulator.cli.debrief import run_of
from simulator.documents.base import Document, Words
from simulator.documents.blocks import Block, Bullets, Quote, Row, Table, plain_text
from simulator.documents.html import Html
from simulator.documents.report import document
from tests.bench.harness import Benchmark, Side
from tests.builders import a_player
from tests.docs.tree import ROOT
from tests.unit.scoring.response import a_table

DECISIONS, MANY = 10_000, 40_000
TEMPLATES = (ROOT / "debriefs" / "templates",)
Told = Sequence[tuple[str, Sequence[str]]]
"""Each block's id and its texts."""


@cache
def records(decisions: int = DECISIONS) -> tuple[Recorded, ...]:
    """A log with so many decisions on one inject, a second apart."""
    table = a_table()
    first = table.records[-1]
    made = list(table.records)
    for at in range(1, decisions + 1):
        event = DecisionLogged(
            decision=f"d{at}", team="red", inject="a", text=f"Number {at}: we go on & <wait>."
        )
        made.append(
            first.having(
                seq=first.seq + at,
                at=first.at + timedelta(seconds=at),
                elapsed=first.elapsed + at,
                actor=a_player(),
                event=event,
            )
        )
    return tuple(made)


@cache
def paper() -> Document:
    """Its report, not drawn yet."""
    return _paper(records())


def _paper(log: Sequence[Recorded]) -> Document:
    run = run_of(log)
    return document(log, run.debrief, "en", TEMPLATES, run.template, run.course)


@cache
def told() -> Told:
    """Every text of the report, as plain as it can be."""
    return tuple(_told(paper().blocks))


def _told(blocks: Sequence[Block]) -> Iterator[tuple[str, Sequence[str]]]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (_row(row) for row in block.rows)
        elif isinstance(block, Quote):
            yield from _told(block.blocks)
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from _told(item.blocks)
        elif hasattr(block, "runs"):
            yield block.id, [plain_text(block.runs)]


def _row(row: Row) -> tuple[str, Sequence[str]]:
    return row.id, [plain_text(cell) for cell in row.cells]


def drawn() -> bytes:
    """The report as HTML."""
    return Html().render(paper(), Words("en"))


def made(decisions: int = DECISIONS) -> bytes:
    """The report from the log: assessed, worded, read and drawn."""
    return Html().render(_paper(records(decisions)), Words("en"))


def floor() -> bytes:
    """The same texts escaped into a page by f-strings, and nothing more."""
    rows = (
        f'<tr id="{escape(id)}">{"".join(f"<td>{escape(text)}</td>" for text in texts)}</tr>'
        for id, texts in told()
    )
    return f"<table>{chr(10).join(rows)}</table>".encode()


def every_text_is_drawn() -> None:
    """Both pages hold every decision."""
    for page in (drawn(), floor()):
        assert page.count(b"we go on &amp; &lt;wait&gt;") >= 2 * DECISIONS


def benchmarks() -> tuple[Benchmark, ...]:
    """Drawing alone, and everything from the log on."""
    bare = Side("f-strings", floor, times=5)
    return (
        Benchmark("papers.drawing", "G10", Side("HTML", drawn), bare, 3, gate=every_text_is_drawn),
        Benchmark("papers.debrief", "G10", Side("whole debrief", made), bare, 12, rounds=2),
        Benchmark(
            "papers.growth",
            "G10",
            Side("a decision of 40,000", lambda: made(MANY), MANY),
            Side("of 10,000", made, DECISIONS),
            1.3,
            rounds=1,
        ),
    )
