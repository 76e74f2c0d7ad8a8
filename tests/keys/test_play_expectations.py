"""Every key of what a play expects: a wrong value is told, with what was so instead."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, play
from tests.keys.bench import Bench, Row, failures

FACTS = {
    "scenario:milestones": "[{id: cut, text: Cut off}]",
    "scenario:variables": "[{id: noise, text: Noise}]",
    "scenario:deadlines": "[{title: Tell, starts: {released: alarm}, within: 60}]",
    "scenario:requests": "[{title: Copies, ask: [copy], answer: One.}]",
}
CALL = "{decide: {by: ana, inject: alarm, text: Call., step: book/call}}"
WIPE = "{decide: {by: ana, inject: alarm, text: Wipe., step: book/wipe}}"


def expects(
    key: str, wrong: str, told: str, *before: str, more: dict[str, str] | None = None
) -> Row:
    """Something expected that is not so."""
    steps = play(*before, "{expect: {}}")
    at = f"play:play/{2 + len(before)}/expect/{key}"
    return Row(f"Expect.{key}", at, wrong, failures, told, more={**FACTS, **steps, **(more or {})})


NOTE = "{release: note}"
PAY = "{decide: {by: kim, inject: note, option: pay}}"

EXPECTED = (
    expects("status", "paused", "status: paused / running"),
    expects("clock", "9", "clock: 9 / 0"),
    expects("story_time", "2031-05-12 09:00", "09:00:00 / 2031-05-12 08:00:00"),
    expects("proposed", "[end]", "proposed: [end] / [note]"),
    expects("deferred", "[note]", "deferred: [note] / []"),
    expects("overdue", "[note]", "overdue: [note] / []"),
    expects("released", "{alarm: [red]}", "released alarm: [red] / [blue, red]"),
    expects("position", "{red: note}", "position red: note / alarm"),
    expects("milestone", "{cut: true}", "milestone cut: true / false"),
    expects("variable", "{noise: 3}", "variable noise: 3 / 0"),
    expects("option", "{note: pay}", "option note: pay / null", NOTE),
    expects("deadline", "{tell: met}", "deadline tell: met / running"),
    expects("suggested", "[copies]", "suggested: [copies] / []"),
    expects("answered", "{copies: [red]}", "answered copies: [red] / null"),
    expects("sees", "{by: ana, inject: end}", "sees ana: end"),
    expects("sees_not", "{by: ana, inject: alarm}", "sees_not ana: alarm"),
    expects("without_authority", "{note: kim}", "without_authority note: kim / null", NOTE, PAY),
    expects("refused", "paused", "refused: paused / "),
    expects("finding", "{rule: harm}", "finding: rule=harm"),
)


def sees(key: str, right: str, wrong: str) -> Row:
    """Something that somebody sees, in the place of something that they do not."""
    steps = play("{release: {inject: note, teams: [red]}}", "{expect: {sees: {by: ana}}}")
    at = f"play:play/3/expect/sees/{key}"
    return Row(f"Seen.{key}", at, right, failures, hides="sees", instead=wrong, more=steps)


SEEN = (
    Row(
        "Seen.by",
        "play:play/3/expect/sees/by",
        "ana",
        failures,
        hides="sees bo: note",
        instead="bo",
        more=play(
            "{release: {inject: note, teams: [red]}}", "{expect: {sees: {by: ana, inject: note}}}"
        ),
    ),
    sees("inject", "note", "end"),
    sees("text", "A note asks", "A letter asks"),
)

FOUND = {
    **play(CALL, WIPE, "{expect: {finding: {rule: completeness}}}"),
    "book:never": "[{id: wipe, text: Wipe., before: cut}]",
}


def finds(key: str, right: str, wrong: str, base: str = "{rule: completeness}") -> Row:
    """A mark of a finding that is there, in the place of one that is not."""
    at = f"play:play/4/expect/finding/{key}"
    more = {**FOUND, "play:play/4/expect/finding": base}
    return Row(
        f"FindingSought.{key}", at, right, failures, hides="finding", instead=wrong, more=more
    )


FINDINGS = (
    finds("rule", "completeness", "timeliness"),
    finds("team", "red", "blue"),
    finds("code", "met", "late"),
    finds("expectation", "alarm/call", "alarm/other"),
    finds("step", "book/cut", "book/other"),
    finds("after", "book/cut", "book/call", "{rule: harm}"),
    finds("inject", "alarm", "note"),
)

ROWS = (*EXPECTED, *SEEN, *FINDINGS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_what_a_play_expects_is_looked_at(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
