"""What was measured as figures, goals and words."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import psutil
import pytest

from simulator.loadtest.figures import Run, found
from simulator.loadtest.meter import Meter, Sample, busiest, end, share
from simulator.loadtest.observed import Observed
from simulator.loadtest.report import report
from simulator.loadtest.result import spread
from simulator.loadtest.setup import Setup
from simulator.loadtest.tally import counted
from simulator.text import languages
from tests.unit.loadtest.records import a_device, a_sound_crowd, a_sound_log


class NoMeter(Meter):
    """One that has looked already."""

    def __init__(self, *samples: Sample) -> None:
        self.samples = list(samples)


def a_run(crowd: Observed, **more: object) -> Run:
    made = Run(
        setup=Setup(teams=2, people=3),
        observed=crowd,
        counts=counted(a_sound_log(), crowd),
        meter=NoMeter(
            Sample(0.0, 1.0, 50_000_000),
            Sample(9.0, 2.0, 60_000_000),
            Sample(10.0, 2.2, 60_000_000),
            Sample(20.0, 7.2, 62_000_000),
        ),
        records=4_000,
        seconds=20.0,
        whole=True,
        load_before=0.5,
        load_after=1.5,
        files=1024,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def missed(run: Run) -> list[str]:
    return [goal.name for goal in found(run).goals if not goal.met]


def test_all_goals_are_met_where_all_is_well() -> None:
    load = found(a_run(a_sound_crowd()))
    assert load.good
    assert load.delivery is not None
    assert (load.delivery.count, load.delivery.p50, load.delivery.last) == (6, 0.1, 0.2)
    assert load.last is not None
    assert (load.last.count, load.last.p50, load.last.last) == (2, 0.1, 0.2)
    assert load.acknowledgement is not None
    assert load.acknowledgement.last == 0.07


def test_each_goal_can_be_missed() -> None:
    slow = a_sound_crowd()
    slow.heard[0].first["inject-inject-2"] = 12.5
    assert missed(a_run(slow)) == ["delivery"]
    absent = a_sound_crowd()
    absent.joins.pop()
    assert missed(a_run(absent)) == ["joined"]
    broken = a_sound_crowd()
    broken.errors["decision: 500"] += 1
    assert missed(a_run(broken)) == ["errors"]
    lossy = a_sound_crowd()
    lossy.heard[0].take(11.0, 2, [])
    del lossy.heard[1].first["decision-d-1"]
    assert missed(a_run(lossy)) == ["lost", "again"]
    assert missed(a_run(Observed(joins=[0.1, 0.1, 0.1]))) == ["delivery"]


def test_who_has_not_come_in_yet_is_not_missed_where_it_was_interrupted() -> None:
    early = a_sound_crowd()
    early.joins.pop()
    assert missed(a_run(early, whole=False)) == []


def test_who_asks_is_not_held_against_the_goal_of_streams() -> None:
    crowd = a_sound_crowd()
    late = a_device("red", "inject-inject-1", "inject-inject-2", "decision-d-1", began=14.0)
    late.asks = True
    crowd.heard.append(late)
    load = found(a_run(crowd))
    assert load.good
    assert load.polled is not None
    assert load.polled.last == 4.2


def test_the_server_is_told_apart_before_and_in_play() -> None:
    server = found(a_run(a_sound_crowd())).server
    assert server is not None
    assert (server.joining, server.playing, server.busiest) == (0.111, 0.5, 0.5)
    assert (server.first, server.end, server.most) == (60.0, 62.0, 62.0)
    assert server.per_thousand == 0.5


def test_the_busiest_time_is_found() -> None:
    samples = [Sample(float(n), 0.1 * n + (5 if n > 30 else 0), 1) for n in range(60)]
    assert share(samples) == pytest.approx(0.1 + 5 / 59)
    assert busiest(samples) == pytest.approx(0.6, rel=0.05)
    assert busiest(samples[:1]) == 0.0


@pytest.mark.parametrize("deaf", [False, True])
def test_a_process_is_ended_even_if_it_does_not_hear(deaf: bool) -> None:
    heard = "signal.signal(signal.SIGTERM, signal.SIG_IGN)" if deaf else "0"
    works = f"import signal, time; {heard}; print('on', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", works]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "on\n"
        end(process.pid, 0.5 if deaf else 30.0)
        assert not psutil.pid_exists(process.pid)
    end(process.pid, 0.1)  # whoever is gone already is left alone


def test_percentiles_are_of_what_was_measured() -> None:
    found = spread([float(n) for n in range(1, 101)])
    assert found is not None
    assert (found.p50, found.p95, found.p99, found.last) == (50.0, 95.0, 99.0, 100.0)
    assert spread([]) is None


@pytest.mark.parametrize("language", languages())
def test_the_report_says_all_of_it(language: str) -> None:
    crowd = a_sound_crowd()
    crowd.errors["decision: 500"] += 2
    crowd.cut, crowd.lags = 3, [0.5]
    setup = Setup(teams=2, people=3, stalled=1, polling=1)
    told = report(found(a_run(crowd, setup=setup, whole=False)), language)
    assert "decision: 500 (2)" in told
    assert "{" not in told
    assert "loadtest." not in told
    assert max(map(len, told.splitlines())) <= 100
    for figure in ("0.200", "62 M", "0.50", "00:20"):
        assert figure in told


def test_a_sound_test_is_praised_and_another_is_not() -> None:
    assert "MISSED" not in report(found(a_run(a_sound_crowd())), "en")
    told = report(found(a_run(Observed())), "en")
    assert "MISSED" in told
    assert "does not carry" in told
