"""Every key of an inject, its attachments, versions and guidance, and what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, play, played
from tests.keys.bench import (
    Bench,
    Row,
    blue,
    check,
    chief,
    control,
    findings,
    library,
    log,
    plan,
    red,
    report,
    room,
)

ALARM = "scenario:injects/alarm"
CALL = f"{ALARM}/expectations/call"
FILE = {f"{'scenarios/small/'}plan.txt": "The plan.", f"{ALARM}/attachments": "[plan.txt]"}
ATTACHED = f"{ALARM}/attachments"
VERSION = {f"{ALARM}/versions": "[{to: red/chief, body: Yours alone.}]"}
VERSION_AT = f"{ALARM}/versions/0"
OWN_IN_SPANISH = """
translates: small
language: es
status: courtesy
injects: {alarm: {versions: {own: {body: Solo para ti.}}}}
"""
MAIL = {f"{ALARM}/channel": "email"}
NOTED = play("{wait: 5}", "{release: note}")

INJECT = (
    Row(
        "Inject.id",
        f"{ALARM}/id",
        "siren",
        plan,
        "[siren proposed start]",
        "[alarm proposed start]",
        instead="alarm",
        more=played("start"),
    ),
    Row("Inject.title", f"{ALARM}/title", "Siren", red, "Siren", "Alarm", instead="Alarm"),
    Row("Inject.body", f"{ALARM}/body", "It is dark.", red, "It is dark.", '"body":"Alarm"'),
    Row(
        "Inject.phase",
        f"{ALARM}/phase",
        "first",
        check,
        hides="TTX099",
        more={"scenario:phases": "[{id: first, title: One}]"},
    ),
    Row("Inject.to", f"{ALARM}/to", "red", blue, hides="Alarm"),
    Row("Inject.from", f"{ALARM}/from", "desk", red, "Night desk"),
    Row(
        "Inject.channel",
        f"{ALARM}/channel",
        "phone",
        red,
        '"channel":"phone"',
    ),
    Row("Inject.details", f"{ALARM}/details", "{subject: Help}", red, "Help", more=MAIL),
    Row("Inject.attachments", ATTACHED, "[plan.txt]", red, "plan.txt", more=FILE),
    Row("Inject.versions", f"{ALARM}/versions", "[{to: red/chief, body: Yours.}]", chief, "Yours."),
    Row("Inject.tlp", f"{ALARM}/tlp", "RED", red, '"tlp":"RED"'),
    Row("Inject.severity", f"{ALARM}/severity", "grave", red, "grave"),
    Row("Inject.tags", f"{ALARM}/tags", "[night]", control, "night"),
    Row(
        "Inject.techniques", f"{ALARM}/techniques", "[T1486]", report, "**T1486** shown by “Alarm”"
    ),
    Row(
        "Inject.objectives",
        f"{ALARM}/objectives",
        "[care]",
        check,
        hides="TTX121",
        more={"scenario:objectives": "[{id: care, text: Calm}]"},
    ),
    Row("Inject.questions", f"{ALARM}/questions", "Who leads?", control, "Who leads?"),
    Row("Inject.expectations", f"{ALARM}/expectations", "[{text: Ring}]", control, "Ring"),
    Row("Inject.decision", f"{ALARM}/decision", "{question: What now?}", red, "What now?"),
    Row("Inject.facilitator", f"{ALARM}/facilitator", "Say it slowly.", control, "Say it slowly."),
    Row(
        "Inject.release",
        f"{ALARM}/release",
        "{at: 30}",
        plan,
        hides="[alarm proposed start]",
        more=played("start"),
    ),
    Row(
        "Inject.next",
        f"{ALARM}/next",
        "end",
        plan,
        "[end proposed line]",
        "[note proposed line]",
        more=play(),
    ),
    Row(
        "Inject.effects",
        f"{ALARM}/effects",
        "[{set: cut}]",
        log,
        '"milestone":"cut"',
        more={"scenario:milestones": "[{id: cut, text: Cut}]"},
    ),
    Row("Inject.story_time", f"{ALARM}/story_time", "2031-05-12 20:00", red, "T20:00"),
    Row("Inject.pool", f"{ALARM}/pool", "hint", report, "Help given: “Alarm”."),
    Row("Inject.optional", f"{ALARM}/optional", "true", control, "optional"),
    Row("Inject.projector", f"{ALARM}/projector", "true", room, "The screens go dark."),
    Row("Inject.ends", "scenario:injects/note/ends", "true", log, "end_proposed"),
    Row(
        "Inject.use",
        ALARM,
        "{use: alarms/screens, id: alarm}",
        red,
        "All screens are black.",
        "TTX021",
        instead="{id: alarm}",
        more={"inject": "{title: Screens, body: All screens are black.}"},
    ),
    Row(
        "Inject.body_file",
        f"{ALARM}/body_file",
        "alarm.md",
        red,
        "From the file.",
        more={"scenarios/small/alarm.md": "From the file."},
    ),
    Row(
        "Attachment.file",
        f"{ATTACHED}/0",
        "{file: none.txt}",
        check,
        "TTX045",
        instead="{file: plan.txt}",
        more=FILE,
    ),
    Row(
        "Attachment.title",
        f"{ATTACHED}/0",
        "{file: plan.txt, title: The plan}",
        red,
        "The plan",
        instead="plan.txt",
        more=FILE,
    ),
)

LIBRARY = {"inject": "{title: Screens, body: All black.}"}
FROM_LIBRARY = {**LIBRARY, ALARM: "{use: alarms/screens, id: alarm}"}

REUSED = (
    Row(
        "InjectFile.schema_version",
        "inject:schema_version",
        "9",
        check,
        "TTX018",
        more=FROM_LIBRARY,
    ),
    Row("InjectFile.language", "inject:language", "es", red, "[es] All black.", more=FROM_LIBRARY),
    Row("InjectFile.licence", "inject:licence", "CC0-1.0", report, "CC0-1.0", more=FROM_LIBRARY),
    Row(
        "InjectFile.sender",
        "inject:sender",
        "The night guard",
        library,
        "The night guard",
        more=LIBRARY,
    ),
    Row("InjectFile.authors", "inject:authors", "[Ada]", report, "Ada", more=FROM_LIBRARY),
)

VERSIONS = (
    Row(
        "Version.id",
        f"{VERSION_AT}/id",
        "own",
        check,
        hides="TTX048",
        more={**VERSION, "es": OWN_IN_SPANISH},
    ),
    Row(
        "Version.to",
        f"{VERSION_AT}/to",
        "blue",
        blue,
        "Yours alone.",
        instead="red/chief",
        more=VERSION,
    ),
    Row(
        "Version.when",
        f"{VERSION_AT}/when",
        "{released: end}",
        chief,
        hides="Yours alone.",
        more=VERSION,
    ),
    Row("Version.title", f"{VERSION_AT}/title", "For you", chief, "For you", more=VERSION),
    Row(
        "Version.body",
        f"{VERSION_AT}/body",
        "Read this.",
        chief,
        "Read this.",
        instead="Yours.",
        more=VERSION,
    ),
    Row(
        "Version.details",
        f"{VERSION_AT}/details",
        "{subject: Yours}",
        chief,
        '"headline":"Yours"',
        more={**VERSION, **MAIL},
    ),
    Row("Version.tlp", f"{VERSION_AT}/tlp", "RED", chief, '"tlp":"RED"', more=VERSION),
    Row(
        "Version.attachments",
        f"{VERSION_AT}/attachments",
        "[plan.txt]",
        chief,
        "plan.txt",
        more={"scenarios/small/plan.txt": "The plan.", **VERSION},
    ),
    Row(
        "Version.body_file",
        f"{VERSION_AT}",
        "{to: red/chief, body_file: own.md}",
        chief,
        "From a file.",
        "TTX021",
        instead="{to: red/chief}",
        more={**VERSION, "scenarios/small/own.md": "From a file."},
    ),
)

GUIDANCE = (
    Row(
        "Questions.primary",
        f"{ALARM}/questions",
        "{primary: Who?}",
        control,
        "Who?",
        instead="{primary: When?}",
    ),
    Row(
        "Questions.probing",
        f"{ALARM}/questions/probing",
        "[And then?]",
        control,
        "And then?",
        more={f"{ALARM}/questions": "{primary: Who?}"},
    ),
    Row(
        "FacilitatorBlock.delivery",
        f"{ALARM}/facilitator/delivery",
        "Slowly.",
        control,
        '["delivery","Slowly."]',
    ),
    Row(
        "FacilitatorBlock.listen_for",
        f"{ALARM}/facilitator/listen_for",
        "[A name.]",
        control,
        '["listen_for","A name."]',
    ),
    Row(
        "FacilitatorBlock.red_flags",
        f"{ALARM}/facilitator/red_flags",
        "[Panic.]",
        control,
        '["red_flag","Panic."]',
    ),
    Row(
        "FacilitatorBlock.hints", f"{ALARM}/facilitator/hints", "[Ask.]", control, '["hint","Ask."]'
    ),
    Row(
        "FacilitatorBlock.move_on",
        f"{ALARM}/facilitator/move_on",
        "When calm.",
        control,
        '["move_on","When calm."]',
    ),
    Row(
        "FacilitatorBlock.notes",
        f"{ALARM}/facilitator/notes",
        "It is Bob.",
        control,
        '["notes","It is Bob."]',
    ),
)

CALLED = play("{wait: 9}", "{decide: {by: ana, text: We call., step: book/call}}")

EXPECTED = (
    Row(
        "Expectation.id",
        f"{CALL}/id",
        "ring",
        findings,
        '"alarm/ring"',
        '"alarm/call"',
        instead="call",
    ),
    Row("Expectation.text", f"{CALL}/text", "Ring them.", report, "“Ring them”", instead="Call."),
    Row("Expectation.example", f"{CALL}/example", "We ring.", control, '["example","We ring."]'),
    Row(
        "Expectation.team",
        f"{CALL}/team",
        "blue",
        findings,
        "completeness.blue.alarm.call",
        instead="red",
    ),
    Row("Expectation.role", f"{CALL}/role", "clerk", report, "expected of: Clerk"),
    Row("Expectation.due", f"{CALL}/due", "5", findings, '"code":"late"', more=CALLED),
    Row("Expectation.weight", f"{CALL}/weight", "7", findings, '"weight":7'),
    Row("Expectation.step", f"{CALL}/step", "book/call", findings, '"code":"met"', more=CALLED),
    Row("Expectation.done_by", f"{CALL}/done_by", "{released: note}", log, "expectation_met"),
    Row(
        "Expectation.free",
        f"{CALL}/free",
        "true",
        check,
        hides="TTX107",
        more={f"{ALARM}/expectations": "[{id: call, text: Call.}]"},
    ),
    Row("Expectation.techniques", f"{CALL}/techniques", "[T1486]", report, "**T1486** answered by"),
)

ROWS = (*INJECT, *REUSED, *VERSIONS, *GUIDANCE, *EXPECTED)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_an_inject_changes_what_is_seen(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
