"""The harness of the benchmarks, run on a clock of ours: nothing here takes time."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.bench import __main__ as entry
from tests.bench import harness, report
from tests.bench.generated import scenario_text
from tests.bench.harness import Benchmark, Outcome, Round, Side, chosen, command, cost, measured


@pytest.fixture(autouse=True)
def _nothing_to_collect(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that the other tests left behind is not gone through before each run."""
    monkeypatch.setattr(gc, "collect", lambda: 0)


class Costs:
    """A clock that moves on by what each run costs, and notes whose run it was."""

    def __init__(self) -> None:
        self.now = 0.0
        self.runs: list[str] = []

    def __call__(self) -> float:
        return self.now

    def side(self, name: str, costs: float | Iterable[float] = 1.0) -> Callable[[], None]:
        left = iter(costs) if not isinstance(costs, float) else None

        def run() -> None:
            self.runs.append(name)
            self.now += costs if isinstance(costs, float) else next(left or iter(()), 1.0)

        return run


def a_benchmark(clock: Costs, a: float | Iterable[float] = 1.0, most: float = 2.0) -> Benchmark:
    return Benchmark(
        "thing.fast", "G1", Side("ours", clock.side("a", a)), Side("theirs", clock.side("b")), most
    )


def test_sides_are_warmed_up_and_then_run_in_turns() -> None:
    clock = Costs()
    measured(a_benchmark(clock), clock, rounds=3)
    assert "".join(clock.runs) == "ab" + "ab" * 3


def test_the_ratio_is_the_median_of_the_rounds() -> None:
    clock = Costs()
    outcome = measured(a_benchmark(clock, [9.0, 0.5, 1.5, 9.0, 1.0, 1.25]), clock)
    assert outcome.ratio == 1.25
    assert [each.ratio for each in outcome.rounds] == [0.5, 1.5, 9.0, 1.0, 1.25]


def test_ratios_are_taken_round_by_round() -> None:
    rounds = (Round(1.0, 1.0), Round(10.0, 5.0), Round(100.0, 10.0))
    assert Outcome(a_benchmark(Costs()), (rounds,)).ratio == 2.0


@pytest.mark.parametrize(
    ("tries", "taken", "met"),
    [
        ([1.0], 1, True),
        ([2.0], 1, True),
        ([3.0, 3.0], 2, False),
        ([3.0, 1.0, 1.0], 3, True),
        ([3.0, 1.0, 3.0], 3, False),
    ],
)
def test_two_of_three_tries_decide(tries: list[float], taken: int, met: bool) -> None:
    clock = Costs()
    outcome = measured(a_benchmark(clock, [0.0, *tries]), clock, rounds=1)
    assert outcome.ratios == tuple(tries)
    assert len(outcome.tries) == taken
    assert outcome.met is met
    assert (outcome.ratio <= outcome.benchmark.most) is met


def test_costs_are_those_of_one_unit() -> None:
    clock = Costs()
    side = Side("long", clock.side("a", [6.0, 2.0]), units=10, times=2)
    assert cost(side, clock) == pytest.approx(0.4)


def test_the_collector_rests_meanwhile_and_is_back_afterwards() -> None:
    seen: list[bool] = []
    cost(Side("looks", lambda: seen.append(gc.isenabled())), Costs())
    assert (seen, gc.isenabled()) == ([False], True)


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        cost(Side("nothing", lambda: None), Costs())
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_made_lives_until_the_clock_was_looked_at() -> None:
    class Made:
        """Something whose end takes time."""

        def __del__(self) -> None:
            clock.now += 100.0

    clock = Costs()
    assert cost(Side("makes", Made), clock) == 0.0
    assert clock.now == 100.0


def test_the_gate_is_asked_before_anything_is_run() -> None:
    clock = Costs()

    def shut() -> None:
        raise AssertionError("the sides disagree")

    benchmark = Benchmark(
        "thing.wrong", "G1", Side("a", clock.side("a")), Side("b", clock.side("b")), 1, gate=shut
    )
    with pytest.raises(AssertionError, match="disagree"):
        measured(benchmark, clock)
    assert clock.runs == []


def test_rounds_are_the_benchmarks_own_unless_said() -> None:
    clock = Costs()
    side = Side("side", clock.side("a"))
    nine = Benchmark("thing.slow", "G1", side, side, 2, rounds=9)
    assert len(measured(nine, clock).rounds) == 9
    assert len(measured(nine, clock, rounds=2).rounds) == 2


def test_a_command_that_fails_is_no_figure() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        command("fails", sys.executable, "-c", "raise SystemExit(1)").run()


@pytest.mark.parametrize("clock", harness.CLOCKS.values(), ids=harness.CLOCKS.keys())
def test_clocks_move_on(clock: harness.Clock) -> None:
    before = clock()
    assert sum(range(100_000)) > 0
    assert clock() >= before


BENCHMARKS = tuple(
    Benchmark(name, "G1", Side("a", lambda: None), Side("b", lambda: None), 1e9)
    for name in ("red.one", "red.two", "blue.one")
)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], ["red.one", "red.two", "blue.one"]),
        (["red"], ["red.one", "red.two"]),
        (["blue.one", "red.two"], ["red.two", "blue.one"]),
    ],
)
def test_benchmarks_are_chosen_by_name_or_subject(names: list[str], found: list[str]) -> None:
    assert [each.name for each in chosen(BENCHMARKS, names)] == found


@pytest.mark.parametrize("name", ["re", "red.", "green", "red.one.more"])
def test_a_name_that_nothing_has_is_refused(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        chosen(BENCHMARKS, [name])


def outcomes() -> tuple[Outcome, Outcome]:
    clock = Costs()
    good = measured(a_benchmark(clock, [1.0, 0.5, 0.25]), clock, rounds=2)
    return good, measured(a_benchmark(clock, 8.0), clock, rounds=1)


def test_the_table_has_ratio_spread_goal_and_verdict() -> None:
    good, bad = map(report.row, outcomes())
    assert good.split() == [
        "thing.fast",
        "G1",
        "0.375",
        "0.25",
        "0.5",
        "2",
        "met",
        "ours",
        "/",
        "theirs",
    ]
    assert bad.split()[2:7] == ["8", "8", "8", "2", "MISSED"]
    assert report.head().split()[:5] == ["benchmark", "goal", "ratio", "min", "max"]


def test_the_json_has_every_round() -> None:
    told = json.loads(report.as_json(outcomes(), "wall"))
    good, bad = told["benchmarks"]
    assert set(told["machine"]) == {"cores", "python"}
    assert told["clock"] == "wall"
    assert (good["name"], good["goal"], good["at_most"]) == ("thing.fast", "G1", 2.0)
    assert good["tries"] == [[0.5, 0.25]]
    assert good["a"] == {"name": "ours", "median": 0.375}
    assert (good["met"], bad["met"]) == (True, False)
    assert bad["tries"] == [[8.0], [8.0]]


def test_a_run_prints_its_table_and_writes_its_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figures.json"
    assert entry.main(["--only", "red", "--rounds", "1", "--json", str(file)], BENCHMARKS) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["benchmark", "red.one", "red.two"]
    assert len(json.loads(file.read_text("utf-8"))["benchmarks"]) == 2


def test_a_goal_that_is_missed_makes_the_run_fail() -> None:
    missed = Benchmark("thing.slow", "G1", BENCHMARKS[0].a, BENCHMARKS[0].b, 0.0)
    assert entry.main(["--rounds", "1"], [missed, *BENCHMARKS]) == 1


def test_the_list_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Costs()
    assert entry.main(["--list"], [a_benchmark(clock)]) == 0
    assert capsys.readouterr().out.split()[:4] == ["thing.fast", "G1", "<=", "2"]
    assert clock.runs == []


def test_an_unknown_name_ends_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--only", "green"], BENCHMARKS) == 2
    assert "'green'" in capsys.readouterr().err


@pytest.mark.parametrize("rounds", ["0", "-1", "some"])
def test_rounds_are_a_count(rounds: str) -> None:
    with pytest.raises(SystemExit):
        entry.main(["--rounds", rounds], BENCHMARKS)


def test_the_projects_benchmarks_have_names_and_goals_of_their_own() -> None:
    known = [each for subject in entry.SUBJECTS for each in subject.benchmarks()]
    assert len({each.name for each in known}) == len(known)
    assert {each.goal for each in known} >= {"G6", "G7", "G12"}


def test_the_generated_scenario_is_always_the_same_and_as_long_as_asked() -> None:
    text = scenario_text(60)
    assert text == scenario_text(60)
    assert text.count("\n  - id: inject-") == 60
    assert len(text.partition("injects:\n")[2]) / 60 >= 440
