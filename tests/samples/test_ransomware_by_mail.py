"""A real exercise held against a real playbook, linked by hand: the report shows what went wrong.

Of its teams one was late, one did harm, one turned an order round, and one left something out.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from simulator.cli import GOOD, main
from simulator.content import yaml

HERE = Path(__file__).parent / "by-mail"
SCENARIO = "scenarios-machine/icebergttx/ransomware_response.json"
PLAYBOOK = "playbooks-machine/react/RP_0001_phishing_email.yml"
TEAMS = {
    "it-ops": "IT Operations",
    "legal": "Legal",
    "exec": "Executive",
    "comms": "Communications",
}
ABSENT = ("not_observed", "not_done", "censored", "missed")


class Deviation(NamedTuple):
    """What one team did wrong, and how the report tells it."""

    codes: tuple[str, ...]
    """The codes of such findings; no other team has one."""
    team: str
    step: str
    says: str
    """What only the sentence about it says."""
    decided: tuple[str, ...]
    """What the team had decided, in its own words."""


DEVIATIONS = {
    "late": Deviation(
        ("late", "acceptable"),
        "comms",
        "holding-line",
        "after 14 min, late: expected within 5 min",
        ("The line goes out: we are looking into it and the portal runs.",),
    ),
    "harmful": Deviation(
        ("harmful", "too_soon"),
        "exec",
        "promise-to-pay",
        "though the playbook says never to do it",
        ("Tell them that the money comes on Friday.",),
    ),
    "out of order": Deviation(
        ("out_of_order",),
        "it-ops",
        "ra-4201-delete-email-message",
        "which should come first",
        (
            "We purge that message from every mailbox before somebody else opens it.",
            "We keep the copy that the bookkeeper printed and ask who else had it.",
        ),
    ),
    "missing": Deviation(ABSENT, "legal", "ra-6001-develop-incident-report", ": not observed.", ()),
}


@dataclass(frozen=True)
class Report:
    """The report in its three formats."""

    data: dict[str, Any]
    markdown: str
    html: str

    @property
    def events(self) -> dict[int, Any]:
        """Every event by its number."""
        return {each["seq"]: each["event"] for each in self.data["record"]}

    def findings(self, deviation: Deviation) -> list[dict[str, Any]]:
        """All findings of this kind, of whichever team, but of expectations."""
        found: list[dict[str, Any]] = self.data["findings"]
        return [f for f in found if f["code"] in deviation.codes and not f.get("expectation")]

    def cited(self, deviation: Deviation) -> tuple[int, ...]:
        """The events that the sentence about it must cite."""
        (finding,) = self.findings(deviation)
        window = finding.get("window") or {}
        return tuple(finding["evidence"]) or (window["began"], window["ended"])


@pytest.fixture(scope="module")
def report(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Imported, linked, checked, played and reported as a trainer does it."""
    place = tmp_path_factory.mktemp("real")
    home = place / "scenarios" / "ransomware-response-quick-start"
    books = place / "debriefs" / "playbooks"
    do("import", "icebergttx", samples / SCENARIO, "--out", home.parent)
    do("import", "react", samples / PLAYBOOK, "--out", books)
    shutil.copy(HERE / "ransomware-by-mail.yaml", books)
    link(home / "scenario.yaml")
    (home / "plays").mkdir()
    play = shutil.copy(HERE / "all-four.yaml", home / "plays")
    do("check", place)
    do("play", play, "--keep", "real", "--store", place / "store")
    do("debrief", "real", "--out", place / "report", "--store", place / "store")
    json_, markdown, html = (
        next((place / "report").glob(f"*.{ending}")).read_text(encoding="utf-8")
        for ending in ("json", "md", "html")
    )
    return Report(json.loads(json_), markdown, html)


def do(*arguments: str | Path) -> None:
    """A command of the product, which must do what is asked."""
    assert main([str(each) for each in arguments]) == GOOD, arguments


def link(file: Path) -> None:
    """Write into a scenario what the trainer's links say."""
    scenario, links = (_read(each) for each in (file, HERE / "links.yaml"))
    scenario["playbooks"] = links["playbooks"]
    for inject in scenario["injects"]:
        for expectation in inject.get("expectations", ()):
            more = links["expectations"].pop(expectation["id"], None)
            if more is not None:
                del expectation["free"]
                expectation.update(more)
    assert not links["expectations"], "links that the scenario has no place for"
    file.write_text(json.dumps(scenario, ensure_ascii=False), encoding="utf-8")


def _read(file: Path) -> Any:
    return yaml.read(file.read_text(encoding="utf-8")).data


def test_every_team_logs_at_least_four_decisions(report: Report) -> None:
    logged = Counter(e["team"] for e in report.events.values() if e["kind"] == "decision_logged")
    assert logged.keys() == TEAMS.keys()
    assert min(logged.values()) >= 4


@pytest.mark.parametrize("deviation", DEVIATIONS.values(), ids=DEVIATIONS)
def test_only_the_team_that_did_it_has_the_finding(report: Report, deviation: Deviation) -> None:
    (finding,) = report.findings(deviation)
    assert finding["team"] == deviation.team
    assert finding["step"] == f"ransomware-by-mail/{deviation.step}"


@pytest.mark.parametrize("deviation", DEVIATIONS.values(), ids=DEVIATIONS)
def test_the_finding_rests_on_what_the_team_decided(report: Report, deviation: Deviation) -> None:
    cited = [report.events[seq] for seq in report.cited(deviation)]
    decided = [each for each in cited if each["kind"] == "decision_logged"]
    assert tuple(each["text"] for each in decided) == deviation.decided
    assert {each["team"] for each in decided} <= {deviation.team}
    if not decided:
        assert [each["kind"] for each in cited] == ["exercise_started", "exercise_ended"]


@pytest.mark.parametrize("deviation", DEVIATIONS.values(), ids=DEVIATIONS)
def test_the_markdown_tells_it_of_that_team_alone(report: Report, deviation: Deviation) -> None:
    sections = of_teams(report.markdown)
    assert sections.keys() == set(TEAMS.values())
    telling = [team for team, text in sections.items() if deviation.says in text]
    assert telling == [TEAMS[deviation.team]]
    sentence = sections[TEAMS[deviation.team]].partition(deviation.says)[2]
    for seq in report.cited(deviation):
        assert f"(#e{seq})" in sentence.splitlines()[0]
        assert f'<a id="e{seq}"></a>' in report.markdown
    for text in deviation.decided:
        assert f"“{text}”" in sentence.partition("\n#")[0]


@pytest.mark.parametrize("deviation", DEVIATIONS.values(), ids=DEVIATIONS)
def test_the_page_tells_it_of_that_team_alone(report: Report, deviation: Deviation) -> None:
    page = Items(report.html)
    (finding,) = report.findings(deviation)
    telling = [id for id, item in page.items.items() if deviation.says in item.text]
    assert f"o-other-{finding['id']}" in telling
    assert {id.split(".")[1] for id in telling} == {deviation.team}
    item = page.items[f"o-other-{finding['id']}"]
    for seq in report.cited(deviation):
        assert f"#e{seq}" in item.links
        assert f"e{seq}" in page.ids
    for text in deviation.decided:
        assert f"“{text}”" in item.text


def test_the_harm_is_not_told_as_what_the_playbook_asks_for(report: Report) -> None:
    decided = report.markdown.partition("> Tell them that the money comes on Friday.")[2]
    about = decided.partition("\n[")[0]
    assert "never list:** Pay, or say that you will" in about
    assert "**Playbook:**" not in about


def test_the_report_names_who_wrote_the_playbook(report: Report) -> None:
    assert "rp-0001-phishing-email" in report.markdown.partition("rested on")[2]


def of_teams(markdown: str) -> dict[str, str]:
    """Team → what is found of it, objective by objective."""
    found = markdown.partition("\n## Objective by objective\n")[2].partition("\n## ")[0]
    sections = [each.partition("\n") for each in found.split("\n#### ")[1:]]
    return {title: text for title, _, text in sections}


@dataclass
class Item:
    """One item of a list in the page: its words, and where it leads."""

    text: str
    links: list[str]


class Items(HTMLParser):
    """The findings in the lists of a page, by their ids, each with what stands below it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.items: dict[str, Item] = {}
        self.ids: set[str] = set()
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        id = said.get("id") or ""
        self.ids.add(id)
        if tag == "li":
            self._open.append(id)
            self.items[id] = Item("", [])
        for each in self._inside():
            each.links += [said["href"] or ""] if tag == "a" else []

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for each in self._inside():
            each.text += data

    def _inside(self) -> list[Item]:
        """The items around this place that are findings."""
        return [self.items[id] for id in self._open if id.startswith(("o-other-", "f-"))]
