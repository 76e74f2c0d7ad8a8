"""Every key of milestones, variables, deadlines, their sources and requests; what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, play
from tests.keys.bench import Bench, Row, blue, check, control, failures, log, red, report

CUT = "scenario:milestones/cut"
MILESTONE = {
    "scenario:milestones": "[{id: cut, text: Cut off}]",
    "scenario:injects/alarm/effects": "[{set: cut}]",
}
BY_HAND = {**MILESTONE, "scenario:injects/alarm/effects": "[]", **play("{set: cut}")}
NOISE = "scenario:variables/noise"
VARIABLE = {
    "scenario:variables": "[{id: noise, text: Noise}]",
    "scenario:injects/alarm/effects": "[{add: {noise: 7}}]",
}
SHOUTED = {
    "scenario:variables": "[{id: noise, text: Noise}]",
    **play("{let: {variable: noise, value: 3}}"),
}
TELL = "scenario:deadlines/tell"
DEADLINE = {
    "scenario:deadlines": "[{id: tell, title: Tell them, starts: {released: alarm}, within: 10}]",
    **play("{wait: 20}"),
}
STEP = {
    "book:steps/cut/times": "{from: sign, limit: 10, source: {kind: expert}}",
    "scenario:deadlines": "[{id: tell, title: Tell them}]",
    **play("{wait: 20}"),
}
SOURCE = {**DEADLINE, f"{TELL}/source": "{kind: plan, title: House plan, date: 2030-05-01}"}
COPIES = "scenario:requests/copies"
ASKED = {
    "scenario:requests": "[{id: copies, title: Copies, answer: One copy.}]",
    **play("{ask: {by: bo, text: Is there a backup?}}"),
}
ANSWERED = {
    "scenario:requests": "[{id: copies, title: Copies, answer: One copy.}]",
    **play("{ask: {by: bo, text: A backup?}}", "{answer: {to: blue, request: copies}}"),
}
OPEN = '["copies","Copies"]'

ROWS = (
    Row("Milestone.id", f"{CUT}/id", "split", check, "TTX057", instead="cut", more=MILESTONE),
    Row(
        "Milestone.text",
        f"{CUT}/text",
        "Apart",
        report,
        "Apart: now true",
        instead="Cut off",
        more=BY_HAND,
    ),
    Row(
        "Milestone.scope",
        f"{CUT}/scope",
        "team",
        log,
        '"story":"red","milestone":"cut"',
        more=MILESTONE,
    ),
    Row("Variable.id", f"{NOISE}/id", "din", check, "TTX058", instead="noise", more=VARIABLE),
    Row("Variable.text", f"{NOISE}/text", "Din", report, "Din: 3", instead="Noise", more=SHOUTED),
    Row(
        "Variable.type",
        NOISE,
        "{id: noise, text: Noise, type: choice, values: [low, loud]}",
        control,
        '["loud","loud"]',
        instead="{id: noise, text: Noise}",
        more=SHOUTED,
    ),
    Row("Variable.start", f"{NOISE}/start", "2", log, '"value":9', '"value":7', more=VARIABLE),
    Row("Variable.min", f"{NOISE}/min", "4", failures, "value_not_allowed", more=SHOUTED),
    Row("Variable.max", f"{NOISE}/max", "5", log, '"value":5', '"value":7', more=VARIABLE),
    Row(
        "Variable.values",
        NOISE,
        "{id: noise, text: Noise, type: choice, values: [low, loud]}",
        control,
        '["loud","loud"]',
        instead="{id: noise, text: Noise, type: choice, values: [low]}",
        more=SHOUTED,
    ),
    Row(
        "Variable.scope",
        f"{NOISE}/scope",
        "team",
        log,
        '"story":"red","variable":"noise"',
        more=VARIABLE,
    ),
    Row(
        "Deadline.id",
        f"{TELL}/id",
        "inform",
        log,
        '"deadline":"inform"',
        instead="tell",
        more=DEADLINE,
    ),
    Row(
        "Deadline.title",
        f"{TELL}/title",
        "Inform",
        report,
        "“Inform”",
        instead="Tell",
        more=DEADLINE,
    ),
    Row("Deadline.to", f"{TELL}/to", "red", red, "deadline-tell", more=DEADLINE),
    Row("Deadline.step", f"{TELL}/step", "book/cut", log, "deadline_changed", more=STEP),
    Row(
        "Deadline.starts",
        f"{TELL}/starts",
        "{released: end}",
        log,
        hides="deadline_changed",
        instead="{released: alarm}",
        more=DEADLINE,
    ),
    Row(
        "Deadline.met_by",
        f"{TELL}/met_by",
        "{released: alarm}",
        log,
        '"state":"met"',
        '"state":"missed"',
        more=DEADLINE,
    ),
    Row(
        "Deadline.within",
        f"{TELL}/within",
        "60",
        log,
        hides='"state":"missed"',
        instead="10",
        more=DEADLINE,
    ),
    Row("Deadline.clock", f"{TELL}/clock", "exercise", log, '"due":600.0', more=DEADLINE),
    Row(
        "Deadline.source",
        f"{TELL}/source",
        "{kind: expert}",
        report,
        "set by expert",
        more=DEADLINE,
    ),
    Row(
        "Deadline.scope",
        f"{TELL}/scope",
        "team",
        log,
        '"story":"red","state":"running"',
        more=DEADLINE,
    ),
    Row(
        "Source.kind",
        f"{TELL}/source/kind",
        "law",
        report,
        "set by the law",
        instead="plan",
        more=SOURCE,
    ),
    Row("Source.title", f"{TELL}/source/title", "Act", report, "the plan, Act", more=SOURCE),
    Row("Source.section", f"{TELL}/source/section", "§ 7", report, "section § 7", more=SOURCE),
    Row("Source.date", f"{TELL}/source/date", "2029-01-31", report, "31 January 2029", more=SOURCE),
    Row(
        "Source.url",
        f"{TELL}/source/url",
        "https://act.example",
        report,
        "act.example",
        more=SOURCE,
    ),
    Row(
        "InformationRequest.id",
        f"{COPIES}/id",
        "tapes",
        control,
        '["tapes","Copies"]',
        instead="copies",
        more=ASKED,
    ),
    Row(
        "InformationRequest.title",
        f"{COPIES}/title",
        "Tapes",
        control,
        '["copies","Tapes"]',
        instead="Copies",
        more=ASKED,
    ),
    Row("InformationRequest.to", f"{COPIES}/to", "red", control, hides=OPEN, more=ASKED),
    Row(
        "InformationRequest.ask",
        f"{COPIES}/ask",
        "[backup]",
        log,
        '"suggested":["copies"]',
        more=ASKED,
    ),
    Row(
        "InformationRequest.delay",
        f"{COPIES}/delay",
        "5",
        failures,
        "answer_too_early",
        more=ANSWERED,
    ),
    Row(
        "InformationRequest.when",
        f"{COPIES}/when",
        "{released: end}",
        control,
        hides=OPEN,
        more=ASKED,
    ),
    Row(
        "InformationRequest.answer",
        f"{COPIES}/answer",
        "Two.",
        blue,
        "Two.",
        instead="One.",
        more=ANSWERED,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_the_facts_changes_what_is_seen(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
