"""Exercises side by side: what differs is shown, and nobody is ranked."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from simulator.acts.course import course
from simulator.acts.debriefed import ComparisonFile
from simulator.documents.base import Document, Words
from simulator.documents.comparison import Run, compared, comparison, fits
from simulator.documents.html import Html
from simulator.documents.json import Json
from simulator.documents.markdown import Markdown
from tests.builders import Table
from tests.unit.documents.paper import HOSTILE, TEMPLATES
from tests.unit.scoring.response import (
    RIGHT,
    a_rubric,
    a_table,
    debriefed,
    done,
    ended,
    the_scenario,
)


def a_run(name: str, table: Table, *rules: object) -> Run:
    """A table under this name."""
    records = [record.having(exercise=name) for record in table.records]
    return Run(records, debriefed(records, a_rubric(*rules)), "aar", course(records))


def two() -> list[Run]:
    """One room that did everything right and slowly, and one that began at the wrong end."""
    return [
        a_run("north", ended(done(a_table(), *RIGHT, every=3))),
        a_run("south", ended(done(a_table(), "isolate", "declare", "pay"))),
    ]


def a_comparison(runs: list[Run], language: str = "en") -> Document:
    return comparison(runs, language, TEMPLATES)


def markdown(runs: list[Run], language: str = "en") -> str:
    return Markdown().render(a_comparison(runs, language), Words(language)).decode()


def test_what_differs_stands_side_by_side_with_its_events() -> None:
    made = markdown(two())
    assert "| Team | Looked at | north | south |" in made
    assert "“Step isolate” was done. \\[" not in made
    line = next(line for line in made.splitlines() if "Step keep-evidence” was done" in line)
    assert "“Step keep-evidence”: not observed. \\[2, 9\\]" in line
    assert "Pay in silence" in made


def test_what_is_the_same_is_left_out_whatever_the_minutes() -> None:
    fast, slow = (ended(done(a_table(), *RIGHT, every=each)) for each in (1, 3))
    made = markdown([a_run("fast", fast), a_run("slow", slow)])
    assert "Every finding is the same in all of these exercises." in made


def test_dials_and_durations_stand_by_exercise() -> None:
    made = markdown(two())
    assert "| Team red | Completeness | 100% | 15% |" in made
    assert "27:00 of exercise time" in made
    assert "rank" in made


def test_the_same_act_at_another_event_is_the_same() -> None:
    early = ended(done(a_table(), "pay"))
    late = ended(done(a_table(), "triage", "pay"))
    harm = [
        found
        for found in compared([r.debrief for r in (a_run("a", early), a_run("b", late))]).differing
        if found.rule == "harm"
    ]
    assert harm == []


def test_other_rubrics_are_told() -> None:
    first, second = two()
    other = replace(second, debrief=second.debrief.having(rubric="other"))
    assert "held against different rubrics" in markdown([first, other])
    assert "held against different rubrics" not in markdown([first, second])


def test_exercises_that_have_not_begun_say_so() -> None:
    runs = [a_run(name, Table(the_scenario())) for name in ("a", "b")]
    made = markdown(runs)
    assert "not started" in made


def test_machines_get_codes_by_exercise() -> None:
    document = a_comparison(two())
    found = ComparisonFile.model_validate_json(Json().render(document, Words("en")))
    (declared,) = (
        d for d in found.differing if (d.rule, d.step) == ("completeness", "book/keep-evidence")
    )
    assert declared.codes == {"north": ("done",), "south": ("not_observed",)}
    assert [side.exercise for side in found.exercises] == ["north", "south"]
    assert json.loads(Json().render(document, Words("es"))) == json.loads(
        Json().render(document, Words("en"))
    )


def test_its_json_fits_the_debriefs_beside_it_and_no_others() -> None:
    made = a_comparison(two()).data
    assert made is not None
    found = ComparisonFile.model_validate_json(made().model_dump_json(exclude_none=True))
    assert fits(found)
    assert not fits(found.having(dials=found.dials[1:]))
    assert not fits(found.having(debriefs=found.debriefs[::-1]))


@pytest.mark.parametrize("language", ["en", "es"])
def test_hostile_texts_stay_texts(language: str) -> None:
    line = " ".join(HOSTILE[:12])
    scenario = the_scenario(title=line)
    runs = [a_run(name, ended(a_table(scenario))) for name in ("a", "b")]
    made: Any = Html().render(a_comparison(runs, language), Words(language)).decode()
    body = made.partition("<main>")[2]
    assert "<script" not in body
    assert "<img" not in body
