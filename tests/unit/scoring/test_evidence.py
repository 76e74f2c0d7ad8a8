"""Evidence: a finding cites what it rests on, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import cache

import pytest

from simulator.acts import Recorded
from simulator.acts.evaluation import Observe
from simulator.acts.justify import JustifyDeviation
from simulator.acts.messages import SendMessage
from simulator.acts.ratings import Rate
from simulator.cli.exercises import play_at, scenario_of
from simulator.cli.play import play
from simulator.domain.debrief import Debrief
from simulator.domain.people import Actor
from simulator.stores.memory import MemoryLog
from tests.builders import (
    EVALUATOR,
    Table,
    a_choice,
    a_player,
    a_team,
    an_inject,
    an_option,
)
from tests.docs.tree import ROOT
from tests.unit.scoring.response import (
    STEPS,
    a_step,
    a_table,
    by_its_own_rubric,
    debriefed,
    done,
    ended,
    the_playbook,
    the_scenario,
    times,
    without,
)

PLAYS = sorted((ROOT / "scenarios").glob("*/plays/*.yaml"))
SHARE = {"with": ["blue"], "tlp_at_most": "AMBER"}
OPTIONS = (an_option("pay", step="book/pay"), an_option("keep", step="book/isolate"))
FRAME = ("exercise_created", "exercise_started", "exercise_ended")
"""Without these there is no exercise, or another one."""


def everything() -> Table:
    """Two tables at which things are late, early, out of order, harmful, helped and missing.

    And chosen, told, passed on, rated and justified.
    """
    expectations = [
        {"id": "told", "text": "Told.", "step": "book/inform-csirt", "due": 2, "team": "red"},
        {"id": "asked", "text": "Asked.", "free": True, "due": 5},
        {"id": "seen", "text": "Seen.", "free": True, "due": 5, "team": "blue"},
    ]
    steps = [
        *(s for s in STEPS if s["id"] not in ("inform-csirt", "restore")),
        a_step("inform-csirt", times=times(target=1, acceptable=2, limit=90), share=SHARE),
        a_step("warn", times=times(target=1), share=SHARE),
        a_step("restore", "recover", times=times({"step": "declare"}, target=50)),
        a_step("call", "communicate", role=None, times=times(target=3, limit=9)),
        a_step(
            "duty",
            times=times(limit=600, legal=True, clock="story", source={"kind": "law"}),
        ),
    ]
    scenario = the_scenario(
        an_inject("a", expectations=expectations),
        an_inject("b", to=["red"], tlp="RED", decision=a_choice(*OPTIONS)),
        an_inject("help", pool="hint"),
        an_inject("c", to=["red"], decision=a_choice(*OPTIONS)),
        an_inject("d", to=["red"], decision=a_choice(*OPTIONS, time_limit=1)),
        teams=[a_team("red"), a_team("blue")],
        objectives=[
            {"id": id, "text": id, "critical_tasks": [{"id": "task", "text": "Task."}]}
            for id in ("share", "care")
        ],
        deadlines=[{"id": "duty", "title": "Duty", "step": "book/duty"}],
    )
    table = done(a_table(scenario, the_playbook(*steps)), "isolate", "wipe", "triage", "declare")
    table.release("help").pause().decide("a", None, "book/inform-csirt").resume()
    table.amend(inject="a", text="We inform them at once.")
    table.do(Observe(team="blue", expectation="a/seen", result="partly"), EVALUATOR)
    talked(table.release("b")).jump(30).decide("a", None, "book/call", by=a_player("blue"))
    table.do(SendMessage(text="Look.", steps=("book/warn",)), a_player())
    return rated(table.wait(2).decide("a", None, "book/keep-evidence", by=a_player("blue")))


def talked(table: Table) -> Table:
    """What was chosen anew, late, against the playbook or not at all; told, and passed on."""
    red = a_player()
    table.decide("b", "pay").wait(1).decide("b", "keep").decide("b", "pay")
    for tlp, links in (("GREEN", ()), (None, ("b",)), ("CLEAR", ("b", "a"))):
        message = SendMessage(text="Look.", tlp=tlp, steps=("book/inform-csirt",), links=links)
        table.do(message, red)
    table.release("c", "d").wait(2).decide("d", "keep")
    return table.do(JustifyDeviation(team="red", about="b", text="We had to."), EVALUATOR)


def rated(table: Table) -> Table:
    """ENDEX, with ratings that agree, that differ, and that are final."""
    otto = Actor(person="otto", role="evaluator")
    for who, achieved in ((EVALUATOR, True), (otto, False)):
        for subject in ("share", "care"):
            table.do(Rate(subject=subject, team="red", achieved=achieved), who)
    table.do(Rate(subject="share/task", team="blue", achieved=True), otto)
    ended(table)
    return table.do(Rate(subject="care", team="red", achieved=True, final=True, text="Yes."))


@cache
def played(path: str) -> Sequence[Recorded]:
    """The log of a shipped play."""
    script = play_at(ROOT / path)
    loaded = scenario_of(script, ROOT / path, {})
    return asyncio.run(play(script, loaded, MemoryLog(), "play")).records


@pytest.mark.parametrize("make", [everything, lambda: ended(a_table())])
def test_every_finding_has_evidence_within_the_log(make: Callable[[], Table]) -> None:
    table = make()
    debrief = debriefed(table.records)
    assert debrief.findings
    for finding in debrief.findings:
        assert 0 < len(finding.cites) < 7
        assert set(finding.cites) <= set(range(1, len(table.records) + 1))


def test_every_kind_of_finding_is_among_them() -> None:
    codes = {f.code for f in debriefed(everything().records).findings}
    assert codes >= {
        *("done", "not_observed", "met", "partly", "in_order", "out_of_order", "too_soon"),
        *("late", "censored", "not_due", "running"),
        *("by_playbook", "against", "undecided", "told_late", "too_open", "breach"),
        *("rated", "final", "disagreed", "not_rated"),
    }


def rests_on_its_evidence(
    records: Sequence[Recorded], debrief: Callable[[Sequence[Recorded]], Debrief]
) -> None:
    """An event that is cited changes the finding when it goes; any other leaves it as it was."""
    before = {f.id: f for f in debrief(records).findings}
    wrong = []
    for record in records:
        if record.event.kind in FRAME:
            continue
        after = {f.id: f for f in debrief(without(records, record.seq)).findings}
        for id, finding in before.items():
            if (after.get(id) != finding) != (record.seq in finding.cites):
                wrong.append((record.seq, record.event.kind, id, finding.cites))
    assert wrong == []


def test_a_finding_rests_on_what_it_cites_and_on_nothing_else() -> None:
    rests_on_its_evidence(everything().records, debriefed)


@pytest.mark.slow
@pytest.mark.parametrize("path", [str(path.relative_to(ROOT)) for path in PLAYS])
def test_so_does_every_finding_of_a_shipped_play(path: str) -> None:
    rests_on_its_evidence(played(path), by_its_own_rubric)
