"""JSON Schemas are draft 7, accept what our models accept, and stand in `schemas` as generated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from simulator.content.recognise import kind_of
from simulator.content.schema import NAMES, schema
from simulator.content.yaml import read
from simulator.plugins import Registry
from tests.unit.content.pages import pages

CHANNELS = Registry("channels").load_all()
VALIDATORS = {kind: Draft7Validator(schema(kind, CHANNELS)) for kind in NAMES}
DEBRIEF: dict[str, Any] = {
    **dict.fromkeys(("exercise", "scenario", "rubric"), "a"),
    **dict.fromkeys(("scenario_version", "rubric_version"), "1"),
    "status": "created",
    "elapsed": 0,
    "records": 1,
    "teams": ["a"],
    "record": [
        {
            "exercise": "a",
            "seq": 1,
            "at": "2031-05-12T12:00:00Z",
            "elapsed": 0,
            "actor": {"person": "p1", "role": "facilitator"},
            "event": {"kind": "exercise_started"},
        }
    ],
}
MINIMAL: dict[str, dict[str, Any]] = {
    "scenario": {"title": "A", "teams": ["a"], "injects": ["b"]},
    "inject": {"body": "A call"},
    "playbook": {"title": "A", "steps": [{"phase": "contain", "text": "Cut it"}]},
    "rubric": {"title": "A", "rules": ["completeness"]},
    "play": {"scenario": "a", "play": ["start"]},
    "debrief": DEBRIEF,
    "comparison": {
        "scenario": "a",
        "exercises": [],
        "dials": [],
        "differing": [],
        "debriefs": [DEBRIEF, {**DEBRIEF, "exercise": "b"}],
    },
    "rehearsal": {
        "scenario": "a",
        "scenario_version": "1.0.0",
        "seed": 1,
        "asked": 1,
        "runs": 1,
        **{key: [] for key in ("bots", "facilitators", "teams", "endings", "dead_ends")},
        **{key: [] for key in ("unseen_injects", "unseen_options", "load", "idle", "left_idle")},
        **{key: [] for key in ("unmet", "by_people", "entered")},
        **{key: {} for key in ("outcomes", "lasted")},
        "control": {
            "acts": [],
            "busiest": {"least": 0, "tenth": 0, "median": 0, "ninetieth": 0, "most": 0},
            "questions": 0,
            "unanswered": 0,
            "waited": 0,
            "most_waiting": 0,
        },
    },
    "translation": {"translates": "a", "language": "es", "status": "courtesy"},
}


def accepts(kind: str, data: object) -> bool:
    return bool(VALIDATORS[kind].is_valid(data))


def words_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from words_in(each)


def shipped() -> list[tuple[str, Path]]:
    """Every content file of ours with its kind."""
    files = [f for name in ("scenarios", "injects", "debriefs") for f in Path(name).rglob("*.yaml")]
    return [(kind_of(f, read(f.read_text("utf-8")).data) or "", f) for f in sorted(files)]


@pytest.mark.parametrize("kind", NAMES)
def test_it_is_a_schema_of_draft_7(kind: str) -> None:
    made = schema(kind, CHANNELS)
    Draft7Validator.check_schema(made)
    assert made["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert not {"$defs", "prefixItems", "unevaluatedProperties"} & set(words_in(made))


@pytest.mark.parametrize("kind", NAMES)
def test_the_file_in_schemas_is_as_generated(kind: str) -> None:
    """Write it again with: simulacro schema KIND > schemas/KIND.json"""
    stored = json.loads(Path(f"schemas/{kind}.json").read_text(encoding="utf-8"))
    assert stored == schema(kind, CHANNELS)


@pytest.mark.parametrize("kind", NAMES)
def test_the_least_there_can_be_is_accepted_and_nothing_less(kind: str) -> None:
    assert accepts(kind, MINIMAL[kind])
    for key in MINIMAL[kind]:
        assert not accepts(kind, {k: v for k, v in MINIMAL[kind].items() if k != key})


@pytest.mark.parametrize("kind", NAMES)
def test_unknown_keys_are_not_accepted(kind: str) -> None:
    assert not accepts(kind, {**MINIMAL[kind], "nonsense": 1})


@pytest.mark.parametrize(("kind", "file"), shipped(), ids=str)
def test_what_we_ship_is_accepted(kind: str, file: Path) -> None:
    errors = VALIDATORS[kind].iter_errors(read(file.read_text("utf-8")).data)
    assert [(list(error.absolute_path), error.message) for error in errors] == []


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.code)
def test_good_examples_are_accepted(page: Any) -> None:
    for name, content in page.example("good").items():
        if name.endswith(".yaml"):
            data = read(content.decode()).data
            kind = kind_of(Path("example") / name, data)
            assert kind is not None
            assert accepts(kind, data), name


def in_scenario(**inject: Any) -> dict[str, Any]:
    return {**MINIMAL["scenario"], "injects": [{"title": "A call", **inject}]}


@pytest.mark.parametrize(
    "inject",
    [
        {"to": "a"},
        {"to": ["a", "b/c"]},
        {"next": "b"},
        {"next": [{"to": "b", "when": {"milestone": "m"}}]},
        {"body_file": "a.md"},
        {"attachments": ["a.txt", {"file": "b.txt", "title": "B"}]},
        {"facilitator": "Wait."},
        {"questions": "Who?"},
        {"expectations": ["Tell them.", {"text": "Tell others.", "due": "15 min"}]},
        {"decision": {"question": "Talk?", "options": ["Yes", {"label": "No"}]}},
        {"release": {"after": "b", "delay": 5, "at": "1 h"}},
        {"effects": [{"set": "a"}, {"add": {"b": 1}}, {"let": {"c": "x"}}]},
        {"versions": [{"to": "a", "body_file": "b.md"}]},
        {"channel": "siem", "details": {"rule": "x", "count": 3}},
        {"channel": "siem", "versions": [{"to": "a", "body": "x", "details": {"count": "many"}}]},
        {"channel": "other", "details": {"anything": 1}},
        {"details": {"voice": "the narrator"}},
    ],
)
def test_short_forms_and_long_ones_are_accepted(inject: dict[str, Any]) -> None:
    assert accepts("scenario", in_scenario(**inject))


@pytest.mark.parametrize(
    "inject",
    [
        {"effects": [{"set": "a", "clear": "b"}]},
        {"effects": [{}]},
        {"release": {"delay": "soon"}},
        {"tlp": "ORANGE"},
        {"channel": "siem", "details": {"rool": "x"}},
        {"channel": "siem", "versions": [{"to": "a", "body": "x", "details": {"hots": "x"}}]},
        {"details": {"rule": "x"}},
        {"id": "Not an id"},
        {"versions": [{"to": "a"}]},
    ],
)
def test_what_is_wrong_is_not_accepted(inject: dict[str, Any]) -> None:
    assert not accepts("scenario", in_scenario(**inject))


def test_an_inject_is_a_sentence_a_use_or_has_a_text() -> None:
    for inject in ("A call", {"use": "press/call"}, {"title": "A"}, {"body": "A"}):
        assert accepts("scenario", {**MINIMAL["scenario"], "injects": [inject]})
    for wrong in ({}, {"to": "a"}, {"use": "call"}, 3):
        assert not accepts("scenario", {**MINIMAL["scenario"], "injects": [wrong]})


def test_a_playbook_made_from_another_may_leave_out_what_that_says() -> None:
    steps = ["cut", {"id": "keep", "role": "desk"}, {"phase": "contain", "text": "Cut it."}]
    assert accepts("playbook", {"use": "theirs"})
    assert accepts("playbook", {"use": "theirs", "steps": steps, "never": [{"id": "wipe"}]})
    assert not accepts("playbook", {"use": "theirs/steps"})
    assert not accepts("playbook", {"use": "theirs", "steps": [{"role": "desk"}]})
    assert not accepts("playbook", {"title": "A"})


def test_a_reusable_inject_uses_no_other() -> None:
    assert not accepts("inject", {"title": "A", "use": "press/call"})


@pytest.mark.parametrize(
    "step",
    [
        "start",
        "restart",
        {"pause": "a break"},
        {"release": "a"},
        {"release": {"inject": "a", "teams": "b"}},
        {"jump": 25},
        {"jump": "25 h"},
        {"jump": {"story": "48 h"}},
        {"speed": 2},
        {"wait": "90 s"},
        {"start": {"by": "ana"}},
        {"expect": {"sees": {"by": "ana", "inject": "a"}}},
        {"expect": {"sees": [{"by": "ana"}, {"by": "luis"}], "finding": {"rule": "order"}}},
        {"expect": {"position": {"a": None}, "variable": {"v": 3}}},
    ],
)
def test_steps_of_plays_are_accepted(step: object) -> None:
    assert accepts("play", {"scenario": "a", "play": [step]})


@pytest.mark.parametrize("step", ["stat", 3, {"release": "a", "wait": 1}, {}, {"expect": {"x": 1}}])
def test_steps_that_are_none_are_not_accepted(step: object) -> None:
    assert not accepts("play", {"scenario": "a", "play": [step]})


def test_translations_of_every_kind_are_accepted() -> None:
    head = MINIMAL["translation"]
    for texts in (
        {"injects": {"call": {"title": "Llama", "body_file": "a.md"}}},
        {"steps": {"cut": "Cortarla"}, "roles": {"lead": {"title": "Jefa"}}},
        {"body": "Llama", "details": {"line": "Prensa", "fields": ["Nombre"]}},
        {"title": "Nuestra"},
    ):
        assert accepts("translation", {**head, **texts})
    assert not accepts("translation", {**head, "injects": {"call": {"to": "a"}}})


def test_descriptions_are_kept() -> None:
    inject = schema("scenario", CHANNELS)["definitions"]["Inject"]["anyOf"][-1]
    assert inject["description"].startswith("One piece of information")
    assert inject["properties"]["details"]["description"] == "The channel's own fields."
    assert inject["properties"]["release"]["allOf"] == [{"$ref": "#/definitions/Release"}]
