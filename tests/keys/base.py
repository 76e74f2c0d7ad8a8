"""The small scenario that most rows change in one place, with its playbook, rubric and play."""

from __future__ import annotations

from tests.keys.bench import Files, fragment

BASE: Files = {
    "scenario": fragment(
        """
title: A small hour
rubric: own
playbooks:
  - {use: book, roles: {lead: red/chief}, triggers: {sign: {released: alarm}}}
story: {starts: 2031-05-12 08:00}
teams:
  - {id: red, title: Red team, roles: [{id: chief, title: Chief}, {id: clerk, title: Clerk}]}
  - {id: blue, title: Blue team}
personas:
  - {id: desk, name: Night desk}
injects:
  - id: alarm
    title: Alarm
    body: The screens go dark.
    questions: Who leads?
    expectations:
      - {id: call, text: Call the duty officer., team: red, step: book/call}
  - id: note
    title: Note
    body: A note asks for money.
    decision:
      question: Do we pay?
      decides: red
      options:
        - {id: pay, label: Pay them}
        - {id: refuse, label: Refuse, note: It gets loud.}
  - {id: end, title: End, body: The day is over., ends: true}
"""
    ),
    "book": fragment(
        """
title: Book
roles: [{id: lead, title: Lead}]
triggers: [{id: sign, text: The first sign.}]
steps:
  - {id: call, phase: identify, text: Call the duty officer., role: lead}
  - {id: cut, phase: contain, text: Cut the network., role: lead}
never:
  - {id: wipe, text: Wipe the machines.}
"""
    ),
    "rubric": fragment("{title: Own rubric, rules: [completeness, order, timeliness, harm]}"),
    "play": fragment(
        """
scenario: small
people:
  ana: {team: red, role: chief}
  kim: {team: red, role: clerk}
  bo: {team: blue}
  eva: {staff: evaluator}
play: [start, {release: alarm}, {wait: 5}, {release: note}]
"""
    ),
}


def play(*steps: str) -> dict[str, str]:
    """A play of these steps, after start and the release of the first inject."""
    return {"play:play": f"[{', '.join(('start', 'release: alarm', *steps))}]"}


def played(*steps: str) -> dict[str, str]:
    """A play of these steps and no others."""
    return {"play:play": f"[{', '.join(steps)}]"}
