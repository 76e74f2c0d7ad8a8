"""Every card, mark, state and code is read in words, each card as a line that says what it is."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from types import ModuleType
from typing import get_args

import pytest

from simulator.acts.decisions import CONFIDENCES
from simulator.acts.evaluation import RESULTS
from simulator.acts.hotwash import ELEMENTS, PROGRESS, TOPICS
from simulator.acts.ratings import FLAGS
from simulator.consoles.ahead import ahead_lines, force_words, wait_words
from simulator.consoles.plain import plain
from simulator.consoles.reader import Reader
from simulator.consoles.render import board_line, card_lines, lasting
from simulator.domain.edition import Face
from simulator.domain.exercise import Deferral, Status
from simulator.domain.scenario import Condition
from simulator.domain.view import Card, CardKind, Coming
from simulator.engine import ahead, control, said
from simulator.engine.ratings import LEVELS

LANGUAGES = ("en", "es")
FACE = Face(channel="phone", label="Phone", headline="A call", body="**Now**, she says.")
NOON = datetime(2031, 5, 12, 12, 0, tzinfo=UTC)
CUT = Card(
    id="exercise", kind="exercise", changed=1, title="Case", elapsed=754.0, at=NOON, speed=0.0,
    marks=("paused", "interrupted"), numbers={"gap": 320.0, "jump": 320.0},
)  # fmt: skip

CARDS: dict[str, Card] = {
    "exercise": CUT,
    "brief": Card(id="brief", kind="brief", changed=1, title="Case", body="*Hard* times."),
    "inject": Card(
        id="inject-a", kind="inject", changed=1, title="Call", inject="a", face=FACE,
        elapsed=60.0, state="released", tlp="AMBER", marks=("edited", "optional"),
        numbers={"by": 120.0},
    ),
    "decision": Card(
        id="decision-e7", kind="decision", changed=1, title="Call", body="We act.", team="red",
        person="red-chief", elapsed=60.0, numbers={"entered": 90.0}, option="Cut",
        marks=("late_entry", "by_control"), lines=("We must.",),
        details=(("considered", "Wait"), ("confidence", "low"), ("reason", "Late")),
    ),
    "question": Card(
        id="question-e8", kind="question", changed=1, title="Any tape?", body="Yes.", team="red",
        person="red-chief", elapsed=60.0, marks=("answered", "during_pause"), lines=("r",),
    ),
    "message": Card(
        id="message-e9", kind="message", changed=1, body="Help.", team="red", to=("blue",),
        person="red-chief", tlp="AMBER", elapsed=60.0, marks=("by_control",),
    ),
    "deadline": Card(
        id="deadline-d", kind="deadline", changed=1, title="Report", elapsed=60.0,
        marks=("missed",),
    ),
    "proposal": Card(
        id="plan", kind="proposal", changed=1,
        lines=("a\theld\tline\tCall", "b\ttimed_out\tx\tMail", "\tend\tend\t"),
    ),
    "ahead": Card(
        id="ahead-red", kind="ahead", changed=1, team="red",
        coming=(Coming(inject="a", title="Call", because="line", due=60.0),),
    ),
    "team": Card(
        id="team-red", kind="team", changed=1, title="Red", body="Call", team="red",
        numbers={"unread": 1, "questions": 2, "pass": 2, "acted": 60.0}, marks=("asks", "ahead"),
    ),
    "note": Card(
        id="note-e1", kind="note", changed=1, title="goal", body="Calm.", team="red",
        person="evaluator", elapsed=60.0, marks=("partly", "during_pause"),
    ),
    "rating": Card(
        id="rating-e2", kind="rating", changed=1, title="Goal", body="Slow.", team="red",
        person="evaluator", elapsed=60.0, state="M", marks=("safety_risk", "final"),
    ),
    "hotwash": Card(
        id="hotwash-e3", kind="hotwash", changed=1, body="We talked.", person="evaluator",
        state="strength", at=NOON,
    ),
    "improvement": Card(
        id="improvement-e4", kind="improvement", changed=1, title="Slow", body="Train.",
        state="under-way", details=(("element", "training"), ("owner", "IT")),
    ),
}  # fmt: skip


def lines_of(card: Card, language: str = "en") -> list[str]:
    reader = Reader(language, {"red-chief": "Ana", "evaluator": "Eva"})
    if card.kind == "ahead":
        return list(ahead_lines([card], 0.0, reader))
    return card_lines(card, reader, quiet=False)


DRAWN_ELSEWHERE = {"map", "objective", "forecast"}
"""Kinds of card that a screen draws and no line says."""


def test_there_is_a_card_of_every_kind() -> None:
    assert set(CARDS) == set(get_args(CardKind)) - DRAWN_ELSEWHERE


STARTS = {
    "exercise": ("Exercise ", "Ejercicio "),
    "brief": ("Brief: ", "Presentación: "),
    "inject": ("Inject a", "Inject a"),
    "decision": ("Decision of red (Ana)", "Decisión de red (Ana)"),
    "question": ("Question of red (Ana)", "Pregunta de red (Ana)"),
    "message": ("Message from red (Ana) to blue", "Mensaje de red (Ana) para blue"),
    "deadline": ("Deadline Report", "Plazo Report"),
    "proposal": ("Due now a", "Toca ahora a"),
    "ahead": ("Next for red", "Lo próximo para red"),
    "team": ("Team red", "Equipo red"),
    "note": ("Note of Eva", "Nota de Eva"),
    "rating": ("Rating of Eva", "Calificación de Eva"),
    "hotwash": ("Hot wash strength", "Comentario final fortaleza"),
    "improvement": ("Improvement e4", "Mejora e4"),
}


@pytest.mark.parametrize(("kind", "place"), [*product(CARDS, (0, 1))])
def test_a_card_begins_with_what_it_is(kind: str, place: int) -> None:
    first, *others = lines_of(CARDS[kind], LANGUAGES[place])
    assert first.startswith(STARTS[kind][place])
    assert all(line.startswith("  ") for line in others) or kind == "proposal"


@pytest.mark.parametrize(("kind", "language"), [*product(CARDS, LANGUAGES)])
def test_no_code_and_no_key_reaches_the_screen(kind: str, language: str) -> None:
    card = CARDS[kind]
    said = "\n".join(lines_of(card, language))
    assert "console." not in said
    assert "{" not in said
    assert "_" not in said
    assert "**" not in said
    assert "under-way" not in said


def coded(branch: str, codes: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(branch, code, language) for code in codes for language in LANGUAGES]


def marks_of(*modules: ModuleType) -> set[str]:
    """The codes before a comma and a condition: `("asks", waiting > 0)` in the engine."""
    found = set()
    for module in modules:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                first, second = node.elts
                if isinstance(first, ast.Constant) and not isinstance(second, ast.Constant):
                    found.add(first.value)
    return {mark for mark in found if isinstance(mark, str)}


MARKS = (
    "unreviewed", "without_authority", "by_control", "during_pause", "late_entry", "earlier_pass",
    "amended", "retracted", "edited", "optional", "pressure", "hint", "noise", "asks", "ahead",
    "final", "in_room", "was_in_room", *FLAGS[1:], *dict(RESULTS),
)  # fmt: skip
DETAILS = (
    "considered", "assignee", "confidence", "reason", "retracted", "step", "link", "element",
    "owner", "contact", "start", "due", "objective", "said_by",
)  # fmt: skip
DEFERRALS = get_args(Deferral)
BECAUSE = ("start", "line", "option", "after", "condition", "contingency")
VALUES = tuple(dict((*CONFIDENCES, *RESULTS, *TOPICS, *ELEMENTS, *PROGRESS)))
STATES = ("planned", "proposed", "overdue", "released", "skipped", "withdrawn", *DEFERRALS)


@pytest.mark.parametrize(
    ("branch", "code", "language"),
    [
        *coded("mark", MARKS),
        *coded("detail", DETAILS),
        *coded("inject_state", STATES),
        *coded("plan", ("proposed", "overdue", *DEFERRALS)),
        *coded("because_of", BECAUSE),
        *coded("status", get_args(Status)),
        *coded("question", ("open", "answered", "declined")),
        *coded("deadline", ("running", "met", "missed")),
        *coded("level", LEVELS),
        *coded("value", VALUES),
    ],
)
def test_every_code_of_a_card_has_words(branch: str, code: str, language: str) -> None:
    key = f"console.{branch}.{code}"
    assert Reader(language).say(key) != key


def test_what_is_new_is_said_only_where_somebody_looks_it_up() -> None:
    card = CARDS["decision"].having(marks=("unreviewed",))
    (told, *_), (looked_up, *_) = (
        card_lines(card, Reader("en", {}), quiet=q) for q in (True, False)
    )
    assert "not looked at yet" not in told
    assert "not looked at yet" in looked_up


def test_no_mark_or_detail_of_the_engine_is_forgotten() -> None:
    assert marks_of(said, control) <= {*MARKS, *DETAILS}


# What comes next


TERMS = tuple(name for name in Condition.model_fields if name not in ("all", "any", "not_", "team"))
WAITS = (
    "time", "unless", "facilitator", "others", "not_needed", *DEFERRALS, *TERMS,
    *(f"not_{term}" for term in TERMS),
)  # fmt: skip
FORCES = (
    "moves", "spends", "sets", "clears", "lets", "adds", "story_time", "overrules", "ends",
)  # fmt: skip
ABOUT = {
    "time": "60",
    "deadline": "d missed",
    "not_deadline": "d met",
    "lets": "mood calm",
    "adds": "v 2",
    "story_time": "2031-05-12T08:00:00",
    "overrules": "not_open",
}


def test_every_code_that_the_engine_gives_is_known() -> None:
    tree = ast.parse(inspect.getsource(ahead))
    given = {
        node.value.elts[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Yield)
        and isinstance(node.value, ast.Tuple)
        and isinstance(node.value.elts[0], ast.Constant)
    }
    assert given <= {*WAITS, *FORCES}


@pytest.mark.parametrize(
    ("word", "code", "language"),
    [
        *((wait_words, code, language) for code in WAITS for language in LANGUAGES),
        *((force_words, code, language) for code in FORCES for language in LANGUAGES),
    ],
)
def test_what_something_waits_for_and_what_forcing_it_does_is_said_in_words(
    word: Callable[[str, str, Reader], str], code: str, language: str
) -> None:
    words = word(code, ABOUT.get(code, "thing"), Reader(language))
    assert words not in (code, "")
    assert "{" not in words
    assert "console." not in words
    assert "_" not in words


def test_what_comes_next_says_when_what_it_waits_for_and_what_force_would_do() -> None:
    coming = Coming(
        inject="a",
        title="Call",
        because="option",
        due=120.0,
        waits=(("time", "120"), ("facilitator", "")),
        forces=(("moves", "a"), ("overrules", "held")),
    )
    cards = [
        Card(id=f"ahead-{team}", kind="ahead", changed=1, team=team, coming=(coming,))
        for team in ("red", "blue")
    ]
    assert list(ahead_lines(cards, 60.0, Reader("en"))) == [
        "Next for red, blue:",
        "  a: Call (due at 02:00, follows the option chosen)",
        "    Waits for: the time 02:00; you to release it",
        "    now a would at once: move the team to a; overrule the hold",
    ]
    assert "02:00; " not in "\n".join(ahead_lines(cards, 180.0, Reader("en")))


def test_that_no_way_leads_to_the_end_is_said() -> None:
    card = Card(id="ahead-red", kind="ahead", changed=1, team="red", marks=("no_end",))
    assert "No way leads to the end" in "\n".join(ahead_lines([card], 0.0, Reader("en")))


def test_where_nothing_comes_it_is_said() -> None:
    card = Card(id="ahead-red", kind="ahead", changed=1, team="red")
    assert list(ahead_lines([card], 0.0, Reader("en"))) == ["Next for red: nothing in sight yet."]


# Single cards


def test_an_interruption_says_what_happened_how_much_is_missing_and_what_to_type() -> None:
    first, what, missing = lines_of(CUT)
    assert first == "Exercise Case: paused, exercise time 12:34"
    assert what.startswith("  Play was cut off. The clock stands at 12:34")
    assert missing.startswith("  5 min 20 s are missing. Type resume to go on from here; or")
    assert "jump 320 s" in missing
    back = CUT.having(numbers={"gap": -60.0, "jump": -60.0})
    assert "moved back" in lines_of(back)[-1]


def test_the_stop_says_how_to_go_on() -> None:
    stopped = CUT.having(marks=("stopped",))
    assert "resume" in lines_of(stopped)[-1]


def test_a_time_limit_is_said_below_what_is_asked() -> None:
    assert "  > Answer by 02:00 of exercise time." in lines_of(CARDS["inject"])


def test_a_withdrawn_inject_keeps_its_headline_and_says_why() -> None:
    card = CARDS["inject"].having(
        face=None, state="withdrawn", details=(("reason", "A slip."),), marks=()
    )
    assert lines_of(card) == [
        "Inject a, 01:00, withdrawn by exercise control: Call",
        "  reason: A slip.",
    ]


def test_the_plan_is_quiet_until_it_is_asked_for() -> None:
    planned = CARDS["inject"].having(state="planned")
    assert card_lines(planned, Reader("en")) == []
    assert card_lines(CARDS["ahead"], Reader("en")) == []
    assert lines_of(planned)[0].startswith("Inject a, 01:00, planned")


def test_a_person_without_a_name_is_called_by_the_seat() -> None:
    (first, *_) = card_lines(CARDS["decision"], Reader("en"))
    assert first.startswith("Decision of red (red-chief), 01:00, Call: We act. [Cut]")


def test_the_board_says_where_a_team_stands_and_what_it_has_not_done() -> None:
    assert board_line(CARDS["team"], Reader("en")) == (
        "Team red, Red: Call, pass 2, has an open question, waits for the other teams; "
        "1 not opened; 2 open questions; last did something: 01:00"
    )


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (61, "1 min 1 s"), (7_200, "2 h"), (3_725, "1 h 2 min 5 s")]
)
def test_a_length_of_time_is_said_in_hours_minutes_and_seconds(seconds: float, text: str) -> None:
    assert lasting(seconds) == text


# Markdown


@pytest.mark.parametrize(
    ("marked", "read"),
    [
        ("No marks: 2 + 2.", "No marks: 2 + 2."),
        ("**Stop.** It *burns*.", "Stop. It burns."),
        ("One.\nTwo `x`.\n\nThree.", "One.\nTwo x.\n\nThree."),
        ("# Head\n\n- **one**\n- two", "Head\n\n- one\n- two"),
        ("1. first\n2. *second*", "1. first\n2. second"),
        ("See [the page](https://example.org).", "See the page (https://example.org)."),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
        ("- a\n  - *b*", "- a\n  - b"),
        ("```\ncode *x*\n```", "code *x*"),
    ],
)
def test_markdown_is_read_as_plain_text(marked: str, read: str) -> None:
    assert plain(marked) == read
