"""A scenario of IcebergTTX becomes one of ours, with its routes, its messages and its ends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.content import yaml
from simulator.content.write import write_yaml
from simulator.domain.errors import SimulatorError, UsageError
from simulator.domain.scenario import Route, Scenario
from simulator.importing.base import pointer
from simulator.importing.icebergttx import INJECT, TOP
from tests.unit.importing.sources import Data, codes, imported, the_scenario


def an_inject(id: str, **more: Any) -> Data:
    """An inject for both teams that leads nowhere."""
    return {
        "id": id,
        "title": id.capitalize(),
        "content": f"This is {id}.",
        "target_teams": ["night_shift"],
        "options": [],
    } | more


def an_option(id: str, then: str | None = None) -> Data:
    return {"id": id, "label": f"Do {id}", "next_inject_id": then}


def a_story(*injects: Data, **fields: Any) -> Data:
    """A scenario with these injects, starting with the first; None leaves a field out."""
    made = {
        "title": "The lost badge",
        "participant_teams": [
            {"id": "night_shift", "label": "Night shift"},
            {"id": "press", "label": "Press office"},
        ],
        "injects": list(injects) or [an_inject("found")],
        "start_inject_id": injects[0].get("id") if injects else "found",
    } | fields
    return {key: value for key, value in made.items() if value is not None}


def story(*injects: Data, **fields: Any) -> Scenario:
    """The scenario that comes of it, where nothing is wrong with it."""
    result = imported("icebergttx", a_story(*injects, **fields))
    assert codes(result) == []
    return the_scenario(result)


def test_the_head_is_carried_over() -> None:
    made = story(
        description="Somebody lost a badge.",
        tags=["badge"],
        metadata={"author": "The guards", "estimated_duration_minutes": 45},
        debrief_notes="Ask who noticed first.",
    )
    assert (made.id, made.title, made.planned) == ("the-lost-badge", "The lost badge", 45)
    assert (made.summary, made.facilitator_brief) == (
        "Somebody lost a badge.",
        "Ask who noticed first.",
    )
    assert (made.authors, made.tags) == (("The guards",), ("badge",))
    assert [(team.id, team.title) for team in made.teams] == [
        ("night-shift", "Night shift"),
        ("press", "Press office"),
    ]


def test_the_file_goes_into_a_folder_of_the_scenarios_name() -> None:
    assert list(imported("icebergttx", a_story()).files) == ["the-lost-badge/scenario.yaml"]


def test_ids_are_turned_into_ours_wherever_they_stand() -> None:
    made = story(
        an_inject("badge_found", options=[an_option("keep_it", "badge_kept")]),
        an_inject("badge_kept"),
    )
    first, second = made.injects
    assert (first.id, first.to, second.id) == ("badge-found", ("night-shift",), "badge-kept")
    option = first.option("keep-it")
    assert option is not None
    assert option.next == (Route(to="badge-kept"),)


def test_where_nothing_comes_next_the_story_ends() -> None:
    made = story(an_inject("found", next_inject_id="kept"), an_inject("kept"))
    assert [(inject.next, inject.ends) for inject in made.injects] == [
        ((Route(to="kept"),), False),
        (None, True),
    ]


def test_options_that_all_lead_nowhere_end_the_story() -> None:
    made = story(an_inject("found", options=[an_option("keep"), an_option("return")]))
    assert made.injects[0].ends
    assert made.injects[0].decision is not None


def test_one_option_that_leads_nowhere_leads_to_a_closing_inject() -> None:
    options = [an_option("keep", "kept"), an_option("return")]
    data = a_story(an_inject("found", options=options), an_inject("kept"))
    result = imported("icebergttx", data)
    assert codes(result) == ["closing_added"]
    made = the_scenario(result)
    closing = made.injects[-1]
    assert closing.ends
    assert not made.injects[0].ends
    option = made.injects[0].option("return")
    assert option is not None
    assert option.next == (Route(to=closing.id),)


def test_the_inject_that_starts_comes_first_then_the_order_given() -> None:
    made = story(
        an_inject("b", sequence_order=3),
        an_inject("c", sequence_order=1, next_inject_id="b"),
        an_inject("a", sequence_order=2, next_inject_id="c"),
        start_inject_id="a",
    )
    assert [inject.id for inject in made.injects] == ["a", "c", "b"]


def test_expected_actions_are_free_expectations_of_the_one_team_addressed() -> None:
    both = ["night_shift", "press"]
    made = story(
        an_inject("found", expected_actions=["Call the guard"], next_inject_id="kept"),
        an_inject("kept", expected_actions=["Call the guard", "Tell"], target_teams=both),
    )
    (alone,), shared = (inject.expectations for inject in made.injects)
    assert (alone.id, alone.free, alone.team) == ("call-the-guard", True, "night-shift")
    assert [(e.text, e.free, e.team) for e in shared] == [
        ("Call the guard", True, None),
        ("Tell", True, None),
    ]


def test_without_addressees_an_inject_is_for_all() -> None:
    assert story(an_inject("found", target_teams=[])).injects[0].to == ()


def test_of_several_teams_with_options_the_first_decides_and_the_author_is_asked() -> None:
    both = ["press", "night_shift"]
    data = a_story(an_inject("found", target_teams=both, options=[an_option("keep")]))
    result = imported("icebergttx", data)
    assert codes(result) == ["decides_first"]
    decision = the_scenario(result).injects[0].decision
    assert decision is not None
    assert decision.decides == "press"


def test_whether_free_text_is_allowed_is_kept_where_there_are_options() -> None:
    made = story(an_inject("found", options=[an_option("keep")], free_text_response=False))
    assert made.injects[0].decision is not None
    assert made.injects[0].decision.free_text is False


def test_a_message_goes_out_by_itself_after_its_inject_to_the_same_teams() -> None:
    message = {
        "external_entity": "A reporter",
        "direction": "inbound",
        "subject": "A badge?",
        "body": "Is a badge missing?",
        "delay_after_release_seconds": 90,
    }
    made = story(an_inject("found", triggers_communications=[message]))
    found, sent = made.injects
    assert found.ends
    assert (sent.id, sent.title, sent.body) == ("a-badge", "A badge?", "Is a badge missing?")
    assert (sent.channel, sent.from_, sent.to) == ("email", "a-reporter", ("night-shift",))
    assert (sent.release.after, sent.release.delay, sent.release.auto) == (("found",), 1.5, True)
    assert not sent.on_line
    assert [persona.name for persona in made.personas] == ["A reporter"]


def test_a_message_may_name_its_readers_and_may_go_outwards() -> None:
    message = {
        "external_entity": "The press",
        "direction": "outbound",
        "subject": "No badge is missing",
        "body": "All is well.",
        "visible_to_teams": ["press"],
    }
    made = story(an_inject("found", triggers_communications=[message]))
    assert (made.injects[1].to, made.injects[1].from_) == (("press",), None)
    assert made.injects[1].details == {"to": "The press"}
    assert made.personas == ()


def test_braces_in_texts_are_no_placeholders() -> None:
    made = story(an_inject("found", content="The log says {badge} and { more }."))
    assert made.injects[0].body == "The log says {{badge} and {{ more }."


def test_texts_made_here_speak_the_language_given() -> None:
    data = a_story(an_inject("found", options=[an_option("keep")]))
    made = the_scenario(imported("icebergttx", data, language="es"))
    assert made.language == "es"
    assert made.injects[0].decision is not None
    assert made.injects[0].decision.question == "¿Qué hacen?"


def test_an_export_with_an_envelope_is_read_too() -> None:
    assert the_scenario(imported("icebergttx", {"definition": a_story()})).title == "The lost badge"


# --- Faults ---

MESSAGE = {"external_entity": "A", "direction": "inbound", "subject": "S", "body": "B"}
BOTH = ["night_shift", "press"]
FAULTS: dict[str, tuple[Data, str]] = {
    "closing_added": (
        a_story(
            an_inject("a", options=[an_option("x", "b"), an_option("y")]),
            an_inject("b"),
        ),
        "/injects/0/options",
    ),
    "decides_first": (
        a_story(an_inject("a", target_teams=BOTH, options=[an_option("x")])),
        "/injects/0/options",
    ),
    "direction_unknown": (
        a_story(an_inject("a", triggers_communications=[MESSAGE | {"direction": "up"}])),
        "/injects/0/triggers_communications/0/direction",
    ),
    "field_unknown": (a_story(mood="calm"), "/mood"),
    "inject_twice": (
        a_story(an_inject("a", next_inject_id="b"), an_inject("b"), an_inject("b")),
        "/injects/2/id",
    ),
    "inject_unknown": (a_story(an_inject("a", next_inject_id="b")), "/injects/0/next_inject_id"),
    "inject_unlinked": (a_story(an_inject("a"), an_inject("b")), "/injects/1"),
    "message_empty": (
        a_story(an_inject("a", triggers_communications=[{"direction": "inbound"}])),
        "/injects/0/triggers_communications/0",
    ),
    "no_list": (a_story(tags="badge"), "/tags"),
    "no_number": (a_story(metadata={"estimated_duration_minutes": "long"}),
                  "/metadata/estimated_duration_minutes"),
    "no_object": (a_story(an_inject("a"), "b"), "/injects/1"),  # type: ignore[arg-type]
    "no_text": (a_story(title={}), "/title"),
    "option_unnamed": (
        a_story(an_inject("a", options=[an_option("x"), {}])), "/injects/0/options/1"
    ),
    "start_unknown": (a_story(start_inject_id="b"), "/start_inject_id"),
    "team_unknown": (a_story(an_inject("a", target_teams=["x"])), "/injects/0/target_teams/0"),
    "team_unnamed": (
        a_story(participant_teams=[{"id": "night_shift", "label": "N"}, {}]),
        "/participant_teams/1",
    ),
    "teams_missing": (
        a_story(an_inject("a", target_teams=[]), participant_teams=[]), "/participant_teams"
    ),
    "text_shortened": (a_story(title="word " * 100), "/title"),
}  # fmt: skip
"""A code → the file that has this fault alone, and its place."""


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_told_at_its_place_and_alone(code: str) -> None:
    data, place = FAULTS[code]
    result = imported("icebergttx", data)
    assert codes(result) == [code]
    assert pointer(result.warnings[0].path) == place
    assert result.warnings[0].line
    assert the_scenario(result).injects


def test_an_inject_without_id_is_told() -> None:
    nameless = an_inject("a")
    del nameless["id"]
    result = imported("icebergttx", a_story(an_inject("b"), nameless))
    assert sorted(codes(result)) == ["inject_unlinked", "inject_unnamed"]


def test_an_inject_that_nothing_leads_to_stands_beside_the_line_from_the_start() -> None:
    made = the_scenario(imported("icebergttx", FAULTS["inject_unlinked"][0]))
    assert made.injects[1].release.after == ("start",)
    assert not made.injects[1].ends


@pytest.mark.parametrize("data", [[], {}, {"injects": []}, {"injects": ["a"]}, "?"])
def test_what_is_no_scenario_is_refused(data: object) -> None:
    with pytest.raises(UsageError):
        imported("icebergttx", data)


# --- Losses ---


def test_only_the_number_of_the_format_is_lost() -> None:
    report = imported("icebergttx", a_story(schema_version="1.0")).losses
    assert [pointer(loss.path) for loss in report.losses] == ["/schema_version"]
    assert report.total == report.carried + 1


def test_an_unknown_field_is_lost_and_named() -> None:
    report = imported("icebergttx", a_story(mood={"now": "calm", "later": None})).losses
    assert [(pointer(loss.path), loss.shown) for loss in report.losses] == [
        ("/mood/now", '"calm"'),
        ("/mood/later", "null"),
    ]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)
NODE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(sorted(INJECT), ANYTHING)
    | {
        "id": st.sampled_from("abc"),
        "next_inject_id": st.sampled_from("abcd"),
        "options": st.lists(
            st.fixed_dictionaries(
                {"id": ANYTHING, "label": ANYTHING}, optional={"next_inject_id": ANYTHING}
            )
        ),
        "triggers_communications": st.lists(
            st.dictionaries(st.sampled_from([*MESSAGE, "delay_after_release_seconds"]), ANYTHING)
        ),
    },
)


@settings(deadline=None)
@given(
    st.lists(NODE | ANYTHING, max_size=5),
    st.dictionaries(st.sampled_from(sorted(TOP)), ANYTHING, max_size=4),
)
def test_anything_is_loaded_or_refused_in_words(nodes: list[Any], fields: Data) -> None:
    data = {"title": "Any", "injects": nodes, "start_inject_id": "a"} | fields
    try:
        result = imported("icebergttx", data)
    except SimulatorError:
        return
    made = the_scenario(result)
    ids = [inject.id for inject in made.injects]
    assert len(ids) == len(set(ids))
    document = yaml.read(write_yaml(made))
    assert Scenario.model_validate(document.data, by_alias=True, by_name=False) == made
