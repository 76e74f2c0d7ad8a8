"""A scenario of any length, with playbook and rubric, written as an author would write it."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

SEED = 7
NAME = "long-night"
STEPS, FACTS = 60, 40
GROUP = 20
"""So many injects have one of everything: a fork, where it meets again, timers, a contingency."""

TEAMS = {
    "board": ("chair", "counsel"),
    "technology": ("head-it", "network"),
    "authority": ("duty-officer", "lawyer"),
    "communications": ("speaker", "social-desk"),
}
PERSONAS = ("night-desk", "supplier", "newsroom", "regulator", "colleague", "stranger")
PHASES = ("detection", "response", "recovery")
OBJECTIVES = ("people-first", "stop-and-keep", "tell-in-time", "come-back")
CHANNELS = {
    "email": "{subject: Please read before nine, cc: Duty desk}",
    "phone": "{number: 555-0100, line: Hotline, voicemail: false}",
    "chat": "{room: Night shift, handle: desk-2}",
    "siem": "{rule: Many files changed at once, host: FILE-02, severity: high, count: 4120}",
    "ticket": "{number: INC-20417, priority: P1, queue: Service desk}",
    "news": "{outlet: Morning Post, section: Local}",
    "social": "{platform: Short posts, account: someone, reach: 1200}",
    "document": "{kind: Letter, pages: 2, reference: AB-17}",
}
WHO = ("The night desk", "A supplier", "The ward", "The head of technology", "A caller", "The bank")
DOES = ("reports", "asks about", "has found", "cannot explain", "repeats", "takes back")
WHAT = (
    "a server that answers nobody",
    "forty accounts that nobody opened",
    "a message with a clock in it",
    "three copies that do not agree",
    "a list of names on a public page",
    "a door that was open since Friday",
)
REST = (
    "Two floors work on paper: one waits.",
    "Nobody has told the other house yet; it is the same network.",
    "The one who knows it is on a train.",
    "There is a copy, eleven days old. Has anybody read it back?",
    "It may be nothing; the same thing was seen in March, at 10:40.",
)
ACTS = (
    "Say who leads, and tell the house",
    "Cut what is ill from what is well",
    "Tell the authority what is known",
    "Keep the logs before anything is wiped",
)


INJECT = Template("""\
  - id: inject-$at
    phase: $phase
    title: $title
    to: [$to]
    channel: $channel
    body: |
      "We have $what, and $count people wait."

      $rest
""")
SENT = Template("    from: $persona\n    details: $details\n")
ASKED = Template("""\
    objectives: [$objective]
    expectations:
      - text: $act
        team: $team
        due: $due
        step: response/step-$step
""")
STAFF = Template("""\
    facilitator:
      listen_for: [Somebody answers first]
      move_on: When answered.
""")
OWN = {
    0: """\
    decision:
      question: Do you cut the network, or keep it and watch?
      decides: $team
      time_limit: 12
      options:
        - {id: cut, label: Cut it, effects: [set: $known], next: $i1}
        - {id: keep, label: Keep it, effects: [add: {trust: -1}], next: $i2}
""",
    1: "    next: $i3\n",
    2: "    next: $i3\n",
    4: "    release: {delay: 3}\n",
    5: "    release: {after: $i4, not_by: 10, unless: {milestone: $known}}\n",
    6: """\
    questions:
      primary: What do you know for certain?
      probing: [Who else?]
""",
    7: "    release: {after: $i0/cut, delay: 2 min}\n",
    8: """\
    versions:
      - to: [$team/$role]
        body: The same, and the password that you had meant to change.
""",
    9: "    release: {when: {all: [{released: $i8}, {milestone: $fact}]}}\n",
    10: "    pool: pressure\n",
    11: """\
    decision:
      question: What do you tell the newsroom?
      decides: $team
      options:
        - {id: nothing, label: Nothing yet, effects: [let: {press: loud}]}
        - {id: all, label: All that is known, effects: [add: {trust: 1}]}
""",
    12: "    release: {at: $early, until: $late}\n",
    14: "    release: {delay: 90 s}\n",
    16: "    next: [{to: $i17, when: {variable: {trust: {at_least: 4}}}}, {to: $i18}]\n",
    17: "    next: $i18\n",
}
"""What only the inject at this place of its group has."""


@cache
def scenario_text(injects: int) -> str:
    """The text of a scenario of so many injects, always the same."""
    assert injects % GROUP == 0
    chance = random.Random(SEED)
    return _header() + "".join(_inject(chance, at, injects) for at in range(injects))


@cache
def scenario_file(injects: int) -> Path:
    """The file of such a scenario, in a folder of its own with its playbook and its rubric."""
    return written(f"{injects}", scenario_text(injects))


def written(name: str, text: str) -> Path:
    """A scenario's text as a file beside its playbook and rubric, until the process ends."""
    home = Path(_folder().name) / name / NAME
    rubric = "title: One rule\nrules: [completeness]\n"
    for file, content in (
        ("playbooks/response.yaml", _playbook()),
        ("rubrics/plain.yaml", rubric),
        ("scenario.yaml", text),
    ):
        (home / file).parent.mkdir(parents=True, exist_ok=True)
        (home / file).write_text(content, encoding="utf-8")
    return home / "scenario.yaml"


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="simulacro-bench-")


def _playbook() -> str:
    text = (
        "title: Response to a long night\nroles: [board, technology, authority, communications]\n"
    )
    text += "triggers:\n  - {id: first-sign, text: The first sign.}\nsteps:\n"
    for at in range(STEPS):
        text += (
            f"  - id: step-{at}\n"
            f"    phase: {('identify', 'contain', 'recover')[at % 3]}\n"
            f"    text: {ACTS[at % 4]}, part {at}.\n"
            f"    role: {tuple(TEAMS)[at % 4]}\n"
            "    times: {from: first-sign, target: 10, limit: 40, source: {kind: expert}}\n"
        )
        text += f"    after: [step-{at - 1}]\n" if at % 3 else ""
    return text


def _header() -> str:
    text = (
        "title: The long night\n"
        "summary: A night that does not end, in a house that must not close.\n"
        "planned: 240\n"
        "rubric: plain\n"
        "playbooks:\n"
        "  - use: response\n"
        "    roles: {board: board, technology: technology, authority: authority,"
        " communications: communications}\n"
        "    triggers: {first-sign: {released: inject-0}}\n"
        "objectives:\n"
    )
    for at, id in enumerate(OBJECTIVES):
        text += (
            f"  - id: {id}\n    text: {ACTS[at]}.\n    critical_tasks:\n"
            f"      - {{id: task-{at}, text: Do it in time., steps: [response/step-{at}]}}\n"
        )
    text += "teams:\n"
    for id, roles in TEAMS.items():
        text += f"  - id: {id}\n    title: {id.capitalize()}\n    roles: [{', '.join(roles)}]\n"
    text += "personas:\n"
    text += "".join(f"  - {{id: {id}, name: {id.capitalize()}}}\n" for id in PERSONAS)
    text += "phases:\n"
    text += "".join(f"  - {{id: {id}, title: {id.capitalize()}, planned: 80}}\n" for id in PHASES)
    text += "milestones:\n"
    text += "".join(f"  - {{id: fact-{at}, text: Fact {at} is so}}\n" for at in range(FACTS))
    return text + (
        "variables:\n"
        "  - {id: trust, text: Trust of the public, min: 0, max: 10, start: 5}\n"
        "  - {id: press, text: What the press writes, type: choice, values: [calm, loud]}\n"
        "injects:\n"
    )


def _inject(chance: random.Random, at: int, of: int) -> str:
    first, place = at - at % GROUP, at % GROUP
    team, channel = chance.choice(tuple(TEAMS)), chance.choice(tuple(CHANNELS))
    role, what = chance.choice(TEAMS[team]), chance.choice(WHAT)
    told: dict[str, object] = {f"i{n}": f"inject-{first + n}" for n in range(GROUP)} | {
        "at": at,
        "phase": PHASES[at * len(PHASES) // of],
        "title": f"{chance.choice(WHO)} {chance.choice(DOES)} {what}",
        "to": chance.choice((team, f"{team}, authority", f"{team}/{role}, board", "all")),
        "channel": channel,
        "what": what,
        "count": at + 2,
        "rest": chance.choice(REST),
        "persona": chance.choice(PERSONAS),
        "details": CHANNELS[channel],
        "objective": chance.choice(OBJECTIVES),
        "act": chance.choice(ACTS),
        "team": team,
        "role": role,
        "due": chance.randrange(5, 40),
        "step": chance.randrange(STEPS),
        "known": f"fact-{first // GROUP % FACTS}",
        "fact": f"fact-{chance.randrange(FACTS)}",
        "early": first % 200 + 5,
        "late": first % 200 + 60,
    }
    parts = [INJECT]
    parts += [SENT] if at % 3 == 0 else []
    parts += [ASKED] if at % 4 else []
    parts += [STAFF] if at % 4 == 1 else []
    parts += [Template(OWN.get(place, ""))]
    text = "".join(part.substitute(told) for part in parts)
    return text + ("    ends: true\n" if at == of - 1 else "")
