"""`simulacro play`: scripts from files, what they expect, what is kept, what they cover."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli import main

SCENARIO = """\
title: Case
teams: [Red]
injects:
  - {id: a, body: A reporter calls.}
  - {id: b, body: The mayor calls.}
"""
GOOD = "scenario: case\nplay:\n  - start\n  - release: a\n  - expect: {proposed: [b]}\n"
BAD = "scenario: case\nplay:\n  - start\n  - expect: {proposed: [b]}\n"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    monkeypatch.setenv("SIMULACRO_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "scenarios" / "case"
    (folder / "plays").mkdir(parents=True)
    (folder / "scenario.yaml").write_text(SCENARIO)


def a_play(text: str, name: str = "one") -> str:
    path = Path("scenarios") / "case" / "plays" / f"{name}.yaml"
    path.write_text(text)
    return str(path)


def test_a_play_that_goes_as_expected_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", a_play(GOOD)]) == 0
    told = capsys.readouterr().out
    assert "everything expected was so" in told
    assert "A reporter calls" in told


def test_an_expectation_that_does_not_hold_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "--quiet", a_play(BAD)]) == 1
    told = capsys.readouterr().out
    assert "step 2: proposed: expected [b], but it was [a]" in told
    assert "A reporter calls." not in told


def test_what_must_be_seen_or_not_and_what_must_be_refused_reads_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Once it said "expected b, but it is there"."""
    expected = "sees: {by: red, inject: b}, sees_not: {by: red, text: reporter}, refused: paused"
    steps = f"start, {{release: a}}, {{expect: {{{expected}, finding: {{rule: harm}}}}}}"
    assert main(["play", "--quiet", a_play(f"scenario: case\nplay: [{steps}]\n")]) == 1
    told = capsys.readouterr().out
    for line in (
        "step 3: sees red: expected to be seen, but it is not there: b",
        "step 3: sees_not red: expected not to be seen, but it is there: reporter",
        "step 3: expected to be refused with paused, but the action was accepted",
        "step 3: finding: expected rule=harm, but this rule found nothing of the kind",
    ):
        assert line in told


def test_a_refused_action_that_nobody_expected_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "--quiet", a_play("scenario: case\nplay: [start, start]\n")]) == 1
    assert "already_started" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("{late_entry: {team: red, text: x}}", "A late entry says when"),
        ("{ask: {by: zoe, text: x}}", "The play names zoe"),
    ],
)
def test_what_cannot_be_played_is_one_sentence_and_two(
    step: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["play", a_play(f"scenario: case\nplay: [start, {step}]\n")]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("path", ["missing.yaml", "scenarios", "scenarios/case/scenario.yaml"])
def test_what_is_no_play_is_two(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", path]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_play_of_an_unknown_scenario_is_two(capsys: pytest.CaptureFixture[str]) -> None:
    Path("alone.yaml").write_text(GOOD.replace("case", "elsewhere"))
    assert main(["play", "alone.yaml"]) == 2
    assert "elsewhere" in capsys.readouterr().err


def test_all_plays_of_a_scenario_tell_what_they_cover(capsys: pytest.CaptureFixture[str]) -> None:
    a_play(GOOD)
    a_play(GOOD + "  - release: b\n", "two")
    assert main(["play", "--quiet", "scenarios/case"]) == 0
    assert "case: 3 of 3 routes taken (100%)." in capsys.readouterr().out


def test_routes_that_no_play_took_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    a_play(GOOD)
    a_play(GOOD, "two")
    main(["play", "--quiet", "scenarios/case"])
    told = capsys.readouterr().out
    assert "not taken: a>b" in told
    assert "not taken: b" in told


def test_a_kept_play_stands_in_the_store_under_its_name(tmp_path: Path) -> None:
    assert main(["play", "--quiet", "--keep", "mine", a_play(GOOD)]) == 0
    assert (tmp_path / "store" / "mine.db").is_file()
    assert main(["play", "--quiet", "--keep", "mine", a_play(GOOD)]) == 3


@pytest.mark.parametrize("name", ["Two Words", "../up"])
def test_a_name_that_no_exercise_can_have_is_refused(name: str, tmp_path: Path) -> None:
    assert main(["play", "--quiet", "--keep", name, a_play(GOOD)]) == 3
    assert list(tmp_path.rglob("*.db")) == []


def test_only_one_play_is_kept_under_one_name() -> None:
    one, two = a_play(GOOD), a_play(GOOD, "two")
    assert main(["play", "--keep", "mine", one, two]) == 2


def test_a_store_that_cannot_be_written_is_four(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    store = str(tmp_path / "file" / "store")
    assert main(["play", "--quiet", "--keep", "mine", "--store", store, a_play(GOOD)]) == 4
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("given", ["name", "=x"])
def test_a_value_without_its_name_is_two(given: str) -> None:
    assert main(["play", "--set", given, a_play(GOOD)]) == 2
