"""Reusable injects and bodies in files of their own are put where they are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.content.following import merged
from tests.unit.content.project import Project

CASE = """
    title: Case
    language: {language}
    values: {{paper: La Marea}}
    teams: [Crisis team]
    injects:
      - use: press/deadline
"""
DEADLINE = """
    schema_version: 1
    language: en
    licence: CC-BY-4.0
    title: I publish in half an hour
    channel: phone
    details: {number: 555-0190, line: Press telephone}
    body: I write for {paper}. Is it an attack?
    questions: {primary: What can you say now?, probing: [Who else is asked?]}
    facilitator: {delivery: Play the reporter., hints: [Say what you do not know.]}
"""
DEADLINE_ES = """
    translates: press/deadline
    language: es
    status: reviewed
    title: Publico en media hora
    details: {line: Teléfono de prensa}
    body: Escribo para {paper}. ¿Es un ataque?
    questions: {primary: ¿Qué pueden decir?, probing: [¿A quién más le preguntan?]}
    facilitator: {delivery: Haga de periodista., hints: [Digan lo que no saben.]}
"""


@pytest.fixture
def press(project: Project) -> Project:
    """A project with a reusable inject."""
    project.write("injects/press/deadline.yaml", DEADLINE)
    project.scenario(CASE.format(language="en"))
    return project


def test_a_used_inject_stands_as_if_it_were_written_there(press: Project) -> None:
    inject = press.load().scenario.injects[0]
    assert inject.id == "deadline"
    assert inject.title == "I publish in half an hour"
    assert inject.body == "I write for La Marea. Is it an attack?"


def test_what_is_written_beside_it_goes_before(press: Project) -> None:
    press.scenario(
        CASE.format(language="en")
        + """
        id: call
        title: She calls
        details: {line: The director's own}
        questions: {probing: [Who speaks?, Who listens?]}
        facilitator: {hints: []}
    """
    )
    inject = press.load().scenario.injects[0]
    assert (inject.id, inject.title) == ("call", "She calls")
    assert inject.details == {"number": "555-0190", "line": "The director's own"}
    assert inject.questions is not None
    assert inject.questions.primary == "What can you say now?"
    assert inject.questions.probing == ("Who speaks?", "Who listens?")
    assert inject.facilitator is not None
    assert inject.facilitator.delivery == "Play the reporter."
    assert inject.facilitator.hints == ()


def test_an_inject_that_is_not_there_is_told_with_the_nearest(press: Project) -> None:
    press.scenario(CASE.format(language="en").replace("press/deadline", "press/deadlin"))
    (found,) = press.found()
    assert found.code == "TTX043"
    assert found.values["near"] == "press/deadline"
    assert (found.line, found.column) == (6, 10)


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "press", "3", "Press/deadline"])
def test_only_a_theme_and_an_id_are_followed(press: Project, name: str) -> None:
    press.scenario(CASE.format(language="en").replace("press/deadline", name))
    assert press.codes() == ["TTX043"]


def test_a_fault_in_a_used_inject_is_told_where_it_stands(press: Project) -> None:
    press.write("injects/press/deadline.yaml", DEADLINE + "    chanel: phone\n")
    (found,) = press.found()
    assert found.code == "TTX022"
    assert Path(found.source).name == "deadline.yaml"
    assert found.line == 10


def test_a_fault_that_two_files_make_together_is_told_where_its_text_is(press: Project) -> None:
    press.scenario(CASE.format(language="en") + "        channel: email\n")
    found = press.found()
    assert [(Path(each.source).name, each.line) for each in found] == [("deadline.yaml", 6)] * 2
    assert {each.values["key"] for each in found} == {"number", "line"}


def test_a_used_inject_comes_in_every_language_it_has(press: Project) -> None:
    press.write("injects/press/deadline.es.yaml", DEADLINE_ES)
    press.beside(
        "es.yaml",
        """
        translates: case
        language: es
        status: reviewed
        title: Caso
        teams: {crisis-team: Comité de crisis}
        """,
    )
    assert press.codes() == []
    inject = press.load().kit.editions["es"].scenario.injects[0]
    assert inject.title == "Publico en media hora"
    assert inject.body == "Escribo para La Marea. ¿Es un ataque?"
    assert inject.details["line"] == "Teléfono de prensa"


def test_a_text_of_the_scenarios_own_is_not_translated_by_the_library(press: Project) -> None:
    press.write("injects/press/deadline.es.yaml", DEADLINE_ES)
    press.scenario(CASE.format(language="en") + "        facilitator: {delivery: Call twice.}\n")
    press.beside(
        "es.yaml",
        """
        translates: case
        language: es
        status: courtesy
        title: Caso
        teams: {crisis-team: Comité de crisis}
        """,
    )
    loaded = press.load()
    assert [each.code for each in loaded.diagnostics] == ["TTX049"]
    facilitator = loaded.kit.editions["es"].scenario.injects[0].facilitator
    assert facilitator is not None
    assert facilitator.delivery == "[en] Call twice."
    assert facilitator.hints == ("Digan lo que no saben.",)


def test_an_inject_of_another_language_is_taken_in_the_scenarios(press: Project) -> None:
    press.write("injects/press/deadline.es.yaml", DEADLINE_ES)
    press.scenario(CASE.format(language="es"))
    inject = press.load().scenario.injects[0]
    assert inject.title == "Publico en media hora"
    assert inject.body == "Escribo para La Marea. ¿Es un ataque?"
    assert inject.details == {"number": "555-0190", "line": "Teléfono de prensa"}


def test_without_translation_it_says_which_language_it_is_in(press: Project) -> None:
    press.scenario(CASE.format(language="es"))
    inject = press.load().scenario.injects[0]
    assert inject.title == "[en] I publish in half an hour"
    assert inject.channel == "phone"


def test_a_body_may_stand_in_a_file(project: Project) -> None:
    project.scenario("""
        title: Case
        values: {paper: La Marea}
        teams: [Crisis team, Ministry]
        injects:
          - title: A letter
            body_file: texts/letter.md
            versions:
              - {to: ministry, body_file: texts/ministry.md}
    """)
    project.beside("texts/letter.md", "To {paper}:\n\n*in haste*\n")
    project.beside("texts/ministry.md", "A copy.\n")
    inject = project.load().scenario.injects[0]
    assert inject.body == "To La Marea:\n\n*in haste*"
    assert inject.versions[0].body == "A copy."


def test_a_translated_body_may_stand_in_a_file_too(project: Project) -> None:
    project.scenario("""
        title: Case
        teams: [Crisis team]
        injects:
          - {id: letter, title: A letter, body: Dear all}
    """)
    project.beside(
        "es.yaml",
        """
        translates: case
        language: es
        status: reviewed
        title: Caso
        teams: {crisis-team: Comité de crisis}
        injects: {letter: {title: Una carta, body_file: carta.md}}
        """,
    )
    project.beside("carta.md", "Estimados todos\n")
    assert project.codes() == []
    assert project.load().kit.editions["es"].scenario.injects[0].body == "Estimados todos"


@pytest.mark.parametrize(
    ("name", "code"),
    [("none.md", "TTX045"), ("../../letter.md", "TTX046"), ("latin.md", "TTX003")],
)
def test_a_body_that_cannot_be_had_is_told_at_its_name(
    project: Project, name: str, code: str
) -> None:
    project.scenario(f"""
        title: Case
        teams: [Crisis team]
        injects:
          - title: A letter
            body_file: {name}
    """)
    (project.home / "latin.md").write_bytes(b"caf\xe9")
    (found,) = project.found()
    assert (found.code, found.line, found.column) == (code, 5, 16)


def test_mappings_are_laid_over_key_by_key_and_lists_whole() -> None:
    base = {"a": {"b": 1, "c": [1, 2]}, "d": "x"}
    assert merged(base, {"a": {"c": [3]}, "d": {"e": 1}}) == {
        "a": {"b": 1, "c": [3]},
        "d": {"e": 1},
    }
    assert base == {"a": {"b": 1, "c": [1, 2]}, "d": "x"}
