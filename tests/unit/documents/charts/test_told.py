"""Who told whom: an arrow for each pair, in a circle, many teams in a matrix."""

from __future__ import annotations

from math import hypot

import pytest

from simulator.acts.messages import SendMessage
from simulator.acts.play import EndExercise
from simulator.documents.blocks import Figure
from simulator.documents.charts.svg import BOLD, extent
from simulator.documents.charts.told import ID, who_told_whom
from tests.builders import Table, a_player, a_scenario, a_team
from tests.unit.documents.charts.drawing import areas, cells, outside, read, said, titles, written
from tests.unit.documents.paper import html, markdown
from tests.unit.scoring.response import a_step, debriefed, ended, the_playbook, the_scenario
from tests.unit.scoring.response import a_table as at_the_first_inject


def a_table(teams: int) -> Table:
    return Table(a_scenario("a", teams=[a_team(f"t{n}") for n in range(1, teams + 1)])).start()


def tell(table: Table, team: str, *to: str, **fields: object) -> Table:
    command = SendMessage(text="Look out.", to=to, **fields)  # type: ignore[arg-type]
    return table.wait(1).do(command, a_player(team))


def told(table: Table, language: str = "en") -> Figure:
    figure = who_told_whom(table.records, titles(table.records, language))
    assert figure is not None
    return figure


def arrows(figure: Figure) -> int:
    return sum(path.get("class") == "told" for path in read(figure).iter("path"))


def test_without_messages_there_is_no_chart_and_no_heading() -> None:
    table = a_table(3).do(EndExercise())
    assert who_told_whom(table.records, titles(table.records)) is None
    assert "Who told whom" not in html(table)
    assert "Who told whom" not in markdown(table)


def test_each_way_is_one_arrow_with_how_often_since_when_and_how_marked() -> None:
    table = tell(a_table(3), "t1", "t2", tlp="AMBER")
    tell(tell(table, "t1", "t2", tlp="RED"), "t2", "t1")
    figure = told(table)
    assert arrows(figure) == 2
    labels = [text for text, _, _ in written(figure, "told-label")]
    assert labels == ["2 · 01:00 · TLP:RED", "1 · 03:00"]
    assert cells(figure) == [
        ("Team t1", "Team t2", "2", "01:00", "TLP:RED, TLP:AMBER", "[4] [5]"),
        ("Team t2", "Team t1", "1", "03:00", "", "[6]"),
    ]
    assert "Team t1 → Team t2: 2 · 01:00 · TLP:RED" in said(figure)


@pytest.mark.parametrize("teams", range(2, 8))
def test_every_team_has_a_place_in_the_circle_and_nothing_falls_on_anything(teams: int) -> None:
    table = a_table(teams)
    for number in range(1, min(teams, 3) + 1):
        tell(table, f"t{number}", tlp="AMBER+STRICT")
    figure = told(table)
    assert arrows(figure) == min(teams, 3) * (teams - 1)
    assert [*outside(figure)] == []
    nodes = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in read(figure).iter("circle")]
    assert len(nodes) == teams
    plates = areas(figure, "plate")
    assert plates
    for place, (x, y, w, h) in enumerate(plates):
        for ox, oy, ow, oh in plates[:place]:
            assert x + w <= ox or ox + ow <= x or y + h <= oy + 0.2 or oy + oh <= y + 0.2
        for nx, ny in nodes:
            assert hypot(max(x - nx, 0, nx - x - w), max(y - ny, 0, ny - y - h)) > 8


def test_long_names_are_cut_at_the_frame() -> None:
    teams = [a_team(f"t{n}") | {"title": "Ministerio de " * 8} for n in range(1, 9)]
    table = tell(Table(a_scenario("a", teams=teams)).start(), "t1")
    for text, x, _ in written(told(table), "right"):
        assert x - extent(text) * BOLD >= 0


def test_a_decision_that_names_a_step_to_be_shared_tells_too_with_a_sign_of_its_own() -> None:
    step = a_step("tell", "communicate", share={"with": ["t2", "t3"]})
    scenario = the_scenario("a", teams=[a_team(team) for team in ("red", "t2", "t3")])
    table = at_the_first_inject(scenario, the_playbook(step, never=[])).wait(1)
    first = table.decide("a", None, "book/tell", text="We ring.").last_decision("a").seq
    ended(tell(table, "red", "t3", tlp="GREEN", steps=("book/tell",)))
    figure = who_told_whom(table.records, titles(table.records), debriefed(table.records).findings)
    assert figure is not None
    assert arrows(figure) == 1
    assert figure.svg.count('class="told decided"') == 1
    sent = next(r.seq for r in table.records if r.event.kind == "message_sent")
    assert cells(figure) == [
        ("Team red", "Team t2", "0", "◇1", "01:00", "", f"[{first}]"),
        ("Team red", "Team t3", "1", "◇1", "01:00", "TLP:GREEN", f"[{first}] [{sent}]"),
    ]
    assert figure.caption.endswith("◇ by a decision that names a step to be shared")


@pytest.mark.parametrize("teams", [9, 45])
def test_many_teams_stand_in_a_matrix(teams: int) -> None:
    table = a_table(teams)
    for number in range(1, teams + 1):
        tell(table, f"t{number}")
    figure = told(table)
    assert arrows(figure) == 0
    assert len(written(figure, "cell")) == teams * (teams - 1)
    assert len(written(figure, "row")) == teams
    assert [*outside(figure)] == []
    assert len(figure.svg) < 400_000


def test_more_arrows_than_anybody_can_follow_become_a_matrix_with_all_they_say() -> None:
    table = a_table(8)
    for number in range(1, 9):
        tell(table, f"t{number}", tlp="AMBER+STRICT")
    figure = told(table)
    assert arrows(figure) == 0
    words = [text for text, _, _ in written(figure, "cell")]
    assert words[:2] == ["1 · 01:00", "AMBER+STRICT"]
    assert len(words) == 2 * 8 * 7
    assert [*outside(figure)] == []


def test_a_matrix_leaves_out_who_neither_told_nor_was_told() -> None:
    figure = told(tell(a_table(20), "t3", "t7", "t9"))
    names = [text for text, _, _ in written(figure, "row")]
    assert names == ["1. Team t3", "2. Team t7", "3. Team t9"]


def test_hostile_names_stay_text() -> None:
    teams = [a_team("t1") | {"title": "</svg><script>x</script>"}, a_team("t2")]
    table = tell(Table(a_scenario("a", teams=teams)).start(), "t1")
    assert "<script" not in told(table).svg
    assert "<script" not in html(table)


def test_it_has_its_place_in_the_report_in_both_languages() -> None:
    table = tell(a_table(2), "t1")
    assert f'<figure id="{ID}">' in html(table)
    assert "| Team t1 | Team t2 | 1 | 01:00 |" in markdown(table)
    assert told(table, "es").caption == "Cuántos mensajes, cuándo el primero y con qué marca"
