"""Every key of teams, their roles and the personas, and what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE
from tests.keys.bench import Bench, Row, blue, check, chief, control, red, report

FROM = {"scenario:injects/alarm/from": "desk", "scenario:injects/alarm/channel": "email"}
DESK = "scenario:personas/desk"
BLUE = "scenario:teams/blue"
CHIEF = "scenario:teams/red/roles/chief"

ROWS = (
    Row(
        "Team.id",
        BLUE,
        "{id: navy, title: Blue team}",
        control,
        "team-navy",
        "team-blue",
        instead="{id: blue, title: Blue team}",
    ),
    Row("Team.title", f"{BLUE}/title", "Navy", control, "Navy", "Blue team", instead="Blue team"),
    Row("Team.brief", f"{BLUE}/brief", "You look on.", blue, "You look on."),
    Row(
        "Team.roles",
        f"{BLUE}/roles",
        "[Scribe]",
        check,
        hides="TTX053",
        more={"scenario:injects/alarm/to": "[red, blue/scribe]"},
    ),
    Row("Team.organisation", f"{BLUE}/organisation", "Ministry", report, "Blue team, Ministry"),
    Row("TeamRole.id", f"{CHIEF}/id", "boss", check, "TTX053", instead="chief"),
    Row("TeamRole.title", f"{CHIEF}/title", "Boss", chief, "Red team, Boss", instead="Chief"),
    Row("TeamRole.brief", f"{CHIEF}/brief", "You lead.", chief, "You lead."),
    Row("Persona.id", f"{DESK}/id", "ward", check, "TTX054", instead="desk", more=FROM),
    Row("Persona.name", f"{DESK}/name", "Ward desk", red, "Ward desk", instead="Night", more=FROM),
    Row("Persona.title", f"{DESK}/title", "Ward 4", red, "Night desk, Ward 4", more=FROM),
    Row("Persona.address", f"{DESK}/address", "desk@a.example", red, "<desk@a.example>", more=FROM),
    Row(
        "Persona.organisation",
        f"{DESK}/organisation",
        "Clinic",
        red,
        "Night desk, Clinic",
        more=FROM,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_the_people_changes_what_is_seen(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
