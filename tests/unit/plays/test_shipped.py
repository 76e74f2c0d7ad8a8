"""The plays that are shipped: together they use every word of a play script."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from simulator.cli import main
from simulator.cli.exercises import play_at
from simulator.domain.model import Model
from simulator.domain.play import Expect, Play, PlayStep
from tests.docs.tree import ROOT

PLAYS = {
    path.stem: play_at(path)
    for path in sorted((ROOT / "scenarios" / "hospital-ransomware" / "plays").glob("*.yaml"))
}


def used(*plays: Play) -> Counter[str]:
    """How often each word is used."""
    return Counter(step.name for play in plays for step in play.play)


def test_together_they_use_every_action() -> None:
    assert PlayStep.model_fields.keys() - used(*PLAYS.values()).keys() == set()


@pytest.mark.parametrize("scenario", ["hospital-ransomware", "supplier-breach", "exam-eve"])
def test_they_go_as_they_say_and_take_every_route(
    scenario: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["play", "--quiet", str(ROOT / "scenarios" / scenario)]) == 0
    assert "(100%)" in capsys.readouterr().out


def test_the_short_one_is_played_by_one_table_and_by_several() -> None:
    folder = ROOT / "scenarios" / "exam-eve" / "plays"
    assert {play_at(path).teams for path in folder.glob("*.yaml")} == {1, 2, 3}


def test_the_demonstration_shows_what_live_play_can_do() -> None:
    shown = used(PLAYS["full-house"])
    assert set(shown) >= {
        *("pause", "resume", "jump", "skip", "improvise", "withdraw", "go_back", "message"),
        *("ask", "answer", "late_entry", "rate", "hotwash", "improve", "observe"),
    }
    texts = [s.decide for s in PLAYS["full-house"].play if s.decide]
    assert any("hospital-ransomware/wipe-first" in d.step for d in texts)
    helped = [s.release.inject for s in PLAYS["full-house"].play if s.release]
    assert "contact-sheet" in helped


def test_nearly_every_kind_of_expectation_is_among_them() -> None:
    looked = {
        key for p in PLAYS.values() for s in p.play if s.expect for key in s.expect.model_fields_set
    }
    assert {"status", "clock", "story_time", "proposed", "released", "position", "option"} <= looked
    assert {"deferred", "milestone", "variable", "deadline", "suggested", "answered"} <= looked
    assert {"sees", "sees_not", "without_authority", "refused", "finding"} <= looked


def test_the_guide_names_every_word_of_a_play_script() -> None:
    guide = (ROOT / "scenarios" / "plays.md").read_text(encoding="utf-8")
    written = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]*)`", guide))))
    actions = [f.annotation for f in PlayStep.model_fields.values()]
    models = [m for a in actions for m in get_args(a) if isinstance(m, type)]
    keys = {k for m in models if issubclass(m, Model) for k in m.model_fields} - {"from_"}
    assert {*PlayStep.model_fields, *Expect.model_fields, *keys, "from"} - written == set()


def test_the_guides_example_goes_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "scenarios" / "the-first-hour"
    (folder / "plays").mkdir(parents=True)
    for guide, to in (("README", "scenario.yaml"), ("plays", "plays/one.yaml")):
        text = (ROOT / "scenarios" / f"{guide}.md").read_text(encoding="utf-8")
        (folder / to).write_text(text.split("```yaml\n")[1].split("```")[0])
    monkeypatch.chdir(tmp_path)
    assert main(["play", "--quiet", "scenarios/the-first-hour/plays/one.yaml"]) == 0
    assert main(["check", "--strict", "scenarios"]) == 0


def test_in_the_suppliers_breach_talk_and_silence_are_both_found() -> None:
    folder = ROOT / "scenarios" / "supplier-breach" / "plays"
    plays = [play_at(path) for path in folder.glob("*.yaml")]
    found = {f.code for p in plays for s in p.play if s.expect for f in s.expect.finding}
    assert found >= {"told", "told_late", "not_observed", "kept", "breach", "within", "too_open"}
