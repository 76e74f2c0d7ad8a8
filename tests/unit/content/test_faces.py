"""Faces are made by channels, one for the body and one for each version; details are checked."""

from __future__ import annotations

from simulator.content.faces import faces, is_text, variants, words_of
from tests.unit.content.project import CHANNELS, Project

CASE = """
    title: Case
    teams: [Crisis team, Ministry]
    personas: [{id: lina, name: Lina Ortega, title: La Marea}]
    injects:
      - id: call
        title: A reporter calls
        body: She asks for you.
        from: lina
        channel: phone
        details: {number: 555-0190, line: Press}
        attachments: [a.txt]
        versions:
          - to: ministry
            title: She calls again
            body: She asks for the minister.
            details: {line: Office}
            attachments: [b.txt]
          - {to: crisis-team, body: Nobody told you.}
"""


def test_a_version_stands_in_the_place_of_what_it_says(project: Project) -> None:
    project.scenario(CASE)
    scenario = project.load().scenario
    body, ministry, team = (each for _, each in variants(scenario.injects[0]))
    assert body == scenario.injects[0]
    assert (ministry.title, ministry.body) == ("She calls again", "She asks for the minister.")
    assert ministry.details == {"number": "555-0190", "line": "Office"}
    assert [each.file for each in ministry.attachments] == ["b.txt"]
    assert (team.title, team.body) == ("A reporter calls", "Nobody told you.")
    assert [each.file for each in team.attachments] == ["a.txt"]


def test_each_face_is_in_the_readers_language(project: Project) -> None:
    project.scenario(CASE)
    scenario = project.load().scenario
    made = faces(scenario, CHANNELS, "es")["call"]
    assert [face.label for face in made] == ["Llamada telefónica"] * 3
    assert made[0].byline == "Lina Ortega, La Marea"
    assert [fact.value for fact in made[1].facts] == ["555-0190", "Office"]


def test_details_that_are_not_their_channels_are_told(project: Project) -> None:
    project.scenario(CASE.replace("{line: Office}", "{lime: Office}").replace("Press}", "3}"))
    found = [(each.code, each.path) for each in project.found() if each.code != "TTX045"]
    assert found == [
        ("TTX020", ("injects", 0, "details", "line")),
        ("TTX022", ("injects", 0, "versions", 0, "details", "lime")),
    ]


def test_an_unknown_channel_is_told_with_the_nearest(project: Project) -> None:
    project.scenario(CASE.replace("channel: phone", "channel: fone"))
    found = [each for each in project.found() if each.code == "TTX047"]
    assert [each.values for each in found] == [{"channel": "fone", "near": "phone"}]


def test_texts_among_details_are_known_from_words() -> None:
    assert is_text(CHANNELS, "form", "fields")
    assert is_text(CHANNELS, "siem", "rule")
    assert not is_text(CHANNELS, "siem", "host")
    assert not is_text(CHANNELS, "siem", "none")
    assert not is_text(CHANNELS, "none", "rule")


def test_words_without_translation_come_back_as_keys() -> None:
    assert words_of("en")("channels.none.label") == "channels.none.label"
