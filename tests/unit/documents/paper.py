"""Reports of small exercises, in every format, without a disk but for the template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.acts import Recorded
from simulator.documents.base import Document, Words
from simulator.documents.html import Html
from simulator.documents.markdown import Markdown
from simulator.documents.report import document
from simulator.domain.scenario import Scenario
from tests.builders import Table, a_kit
from tests.docs.tree import ROOT
from tests.unit.scoring.response import debriefed, the_playbook, the_scenario

TEMPLATES = (ROOT / "debriefs" / "templates",)
HOSTILE = (
    "# x",
    "<script>alert(1)</script>",
    "a | b | c",
    "[click](javascript:alert(1))",
    "![image](http://198.51.100.7/x.png)",
    "<http://attacker.example>",
    "**bold** _soft_ `code` ~~gone~~",
    "&lt;b&gt; &#60;i&#62;",
    "--- --- ---",
    "1. one",
    "- item",
    "+ item",
    "> quote",
    "    code",
    "===",
    "```fence",
    "|---|---|",
    "{#e1}",
    "{{ words }} {% for %}",
    "trailing \\",
    "\\| \\\\| \\` \\[",
    "[ref]: http://attacker.example",
    "www.attacker.example http://attacker.example a@attacker.example",
    "\x1b[31mred\x07\x00 \u202egnihton\u202c \ud800",
    "😀" * 40,
)


def a_document(table: Table, language: str = "en") -> Document:
    """The report of a table in one language."""
    return the_document(table.records, language)


def the_document(records: Sequence[Recorded], language: str = "en") -> Document:
    """The report of a log in one language."""
    return document(records, debriefed(records), language, TEMPLATES)


def markdown(table: Table, language: str = "en") -> str:
    """The report of a table as Markdown."""
    return Markdown().render(a_document(table, language), Words(language)).decode()


def html(table: Table, language: str = "en") -> str:
    """The report of a table as HTML."""
    return Html().render(a_document(table, language), Words(language)).decode()


def a_spoken(english: Scenario, **spanish: Any) -> Table:
    """A table of a scenario in English and Spanish, just after STARTEX."""
    other = english.having(language="es", **spanish)
    return Table(kit=a_kit(english, the_playbook(), translations={"es": other})).start()


__all__ = ["HOSTILE", "a_document", "a_spoken", "html", "markdown", "the_document", "the_scenario"]
