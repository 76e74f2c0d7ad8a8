"""Every key of what a play's actions say, and what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, play
from tests.keys.bench import Bench, Look, Row, blue, control, log, red, report

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
    look: Look = log,
    instead: str | None = None,
) -> Row:
    """A key of an action, in the log of the play."""
    steps = play(*before, f"{{{name}: {base}}}")
    at = f"play:play/{2 + len(before)}/{name}/{field}"
    return Row(key, at, value, look, shows, hides, instead, {**steps, **(more or {})})


ASKED = ("{ask: {by: ana, text: Who?}}", "{ask: {by: bo, text: When?}}")
CHOICE = ("{release: note}",)
GO = "{by: ana, text: Go.}"
RAIN = "{title: Rain, body: It rains.}"
SEEN = "{by: eva, team: red, expectation: alarm/call, result: done}"
NOTE = "{by: eva, text: Calm.}"

ROWS = (
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


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_an_action_changes_what_happens(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
