"""Every key of a rubric, and what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, play
from tests.keys.bench import Bench, Row, check, debrief, findings, report, report_in

ALL = "[completeness, harm]"
SHORT = "# {{ report.title }}, in short\n"
UNTITLED = {
    "es": "{translates: small, language: es, status: courtesy}",
    "rubric.es": "{translates: own, language: es, status: courtesy}",
}

ROWS = (
    Row("Rubric.schema_version", "rubric:schema_version", "2", check, "TTX018"),
    Row("Rubric.id", "rubric:id", "other", check, "TTX016"),
    Row("Rubric.version", "rubric:version", "2.7.1", report, "(own 2.7.1)"),
    Row("Rubric.title", "rubric:title", "Strict", report, "| Rubric | Strict", instead="Mild"),
    Row("Rubric.language", "rubric:language", "fr", report_in("es"), "[fr] Own", more=UNTITLED),
    Row("Rubric.rules", "rubric:rules", "[order]", findings, hides='"book/cut"', instead=ALL),
    Row("Rubric.ratings", "rubric:ratings", "{scale: scenario}", check, "TTX135"),
    Row("Ratings.scale", "rubric:ratings/scale", "scenario", check, "TTX135"),
    Row(
        "Ratings.of",
        "rubric:ratings/of",
        "[row]",
        findings,
        '"subject":"tone"',
        more={
            "rubric:rules": "[rating]",
            "scenario:evaluation": "{rows: [{id: tone, text: Tone}]}",
            **play("{rate: {by: eva, team: red, subject: tone, achieved: true}}"),
        },
    ),
    Row("Rubric.absent", "rubric:absent", "not_done", findings, '"code":"not_done"'),
    Row(
        "Rubric.report",
        "rubric:report",
        "short",
        report,
        "in short",
        more={"debriefs/templates/short.md.j2": f"|\n  {SHORT}"},
    ),
    Row(
        "RuleUse.rule",
        "rubric:rules/0",
        "{rule: order}",
        findings,
        hides='"book/cut"',
        instead="{rule: completeness}",
    ),
    Row(
        "RuleUse.settings",
        "rubric:rules/0",
        "{rule: completeness, settings: {per: [team]}}",
        debrief,
        hides='"phase":"contain"',
        instead="{rule: completeness}",
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_a_rubric_changes_what_is_seen(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
