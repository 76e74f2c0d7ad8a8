"""Evidence: a finding cites what it rests on, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from simulator.acts import Recorded
from simulator.acts.evaluation import Observe
from simulator.cli.debrief import debrief_of
from simulator.cli.exercises import play_at, scenario_of
from simulator.cli.play import play
from simulator.domain.debrief import Debrief
from simulator.stores.memory import MemoryLog
from tests.builders import EVALUATOR, Table, a_player, a_team, an_inject
from tests.docs.tree import ROOT
from tests.unit.scoring.response import (
    STEPS,
    a_step,
    a_table,
    debriefed,
    done,
    ended,
    the_playbook,
    the_scenario,
    times,
    without,
)

PLAYS = sorted((ROOT / "scenarios").glob("*/plays/*.yaml"))
FRAME = ("exercise_created", "exercise_started", "exercise_ended")
"""Without these there is no exercise, or another one."""


def everything() -> Table:
    """Two tables at which things are late, early, out of order, harmful, helped and missing."""
    expectations = [
        {"id": "told", "text": "Told.", "step": "book/inform-csirt", "due": 2, "team": "red"},
        {"id": "asked", "text": "Asked.", "free": True, "due": 5},
        {"id": "seen", "text": "Seen.", "free": True, "due": 5, "team": "blue"},
    ]
    steps = [
        *(s for s in STEPS if s["id"] not in ("inform-csirt", "restore")),
        a_step("inform-csirt", times=times(target=1, acceptable=2, limit=90)),
        a_step("restore", "recover", times=times({"step": "declare"}, target=50)),
        a_step("call", "communicate", role=None, times=times(target=3, limit=9)),
        a_step(
            "duty",
            times=times(limit=600, legal=True, clock="story", source={"kind": "law"}),
        ),
    ]
    scenario = the_scenario(
        an_inject("a", expectations=expectations),
        "b",
        an_inject("help", pool="hint"),
        teams=[a_team("red"), a_team("blue")],
        deadlines=[{"id": "duty", "title": "Duty", "step": "book/duty"}],
    )
    table = done(a_table(scenario, the_playbook(*steps)), "isolate", "wipe", "triage", "declare")
    table.release("help").pause().decide("a", None, "book/inform-csirt").resume()
    table.amend(inject="a", text="We inform them at once.")
    table.do(Observe(team="blue", expectation="a/seen", result="partly"), EVALUATOR)
    table.jump(30).decide("a", None, "book/call", by=a_player("blue"))
    return ended(table.wait(2).decide("a", None, "book/keep-evidence", by=a_player("blue")))


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
    rests_on_its_evidence(played(path), debrief_of)
