"""The debrief of the demonstration shows everything that can befall an exercise, and cites it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import pytest

from simulator.acts import Recorded
from simulator.cli.debrief import run_of
from simulator.cli.demo import SAMPLE, SCRIPT
from simulator.documents.base import Words
from simulator.documents.html import Html
from simulator.documents.markdown import Markdown
from simulator.documents.report import document
from tests.unit.documents.paper import TEMPLATES
from tests.unit.scoring.test_evidence import played

LANGUAGES = ("en", "es")
TIMELINE = {
    "pause": (
        "Pause. Reason: ten minutes of air",
        "Pausa. Motivo: ten minutes of air",
    ),
    "jump": (
        "The clock jumps ahead by 3 min.",
        "El reloj salta 3 min hacia delante.",
    ),
    "skip": (
        "Skipped: “I publish in half an hour”. Reason:",
        "Omitido: «Publico en media hora». Motivo:",
    ),
    "withdrawal": (
        "Withdrawn: “A crew from the evening news”. Reason:",
        "Retirado: «A crew from the evening news». Motivo:",
    ),
    "second pass": (
        "Back to “The seventh call”: a further pass begins.",
        "De vuelta a «La séptima llamada»: empieza otra pasada.",
    ),
    "improvised": (
        "Improvised inject: “A crew from the evening news”. It says: “Three people",
        "Inject improvisado: «A crew from the evening news». Dice: «Three people",
    ),
    "late entry": (
        "Entered late, decided at 37:00 on “Three dead in intensive care, they say”",
        "Registrado con retraso, decidido a los 37:00 sobre «Tres muertos",
    ),
    "help": (
        "Help given: “The card on the inside of the cupboard”.",
        "Ayuda dada: «La tarjeta en la puerta del armario».",
    ),
    "harmful act": (
        "Decision on “Forty-one thousand files in nine minutes”: I am reinstalling",
        "Decisión sobre «Cuarenta y un mil archivos en nueve minutos»: I am reinstalling",
    ),
}
"""What its line of the timeline says."""
CITED = {
    "jump": ("(the clock jumped in between", "(el reloj saltó entretanto"),
    "withdrawal": ("Withdrawn at 53:00. Reason:", "Retirado en 53:00. Motivo:"),
    "improvised": ("Received at 53:00.", "Recibido en 53:00."),
    "late entry": (
        "entered late, decided at 37:00)",
        "registrada con retraso, decidida a los 37:00)",
    ),
    "help": ("(after a hint", "(después de una pista"),
    "harmful act": (
        "Decided before “Keep evidence",
        "Se decidió antes de hacer «Guardar evidencia",
    ),
}
"""What else the report says of it, with its number."""


@lru_cache(maxsize=1)
def records() -> Sequence[Recorded]:
    return played(f"scenarios/{SAMPLE}/plays/{SCRIPT}.yaml")


@lru_cache(maxsize=4)
def pieces(language: str, form: str) -> tuple[str, ...]:
    """The report of the demonstration in its lines, or in its paragraphs, rows and items."""
    paper = document(records(), run_of(records()).debrief, language, TEMPLATES)
    if form == "md":
        return tuple(Markdown().render(paper, Words(language)).decode().split("\n"))
    page = Html().render(paper, Words(language)).decode()
    return tuple(re.split(r"(?=<(?:li|tr|p|h4)[ >])", page))


def number_of(name: str, language: str, form: str) -> int:
    """The number of the one line of the timeline that tells of it."""
    own = re.compile(
        r'<tr id="e(\d+)">' if form == "html" else r'\| (?:<a id="e\d+"></a>)?(\d+) \|'
    )
    says = TIMELINE[name][LANGUAGES.index(language)]
    rows = (own.match(piece) for piece in pieces(language, form) if says in piece)
    (found,) = (row for row in rows if row)
    return int(found[1])


@pytest.mark.slow
@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TIMELINE)
def test_the_timeline_tells_of_it_under_its_number(name: str, language: str, form: str) -> None:
    number = number_of(name, language, form)
    kinds = {r.seq: r.event.kind for r in records()}
    assert kinds[number] in (
        *("exercise_paused", "clock_jumped", "inject_skipped", "inject_withdrawn"),
        *("pass_started", "inject_improvised", "decision_logged", "inject_released"),
    )
    assert number == number_of(name, "en", "html")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CITED)
def test_where_it_matters_it_is_said_again_and_cited(name: str, language: str, form: str) -> None:
    says, number = CITED[name][LANGUAGES.index(language)], number_of(name, language, form)
    saying = [piece for piece in pieces(language, form) if says in piece]
    assert [piece for piece in saying if f"#e{number}" in piece]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["md", "html"])
def test_what_was_decided_before_going_back_is_marked(form: str) -> None:
    for says, language in (("(in an earlier pass)", "en"), ("(en una pasada anterior)", "es")):
        assert [piece for piece in pieces(language, form) if says in piece and "#e118" in piece]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_rated_takes_no_more_lines_than_there_are_objectives(
    language: str, form: str
) -> None:
    says = ("Rated by nobody: ", "Nadie valoró ")[LANGUAGES.index(language)]
    saying = [piece for piece in pieces(language, form) if says in piece]
    assert len(saying) == 4
    assert all(f"#e{records()[2].seq}" in piece for piece in saying)
