"""Hostile and huge through every format: whatever people write is text, and every file is good."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import TypeAdapter, ValidationError

from simulator.acts import Recorded
from simulator.acts.debriefed import DebriefFile
from simulator.acts.decisions import DecisionLogged
from simulator.acts.messages import SendMessage
from simulator.documents.base import Document, Format, Words
from simulator.documents.report import document
from simulator.domain.model import Line, Prose, Word, cleaned
from simulator.engine import rules
from simulator.plugins import Registry
from tests.builders import Table, a_kit, a_player, a_scenario, a_team
from tests.contract.hostile import (
    ATTACKS,
    LONG_WORD,
    Page,
    Paper,
    attacked,
    clean,
    flat,
    marks,
    texts_in,
    through_the_door,
)
from tests.docs.tree import ROOT
from tests.unit.documents.paper import TEMPLATES, the_document
from tests.unit.documents.test_report import everything_happens
from tests.unit.scoring.response import a_table, ended, the_playbook, the_scenario
from tests.unit.scoring.test_evidence import played

FORMATS = {form.name: form for form in Registry("documents").load_all().values()}
SILENT = frozenset({"question_answered.text"})
"""What is told by its title: an answer that was prepared stands in the scenario."""
ATTACKED = {name: text for name, text in ATTACKS.items() if name != "surrogates"}
"""All but what gets into no exercise at all."""
FULL_HOUSE = "scenarios/hospital-ransomware/plays/full-house.yaml"
SCHEMA = Draft7Validator(json.loads((ROOT / "schemas" / "debrief.json").read_text("utf-8")))
TEAMS = 45
TRIED = ("en", "es")
"""What harms a report does so in any language: two will do."""
Read = tuple[list[str], str]
"""What a file is built of, and the text that people read in it."""


def read_html(made: str) -> Read:
    page = Page(made)
    assert clean(made)
    return page.tags, page.text


def read_markdown(made: str) -> Read:
    paper = Paper(made)
    assert clean(made)
    return paper.tags, paper.text


def read_json(made: str) -> Read:
    tree = json.loads(made)
    texts = [*texts_in(tree)]
    assert next(SCHEMA.iter_errors(tree), None) is None
    assert all(clean(text.replace("\t", " ")) for text in texts)
    return [], "\n".join(texts)


READERS: dict[str, Callable[[str], Read]] = {
    "html": read_html,
    "md": read_markdown,
    "json": read_json,
}


def test_every_format_is_read() -> None:
    assert READERS.keys() == FORMATS.keys()


@pytest.fixture(params=list(FORMATS.values()), ids=list(FORMATS))
def form(request: pytest.FixtureRequest) -> Format:
    found: Format = request.param
    return found


@lru_cache(maxsize=64)
def the_records(name: str) -> tuple[Recorded, ...]:
    """A table at which everything happens and every text is this attack; or none of them."""
    text = ATTACKS.get(name, "as people talk")
    return tuple(attacked(everything_happens().records, [text]))


@lru_cache(maxsize=64)
def the_paper(name: str, language: str) -> Document:
    records = the_records(name)
    return the_document(records if name == "surrogates" else through_the_door(records), language)


def read(form: Format, paper: Document, language: str) -> Read:
    """A document through a format and its reader; the same bytes each time."""
    made = form.render(paper, Words(language))
    assert made == form.render(paper, Words(language))
    return READERS[form.name](made.decode("utf-8", "strict"))


def said_in(records: Sequence[Recorded]) -> list[str]:
    """What the decisions of a log say, as it may be shown."""
    events = (record.event for record in records)
    return [flat(cleaned(e.text)) for e in events if isinstance(e, DecisionLogged)]


TOGETHER = [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in ATTACKED]
"""Those who read the same paper run after each other: it is made once."""


@pytest.mark.parametrize("language", TRIED)
@pytest.mark.parametrize("name", TOGETHER)
def test_what_people_write_stays_text_and_stays_whole(
    form: Format, name: str, language: str
) -> None:
    records = the_records(name)
    tags, text = read(form, the_paper(name, language), language)
    assert tags == read(form, the_paper("none", language), language)[0]
    assert {at for mark, at in marks(records, language).items() if mark not in text} <= SILENT
    shown = flat(text)
    assert [said for said in said_in(records) if said not in shown] == []


@pytest.mark.parametrize("language", TRIED)
@pytest.mark.parametrize("name", ATTACKS)
def test_what_came_past_the_door_is_cleaned_where_it_is_drawn(name: str, language: str) -> None:
    """A store of another make may hold anything; half a character cannot even be JSON."""
    paper = the_document(the_records(name), language)
    for form in FORMATS.values():
        if form.many:
            read(form, paper, language)


@pytest.mark.parametrize("text", ["\ud800", "a \udfff b"])
@pytest.mark.parametrize("kind", [Line, Prose, Word])
def test_half_a_character_gets_into_no_exercise(kind: Any, text: str) -> None:
    door: TypeAdapter[str] = TypeAdapter(kind)
    with pytest.raises(ValidationError):
        door.validate_python(text)
    with pytest.raises(ValidationError):
        door.validate_json(json.dumps(text))


def makes_itself_again(records: Sequence[Recorded]) -> None:
    """The JSON of a report gives every file of it once more, byte for byte."""
    kept = the_document(records)
    found = DebriefFile.model_validate_json(FORMATS["json"].render(kept, Words("en")))
    again = document(found.record, found, "en", TEMPLATES, found.report)
    for form in FORMATS.values():
        assert form.render(again, Words("en")) == form.render(kept, Words("en"))


@pytest.mark.parametrize("name", ATTACKED)
def test_an_attacked_reports_json_makes_it_again(name: str) -> None:
    makes_itself_again(through_the_door(the_records(name)))


def nobody_spoke() -> Table:
    """Started and ended at once."""
    return ended(Table(the_scenario()).start())


def many(teams: int = TEAMS) -> Table:
    """Tables that each live their own story, decide, and tell the next one."""
    scenario = the_scenario(
        "a", "b", story={"scope": "team", "starts": "2031-05-12 08:00"}, teams=[a_team("red")]
    )
    table = Table(kit=a_kit(scenario, the_playbook()), copies=teams).start().release("a")
    names = list(table.exercise.teams)
    for place, name in enumerate(names):
        player = a_player(name)
        table.decide("a", None, "book/triage", by=player, text=f"Team {place} looks into it.")
        if teams > 1:
            to = names[(place + 1) % teams]
            table.do(SendMessage(text="Look out.", to=(to,), tlp="AMBER"), player)
    return ended(table)


SIZES: dict[str, Callable[[], Table]] = {
    "created": lambda: Table(the_scenario()),
    "without-anything": lambda: Table(a_scenario()),
    "started": lambda: Table(the_scenario()).start(),
    "nobody-spoke": nobody_spoke,
    "one-team": lambda: many(1),
    "one-inject": lambda: ended(a_table()),
}


@pytest.mark.parametrize("language", TRIED)
@pytest.mark.parametrize("make", SIZES.values(), ids=SIZES)
def test_small_exercises_have_their_report(
    form: Format, make: Callable[[], Table], language: str
) -> None:
    table = make()
    _, text = read(form, the_document(table.records, language), language)
    assert table.kit.edition(language).scenario.title in text
    makes_itself_again(table.records)


@pytest.mark.slow
@pytest.mark.parametrize("language", TRIED)
def test_forty_five_teams_are_all_in_the_report(form: Format, language: str) -> None:
    table = many()
    _, text = read(form, the_document(table.records, language), language)
    for place in range(TEAMS):
        assert f"Team {place} looks into it." in text
    for team in table.exercise.teams:
        assert rules.team_title(table.exercise, team, language) in text or form.name == "json"


@pytest.mark.parametrize(
    "count",
    [pytest.param(1_000, marks=pytest.mark.slow), pytest.param(10_000, marks=pytest.mark.long)],
)
def test_thousands_of_decisions_are_all_in_the_report(count: int) -> None:
    table = a_table()
    table.decide("a", text="Decision 0 of many.")
    sample = next(r for r in table.records if isinstance(r.event, DecisionLogged))
    records = [r for r in table.records if r.seq <= sample.seq]
    for number in range(1, count):
        event = sample.event.having(decision=f"e{sample.seq + number}", text=f"Decision {number}.")
        records.append(sample.having(seq=sample.seq + number, event=event))
    paper = the_document(records)
    for form in FORMATS.values():
        _, text = read(form, paper, "en")
        assert text.count("Decision ") > count - 1
        assert f"Decision {count - 1}." in text


@pytest.mark.slow
@pytest.mark.parametrize("language", TRIED)
def test_the_whole_sample_attacked_is_a_good_report(form: Format, language: str) -> None:
    """Every text of a scenario too, each with another attack."""
    records = through_the_door(attacked(played(FULL_HOUSE), [*ATTACKED.values()]))
    _, text = read(form, the_document(records, language), language)
    assert {at for mark, at in marks(records, language).items() if mark not in text} <= SILENT


@pytest.mark.parametrize("language", TRIED)
def test_a_word_without_end_breaks_wherever_it_stands(language: str) -> None:
    """In a table too, which would be as wide as the word."""
    page = FORMATS["html"].render(the_paper("word", language), Words(language)).decode()
    style, _, body = page.partition("</style>")
    assert re.search(r"\nbody\{[^}]*overflow-wrap:break-word", style)
    assert LONG_WORD in body
    for cell in re.findall("<t[dh].*?</t[dh]>", body):
        assert not re.search(r"[^\s<>]{80}", re.sub("<[^>]*>", " ", cell))


def test_marks_upon_marks_stay_within_their_own_text() -> None:
    """Six hundred accents on one letter once ran down half a page, over what others wrote."""
    style = FORMATS["html"].render(the_paper("marks", "en"), Words("en")).decode()
    clipped = re.search(r"\n([\w,]+)\{overflow-y:clip\}", style)
    assert clipped is not None
    assert {"p", "li", "td", "th", "h4"} <= {*clipped[1].split(",")}
