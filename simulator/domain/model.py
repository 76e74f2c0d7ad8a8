"""The frozen, strict base of all values, and the types of text, time and reference.

Texts that people read are `Line` (one line) and `Prose` (several); both may be translated. `Word`
is a
text of one line that is never translated. All three are cleaned on entry: control and direction
characters go, so no screen or report ever meets one. Times are minutes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    StrictFloat,
    StrictInt,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

LINE_MAX, PROSE_MAX, ID_MAX = 400, 20_000, 60

_ALWAYS_GO = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}  # needed by emoji and some scripts
_SUSPECT = re.compile(r"[^\t\n\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u20ac]")
_NO_ID = re.compile(r"[^a-z0-9]+")


def cleaned(text: str) -> str:
    """The text in NFC without control, surrogate and direction characters; joiners stay."""
    if not _SUSPECT.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        c for c in text if c in "\n\t" or c in _JOINERS or unicodedata.category(c) not in _ALWAYS_GO
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _one_line(text: str) -> str:
    if text.isascii() and text.isprintable() and "  " not in text and text.strip(" ") == text != "":
        return text  # nearly every line there is: nothing to clean
    line = " ".join(cleaned(text).split())
    if not line:
        raise PydanticCustomError("empty_text", "the text is empty")
    return line


def _many_lines(text: str) -> str:
    prose = cleaned(text).strip("\n").rstrip()
    if not prose:
        raise PydanticCustomError("empty_text", "the text is empty")
    return prose


class Readable:
    """Marks a type as text that people read, which translations may replace."""


Line = Annotated[str, Field(max_length=LINE_MAX), AfterValidator(_one_line), Readable()]
"""One line that people read."""
Prose = Annotated[str, Field(max_length=PROSE_MAX), AfterValidator(_many_lines), Readable()]
"""Text of several lines that people read: Markdown without raw HTML."""
Word = Annotated[str, Field(max_length=LINE_MAX), AfterValidator(_one_line)]
"""One line that is never translated: an address, a file name, a number on a form."""
Id = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
Ref = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}(/[a-z0-9-]{1,60}){0,2}$")]
"""A pointer: an id, or ids with a slash (`team/role`, `inject/option`, `playbook/step`)."""
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Flag = StrictBool
Whole = StrictInt
Number = Annotated[StrictInt | StrictFloat, Field(allow_inf_nan=False)]
Value = Annotated[StrictInt | StrictFloat | Word, Field(union_mode="left_to_right")]
"""What a variable may hold: a number, or one of its words."""

_SPAN = re.compile(r"(\d+(?:\.\d+)?) ?(s|min|h|d)")
_MINUTES = {"s": 1 / 60, "min": 1.0, "h": 60.0, "d": 1440.0}
_SPAN_MAX = 60 * 24 * 3660


def minutes(value: object) -> object:
    """Minutes: a number as it is, `90 s`, `15 min`, `72 h`, `3 d` turned. Raises for the rest."""
    amount: object = value
    if isinstance(value, str):
        found = _SPAN.fullmatch(value.strip())
        amount = float(found[1]) * _MINUTES[found[2]] if found else None
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        raise PydanticCustomError("bad_span", "a time is minutes, or a number with s, min, h or d")
    if not 0 <= amount <= _SPAN_MAX:
        raise PydanticCustomError("bad_span", "a time is between 0 and ten years")
    return float(amount)


Span = Annotated[
    float,
    BeforeValidator(minutes),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": r"^\d+(\.\d+)? ?(s|min|h|d)$"},
            ],
            "description": "Minutes, or a number with its unit: 90 s, 15 min, 72 h, 3 d.",
        }
    ),
]
"""A length of time, held in minutes."""

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?")


def _moment(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is None:
        return value
    if isinstance(value, str) and _MOMENT.fullmatch(value.strip()):
        try:
            return datetime.fromisoformat(value.strip())
        except ValueError:
            pass
    raise PydanticCustomError("bad_moment", "a moment of the story is written 2031-05-12 08:40")


StoryTime = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$"}),
]
"""A moment of the story, without a zone: what the clocks in the story show."""


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    elif isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise PydanticCustomError("bad_date", "a date is written 2031-05-12")


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
Tlp = Annotated[str, Field(pattern=r"^(RED|AMBER\+STRICT|AMBER|GREEN|CLEAR)$")]
"""A TLP 2.0 label (FIRST, August 2022), from strict to open."""
TLPS: tuple[tuple[str, str], ...] = tuple(
    (label, f"TLP:{label}") for label in ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
)
"""The labels to choose from, each with how it is written."""


def slug(text: str) -> str:
    """An id made of a text: lower case letters, digits, single hyphens; maybe nothing."""
    plain = text.lower()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in apart if not unicodedata.combining(c))
    return _NO_ID.sub("-", plain)[:ID_MAX].strip("-")


class Model(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        populate_by_name=True,
    )

    shorthand: ClassVar[str | None] = None
    """The field that a bare value stands for, if any."""
    short_types: ClassVar[tuple[type, ...]] = (str,)
    """What such a bare value may be."""
    named_by: ClassVar[tuple[str, ...]] = ()
    """Where the default id comes from: the slug of the first of these fields that is there."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            if not (cls.shorthand and isinstance(data, cls.short_types)):
                return data
            data = {cls.shorthand: data}
        if cls.named_by and "id" not in data:
            source = next((data[f] for f in cls.named_by if isinstance(data.get(f), str)), "")
            if made := slug(source):
                data = {**data, "id": made}
        return data

    @classmethod
    def field_words(cls) -> Mapping[str, str]:
        """Field → what it means, for those who write files."""
        from simulator.domain.fieldwords import field_words

        return field_words(cls)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core)
        real = handler.resolve_ref_schema(schema)
        words = cls.field_words()
        for name, field in cls.model_fields.items():
            if name in words:
                real["properties"][field.alias or name]["description"] = words[name]
        if cls.named_by and "required" in real:
            real["required"] = [name for name in real["required"] if name != "id"]
        if cls.shorthand:
            short = real["properties"][cls.shorthand]
            return {"anyOf": [{k: v for k, v in short.items() if k != "default"}, schema]}
        return schema

    def having(self, **changes: object) -> Self:
        """The same value with these fields changed; the values are taken as valid."""
        made = self.model_copy(update=changes)
        for kept in made.__dict__.keys() - type(self).model_fields.keys():
            del made.__dict__[kept]  # what was worked out from the old fields
        return made


def listed(value: object) -> object:
    """A single text as a list of one, so that one pointer needs no brackets."""
    return [value] if isinstance(value, str) else value


class OrJust:
    """Tells the JSON Schema that a bare text is allowed too, for values that take a short form."""

    def __init__(self, pattern: str | None = None) -> None:
        self.short = {"type": "string"} | ({"pattern": pattern} if pattern else {})

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [self.short, handler(core)]}


Refs = Annotated[
    tuple[Ref, ...], BeforeValidator(listed), OrJust(r"^[a-z0-9-]+(/[a-z0-9-]+){0,2}$")
]
"""One pointer, or a list of pointers."""
