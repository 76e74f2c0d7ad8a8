"""Every key of a playbook, and what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, play
from tests.keys.bench import FOLDER, Bench, Row, check, control, findings, report, screen

GUIDED = screen("facilitator", cards="inject-alarm")
BOOK = "book:"
CUT = "book:steps/cut"
CALL = "book:steps/call"
SHARE = {f"{CALL}/share": "{with: [blue], tlp_at_most: GREEN}"}
REFERENCE = {f"{CALL}/references": "[{title: House plan}]"}
PARTS = {
    f"{CALL}/parts": "[{id: ring, text: Ring the desk.}]",
    "es": "{translates: small, language: es, status: courtesy}",
    "book.es": """
translates: book
language: es
status: courtesy
steps: {call: {parts: {ring: Llamar.}}}
""",
}
BRANCH = {
    "book:branches": "[{id: left, question: Did it leave?, answers: ['yes', 'no']}]",
    "scenario:playbooks/book/branches": "{left: 'yes'}",
}
CALLED = play("{wait: 20}", "{decide: {by: ana, text: We call., step: book/call}}")
TIMES = {f"{CALL}/times": "{from: sign, target: 10, source: {kind: expert}}", **CALLED}
AT = f"{CALL}/times"
LIMITED = {**TIMES, AT: "{from: sign, target: 10, acceptable: 30, limit: 50, source: {kind: law}}"}
SEVERE = {
    "scenario:phases": "[{id: first, title: Detection}]",
    "scenario:injects/alarm/phase": "first",
    "scenario:truth": "{severity: [{phase: first, level: 3}]}",
    **LIMITED,
    f"{AT}/by_severity": "[{from: 2}]",
}
OTHER = """
title: Other
roles: [{id: lead, title: Lead}]
triggers: [{id: sign, text: The first sign.}]
steps: [{id: call, phase: identify, text: Call., role: lead}]
"""
WIPED = play("{decide: {by: ana, text: Wipe., step: book/wipe}}", "{wait: 5}")
WIPE = "book:never/wipe"
LEAD = "book:roles/lead"

HEADER = (
    Row("Playbook.schema_version", "book:schema_version", "2", check, "TTX018"),
    Row("Playbook.id", "book:id", "tome", check, "TTX016"),
    Row(
        "Playbook.use",
        "book",
        "{use: other, title: Book, steps: [call], never: []}",
        findings,
        '"book/call"',
        "TTX021",
        instead="{title: Book, steps: [call], never: []}",
        more={f"{FOLDER}playbooks/other.yaml": OTHER},
    ),
    Row("Playbook.version", "book:version", "3.1.4", report, "3.1.4"),
    Row("Playbook.title", "book:title", "Tome", report, "| Held against | Tome |", instead="Book"),
    Row("Playbook.summary", "book:summary", "What to do.", report, "What to do."),
    Row("Playbook.language", "book:language", "es", report, "[es] Book"),
    Row("Playbook.licence", "book:licence", "CC0-1.0", report, "CC0-1.0"),
    Row("Playbook.authors", "book:authors", "[Ada]", report, "Ada"),
    Row("Playbook.tags", "book:tags", "[health]", report, "health"),
    Row("Playbook.tlp", "book:tlp", "GREEN", report, "TLP:GREEN"),
    Row("Playbook.applies_to", "book:applies_to", "{incident_types: [malware]}", report, "malware"),
    Row("AppliesTo.incident_types", "book:applies_to/incident_types", "[fraud]", report, "fraud"),
    Row("AppliesTo.techniques", "book:applies_to/techniques", "[T1486]", report, "T1486"),
    Row(
        "Playbook.phase_aliases",
        "book:phase_aliases",
        "{contain: recover}",
        findings,
        '"phase":"recover"',
    ),
    Row(
        "Playbook.severities",
        "book:severities",
        "[1, 2]",
        check,
        "TTX131",
        more={
            "scenario:phases": "[{id: first, title: One}]",
            "scenario:truth": "{severity: [{phase: first, level: 9}]}",
        },
    ),
    Row(
        "Playbook.roles",
        "book:roles",
        "[Somebody]",
        check,
        "TTX064",
        instead="[{id: lead, title: Lead}]",
    ),
    Row(
        "Playbook.triggers",
        "book:triggers",
        "[Other]",
        check,
        "TTX065",
        instead="[{id: sign, text: A}]",
    ),
    Row(
        "Playbook.branches",
        "book:branches",
        "[{id: left, question: Did it?, answers: ['yes']}]",
        report,
        "Did it? In this story: yes.",
        more={"scenario:playbooks/book/branches": "{left: 'yes'}"},
    ),
    Row(
        "Playbook.steps",
        "book:steps/1",
        "{id: split, phase: contain, text: Split.}",
        findings,
        '"book/split"',
        '"book/cut"',
        instead="{id: cut, phase: contain, text: Cut.}",
    ),
    Row(
        "Playbook.never",
        "book:never",
        "[{id: wipe, text: Wipe.}]",
        findings,
        '"code":"harmful"',
        more=WIPED,
    ),
    Row("Playbook.references", "book:references", "[House plan]", report, "House plan"),
    Row("PlaybookRole.id", f"{LEAD}/id", "head", check, "TTX064", instead="lead"),
    Row("PlaybookRole.title", f"{LEAD}/title", "Head", report, "Head: Red team", instead="Lead"),
    Row(
        "PlaybookRole.engage", f"{LEAD}/engage", "from severity 1", control, "Lead, from severity 1"
    ),
    Row(
        "Trigger.id",
        "book:triggers/0",
        "{id: first, text: One.}",
        check,
        "TTX065",
        instead="{id: sign, text: One.}",
    ),
    Row(
        "Trigger.text", "book:triggers/sign/text", "Smoke.", report, "Smoke. 00:00", instead="One."
    ),
    Row("Branch.id", "book:branches/0/id", "gone", check, "TTX066", instead="left", more=BRANCH),
    Row(
        "Branch.question",
        "book:branches/left/question",
        "Gone?",
        report,
        "Gone? In",
        instead="Left?",
        more=BRANCH,
    ),
    Row(
        "Branch.answers",
        "book:branches/left/answers",
        "['no']",
        check,
        "TTX067",
        instead="['yes']",
        more=BRANCH,
    ),
)

STEPS = (
    Row("Step.id", f"{CUT}/id", "split", findings, '"book/split"', '"book/cut"', instead="cut"),
    Row("Step.phase", f"{CUT}/phase", "recover", findings, '"phase":"recover"', instead="contain"),
    Row("Step.text", f"{CUT}/text", "Split.", report, "“Split”", "“Cut”", instead="Cut."),
    Row("Step.guidance", f"{CALL}/guidance", "Be brief.", control, '["how","Be brief."]'),
    Row(
        "Step.role",
        f"{CUT}/role",
        "lead",
        findings,
        "completeness.red.book.cut",
        "completeness.all.book.cut",
    ),
    Row("Step.authoriser", f"{CALL}/authoriser", "lead", control, '["authoriser","Lead"]'),
    Row("Step.scoreable", f"{CUT}/scoreable", "false", findings, hides='"book/cut"'),
    Row("Step.weight", f"{CUT}/weight", "7", findings, '"weight":7'),
    Row("Step.critical", f"{CUT}/critical", "true", findings, '"critical"'),
    Row(
        "Step.times",
        AT,
        "{from: sign, target: 10, source: {kind: expert}}",
        findings,
        '"rule":"timeliness"',
        more={**CALLED, "scenario:injects/alarm/expectations": "[]"},
    ),
    Row(
        "Step.after",
        f"{CUT}/after",
        "[call]",
        findings,
        '"code":"out_of_order"',
        more=play(
            "{decide: {by: ana, text: Cut., step: book/cut}}",
            "{wait: 5}",
            "{decide: {by: ana, text: Call., step: book/call}}",
        ),
    ),
    Row("Step.any_of", f"{CALL}/any_of", "[Shout.]", control, '["any_of","Shout."]'),
    Row("Step.parts", f"{CALL}/parts", "[Ring.]", control, '["part","Ring."]'),
    Row("Step.branch", f"{CUT}/branch", "{left: 'no'}", findings, hides='"book/cut"', more=BRANCH),
    Row("Step.condition", f"{CALL}/condition", "At night.", control, '["applies","At night."]'),
    Row("Step.repeat", f"{CALL}/repeat", "Each hour.", control, '["repeat","Each hour."]'),
    Row("Step.aliases", f"{CALL}/aliases", "[ring them]", control, '["listen_for","ring them"]'),
    Row("Step.share", f"{CALL}/share", "{with: [blue]}", control, '["share","Blue team"]'),
    Row("Step.playbook", f"{CALL}/playbook", "other-book", control, '["hands_over","other-book"]'),
    Row("Step.techniques", f"{CALL}/techniques", "[T1486]", report, "**T1486** answered by"),
    Row(
        "Step.references",
        f"{CALL}/references",
        "[House plan]",
        control,
        '["reference","House plan"]',
    ),
    Row(
        "Part.id",
        f"{CALL}/parts/0",
        "{id: phone, text: Ring.}",
        check,
        "TTX048",
        instead="{id: ring, text: Ring.}",
        more=PARTS,
    ),
    Row(
        "Part.text",
        f"{CALL}/parts/ring/text",
        "Phone.",
        control,
        '["part","Phone."]',
        instead="Ring.",
        more=PARTS,
    ),
    Row(
        "Share.with",
        f"{CALL}/share/with",
        "[lead]",
        control,
        '"Lead, TLP:GREEN"',
        instead="[blue]",
        more=SHARE,
    ),
    Row("Share.tlp_at_most", f"{CALL}/share/tlp_at_most", "RED", GUIDED, "TLP:RED", more=SHARE),
    Row(
        "Reference.title",
        f"{CALL}/references/0",
        "{title: Law}",
        control,
        '["reference","Law"]',
        instead="{title: Plan}",
        more=REFERENCE,
    ),
    Row(
        "Reference.url",
        f"{CALL}/references/0/url",
        "https://a.example",
        control,
        "House plan, <https://a.example>",
        more=REFERENCE,
    ),
    Row(
        "Reference.section",
        f"{CALL}/references/0/section",
        "'4'",
        control,
        "House plan, § 4",
        more=REFERENCE,
    ),
    Row("AntiStep.id", f"{WIPE}/id", "erase", check, "TTX063", instead="wipe", more=WIPED),
    Row("AntiStep.text", f"{WIPE}/text", "Erase.", report, "“Erase”", instead="Wipe.", more=WIPED),
    Row("AntiStep.weight", f"{WIPE}/weight", "7", findings, '"weight":7', more=WIPED),
    Row("AntiStep.before", f"{WIPE}/before", "call", findings, '"code":"too_soon"', more=WIPED),
    Row("AntiStep.references", f"{WIPE}/references", "[House plan]", report, "House plan"),
)

TIMING = (
    Row(
        "Times.from",
        f"{AT}/from",
        "{step: cut}",
        findings,
        hides='"took":20',
        instead="sign",
        more={**TIMES, "scenario:injects/alarm/expectations": "[]"},
    ),
    Row(
        "Times.clock",
        f"{AT}/clock",
        "story",
        findings,
        '"took":40',
        more={**TIMES, "scenario:story": "{starts: 2031-05-12 08:00, pace: 2}"},
    ),
    Row(
        "Times.target", f"{AT}/target", "25", findings, '"code":"in_time"', instead="10", more=TIMES
    ),
    Row("Times.acceptable", f"{AT}/acceptable", "30", findings, '"code":"acceptable"', more=TIMES),
    Row("Times.limit", f"{AT}/limit", "15", findings, '"value":0.0', '"value":0.5', more=TIMES),
    Row(
        "Times.not_before",
        f"{AT}/not_before",
        "40",
        findings,
        '"code":"too_early"',
        more={**TIMES, AT: "{from: sign, target: 50, source: {kind: expert}}"},
    ),
    Row(
        "Times.by_severity",
        f"{AT}/by_severity",
        "[{from: 2, target: 5}]",
        findings,
        '"target":5',
        more=SEVERE,
    ),
    Row("Times.legal", f"{AT}/legal", "true", findings, '"dial":"deadlines"', more=LIMITED),
    Row(
        "Times.source",
        f"{AT}/source",
        "{kind: law}",
        report,
        "set by the law",
        instead="{kind: expert}",
        more=TIMES,
    ),
    Row(
        "FromStep.step",
        f"{AT}/from",
        "{step: cut}",
        check,
        "TTX063",
        instead="{step: call}",
        more={**TIMES, CUT: "{id: split, phase: contain, text: Split.}"},
    ),
    Row(
        "SeverityTimes.from",
        f"{AT}/by_severity",
        "[{from: 2, target: 5}]",
        findings,
        '"target":5',
        instead="[{from: 4, target: 5}]",
        more=SEVERE,
    ),
    Row(
        "SeverityTimes.target",
        f"{AT}/by_severity/0/target",
        "5",
        findings,
        '"target":5',
        more=SEVERE,
    ),
    Row(
        "SeverityTimes.acceptable",
        f"{AT}/by_severity/0/acceptable",
        "15",
        findings,
        '"acceptable":15',
        more=SEVERE,
    ),
    Row(
        "SeverityTimes.limit",
        f"{AT}/by_severity/0/limit",
        "35",
        findings,
        '"limit":35',
        more=SEVERE,
    ),
)

ROWS = (*HEADER, *STEPS, *TIMING)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_a_playbook_changes_what_is_seen(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
