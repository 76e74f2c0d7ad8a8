"""What bots say, in the language of their edition."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import pytest

from simulator.domain.scenario import Expectation, InformationRequest, Option
from simulator.rehearsal.speech import Speech, lowered, plain
from simulator.text import languages
from tests.builders import a_kit, a_scenario


def speech(language: str = "en") -> Speech:
    edition = a_kit(a_scenario("a", language=language)).original
    return Speech(edition, Random(1))


def expectation(**fields: Any) -> Expectation:
    return Expectation.model_validate({"id": "e", "text": "Call them."} | fields)


def option(**fields: Any) -> Option:
    return Option.model_validate({"id": "o", "label": "Wait for help"} | fields)


def request(title: str, *ask: str) -> InformationRequest:
    return InformationRequest(id="r", title=title, ask=ask, answer="No.")


def test_the_authors_example_is_said_as_it_stands() -> None:
    assert speech().does(expectation(example="We ring.")) == "We ring."
    assert speech().chooses(option(example="We wait.")) == "We wait."


def test_without_an_example_a_sentence_is_made() -> None:
    assert speech().does(expectation()) == "We do this now: call them."
    assert speech("es").does(expectation(text="Llamar.")) == "Hacemos esto ahora: llamar."
    assert speech().chooses(option(label="Wait.")) == "We have decided: wait."
    assert speech().advises(option()) == "Our advice to those who decide: wait for help."


def test_what_another_team_says_is_not_said_again() -> None:
    said = speech().does(expectation(example="We ring."), own=False)
    assert said == "We do this now: call them."


def test_a_text_that_is_not_translated_is_said_without_its_mark() -> None:
    assert plain("[en] Call them.") == "Call them."
    assert plain("[pt-BR] Ligar.") == "Ligar."
    assert plain("[removed]") == "[removed]"
    assert speech().does(expectation(example="[en] We ring.")) == "We ring."


def test_names_and_abbreviations_keep_their_capitals() -> None:
    assert lowered("Call them.") == "call them."
    assert lowered("CSIRT first.") == "CSIRT first."
    assert lowered("") == ""


def test_the_reason_for_an_option_is_what_speaks_for_it() -> None:
    assert speech().why(option(pros=["It is quick."])) == "It is quick."
    assert speech().why(option()) != speech("es").why(option())


def test_a_question_holds_a_word_that_suggests_the_answer() -> None:
    assert speech().asks(request("State of the copies", "copies")) == (
        "We need to know: state of the copies."
    )
    assert speech().asks(request("Is it real?")) == "Is it real?"
    assert speech().asks(request("The law", "duty")) == "We need to know: the law. (duty)"


def test_what_is_passed_on_is_not_too_long() -> None:
    assert speech().tells("We ring.") == "So that you know what we are doing. We ring."
    assert len(speech().tells("word " * 100)) < 350
    assert speech().tells("word " * 100).endswith(" …")


@pytest.mark.parametrize("language", languages())
def test_the_same_is_said_in_another_way_the_next_time(language: str) -> None:
    talk = speech(language)
    for say in (talk.notes, talk.puts_off, talk.thanks, talk.why):
        said = [say() for _ in range(20)]
        assert len(set(said)) == 4
        assert all(one != other for one, other in pairwise(said))
    assert "bots." not in " ".join((talk.adds("x"), talk.learnt(), talk.offers("x")))
    assert "bots." not in talk.asks_about("x")
