"""What the exercise rested on: also when the clocks of its playbooks began."""

from __future__ import annotations

from simulator.acts.course import course
from simulator.acts.passes import GoBack
from simulator.documents.base import Words
from simulator.documents.basis import basis
from simulator.documents.titles import Titles
from tests.builders import Table
from tests.unit.scoring.response import a_table, ended


def told(table: Table) -> str:
    return str(basis(Titles(course(ended(table).records), Words("en"))))


def test_a_clock_of_a_playbook_began_when_it_first_did() -> None:
    """Once the report told the second pass's time, and the findings the first's."""
    table = a_table().release("b").wait(30).do(GoBack(inject="b"))
    assert "The first sign. 00:00" in told(table)
    again = a_table().wait(30).do(GoBack(inject="a")).wait(5)
    assert "The first sign. 00:00" in told(again)
