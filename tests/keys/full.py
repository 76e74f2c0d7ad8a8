"""A scenario in which every text is given, with translations that say nothing yet."""

from __future__ import annotations

import copy

from tests.keys.base import BASE, play
from tests.keys.bench import Files, fragment, put

FULL: Files = copy.deepcopy(BASE)
for _at, _value in {
    "scenario:summary": "Summary",
    "scenario:audience": "Audience",
    "scenario:brief": "You are here",
    "scenario:facilitator_brief": "Control brief",
    "scenario:organisation": "Bodies",
    "scenario:assumptions": "[Assumption]",
    "scenario:ground_rules": "[Rule]",
    "scenario:debrief_questions": "[Why]",
    "scenario:truth": "{notes: [Truth]}",
    "scenario:control_tasks": "{before: [Test], during: [Count], after: [Thank]}",
    "scenario:evaluation": """
rows: [{id: tone, text: Tone}]
scale: [{id: well, title: Well, text: Nothing amiss}, {id: poorly, title: Poorly}]
""",
    "rubric:ratings": "{scale: scenario, of: [row]}",
    "scenario:phases": "[{id: first, title: Dusk, planned: 9}]",
    "scenario:milestones": "[{id: cut, text: Cut off}]",
    "scenario:variables": "[{id: noise, text: Noise}]",
    "scenario:objectives": """
- id: care
  text: Care
  criteria: [Fed]
  capability: Health
  critical_tasks: [{id: ring, text: Ring}]
""",
    "scenario:deadlines": """
- {id: tell, title: Tell, starts: {released: alarm}, within: 60, source: {kind: law, title: Act}}
""",
    "scenario:requests": """
- {id: copies, title: Copies, ask: [copy], answer: One}
- {id: law, title: Law, ask: [law], answer: No}
""",
    "scenario:personas": """
- {id: desk, name: Desk, title: Office}
- {id: ward, name: Ward, organisation: Clinic}
""",
    "scenario:teams/blue/brief": "Look on",
    "scenario:teams/blue/organisation": "Ministry",
    "scenario:teams/red/roles/chief/brief": "You lead",
    "scenario:injects/alarm/from": "desk",
    "scenario:injects/note/from": "ward",
    "scenario:injects/alarm/channel": "email",
    "scenario:injects/alarm/details": "{subject: Help}",
    "scenario:injects/alarm/attachments": "[{file: plan.txt, title: Plan}]",
    "scenario:injects/alarm/severity": "Grave",
    "scenario:injects/alarm/questions": "{primary: Who, probing: [Then]}",
    "scenario:injects/alarm/facilitator": """
delivery: Slow
listen_for: [Name]
red_flags: [Panic]
hints: [Hint]
move_on: Calm
notes: Bob
""",
    "scenario:injects/note/versions": """
- id: own
  to: red/chief
  title: For you
  body: Inner
  attachments: [{file: own.txt, title: Annex}]
""",
    "scenario:injects/alarm/versions": """
- {id: mail, to: red/chief, body: Mail, details: {subject: Yours}}
""",
    "scenario:injects/alarm/expectations/call/example": "We call",
    "scenario:injects/note/decision/options/pay/example": "We pay",
    "scenario:injects/note/decision/options/pay/description": "Today",
    "scenario:injects/note/decision/options/pay/pros": "[Quick]",
    "scenario:injects/note/decision/options/pay/cons": "[Dear]",
    "scenario:injects/3": "{use: alarms/screens, id: screens, release: {after: start}}",
    "scenario:playbooks/book/branches": "{left: 'yes'}",
    "book:summary": "What to do",
    "book:branches": "[{id: left, question: Left, answers: ['yes']}]",
    "book:roles": "[{id: lead, title: Lead, engage: At once}]",
    "book:steps/call": """
id: call
phase: identify
text: Call the officer
role: lead
guidance: Briefly
condition: At night
repeat: Hourly
aliases: [ring]
parts: [{id: phone, text: Phone}]
any_of: [{id: shout, text: Shout}]
times: {from: sign, target: 5, source: {kind: plan, title: House plan}}
""",
    "inject": """
title: Screens
body: All black
severity: Bad
channel: email
details: {subject: Pitch}
attachments: [{file: black.txt, title: Black plan}]
versions: [{id: two, to: blue, body: For blue}]
questions: {primary: How black}
expectations: [{id: light, text: Light}]
decision: {question: Which lamp}
facilitator: {delivery: Whisper}
""",
    "scenarios/small/plan.txt": "Plan.",
    "scenarios/small/own.txt": "Own.",
    "injects/alarms/black.txt": "Black.",
    "scenarios/small/es.md": "ES del fichero",
    "injects/alarms/es.md": "ES del fichero",
    "es": "{translates: small, language: es, status: courtesy}",
    "book.es": "{translates: book, language: es, status: courtesy}",
    "rubric.es": "{translates: own, language: es, status: courtesy}",
    "inject.es": "{translates: screens, language: es, status: courtesy}",
    **play(
        "{release: screens}",
        "{set: cut}",
        "{let: {variable: noise, value: 3}}",
        "{wait: 20}",
        "{release: note}",
        "{ask: {by: bo, text: Is there a copy?}}",
        "{answer: {to: blue, request: copies}}",
        "{ask: {by: bo, text: ¿Qué dice la norma?}}",
        "{decide: {by: ana, text: Wipe., step: [book/wipe, book/call]}}",
        "{rate: {by: eva, team: red, subject: tone, level: well}}",
    ),
}.items():
    put(FULL, _at, fragment(_value))
