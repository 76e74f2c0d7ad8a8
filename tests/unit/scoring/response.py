"""A response of nine steps, played at one table or two, and its debrief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from simulator.acts import Recorded, applied
from simulator.acts.course import course
from simulator.acts.evaluation import NoteTaken
from simulator.acts.play import EndExercise
from simulator.cli.debrief import run_of
from simulator.domain.debrief import Debrief, Finding
from simulator.domain.exercise import Exercise
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import Scenario
from simulator.engine.assess import assess
from simulator.plugins import Registry
from tests.builders import Table, a_kit, a_playbook, a_scenario, an_inject

RULES = Registry("scoring").load_all()
EXPERT = {"source": {"kind": "expert"}}


def a_step(id: str, phase: str = "contain", **fields: Any) -> dict[str, Any]:
    """A step of the lead's, as an author would write it."""
    return {"id": id, "phase": phase, "text": f"Step {id}.", "role": "lead"} | fields


def times(origin: object = "sign", **anchors: Any) -> dict[str, Any]:
    """The time anchors of a step."""
    return {"from": origin, **anchors} | ({} if "source" in anchors else EXPERT)


REAL = {"real": "yes"}
STEPS = (
    a_step("prepare-list", "prepare"),
    a_step("triage", "identify"),
    a_step("close-as-noise", "identify", branch={"real": "no"}, after=["triage"]),
    a_step("declare", "identify", branch=REAL, after=["triage"]),
    a_step("isolate", branch=REAL, after=["declare"]),
    a_step("keep-evidence", branch=REAL, after=["declare"]),
    a_step("reset-keys", "eradicate", branch=REAL, after=["isolate", "keep-evidence"]),
    a_step("restore", "recover", branch=REAL, after=["reset-keys"]),
    a_step("inform-csirt", "communicate", branch=REAL, after=["triage"]),
    a_step("notify", "communicate", branch=REAL, weight=5, critical=True),
    a_step("write-up", "learn", scoreable=True),
)
RIGHT = (
    "triage",
    "declare",
    "isolate",
    "keep-evidence",
    "reset-keys",
    "restore",
    "inform-csirt",
    "notify",
    "write-up",
)
"""The nine steps that count in a real incident, in an order that keeps every precedence."""
NEVER = [
    {"id": "pay", "text": "Pay in silence.", "weight": 5},
    {"id": "wipe", "text": "Wipe before evidence is kept.", "weight": 3, "before": "keep-evidence"},
]


def the_playbook(*steps: dict[str, Any], **fields: Any) -> Playbook:
    """The playbook `book` with the nine steps, or these, for one lead."""
    given = {
        "roles": [{"id": "lead", "title": "Lead"}],
        "triggers": [{"id": "sign", "text": "The first sign."}],
        "branches": [{"id": "real", "question": "Is it real?", "answers": ["yes", "no"]}],
        "never": NEVER,
    }
    return a_playbook(*(steps or STEPS), **(given | fields))


def the_scenario(*injects: Any, use: Any = None, **fields: Any) -> Scenario:
    """A scenario in which the red team leads and the incident is real."""
    bound = {
        "use": "book",
        "roles": {"lead": "red"},
        "triggers": {"sign": {"released": "a"}},
        "branches": {"real": "yes"},
    }
    given = {"playbooks": [bound | (use or {})], "story": {"starts": "2031-05-12 08:00"}}
    return a_scenario(*(injects or (an_inject("a"), an_inject("b"))), **(given | fields))


def a_table(scenario: Scenario | None = None, playbook: Playbook | None = None) -> Table:
    """A table just after STARTEX, with the first inject out."""
    table = Table(kit=a_kit(scenario or the_scenario(), playbook or the_playbook())).start()
    return table.release("a")


def done(table: Table, *steps: str, every: float = 1) -> Table:
    """One decision a step, a minute apart."""
    for step in steps:
        table.wait(every).decide("a", None, f"book/{step}", text=f"We {step}.")
    return table


def ended(table: Table) -> Table:
    """ENDEX."""
    return table.do(EndExercise())


def a_rubric(*rules: object) -> Rubric:
    """A rubric with these rules, or every one there is."""
    return Rubric.model_validate(
        {"id": "standard", "title": "Standard", "rules": list(rules or RULES)}
    )


def debriefed(records: Sequence[Recorded], rubric: Rubric | None = None) -> Debrief:
    """The debrief of a log."""
    return assess(course(records), rubric or a_rubric(), RULES)


def judged(table: Table, *rules: object) -> Debrief:
    """The debrief of a table after ENDEX."""
    return debriefed(ended(table).records, a_rubric(*rules))


def dial(debrief: Debrief, name: str, team: str = "red", phase: str | None = None) -> float | None:
    """A dial's value."""
    found = [d for d in debrief.dials if (d.dial, d.team, d.phase) == (name, team, phase)]
    return found[0].value if found else None


def found(findings: Iterable[Finding], **marks: object) -> list[Finding]:
    """The findings that have all these marks."""
    return [f for f in findings if all(getattr(f, k) == v for k, v in marks.items())]


def without(records: Sequence[Recorded], seq: int) -> list[Recorded]:
    """The log with one event gone, and what cannot be without it, such as its being taken back.

    A note of nobody's interest keeps a number taken.
    """
    left: list[Recorded] = []
    exercise: Exercise | None = None
    for record in records:
        gone = record.having(event=NoteTaken(note=f"gone-{record.seq}", text="Gone."))
        kept = gone if record.seq == seq else record
        try:
            exercise = applied(exercise, kept)
        except (KeyError, AssertionError):
            kept = gone
            exercise = applied(exercise, kept)
        left.append(kept)
    return left


def by_its_own_rubric(records: Sequence[Recorded]) -> Debrief:
    """The debrief of a log as the product makes it."""
    return run_of(records).debrief
