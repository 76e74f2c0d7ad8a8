"""Every scoring rule keeps the protocol: pure, found by being there, with words for its codes."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.course import course
from simulator.domain.debrief import Finding
from simulator.domain.model import Model
from simulator.engine.case import Rule
from simulator.engine.cases import cases
from simulator.plugins import Registry
from simulator.text import has, languages
from tests.builders import Table, a_scenario
from tests.unit.scoring.response import a_rubric
from tests.unit.scoring.test_evidence import everything

RULES = Registry("scoring").load_all()
TABLES = {"everything": everything, "nothing": lambda: Table(a_scenario())}


def scored(rule: Rule, make: Any) -> list[Finding]:
    laid, _ = cases(course(make().records), a_rubric(rule.name))
    return [finding for case in laid for finding in rule.score(case, rule.Settings())]


@pytest.fixture(params=list(RULES.values()), ids=list(RULES))
def rule(request: pytest.FixtureRequest) -> Rule:
    found: Rule = request.param
    return found


def test_there_are_rules_and_none_is_broken() -> None:
    registry = Registry("scoring")
    assert set(registry.load_all()) == {
        *("completeness", "order", "timeliness", "harm"),
        *("choice", "communication", "rating"),
    }
    assert registry.broken == {}


def test_its_name_is_its_files(rule: Rule) -> None:
    assert RULES[rule.name] is rule
    assert issubclass(rule.Settings, Model)


@pytest.mark.parametrize("make", TABLES.values(), ids=TABLES.keys())
def test_it_finds_the_same_twice(rule: Rule, make: Any) -> None:
    assert scored(rule, make) == scored(rule, make)


def test_it_speaks_for_itself_alone(rule: Rule) -> None:
    assert {finding.rule for finding in scored(rule, everything)} == {rule.name}


@pytest.mark.parametrize("language", languages())
def test_every_code_and_mark_has_its_words(rule: Rule, language: str) -> None:
    for finding in scored(rule, everything):
        assert has(f"report.findings.{rule.name}.{finding.code}", language)
        assert has(f"report.dials.{finding.dial}", language)
        for mark in finding.marks:
            assert has(f"report.marks.{mark}", language)
