"""Markdown: one plain file that reads well as it is, and in whatever draws it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from simulator.documents.base import Document, Words
from simulator.documents.blocks import (
    Block,
    Bullets,
    Divider,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Row,
    Run,
    Runs,
    Table,
    plain_text,
)

_ALWAYS = re.compile(r"[\\`*_\[\]<|~$@]|\{(?=#)|&(?=#|\w+;)|(?<=:)/(?=/)|(?<=www)\.")
_AT_START = re.compile(r"^(\d*)([#>]|[-+](?=\s|$)|[-=+]{2,}|(?<=\d)[.)])", re.MULTILINE)


class Markdown:
    """The Markdown format."""

    name = "md"
    suffix = ".md"
    many = True

    def render(self, document: Document, words: Words) -> bytes:
        targets = frozenset(_targets(document.blocks))
        marks = "\n".join(f"**{_escaped(mark)}**  " for mark in document.marks)
        parts = [marks, *_blocks(document.blocks, targets), marks]
        return ("\n\n".join(p.rstrip() for p in parts if p) + "\n").encode()


def _targets(blocks: Iterable[Block]) -> Iterator[str]:
    """Every id that something in the document leads to."""
    for block in blocks:
        if isinstance(block, Quote):
            yield from _targets(block.blocks)
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from _targets(item.blocks)
        elif isinstance(block, Table):
            yield from (r.to for row in block.rows for c in row.cells for r in c if r.to)
        elif isinstance(block, Figure) and block.table:
            yield from _targets([block.table])
        elif isinstance(block, Heading | Paragraph):
            yield from (run.to for run in block.runs if run.to)


def _blocks(blocks: Sequence[Block], targets: frozenset[str]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            anchor = f'<a id="{block.id}"></a>' if block.id in targets else ""
            yield f"{'#' * block.level} {anchor}{_text(block.runs)}"
        elif isinstance(block, Paragraph):
            yield _text(block.runs)
        elif isinstance(block, Listing):
            yield "\n".join(f"    {line}" for line in block.text.rstrip("\n").split("\n"))
        elif isinstance(block, Divider):
            yield "---"
        elif isinstance(block, Quote):
            yield _indented("\n\n".join(_blocks(block.blocks, targets)), "> ", "> ")
        elif isinstance(block, Bullets):
            yield _list(block, targets)
        elif isinstance(block, Figure):
            yield _figure(block, targets)
        else:
            yield _table(block, targets)


def _figure(block: Figure, targets: frozenset[str]) -> str:
    """What a drawing is called, and its table; the bare sentence where there is neither."""
    if block.table is None:
        return _text((Run(block.caption),))
    return f"**{_escaped(block.caption)}**\n\n{_table(block.table, targets)}"


def _list(block: Bullets, targets: frozenset[str]) -> str:
    items = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.ordered else "- "
        inner = "\n\n".join(_blocks(item.blocks, targets))
        items.append(_indented(inner, mark, " " * len(mark)))
    return "\n".join(items)


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    later = [f"{rest}{line}".rstrip() for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}".rstrip(), *later])


def _table(block: Table, targets: frozenset[str]) -> str:
    head = "| " + " | ".join(_cell(cell) for cell in block.head) + " |"
    rule = "|" + " --- |" * len(block.head)
    return "\n".join([head, rule, *(_row(row, targets) for row in block.rows)])


def _row(row: Row, targets: frozenset[str]) -> str:
    anchor = f'<a id="{row.id}"></a>' if row.id in targets else ""
    return f"| {anchor}" + " | ".join(_cell(cell) for cell in row.cells) + " |"


def _cell(runs: Runs) -> str:
    return _text(runs).replace("\\\n", " ").replace("\n", " ")


def _text(runs: Runs) -> str:
    if not plain_text(runs).strip():
        return ""
    made = "".join(_run(run) for run in runs)
    return _AT_START.sub(r"\1\\\2", made) if not runs[0].to and not _styled(runs[0]) else made


def _run(run: Run) -> str:
    if run.code:
        return f"`{run.text.replace('`', ' ')}`"
    text = _escaped(run.text).replace("\n", "\\\n")
    for on, mark in ((run.struck, "~~"), (run.emphasis, "*"), (run.strong, "**")):
        if on and text.strip():
            text = f"{mark}{text.strip()}{mark}"
    return f"[{text}](#{run.to})" if run.to else text


def _styled(run: Run) -> bool:
    return run.strong or run.emphasis or run.struck or run.code


def _escaped(text: str) -> str:
    return _ALWAYS.sub(lambda found: f"\\{found[0]}", text)


format = Markdown()
