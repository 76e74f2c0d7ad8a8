"""What each channel makes of an inject and its details."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.channels.base import said, signed
from simulator.domain.edition import Face
from simulator.domain.model import LINE_MAX, PROSE_MAX
from simulator.domain.scenario import Inject, Persona
from simulator.plugins import Registry

CHANNELS = Registry("channels")
LINA = Persona(id="lina", name="Lina Ortega", title="La Marea", address="lina@marea.example")
INJECT = Inject.model_validate(
    {
        "id": "call",
        "title": "A reporter calls",
        "body": "She publishes soon.",
        "attachments": ["a.txt"],
    }
)


def english(key: str, /, **values: object) -> str:
    """A language without words of its own."""
    return key


def face(name: str, sender: Persona | None = LINA, inject: Inject = INJECT, **details: Any) -> Face:
    """The face a channel makes of the inject."""
    channel = CHANNELS[name]
    made = channel.face(inject, channel.Payload.model_validate(details), english, sender)
    assert isinstance(made, Face)
    return made


def facts(made: Face) -> dict[str, str]:
    """The facts of a face by their labels."""
    return {fact.label: fact.value for fact in made.facts}


def test_an_email_has_its_subject_as_headline_and_shows_the_address() -> None:
    made = face("email", subject="Questions", to="Press", cc="Legal", reply_to="desk@marea.example")
    assert made.headline == "Questions"
    assert made.byline == "Lina Ortega, La Marea <lina@marea.example>"
    assert facts(made) == {"To": "Press", "Copy to": "Legal", "Reply to": "desk@marea.example"}
    assert face("email").headline == "A reporter calls"


def test_a_phone_call_shows_number_and_line() -> None:
    made = face("phone", number="555-0190", line="Hotline", voicemail=True)
    assert made.byline == "Lina Ortega, La Marea"
    assert facts(made) == {"Number": "555-0190", "Line": "Hotline", "Voicemail": "yes"}
    assert facts(face("phone", voicemail=False)) == {}


def test_a_chat_message_is_signed_with_the_handle() -> None:
    made = face("chat", room="Crisis", handle="@lina")
    assert made.byline == "Lina Ortega, La Marea (@lina)"
    assert facts(made) == {"Room": "Crisis"}
    assert face("chat", None, handle="@lina").byline == "@lina"
    assert face("chat").byline == "Lina Ortega, La Marea"
    assert face("chat", None).byline is None


def test_an_alert_shows_all_its_fields() -> None:
    made = face("siem", rule="Mass change", host="FILE-02", severity="high", source="EDR", count=41)
    assert facts(made) == {
        "Rule": "Mass change",
        "Host": "FILE-02",
        "Severity": "high",
        "Source": "EDR",
        "Count": "41",
    }


def test_a_ticket_shows_all_its_fields() -> None:
    made = face("ticket", number="INC-1", priority="P1", queue="Desk", status="open")
    assert facts(made) == {"Number": "INC-1", "Priority": "P1", "Queue": "Desk", "Status": "open"}


def test_news_are_signed_by_author_and_outlet() -> None:
    made = face("news", outlet="La Escollera", section="Local", published="08:10")
    assert made.byline == "Lina Ortega, La Marea · La Escollera"
    assert facts(made) == {"Section": "Local", "Published": "08:10"}
    assert face("news", None, outlet="La Escollera").byline == "La Escollera"
    assert face("news", None).byline is None


def test_a_post_is_signed_by_its_account_alone() -> None:
    made = face("social", platform="Short posts", account="puerto-ahora", reach="thousands")
    assert made.byline == "puerto-ahora"
    assert facts(made) == {"Platform": "Short posts", "Reach": "thousands"}
    assert face("social").byline == "Lina Ortega, La Marea"


def test_a_document_shows_kind_pages_and_reference() -> None:
    made = face("document", kind="Letter", pages=2, reference="AB-17")
    assert facts(made) == {"Kind": "Letter", "Pages": "2", "Reference": "AB-17"}


def test_how_something_is_read_aloud_is_for_whoever_reads_it() -> None:
    """Teams once read 'Calm, tired, on a mobile telephone' as if that were the sender."""
    made = face("read-aloud", voice="calm and tired")
    assert made.byline == "Lina Ortega, La Marea"
    assert facts(made) == {}


def test_a_form_lists_its_fields_in_the_body() -> None:
    made = face("form", reference="F-1", fields=["Name", "Since when"])
    assert made.body == "She publishes soon.\n\n- Name\n- Since when"
    assert facts(made) == {"Reference": "F-1"}
    assert face("form").body == "She publishes soon."


def test_a_form_of_any_length_has_a_body() -> None:
    long = INJECT.having(body="x" * PROSE_MAX)
    assert len(face("form", inject=long, fields=["Name"]).body) == PROSE_MAX


def test_a_byline_of_any_length_is_a_line() -> None:
    long = LINA.having(name="x" * LINE_MAX, title="y" * LINE_MAX)
    assert len(face("email", long).byline or "") == LINE_MAX


@pytest.mark.parametrize(
    ("sender", "address", "text"),
    [
        (None, True, None),
        (Persona(id="a", name="Ana"), True, "Ana"),
        (Persona(id="a", name="Ana", organisation="CSIRT"), False, "Ana, CSIRT"),
        (Persona(id="a", name="Ana", title="Head", organisation="CSIRT"), False, "Ana, Head"),
        (Persona(id="a", name="Ana", address="a@x.example"), True, "Ana <a@x.example>"),
        (Persona(id="a", name="Ana", address="a@x.example"), False, "Ana"),
    ],
)
def test_a_sender_signs_with_what_is_known(
    sender: Persona | None, address: bool, text: str | None
) -> None:
    assert signed(sender, address=address) == text


def test_a_languages_words_go_before_the_channels_own() -> None:
    def spanish(key: str, /, **values: object) -> str:
        return {"channels.siem.fields.rule": "Regla", "channels.yes": "sí"}.get(key, key)

    channel = CHANNELS["siem"]
    made = channel.face(INJECT, channel.Payload(rule="x", host="y"), spanish, None)
    assert facts(made) == {"Regla": "x", "Host": "y"}
    assert said(spanish, "channels.yes", "yes") == "sí"
    assert said(spanish, "channels.no", "no") == "no"
