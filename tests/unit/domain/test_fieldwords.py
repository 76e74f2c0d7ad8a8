"""What is written below a model's fields is found when somebody asks, and only then."""

from __future__ import annotations

from typing import ClassVar

from pydantic import create_model

from simulator.content.translation import file_model
from simulator.domain.fieldwords import field_words
from simulator.domain.model import Model
from simulator.domain.scenario import Scenario, Version


class Base(Model):
    """Something with two fields."""

    first: int = 1
    """Said of the first,
    in two lines."""
    second: int = 2
    """Said of the second."""


class Derived(Base):
    """The same with other words for one of them."""

    kind: ClassVar[str] = "derived"
    second: int = 3
    """Said otherwise."""
    plain: int = 4

    def method(self) -> None:
        """Said of no field."""


def test_the_string_below_a_field_is_its_words() -> None:
    assert field_words(Base)["first"] == "Said of the first,\nin two lines."


def test_a_field_keeps_the_words_of_the_base_unless_said_otherwise() -> None:
    found = Derived.field_words()
    assert found["first"].startswith("Said of the first")
    assert found["second"] == "Said otherwise."
    assert not found.keys() & {"plain", "method"}


def test_a_model_without_source_has_the_words_of_its_base() -> None:
    made = create_model("Made", __base__=Base, third=(int, 3))
    assert made.field_words() == Base.field_words()


def test_the_schema_has_the_words() -> None:
    properties = Version.model_json_schema()["properties"]
    assert properties["to"]["description"] == Version.field_words()["to"]


def test_a_translation_has_the_words_of_what_it_translates() -> None:
    found = file_model(Scenario).field_words()
    assert found["organisation"] == Scenario.field_words()["organisation"]
    assert found["status"].startswith("`original`")
