"""HTML: one file that needs nothing beside it, for a phone, a projector and paper; no script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from simulator.documents.base import Document, Words
from simulator.documents.blocks import (
    Block,
    Bullets,
    Divider,
    Figure,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    plain_text,
)
from simulator.documents.charts.style import STYLE as CHARTS
from simulator.domain.model import cleaned

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<div class="marks top" role="note">{marks}</div>
<nav aria-label="{contents}"><h2>{contents}</h2><ul>{sections}</ul></nav>
<main>
{body}
</main>
<div class="marks" role="note">{marks}</div>
</body>
</html>
"""
_STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1c;--paper:#fff;--soft:#5a5a5a;--line:#c9c9c9;
--tint:#f3f3f0;--link:#0b4f8a}
@media (prefers-color-scheme:dark){:root{--ink:#e8e8e6;--paper:#16181a;--soft:#aaa;--line:#45494d;
--tint:#202326;--link:#8ec5ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:1rem/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
main,nav{max-width:62rem;margin:0 auto;padding:0 1rem}
.marks{background:#5a1f00;color:#fff;padding:.35rem 1rem;text-align:center;font-weight:600;
font-size:.85rem;display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;justify-content:center}
.marks.top{position:sticky;top:0;z-index:1}
h1,h2,h3,h4{line-height:1.25;scroll-margin-top:4rem;overflow-wrap:anywhere}
h2{margin-top:2.5rem;border-bottom:2px solid var(--line);padding-bottom:.2rem}
nav h2{font-size:1rem;border:0;margin:1.5rem 0 .3rem}
nav ul{columns:2 16rem;margin:0;padding-left:1.2rem}
a{color:var(--link)}
p,li,th,td,h1,h2,h3,h4,figcaption{overflow-y:clip}
blockquote{margin:.4rem 0 .8rem;padding:.3rem .9rem;border-left:4px solid var(--line);
background:var(--tint)}
.scroll{overflow-x:auto}
@media screen and (min-width:64rem){
.scroll.wide{width:min(100vw - 2.5rem,90rem);margin-left:50%;transform:translateX(-50%)}
}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{border:1px solid var(--line);padding:.35rem .55rem;text-align:left;vertical-align:top}
th{background:var(--tint)}
tr:target,p:target,li:target{outline:3px solid var(--link)}
tr{scroll-margin-top:4rem}
tr[id^=e] td:first-child{white-space:nowrap}
table.plain td:first-child{white-space:normal;font-weight:600;width:14rem}
@media screen and (max-width:40rem){
.marks{font-size:.7rem;line-height:1.3;padding:.2rem .5rem;gap:0 .8rem}
h1,h2,h3,h4,tr{scroll-margin-top:5.5rem}
table.plain,table.plain tbody,table.plain tr,table.plain td{display:block;width:auto}
table.plain td{border-width:0 1px}
table.plain td:first-child{width:auto;background:var(--tint);border-width:1px 1px 0}
table.plain td:first-child:empty{border-width:0 1px;padding:0}
table.plain tr:last-child td:last-child{border-bottom-width:1px}
}
@media screen and (max-width:50rem){
table.wide,table.wide tbody,table.wide tr,table.wide td{display:block}
table.wide thead{display:none}
table.wide tr{border:1px solid var(--line);margin-bottom:.6rem}
table.wide td{border:0;padding:.2rem .55rem}
table.wide td::before{content:attr(data-label);display:block;font-size:.8rem;color:var(--soft)}
table.wide td:first-child{background:var(--tint);font-weight:600}
table.wide td:first-child::before{font-weight:400}
}
pre{overflow-x:auto;background:var(--tint);padding:.6rem}
@media print{
:root{--ink:#000;--paper:#fff;--soft:#333;--line:#999;--tint:#f2f2f2;--link:#000}
body{font-size:10pt}
table{font-size:8.5pt}
th,td{padding:.2rem .35rem}
table.wide{font-size:7pt}
table.wide th,table.wide td{padding:.15rem .25rem}
nav{display:none}
.marks{background:none;color:#000;border:1px solid #000}
.marks.top{position:static}
.scroll{overflow:visible}
tr,blockquote,li{break-inside:avoid}
h2,h3,h4{break-after:avoid}
thead{display:table-header-group}
a{text-decoration:none}
}
"""


WIDE = 8
"""Columns from which on a table is given more room than the text."""
_ENDLESS = re.compile(r"[^\s\u0300-\u036f\u200d\ufe0f\U0001f000-\U0001ffff]{24}")
"""So much of a word without a place to break; marks and emoji stay with what they belong to."""
_BREAK = "\u200b"
"""Stands for a place to break; it is in no text that people wrote."""


class Html:
    """The HTML format."""

    name = "html"
    suffix = ".html"
    many = True

    def render(self, document: Document, words: Words) -> bytes:
        sections = "".join(
            f'<li><a href="#{escape(b.id)}">{escape(plain_text(b.runs))}</a></li>'
            for b in document.blocks
            if isinstance(b, Heading) and b.level == 2
        )
        page = _PAGE.format(
            language=escape(document.language),
            title=escape(cleaned(document.title)),
            style=_STYLE + CHARTS + _on_every_page(document.marks),
            marks="".join(f"<span>{escape(mark)}</span>" for mark in document.marks),
            contents=escape(words("report.contents")),
            sections=sections,
            body="\n".join(_blocks(document.blocks)),
        )
        return page.encode()


def _on_every_page(marks: tuple[str, ...]) -> str:
    """The marks at the head of every printed page, and its number at the foot."""
    text = " \N{MIDDLE DOT} ".join(marks)
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("<", "\\3c "), ("\n", " ")):
        text = text.replace(sign, written)
    return (
        f'@page{{margin:2cm 1.6cm;@top-center{{content:"{text}";font:600 8pt sans-serif}}'
        "@bottom-right{content:counter(page);font:8pt sans-serif}}"
    )


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        id = f' id="{escape(block.id)}"'
        if isinstance(block, Heading):
            yield f"<h{block.level}{id}>{_text(block.runs)}</h{block.level}>"
        elif isinstance(block, Paragraph):
            yield f"<p{id}>{_text(block.runs)}</p>"
        elif isinstance(block, Listing):
            yield f"<pre{id}>{escape(block.text)}</pre>"
        elif isinstance(block, Divider):
            yield f"<hr{id}>"
        elif isinstance(block, Quote):
            yield f"<blockquote{id}>{''.join(_blocks(block.blocks))}</blockquote>"
        elif isinstance(block, Bullets):
            tag = "ol" if block.ordered else "ul"
            yield f"<{tag}{id}>{''.join(_item(item) for item in block.items)}</{tag}>"
        elif isinstance(block, Figure):
            yield _figure(block, id)
        else:
            yield from _table(block, id)


def _figure(block: Figure, id: str) -> str:
    """A drawing with its legend and its table; a sentence where there is nothing to draw."""
    if not block.svg:
        return f"<p{id}>{escape(block.caption)}</p>"
    signs = "".join(f"<li>{sign.svg}{escape(sign.text)}</li>" for sign in block.legend)
    legend = f'<ul class="legend">{signs}</ul>' if signs else ""
    rows = "".join(_table(block.table, f' id="{escape(block.table.id)}"')) if block.table else ""
    if block.folded and rows:
        rows = f"<details><summary>{escape(block.more)}</summary>{rows}</details>"
    caption = f"<figcaption>{escape(block.caption)}</figcaption>"
    return f'<figure{id}>{caption}<div class="scroll">{block.svg}</div>{legend}{rows}</figure>'


def _item(item: Item) -> str:
    """An item; its first paragraph is its own text."""
    first, rest = item.blocks[:1], item.blocks[1:]
    if first and isinstance(first[0], Paragraph):
        inner = _text(first[0].runs) + "".join(_blocks(rest))
    else:
        inner = "".join(_blocks(item.blocks))
    return f'<li id="{escape(item.id)}">{inner}</li>'


def _table(block: Table, id: str) -> Iterator[str]:
    """A table; one of many columns goes beyond the text, and on a phone falls into its rows."""
    names = [plain_text(cell).strip() for cell in block.head]
    wide = len(names) >= WIDE and any(names)
    kind = ' class="wide"' if wide else "" if any(names) else ' class="plain"'
    yield f'<div class="{"scroll wide" if wide else "scroll"}" tabindex="0"><table{id}{kind}>'
    if any(names):
        cells = "".join(f'<th scope="col">{_cell(cell)}</th>' for cell in block.head)
        yield f"<thead><tr>{cells}</tr></thead>"
    yield "<tbody>"
    labels = [f' data-label="{escape(name)}"' if wide else "" for name in names]
    for row in block.rows:
        pairs = zip(labels, row.cells, strict=True)
        cells = "".join(f"<td{label}>{_cell(cell)}</td>" for label, cell in pairs)
        yield f'<tr id="{escape(row.id)}">{cells}</tr>'
    yield "</tbody></table></div>"


def _cell(runs: Runs) -> str:
    """What stands in a table, which is as wide as its longest word: one without end may break."""
    if not any(_ENDLESS.search(run.text) for run in runs):
        return _text(runs)
    parts = (run._replace(text=_ENDLESS.sub(rf"\g<0>{_BREAK}", run.text)) for run in runs)
    return _text(tuple(parts)).replace(_BREAK, "<wbr>")


def _text(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    if run.code:
        text = f"<code>{text}</code>"
    if run.struck:
        text = f"<del>{text}</del>"
    if run.emphasis:
        text = f"<em>{text}</em>"
    if run.strong:
        text = f"<strong>{text}</strong>"
    return f'<a href="#{escape(run.to)}">{text}</a>' if run.to else text


format = Html()
