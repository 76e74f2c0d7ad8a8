"""Every key that says when an inject is due, and what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, played
from tests.keys.bench import Bench, Row, log, plan

NOTE = "scenario:injects/note/release"
AT_START = played("start")
EARLY = played("start", "{release: alarm}", "{wait: 5}")
LATER = played("start", "{release: alarm}", "{wait: 30}")

ROWS = (
    Row("Release.after", f"{NOTE}/after", "start", plan, "[note proposed after]", more=AT_START),
    Row(
        "Release.when",
        f"{NOTE}/when",
        "{released: alarm}",
        plan,
        "[note proposed condition]",
        more=EARLY,
    ),
    Row(
        "Release.not_by",
        NOTE,
        "{after: alarm, not_by: 20, unless: {released: end}}",
        plan,
        "[note proposed contingency]",
        "[note proposed after]",
        instead="{after: alarm}",
        more=LATER,
    ),
    Row(
        "Release.unless",
        NOTE,
        "{after: alarm, not_by: 20, unless: {released: alarm}}",
        plan,
        hides="[note",
        instead="{after: alarm, not_by: 20, unless: {released: end}}",
        more=LATER,
    ),
    Row("Release.at", f"{NOTE}/at", "20", plan, hides="[note", more=EARLY),
    Row("Release.delay", f"{NOTE}/delay", "20", plan, hides="[note", more=EARLY),
    Row(
        "Release.until", f"{NOTE}/until", "20", plan, "[note overdue", "[note proposed", more=LATER
    ),
    Row("Release.auto", f"{NOTE}/auto", "true", log, '"auto":true', more=EARLY),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_a_release_changes_when_it_is_due(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
