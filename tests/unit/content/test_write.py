"""What is written as YAML: read back, it is the same; and it looks as authors would write it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.content import yaml
from simulator.content.write import write_yaml
from simulator.domain.model import Model
from simulator.domain.playbook import FromStep, Playbook, PlaybookRole, Rubric, Step, Times
from simulator.domain.scenario import Inject, Release, Route, Scenario, Source, Team

LIBRARY = Path(__file__).parents[3] / "debriefs"
SHIPPED = [file for file in sorted(LIBRARY.glob("*/*.yaml")) if "." not in file.stem]
M = TypeVar("M", bound=Model)

HARD = st.sampled_from(
    [
        "yes", "true", "null", "~", "12", "-0.5", "1e3", "007", "10:40", "2031-05-12", "<<", "=",
        "Who knows: the CSIRT", "Line #3", "a #b", "#first", "- item", "? key", "[DRAFT] note",
        "{utility}", "@all", "*bold*", "&anchor", "!tag", "%directive", "`code`", "> quote",
        "| pipe", '"quoted"', "'quoted'", "it's", 'say "no"', "back\\slash", "colon:", ": x",
        "a:b", "...", "---", "é ñ ü", "日本語", "🦊 fox", "a\u200db", "tab\tinside", "trailing:",
    ]
)  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
LINES = st.one_of(HARD, TEXT, st.builds(" ".join, st.lists(HARD, min_size=1, max_size=4)))
PROSE = st.builds("\n".join, st.lists(LINES | st.just("") | st.just("  in"), min_size=1))
SPANS = st.one_of(
    st.integers(0, 5000),
    st.floats(0, 5000, allow_nan=False),
    st.builds(lambda seconds: f"{seconds} s", st.integers(0, 9999)),
)
SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(-1e9, 1e9) | LINES
KEYS = st.from_regex(r"[a-z][a-z0-9 _:#-]{0,12}", fullmatch=True) | HARD
DETAILS = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS | PROSE,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


def readable(text: str) -> bool:
    """Whether anything of a text is left once a model has cleaned it."""
    try:
        Team(id="a", title=text[:400])
    except ValueError:
        return False
    return True


def back(text: str, model: type[M]) -> M:
    """The value that a written text means to the reader, which must find nothing odd in it."""
    document = yaml.read(text)
    assert document.notes == ()
    return model.model_validate(document.data, by_alias=True, by_name=False)


@settings(deadline=None)
@given(LINES.filter(readable), PROSE.filter(readable), LINES.filter(readable))
def test_any_text_is_read_back_as_it_was(line: str, prose: str, word: str) -> None:
    team = {"id": "a", "title": line, "brief": prose, "roles": [{"id": "r", "title": word}]}
    scenario = Scenario.model_validate(
        {
            "id": "s",
            "title": line,
            "brief": prose,
            "tags": [word, "plain"],
            "assumptions": [line, word],
            "values": {"name": word},
            "teams": [team],
            "injects": [{"id": "i", "title": word, "body": prose}],
        }
    )
    assert back(write_yaml(scenario), Scenario) == scenario


@settings(max_examples=100, deadline=None)
@given(DETAILS)
def test_any_details_are_read_back_as_they_were(details: dict[str, Any]) -> None:
    inject = Inject(id="i", title="t", body="b", details=details)
    assert back(write_yaml(inject), Inject) == inject


@settings(deadline=None)
@given(SPANS, SPANS, st.floats(0.001, 1e6))
def test_any_time_and_weight_is_read_back_as_it_was(
    target: float | str, limit: float | str, weight: float
) -> None:
    step = Step.model_validate(
        {
            "id": "s",
            "phase": "contain",
            "text": "t",
            "weight": weight,
            "times": {"from": "t", "target": target, "limit": limit, "source": {"kind": "law"}},
        }
    )
    assert back(write_yaml(step), Step) == step


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_is_shipped_is_read_back_as_it_was(file: Path) -> None:
    data = yaml.read(file.read_text("utf-8")).data
    model: type[Model] = Playbook if file.parent.name == "playbooks" else Rubric
    value = model.model_validate(data, by_alias=True, by_name=False)
    assert back(write_yaml(value), model) == value


def a_playbook(**fields: Any) -> Playbook:
    step = Step(id="isolate", phase="contain", text="Isolate the host")
    return Playbook(**{"id": "p", "title": "P", "steps": (step,)} | fields)


def test_fields_stand_in_their_own_order_and_defaults_are_left_out() -> None:
    assert write_yaml(a_playbook()) == (
        "schema_version: 1\n"
        "id: p\n"
        "title: P\n"
        "\n"
        "steps:\n"
        "  - id: isolate\n"
        "    phase: contain\n"
        "    text: Isolate the host\n"
    )


def test_the_first_line_names_the_schema_for_editors() -> None:
    text = write_yaml(a_playbook(), modeline="../schemas/playbook.json")
    assert text.startswith("# yaml-language-server: $schema=../schemas/playbook.json\nschema_ver")


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(5.0, "5"), (1440.0, "1440"), (0.5, "30 s"), (2 / 60, "2 s"), (100 / 60, "100 s")],
)
def test_times_are_minutes_or_seconds(minutes: float, written: str) -> None:
    inject = Inject(id="i", title="t", body="b", release=Release(delay=minutes))
    assert f"  delay: {written}\n" in write_yaml(inject)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Call the CSIRT", "Call the CSIRT"),
        ("yes", "yes"),
        ("10:40", "10:40"),
        ("12", '"12"'),
        ("true", '"true"'),
        ("Who leads: the CSIRT", '"Who leads: the CSIRT"'),
        ("Line #3 and #4", '"Line #3 and #4"'),
        ('"Now": she said', "'\"Now\": she said'"),
        ("{utility}", '"{utility}"'),
    ],
)
def test_a_text_is_quoted_where_the_reader_needs_it_and_nowhere_else(
    text: str, written: str
) -> None:
    assert f"\ntitle: {written}\n" in write_yaml(PlaybookRole(id="r", title=text))


def test_long_prose_stands_on_lines_of_its_own() -> None:
    inject = Inject(id="i", title="t", body="First.\n\n  - indented: yes\nLast #1.")
    assert "body: |\n  First.\n\n    - indented: yes\n  Last #1.\n" in write_yaml(inject)


def test_pointers_stand_in_one_line_and_sentences_one_a_line() -> None:
    scenario = Scenario(
        id="s",
        title="S",
        assumptions=("One thing.", "Another, too."),
        teams=(Team(id="a", title="A"),),
        injects=(Inject(id="i", title="t", body="b", to=("a", "b/lead")),),
    )
    text = write_yaml(scenario)
    assert "assumptions:\n  - One thing.\n  - Another, too.\n" in text
    assert "    to: [a, b/lead]\n" in text


def test_one_way_on_without_condition_is_its_name() -> None:
    inject = Inject(id="i", title="t", body="b", next=(Route(to="then"),))
    assert "\nnext: then\n" in write_yaml(inject)


def test_moments_and_days_are_written_as_the_reader_takes_them() -> None:
    moment = datetime(2031, 5, 12, 8, 40)  # noqa: DTZ001 - the story has no zone
    inject = Inject(id="i", title="t", body="b", story_time=moment)
    assert "story_time: 2031-05-12 08:40\n" in write_yaml(inject)
    assert back(write_yaml(inject), Inject) == inject
    source = Source(kind="law", date=date(2030, 1, 1))
    assert back(write_yaml(source), Source) == source


def test_names_that_python_keeps_for_itself_are_written_as_authors_write_them() -> None:
    times = Times(from_=FromStep(step="first"), source=Source(kind="plan"))
    step = Step(id="s", phase="contain", text="t", times=times)
    assert "from:\n    step: first\n" in write_yaml(step)
    assert back(write_yaml(step), Step) == step
