"""Every key of what a play's actions say, and what it changes."""

from __future__ import annotations

from typing import Any

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

EDIT = "{inject: note, title: A}"
VERSION = {"scenario:injects/note/versions": "[{to: red, body: For red.}]"}
JOINED = ("{join: {by: ana}}",)
TELL = "{by: ana, text: Help.}"
GREEN = {"scenario:teams/2": "{id: green, title: Green team}"}
BOTH = ("{decide: {by: bo, text: Go.}}", "{decide: {by: ana, text: Go.}}")
ON_WALL, LAST_OF_BLUE = 'shown_to_room {"what":', '"decision","entry":"e6","team":"blue"'
OPENED = "inject_acknowledged"
LATE = "{team: red, text: Go., reason: On paper.}"
RATED = "{by: eva, subject: care, achieved: true}"
FLAGS = {"harm_other": "M", "safety_risk": "M", "non_compliant": "M", "improvement_found": "S"}
SCALE = {
    "scenario:evaluation": "{scale: [{id: well, title: Well}, {id: badly, title: Badly}]}",
    "rubric:ratings": "{scale: scenario}",
}
JUSTIFIED = "{by: eva, team: red, about: book/call, text: A fire.}"
END = ("end",)
AFTER: dict[str, Any] = {"before": END, "look": report}
WASH = "{topic: gap, text: Dark.}"
ROW_OF = "{issue: No list}"

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
    said("Skip.as_if", "skip", "{inject: note, reason: No.}", "as_if", "pay", '"as_if":"pay"'),
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
    said("Ask.team", "ask", "{text: Who?}", "team", "blue", '"team":"blue"'),
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
    said("Speed.factor", "speed", "{}", "factor", "2", '"factor":2.0', instead="3"),
    said("Edit.inject", "edit", EDIT, "inject", "note", '"inject":"note","faces"', instead="end"),
    said("Edit.title", "edit", EDIT, "title", "A letter", '"headline":"A letter"', instead="A"),
    said("Edit.body", "edit", "{inject: note}", "body", "A letter.", '"body":"A letter."'),
    said(
        "Edit.version",
        "edit",
        EDIT,
        "version",
        "red",
        '"place":1',
        more=VERSION,
    ),
    said("Edit.reason", "edit", EDIT, "reason", "Ours.", '"reason":"Ours."'),
    said("HandOver.to", "hand_over", "{by: ana}", "to", "kim", '"to":"kim"', before=JOINED),
    said("HandOver.person", "hand_over", "{to: kim}", "person", "ana", '"to":"kim"', before=JOINED),
    said("OnPerson.person", "mute", "{}", "person", "ana", '"person":"ana"', before=JOINED),
    said("Kick.reason", "kick", "{person: ana}", "reason", "Lost.", "Lost.", before=JOINED),
    said("Rotate.team", "rotate", "{}", "team", "red", '"team":"red"'),
    said("Rotate.team_role", "rotate", "{team: red}", "team_role", "chief", '"team_role":"chief"'),
    said("Rotate.role", "rotate", "{}", "role", "observer", '"role":"observer"'),
    said("Tell.to", "message", TELL, "to", "blue", '"to":["blue"]', more=GREEN),
    said("Tell.text", "message", "{by: ana}", "text", "Help.", "Help.", look=blue, instead="No."),
    said("Tell.tlp", "message", TELL, "tlp", "GREEN", '"tlp":"GREEN"', look=blue),
    said("Tell.team", "message", "{text: Help.}", "team", "red", "message_sent"),
    said("Tell.step", "message", TELL, "step", "book/cut", '"steps":["book/cut"]'),
    said("Tell.links", "message", TELL, "links", "alarm", '["link","Alarm"]', look=blue),
    said("OnWall.inject", "show", "{}", "inject", "alarm", ON_WALL + '"inject"', before=BOTH),
    said("OnWall.team", "show", "{}", "team", "blue", ON_WALL + LAST_OF_BLUE, before=BOTH),
    said(
        "Review.team",
        "review",
        "{by: eva}",
        "team",
        "red",
        "",
        hides='decision_reviewed {"team":"blue"',
        before=BOTH,
    ),
    said("Opened.inject", "acknowledge", "{by: ana}", "inject", "alarm", OPENED, instead="note"),
    said("Opened.team", "acknowledge", "{inject: alarm}", "team", "red", OPENED),
    said("Decide.at", "decide", LATE, "at", "2", '"decided":120.0', before=("{wait: 3}",)),
    said("Rate.team", "rate", RATED, "team", "blue", '"team":"blue"', more=GOAL),
    said("Rate.subject", "rate", RATED, "subject", "care", '"care"', instead="speed", more=GOAL),
    said(
        "Rate.achieved",
        "rate",
        RATED,
        "achieved",
        "false",
        '"given":"U"',
        instead="true",
        more=GOAL,
    ),
    said(
        "Rate.level",
        "rate",
        "{by: eva, subject: care}",
        "level",
        "well",
        "Rating of “Calm”: Well",
        look=report,
        more={**GOAL, **SCALE},
    ),
    said("Justify.team", "justify", JUSTIFIED, "team", "blue", '"team":"blue"', instead="red"),
    said(
        "Justify.about",
        "justify",
        JUSTIFIED,
        "about",
        "book/cut",
        '"about":"book/cut"',
        instead="alarm",
    ),
    said(
        "Justify.text",
        "justify",
        JUSTIFIED,
        "text",
        "A storm.",
        "A storm",
        look=report,
        instead="x",
    ),
    said("Rate.text", "rate", RATED, "text", "Calm.", "Remark: Calm.", look=report, more=GOAL),
    said(
        "Rate.final",
        "rate",
        "{subject: care, achieved: true}",
        "final",
        "true",
        "Final rating",
        before=END,
        look=report,
        more=GOAL,
    ),
    *(
        said(f"Rate.{flag}", "rate", RATED, flag, "true", f'"given":"{level}"', more=GOAL)
        for flag, level in FLAGS.items()
    ),
    said("HotWash.topic", "hotwash", WASH, "topic", "idea", "an idea", **AFTER, instead="gap"),
    said("HotWash.text", "hotwash", WASH, "text", "Light.", "Light.", **AFTER, instead="Dark."),
    said("HotWash.team", "hotwash", WASH, "team", "blue", '"team":"blue"', before=END),
    said(
        "HotWash.objective", "hotwash", WASH, "objective", "care", '"care"', before=END, more=GOAL
    ),
    said(
        "Improve.improvement",
        "improve",
        "{status: done}",
        "improvement",
        "no-list",
        '"status":"done"',
        before=(*END, "{improve: {issue: No list}}"),
    ),
    said("Improve.issue", "improve", "{}", "issue", "No list", "“No list”", **AFTER),
    said(
        "Improve.action", "improve", ROW_OF, "action", "Print it", "To be done: Print it", **AFTER
    ),
    said("Improve.element", "improve", ROW_OF, "element", "training", '"training"', before=END),
    said("Improve.owner", "improve", ROW_OF, "owner", "Clinic", "By whom: Clinic", **AFTER),
    said(
        "Improve.contact", "improve", ROW_OF, "contact", "Desk 4", '"contact":"Desk 4"', before=END
    ),
    said(
        "Improve.start",
        "improve",
        ROW_OF,
        "start",
        "2031-06-01",
        '"start":"2031-06-01"',
        before=END,
    ),
    said("Improve.due", "improve", ROW_OF, "due", "2031-06-02", "2 June 2031", **AFTER),
    said("Improve.status", "improve", ROW_OF, "status", "dropped", "State: dropped", **AFTER),
    said("Improve.team", "improve", ROW_OF, "team", "blue", '"team":"blue"', before=END),
    said(
        "Improve.objective", "improve", ROW_OF, "objective", "care", '"care"', before=END, more=GOAL
    ),
    said("Note.text", "note", NOTE, "text", "Loud.", "Note: Loud.", instead="Calm.", look=report),
    said("Note.team", "note", NOTE, "team", "blue", '"team":"blue"'),
    said("Note.inject", "note", NOTE, "inject", "alarm", '"inject":"alarm"}'),
    said("Note.objective", "note", NOTE, "objective", "care", '"objective":"care"', more=GOAL),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_an_action_changes_what_happens(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
