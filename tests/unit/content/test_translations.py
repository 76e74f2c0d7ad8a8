"""Translations mirror what they translate, fall back visibly and are held to their promise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.content.problems import validated
from simulator.content.translated import Translator
from simulator.content.translation import Texts, file_model, translation_of
from simulator.domain.model import LINE_MAX, PROSE_MAX, Model
from simulator.domain.playbook import Playbook
from simulator.domain.scenario import Inject, Persona, Scenario
from tests.unit.content.project import Project

CASE = """
    title: Case
    teams: [Crisis team]
    personas: [Lina Ortega]
    injects:
      - id: call
        title: A reporter calls
        body: She publishes in half an hour.
        channel: phone
        from: lina-ortega
        details: {line: Press telephone, number: 555-0190}
        attachments: [{file: note.txt, title: The note}]
        questions: {primary: What do you say?, probing: [Who speaks?, Who listens?]}
        versions:
          - {to: crisis-team, body: She is nice.}
        decision:
          question: Do you talk?
          options:
            - {id: talk, label: We talk, pros: [Honest]}
            - {id: wait, label: We wait}
"""
SPANISH = """
    translates: case
    language: es
    status: reviewed
    title: Caso
    teams: {crisis-team: Comité de crisis}
    injects:
      call:
        title: Llama una periodista
        body: Publica en media hora.
        details: {line: Teléfono de prensa}
        attachments: {note.txt: {title: La nota}}
        questions: {primary: ¿Qué dicen?, probing: [¿Quién habla?, ¿Quién escucha?]}
        versions: {crisis-team: {body: Es amable.}}
        decision:
          question: ¿Hablan?
          options:
            talk: {label: Hablamos, pros: [Es honesto]}
            wait: Esperamos
"""


@pytest.fixture
def case(project: Project) -> Project:
    """A scenario with a Spanish translation."""
    project.scenario(CASE)
    project.beside("note.txt", "Your files are locked.")
    project.beside("es.yaml", SPANISH)
    return project


def without(text: str, line: str) -> str:
    """A text without the line that begins so."""
    kept = [each for each in text.splitlines() if not each.strip().startswith(line)]
    return "\n".join(kept) + "\n"


def test_every_text_is_replaced(case: Project) -> None:
    loaded = case.load()
    assert loaded.diagnostics == ()
    kit = loaded.kit
    spanish = kit.editions["es"].scenario
    assert spanish.language == "es"
    assert spanish.teams[0].title == "Comité de crisis"
    inject = spanish.injects[0]
    assert inject.questions is not None
    assert inject.questions.probing == ("¿Quién habla?", "¿Quién escucha?")
    assert inject.decision is not None
    assert [option.label for option in inject.decision.options] == ["Hablamos", "Esperamos"]
    assert inject.attachments[0].title == "La nota"
    face, version = kit.editions["es"].faces["call"]
    assert face.label == "Llamada telefónica"
    assert [(fact.label, fact.value) for fact in face.facts] == [
        ("Número", "555-0190"),
        ("Línea", "Teléfono de prensa"),
    ]
    assert version.body == "Es amable."


def test_what_is_not_text_stays(case: Project) -> None:
    kit = case.load().kit
    english, spanish = kit.original.scenario, kit.editions["es"].scenario
    assert spanish.injects[0].details["number"] == english.injects[0].details["number"]
    assert spanish.injects[0].to == english.injects[0].to
    assert english.title == "Case"


def test_names_of_people_need_no_translation(case: Project) -> None:
    spanish = case.load().kit.editions["es"].scenario
    assert spanish.personas[0].name == "Lina Ortega"


@pytest.mark.parametrize("status", ["reviewed", "original"])
def test_a_missing_text_breaks_the_promise_of_a_reviewed_translation(
    case: Project, status: str
) -> None:
    case.beside("es.yaml", without(SPANISH, "body: Publica").replace("reviewed", status))
    (found,) = case.found()
    assert (found.code, found.severity) == ("TTX049", "error")
    assert found.values["first"] == "injects/call/body"
    assert found.values["count"] == 1


def test_a_missing_text_stands_in_the_original_behind_its_code(case: Project) -> None:
    lacking = without(without(SPANISH, "body: Publica"), "details").replace("reviewed", "courtesy")
    case.beside("es.yaml", lacking)
    loaded = case.load()
    assert [(each.code, each.severity) for each in loaded.diagnostics] == [("TTX049", "warning")]
    face = loaded.kit.editions["es"].faces["call"][0]
    assert face.body == "[en] She publishes in half an hour."
    assert face.facts[1].value == "[en] Press telephone"
    assert face.facts[0].value == "555-0190"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("    summary: Un resumen", "nothing_there"),
        ("    phases: {first: Primera}", "nothing_there"),
        ("    teams: {crisis-team: Comité, ministry: Ministerio}", "no_thing"),
    ],
)
def test_a_text_for_something_that_is_not_there_is_told(
    case: Project, line: str, problem: str
) -> None:
    case.beside("es.yaml", without(SPANISH, line.strip().partition(":")[0] + ":") + line + "\n")
    found = case.found()
    assert [(each.code, each.values["problem"]) for each in found] == [("TTX048", problem)]


def test_a_detail_that_is_not_there_is_told(case: Project) -> None:
    case.beside("es.yaml", SPANISH.replace("{line: ", "{room: Sala, line: "))
    assert [(each.code, each.values["key"]) for each in case.found()] == [("TTX048", "room")]


def test_a_list_of_another_length_is_told(case: Project) -> None:
    case.beside("es.yaml", SPANISH.replace("[¿Quién habla?, ¿Quién escucha?]", "[¿Quién habla?]"))
    (found,) = case.found()
    assert found.code == "TTX048"
    assert (found.values["count"], found.values["original"]) == (1, 2)
    assert Path(found.source).name == "es.yaml"


def test_words_for_suggestions_may_be_of_any_number(project: Project) -> None:
    project.scenario("""
        title: Case
        teams: [Crisis team]
        requests: [{id: copies, title: Copies, ask: [backup, copies], answer: Eleven days old.}]
        injects: [{id: call, title: A reporter calls}]
    """)
    spanish = """
        translates: case
        language: es
        status: {status}
        title: Caso
        teams: {{crisis-team: Comité}}
        requests: {{copies: {{title: Copias, {ask}answer: De once días.}}}}
        injects: {{call: {{title: Llama, body: Llama}}}}
    """
    project.beside("es.yaml", spanish.format(status="reviewed", ask="ask: [respaldo], "))
    assert project.codes() == []
    project.beside("es.yaml", spanish.format(status="courtesy", ask=""))
    request = project.load().kit.editions["es"].scenario.requests[0]
    assert request.ask == ("backup", "copies")


@pytest.mark.parametrize(
    ("old", "new"), [("translates: case", "translates: other"), ("language: es", "language: pt")]
)
def test_the_header_agrees_with_the_place(case: Project, old: str, new: str) -> None:
    case.beside("es.yaml", SPANISH.replace(old, new))
    assert case.codes() == ["TTX017"]


@pytest.mark.parametrize("key", ["translates", "language", "status"])
def test_the_header_is_whole(case: Project, key: str) -> None:
    case.beside("es.yaml", without(SPANISH, key))
    assert [(each.code, each.values["key"]) for each in case.found()] == [("TTX021", key)]


def test_a_translation_that_cannot_be_read_leaves_the_others(case: Project) -> None:
    case.beside("es.yaml", "- a list\n")
    case.beside("fr.yaml", "title: [\n")
    assert case.codes() == ["TTX020", "TTX002"]
    assert case.load().scenario.title == "Case"


def test_unknown_keys_of_a_translation_are_told_with_the_nearest(case: Project) -> None:
    case.beside("es.yaml", SPANISH.replace("label: Hablamos", "lable: Hablamos"))
    found = case.found()
    assert ("TTX022", "label") in [(each.code, each.values.get("near")) for each in found]


def test_details_that_are_not_their_channels_are_told_in_the_translation(case: Project) -> None:
    case.scenario(CASE.replace("number: 555-0190", "voicemail: true"))
    case.beside("es.yaml", SPANISH.replace("{line: ", "{voicemail: sí, line: "))
    (found,) = case.found()
    assert (found.code, Path(found.source).name) == ("TTX020", "es.yaml")


def test_a_playbook_in_another_language_is_marked(project: Project) -> None:
    project.scenario("""
        title: Caso
        language: es
        playbooks: [plan]
        teams: [Comité]
        injects: [Llama una periodista.]
    """)
    project.beside(
        "playbooks/plan.yaml",
        "title: Plan\nsteps: [{id: cut, phase: contain, text: Cut it., aliases: [unplug]}]\n",
    )
    step = project.load().kit.original.playbooks[0].steps[0]
    assert (step.text, step.aliases) == ("[en] Cut it.", ("unplug",))
    project.beside(
        "playbooks/plan.es.yaml",
        """
        translates: plan
        language: es
        status: reviewed
        title: Plan
        steps: {cut: {text: Cortarla., aliases: [desenchufar]}}
        """,
    )
    step = project.load().kit.original.playbooks[0].steps[0]
    assert (step.text, step.aliases) == ("Cortarla.", ("desenchufar",))


def models(model: type[Model]) -> list[str]:
    """The keys of a translation's model."""
    return sorted(translation_of(model).model_fields)


def test_a_translation_has_the_keys_that_hold_texts_and_no_others() -> None:
    assert models(Persona) == ["name", "organisation", "title"]
    keys = models(Inject)
    assert {"title", "body", "details", "versions", "facilitator", "decision"} <= set(keys)
    assert not {"id", "to", "release", "channel", "next", "tags"} & set(keys)
    assert "references" not in models(Playbook)


def test_a_things_short_form_is_one_in_translations_too() -> None:
    data: dict[str, Any] = {
        "translates": "case",
        "language": "es",
        "status": "courtesy",
        "objectives": {"share": "Compartir"},
    }
    value, found = validated(file_model(Scenario), data, "translation/es")
    assert found == ()
    assert isinstance(value, Texts)


@pytest.mark.parametrize(("key", "limit"), [("title", LINE_MAX), ("body", PROSE_MAX)])
def test_a_marked_text_is_no_longer_than_it_may_be(key: str, limit: int) -> None:
    inject = Inject.model_validate({"id": "a", "title": "A", "body": "B"}).having(
        **{key: "x" * limit}
    )
    made = Translator("en", "", lambda channel, detail: False).translated(inject)
    text = getattr(made, key)
    assert len(text) == limit
    assert text.startswith("[en] x")
    assert text.endswith("…")
    Inject.model_validate(made.model_dump(by_alias=True))


def test_addresses_and_numbers_are_in_no_language() -> None:
    inject = Inject.model_validate(
        {
            "id": "a",
            "title": "A",
            "details": {"to": "a@x.example, 192.0.2.1", "cc": "All staff", "fields": ["Name", "1"]},
        }
    )
    made = Translator("en", "", lambda channel, detail: True).translated(inject)
    assert made.details == {
        "to": "a@x.example, 192.0.2.1",
        "cc": "[en] All staff",
        "fields": ["[en] Name", "[en] 1"],
    }
