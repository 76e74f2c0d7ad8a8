"""Every key of a play script's header, its actions and what they say; what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, play
from tests.keys.bench import (
    Bench,
    Row,
    blue,
    check,
    control,
    failures,
    log,
    printed,
    red,
    report,
)

FACTS = {
    "scenario:milestones": "[{id: cut, text: Cut off}]",
    "scenario:variables": "[{id: noise, text: Noise}]",
}
OWN_FACTS = {
    "scenario:milestones": "[{id: cut, text: Cut off, scope: team}]",
    "scenario:variables": "[{id: noise, text: Noise, scope: team}]",
}
REQUEST = {"scenario:requests": "[{id: copies, title: Copies, answer: One copy.}]"}
ROW = {"scenario:evaluation": "{rows: [{id: tone, text: Tone}]}"}
GOAL = {"scenario:objectives": "[{id: care, text: Calm}, {id: speed, text: Fast}]"}
THIRD = "play:play/2"
SPANISH = """
translates: small
language: es
status: courtesy
injects: {alarm: {title: Alarma}}
"""

HEADER = (
    Row("Play.schema_version", "play:schema_version", "2", check, "TTX018"),
    Row("Play.id", "play:id", "second", check, "TTX016"),
    Row("Play.scenario", "play:scenario", "big", check, "TTX137", instead="small"),
    Row("Play.title", "play:title", "The quick way", printed, "The quick way"),
    Row(
        "Play.language",
        "play:language",
        "es",
        failures,
        hides="Alarma",
        more={
            "es": SPANISH,
            **play("{expect: {sees: {by: ana, text: Alarma}}}"),
        },
    ),
    Row(
        "Play.values",
        "play:values",
        "{town: Beta}",
        red,
        "Beta is dark",
        "Alba is dark",
        more={"scenario:values": "{town: Alba}", "scenario:injects/alarm/body": "'{town} is dark'"},
    ),
    Row(
        "Play.people",
        "play:people",
        "{zoe: {team: red}}",
        log,
        "participant red/",
        "unknown_person",
        more=play("{decide: {by: zoe, text: Go.}}"),
    ),
    Row(
        "Play.play",
        "play:play",
        "[start, end]",
        log,
        "exercise_ended",
        instead="[start]",
    ),
    Row(
        "Person.team",
        "play:people/ana",
        "{team: blue}",
        log,
        "participant blue/",
        instead="{team: red}",
        more=play("{decide: {by: ana, text: Go.}}"),
    ),
    Row(
        "Person.role",
        "play:people/ana/role",
        "clerk",
        log,
        "red/clerk",
        more=play("{decide: {by: ana, text: Go.}}"),
    ),
    Row(
        "Person.staff",
        "play:people/eva/staff",
        "lead-evaluator",
        log,
        "lead-evaluator",
        instead="evaluator",
        more=play("{note: {by: eva, text: Calm.}}"),
    ),
)


def action(
    name: str, said: str, shows: str, before: str = "", more: dict[str, str] | None = None
) -> Row:
    """An action that leaves its trace in the log."""
    steps = [step for step in ("start", "{release: alarm}", before) if step]
    step = said if not said or said.startswith("{") else f"{{{name}: {said}}}"
    with_it = f"[{', '.join([*steps, step or name])}]"
    without = f"[{', '.join(steps)}]"
    return Row(
        f"PlayStep.{name}", "play:play", with_it, log, shows, instead=without, more=more or {}
    )


ACTIONS = (
    Row("PlayStep.start", "play:play", "[start]", log, "exercise_started", instead="[{wait: 1}]"),
    action("pause", "", "exercise_paused"),
    action("resume", "", "exercise_resumed", "pause"),
    action("end", "", "exercise_ended"),
    action("jump", "30", "clock_jumped"),
    action("release", "note", '"inject":"note","teams"'),
    action("release_now", "end", '"inject":"end","teams"'),
    action("skip", "{skip: {inject: note, reason: No time.}}", "inject_skipped"),
    action("improvise", "{improvise: {title: Rain, body: It rains.}}", "inject_improvised"),
    action("set", "cut", '"milestone":"cut","value":true', more=FACTS),
    action("clear", "cut", '"milestone":"cut","value":false', "{set: cut}", FACTS),
    action("let", "{let: {variable: noise, value: 3}}", '"variable":"noise","value":3', more=FACTS),
    action("decide", "{decide: {by: ana, text: Go.}}", '"text":"Go."'),
    action(
        "amend", "{amend: {by: ana, text: Stay.}}", '"amends"', "{decide: {by: ana, text: Go.}}"
    ),
    action("ask", "{ask: {by: ana, text: Who?}}", "question_asked"),
    action("answer", "{answer: {text: She.}}", "question_answered", "{ask: {by: ana, text: Who?}}"),
    action("decline", "{decline: {to: red}}", "question_declined", "{ask: {by: ana, text: Who?}}"),
    action("join", "{join: {by: ana}}", "person_joined"),
    action("leave", "{leave: {by: ana}}", "person_left", "{join: {by: ana}}"),
    action(
        "observe",
        "{observe: {by: eva, team: red, expectation: alarm/call, result: done}}",
        "observation_made",
    ),
    action("note", "{note: {by: eva, text: Calm.}}", "note_taken"),
    Row(
        "PlayStep.wait",
        THIRD,
        "{wait: 7}",
        log,
        "420 facilitator",
        instead="{wait: 1}",
        more=play("{wait: 1}", "{note: {text: Now.}}"),
    ),
    Row(
        "PlayStep.expect",
        THIRD,
        "{expect: {status: paused}}",
        failures,
        "status: paused / running",
        more=play("start"),
    ),
)


def said(
    key: str,
    name: str,
    base: str,
    field: str,
    value: str,
    shows: str,
    *,
    hides: str = "",
    before: tuple[str, ...] = (),
    more: dict[str, str] | None = None,
    look: object = log,
    instead: str | None = None,
) -> Row:
    """A key of an action, in the log of the play."""
    steps = play(*before, f"{{{name}: {base}}}")
    at = f"play:play/{2 + len(before)}/{name}/{field}"
    return Row(key, at, value, look, shows, hides, instead, {**steps, **(more or {})})  # type: ignore[arg-type]


ASKED = ("{ask: {by: ana, text: Who?}}", "{ask: {by: bo, text: When?}}")
CHOICE = ("{release: note}",)
GO = "{by: ana, text: Go.}"
RAIN = "{title: Rain, body: It rains.}"
SEEN = "{by: eva, team: red, expectation: alarm/call, result: done}"
NOTE = "{by: eva, text: Calm.}"

SAID = (
    said("Action.by", "decide", GO, "by", "kim", "red/clerk", instead="ana"),
    said("WithReason.reason", "pause", "{}", "reason", "Coffee.", '"reason":"Coffee."'),
    said("Jump.exercise", "jump", "{}", "exercise", "30", '"exercise":1800.0'),
    said("Jump.story", "jump", "{}", "story", "48 h", '"story":172800.0'),
    said(
        "ReleaseIt.inject",
        "release_now",
        "{}",
        "inject",
        "end",
        '"inject":"end","teams"',
        instead="note",
    ),
    said("ReleaseIt.teams", "release", "{inject: note}", "teams", "[blue]", '"teams":["blue"]'),
    said(
        "OnInject.inject",
        "skip",
        "{reason: No.}",
        "inject",
        "note",
        "inject_skipped",
        instead="alarm",
    ),
    said(
        "OnInject.teams",
        "skip",
        "{inject: note, reason: No.}",
        "teams",
        "[blue]",
        '"teams":["blue"]',
    ),
    said("OnInject.reason", "skip", "{inject: note}", "reason", "No time.", '"reason":"No time."'),
    said("OnInject.as_if", "skip", "{inject: note, reason: No.}", "as_if", "pay", '"as_if":"pay"'),
    said(
        "Improvise.title",
        "improvise",
        RAIN,
        "title",
        "Hail",
        '"headline":"Hail"',
        instead="Rain",
        look=red,
    ),
    said(
        "Improvise.body",
        "improvise",
        RAIN,
        "body",
        "It pours.",
        "It pours.",
        instead="It rains.",
        look=red,
    ),
    said("Improvise.to", "improvise", RAIN, "to", "red", "", hides="It rains.", look=blue),
    said("Improvise.channel", "improvise", RAIN, "channel", "news", '"channel":"news"', look=red),
    said("Improvise.from", "improvise", RAIN, "from", "A porter", "A porter", look=red),
    said(
        "Improvise.details",
        "improvise",
        "{title: Rain, body: It rains., channel: email}",
        "details",
        "{subject: Wet}",
        '"headline":"Wet"',
        look=red,
    ),
    said("Improvise.tlp", "improvise", RAIN, "tlp", "RED", '"tlp":"RED"', look=red),
    said(
        "Fact.milestone",
        "set",
        "{}",
        "milestone",
        "cut",
        '"milestone":"cut"',
        instead="other",
        more=FACTS,
    ),
    said(
        "Fact.team",
        "set",
        "{milestone: cut}",
        "team",
        "blue",
        "",
        hides='"story":"red","milestone"',
        more=OWN_FACTS,
    ),
    said(
        "Fact.reason",
        "set",
        "{milestone: cut}",
        "reason",
        "By phone.",
        '"reason":"By phone."',
        more=FACTS,
    ),
    said(
        "Let.variable",
        "let",
        "{value: 3}",
        "variable",
        "noise",
        '"variable":"noise"',
        instead="other",
        more=FACTS,
    ),
    said(
        "Let.value", "let", "{variable: noise}", "value", "3", '"value":3', instead="4", more=FACTS
    ),
    said(
        "Let.team",
        "let",
        "{variable: noise, value: 3}",
        "team",
        "blue",
        "",
        hides='"story":"red","variable"',
        more=OWN_FACTS,
    ),
    said(
        "Let.reason",
        "let",
        "{variable: noise, value: 3}",
        "reason",
        "Loud.",
        '"reason":"Loud."',
        more=FACTS,
    ),
    said("Decide.team", "decide", "{text: Go.}", "team", "blue", '"by_control":true'),
    said("Decide.inject", "decide", GO, "inject", "alarm", '"inject":"alarm","text":"Go."'),
    said(
        "Decide.option",
        "decide",
        "{by: ana, inject: note}",
        "option",
        "pay",
        '"option":"pay"',
        before=CHOICE,
    ),
    said("Decide.text", "decide", "{by: ana}", "text", "Go.", "Decision: Go.", look=report),
    said("Decide.rationale", "decide", GO, "rationale", "It is late.", "It is late.", look=report),
    said("Decide.considered", "decide", GO, "considered", "[Staying]", "Staying", look=report),
    said("Decide.assignee", "decide", GO, "assignee", "The porter", "The porter", look=report),
    said(
        "Decide.confidence", "decide", GO, "confidence", "low", "**Confidence:** low", look=report
    ),
    said("Decide.step", "decide", GO, "step", "book/cut", '"steps":["book/cut"]'),
    said("Decide.links", "decide", GO, "links", "alarm", "**Rests on:** Alarm", look=report),
    said(
        "Decide.reason",
        "amend",
        "{by: ana, text: Stay.}",
        "reason",
        "New facts.",
        "New facts.",
        before=("{decide: {by: ana, text: Go.}}",),
        look=report,
    ),
    said("Ask.text", "ask", "{by: ana}", "text", "Where?", "Where?", instead="Who?", look=control),
    said(
        "Answer.request",
        "answer",
        "{to: red}",
        "request",
        "copies",
        "One copy.",
        before=ASKED,
        more=REQUEST,
        look=red,
    ),
    said("Answer.to", "answer", "{text: Soon.}", "to", "blue", "Soon.", before=ASKED, look=blue),
    said("Answer.text", "answer", "{to: red}", "text", "She.", "She.", before=ASKED, look=red),
    said(
        "Answer.reason",
        "decline",
        "{to: red}",
        "reason",
        "Not known.",
        "Not known.",
        before=ASKED,
        look=red,
    ),
    said("Observe.team", "observe", SEEN, "team", "blue", '"team":"blue"', instead="red"),
    said(
        "Observe.expectation",
        "observe",
        "{by: eva, team: red, result: done}",
        "expectation",
        "alarm/call",
        '"expectation":"alarm/call"',
    ),
    said(
        "Observe.row",
        "observe",
        "{by: eva, team: red, result: done}",
        "row",
        "tone",
        '"row":"tone"',
        more=ROW,
    ),
    said(
        "Observe.result", "observe", SEEN, "result", "partly", '"result":"partly"', instead="done"
    ),
    said("Observe.text", "observe", SEEN, "text", "They rang.", "They rang.", look=report),
    said("Note.text", "note", NOTE, "text", "Loud.", "Note: Loud.", instead="Calm.", look=report),
    said("Note.team", "note", NOTE, "team", "blue", '"team":"blue"'),
    said("Note.inject", "note", NOTE, "inject", "alarm", '"inject":"alarm"}'),
    said("Note.objective", "note", NOTE, "objective", "care", '"objective":"care"', more=GOAL),
)

ROWS = (*HEADER, *ACTIONS, *SAID)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_a_play_changes_what_happens(row: Row, bench: Bench) -> None:
    row.proves(bench, BASE)
