"""Every key of decision points, options, conditions and effects, and what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, play
from tests.keys.bench import (
    Bench,
    Row,
    control,
    failures,
    findings,
    log,
    plan,
    red,
)

POINT = "scenario:injects/note/decision"
PAY = f"{POINT}/options/pay"
CHOSEN = play("{wait: 5}", "{release: note}", "{decide: {by: ana, inject: note, option: pay}}")
BY_KIM = play("{release: note}", "{decide: {by: kim, inject: note, option: pay}}")
IN_WORDS = play("{release: note}", "{decide: {by: ana, inject: note, text: We wait.}}")
LATE = play("{release: note}", "{wait: 20}")
MILESTONE = {"scenario:milestones": "[{id: cut, text: Cut off}]"}
NUMBER = {"scenario:variables": "[{id: noise, text: Noise, start: 2, min: 0, max: 5}]"}
CHOICE = {
    "scenario:variables": "[{id: mood, text: Mood, type: choice, values: [calm, angry]}]",
}

POINTS = (
    Row("DecisionPoint.question", f"{POINT}/question", "Give in?", red, "Give in?", instead="Pay?"),
    Row("DecisionPoint.options", f"{POINT}/options", "[{id: flee, label: Flee}]", red, "flee"),
    Row(
        "DecisionPoint.free_text",
        f"{POINT}/free_text",
        "false",
        failures,
        "option_needed",
        more=IN_WORDS,
    ),
    Row(
        "DecisionPoint.decides",
        f"{POINT}/decides",
        "red/chief",
        log,
        '"authority":false',
        more=BY_KIM,
    ),
    Row("DecisionPoint.time_limit", f"{POINT}/time_limit", "10", log, "time_ran_out", more=LATE),
    Row(
        "DecisionPoint.on_timeout",
        f"{POINT}/on_timeout",
        "{assume: pay}",
        control,
        '["assume","Pay them"]',
        more={f"{POINT}/time_limit": "10"},
    ),
    Row(
        "OnTimeout.assume",
        f"{POINT}/on_timeout",
        "{assume: pay}",
        log,
        '"assume":"pay"',
        instead="{assume: refuse}",
        more={f"{POINT}/time_limit": "10", **LATE},
    ),
    Row("Option.id", f"{PAY}/id", "give", red, '["give","Pay them"]', instead="pay"),
    Row("Option.label", f"{PAY}/label", "Give in", red, '["pay","Give in"]', instead="Pay them"),
    Row("Option.example", f"{PAY}/example", "We pay.", control, '["example","pay: We pay."]'),
    Row("Option.description", f"{PAY}/description", "Today.", red, "Pay them. Today."),
    Row("Option.pros", f"{PAY}/pros", "[Quick.]", red, "+ Quick."),
    Row("Option.cons", f"{PAY}/cons", "[Dear.]", red, "− Dear."),  # noqa: RUF001
    Row("Option.note", f"{PAY}/note", "They come back.", control, "They come back."),
    Row("Option.step", f"{PAY}/step", "book/wipe", findings, '"code":"harmful"', more=CHOSEN),
    Row(
        "Option.effects",
        f"{PAY}/effects",
        "[{set: cut}]",
        log,
        '"milestone":"cut"',
        more={**MILESTONE, **CHOSEN},
    ),
    Row("Option.next", f"{PAY}/next", "end", plan, "[end proposed option]", more=CHOSEN),
    Row(
        "Route.to",
        f"{PAY}/next",
        "[{to: end}]",
        plan,
        "[end proposed",
        instead="[{to: alarm}]",
        more=CHOSEN,
    ),
    Row(
        "Route.when",
        f"{PAY}/next",
        "[{to: end, when: {released: end}}]",
        plan,
        hides="[end proposed",
        instead="[{to: end}]",
        more=CHOSEN,
    ),
)

EFFECTS = (
    Row(
        "Effect.set",
        f"{PAY}/effects",
        "[{set: cut}]",
        log,
        '"value":true',
        instead="[]",
        more={**MILESTONE, **CHOSEN},
    ),
    Row(
        "Effect.clear",
        f"{PAY}/effects",
        "[{clear: cut}]",
        log,
        '"milestone":"cut","value":false',
        instead="[]",
        more={**MILESTONE, "scenario:injects/alarm/effects": "[{set: cut}]", **CHOSEN},
    ),
    Row(
        "Effect.add",
        f"{PAY}/effects",
        "[{add: {noise: 2}}]",
        log,
        '"variable":"noise","value":4',
        instead="[]",
        more={**NUMBER, **CHOSEN},
    ),
    Row(
        "Effect.let",
        f"{PAY}/effects",
        "[{let: {mood: angry}}]",
        log,
        '"value":"angry"',
        instead="[]",
        more={**CHOICE, **CHOSEN},
    ),
)

AFTER = "scenario:injects/extra/release/when"
"""An inject beside the line that is proposed once a condition holds."""
EXTRA = {
    "scenario:injects/3": "{id: extra, title: More, body: M., release: {when: {released: end}}}",
}
PROPOSED = "[extra proposed condition]"


def holds(key: str, condition: str, more: dict[str, str] | None = None) -> Row:
    """A condition that holds once red has decided to pay, in the place of one that does not."""
    both = {**EXTRA, **CHOSEN, **(more or {})}
    return Row(
        f"Condition.{key}", AFTER, condition, plan, PROPOSED, instead="{released: end}", more=both
    )


SET = {**MILESTONE, "scenario:injects/note/effects": "[{set: cut}]"}
DEADLINE = {
    "scenario:deadlines": "[{id: tell, title: Tell, starts: {released: alarm}, within: 60}]"
}
ASKED = {
    "scenario:requests": "[{id: copies, title: Copies, ask: [copy], answer: One.}]",
    **play(
        "{release: note}",
        "{ask: {by: bo, text: A copy?}}",
        "{answer: {to: blue, request: copies}}",
    ),
}
DONE = play("{decide: {by: ana, inject: alarm, text: We call., step: book/call}}")

CONDITIONS = (
    holds("milestone", "{milestone: cut}", SET),
    holds("variable", "{variable: {noise: {at_least: 2}}}", NUMBER),
    holds("option", "{option: note/pay}"),
    holds("released", "{released: note}"),
    holds("answered", "{answered: copies}", ASKED),
    holds("timed_out", "{timed_out: note}", {f"{POINT}/time_limit": "10", **LATE}),
    holds("expectation", "{expectation: alarm/call}", DONE),
    holds("deadline", "{deadline: {tell: running}}", DEADLINE),
    holds("all", "{all: [{released: note}, {option: note/pay}]}"),
    holds("any", "{any: [{released: end}, {option: note/pay}]}"),
    holds("not", "{not: {released: end}}"),
    Row(
        "Condition.team",
        AFTER,
        "{released: note, team: blue}",
        plan,
        hides=PROPOSED,
        instead="{released: note}",
        more={**EXTRA, **CHOSEN, "scenario:injects/note/to": "red"},
    ),
)

ASKED_FOR = "scenario:injects/extra/release/when/variable/noise"


def bounds(key: str, right: str, wrong: str) -> Row:
    """A bound that a variable of 2 keeps, in the place of one that it does not."""
    more = {**EXTRA, **NUMBER, **CHOSEN, AFTER: "{variable: {noise: {}}}"}
    return Row(f"Bounds.{key}", ASKED_FOR, right, plan, PROPOSED, instead=wrong, more=more)


BOUNDS = (
    bounds("at_least", "{at_least: 2}", "{at_least: 3}"),
    bounds("at_most", "{at_most: 2}", "{at_most: 1}"),
    bounds("is", "{is: 2}", "{is: 3}"),
)

ROWS = (*POINTS, *EFFECTS, *CONDITIONS, *BOUNDS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_choices_and_their_effects_changes_what_is_seen(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
