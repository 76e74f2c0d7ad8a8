"""A command under way: what is filled in, what is asked for, and what is said before it is done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from simulator.acts import COMMAND, Command
from simulator.domain.errors import UsageError
from simulator.domain.model import minutes
from simulator.domain.view import Choice, Field

FLAGS: Mapping[str, bool] = MappingProxyType(
    dict.fromkeys(("true", "yes", "sí", "si", "sim", "oui"), True)
    | dict.fromkeys(("false", "no", "não", "nao", "non"), False)
)
"""What people type for yes and no."""
SETTLED = MappingProxyType({"no_way_on": "as_if"})
"""What a choice warns of → the field that, filled in, takes care of it."""
MOST_NAMED = 12
_UNREADABLE = {"number": "wrong_number", "span": "wrong_span", "id": "wrong_id"}
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
"""A length of time as the clocks on screen show it: 9:32, 1:04:00."""
_HOUR = re.compile(r"(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Draft:
    """A command under way: the choice, what is filled in, and what is still asked for."""

    choice: Choice
    values: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    """Codes of what is said, and has to be confirmed, before it is done."""

    @property
    def missing(self) -> tuple[Field, ...]:
        """The required fields that have no value yet, nor has another in their place."""
        needed = (f for f in self.choice.fields if f.required and f.name not in self.values)
        return tuple(f for f in needed if f.unless not in self.values)

    @property
    def asked(self) -> tuple[Field, ...]:
        """What is asked for next: a missing field, and another that would do in its place."""
        if not self.missing:
            return ()
        wanted = self.missing[0]
        return (wanted, *(f for f in self.choice.fields if f.name == wanted.unless))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be confirmed of it as it stands."""
        return tuple(code for code in self.doubts if SETTLED.get(code) not in self.values)

    def answered(self, text: str) -> Draft:
        """The draft with what was asked for. Raises `UsageError` where it cannot be read."""
        offering = next((f for f in self.asked if offers_value(f, text)), None)
        if offering is not None:
            return self.filled(offering.name, value_of(offering, text))
        free = next((f for f in self.asked if not f.options or f.kind == "choices"), None)
        if free is None:
            raise _not_among(self.asked, text)
        must_be_no_slip(text, self.asked)
        return self.filled(free.name, value_of(free, text))

    def could_be(self, text: str) -> bool:
        """Whether a text could be the answer to what is asked for, and is not for sure another."""
        if any(f.kind in ("prose", "line") or offers_value(f, text) for f in self.asked):
            return True
        try:
            self.answered(text)
        except UsageError:
            return False
        return True

    def filled(self, name: str, value: object) -> Draft:
        """The draft with one more value."""
        return replace(self, values={**self.values, name: value})

    def doubted(self, codes: tuple[str, ...]) -> Draft:
        """The draft with what has to be confirmed."""
        return replace(self, doubts=codes)

    def command(self) -> Command:
        """The command. Raises `UsageError` where a value cannot be read."""
        try:
            return COMMAND.validate_python(
                {"kind": self.choice.kind, **self.choice.given, **self.values}
            )
        except ValidationError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: ValidationError) -> UsageError:
        wrong = error.errors()[0]
        place = ".".join(str(part) for part in wrong["loc"][1:])
        if wrong["type"] == "string_too_long":
            return UsageError("value_too_long", field=place, most=wrong["ctx"]["max_length"])
        found = next((f for f in self.choice.fields if f.name == wrong["loc"][1]), None)
        if found and found.options and found.kind == "choice":
            return _not_among((found,), str(self.values.get(found.name)))
        return UsageError(_UNREADABLE.get(found.kind if found else "", "wrong_value"), field=place)


def must_be_no_slip(text: str, fields: Sequence[Field]) -> None:
    """Raises `UsageError` where a single word is nearly one of the options: it is no free text."""
    known = [value for f in fields if f.kind == "choice" for value, _ in f.options]
    begun = [value for value in known if value.startswith(text.lower())]
    near = begun or get_close_matches(text.lower(), known, n=1, cutoff=0.7)
    if near and text not in known:
        raise UsageError("not_among", word=text, options=", ".join(near))


def _not_among(wanted: Sequence[Field], text: str) -> UsageError:
    known = [value for each in wanted for value, _ in each.options]
    more = ", …" if len(known) > MOST_NAMED else ""
    return UsageError("not_among", word=text, options=", ".join(known[:MOST_NAMED]) + more)


def offers_value(wanted: Field, text: str) -> bool:
    """Whether a field offers exactly this value, or these."""
    if wanted.kind == "flag":
        return text.lower() in FLAGS
    values = text.split(",") if wanted.kind == "choices" else [text]
    return {*values} <= {value for value, _ in wanted.options}


def value_of(wanted: Field, text: str) -> object:
    """A typed value as its field wants it. Raises `UsageError`."""
    if wanted.kind in ("choices", "lines"):
        mark = "," if wanted.kind == "choices" else ";"
        return [part.strip() for part in text.split(mark) if part.strip()]
    if wanted.kind == "flag":
        if text.lower() not in FLAGS:
            raise UsageError("wrong_flag", field=wanted.name)
        return FLAGS[text.lower()]
    if wanted.kind == "choice":
        known = {value.casefold(): value for value, _ in wanted.options}
        return known.get(text.casefold(), text)
    if wanted.kind in ("span", "number"):
        return _number(wanted, text)
    if wanted.kind == "date":
        return _date(wanted, text)
    return _moment(wanted, text) if wanted.kind == "moment" else text


def _number(wanted: Field, text: str) -> float | int | str:
    """A number, or a span with its unit, which stays a text."""
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    if wanted.kind == "number":
        raise UsageError("wrong_number", field=wanted.name)
    if shown := _CLOCK.fullmatch(text):
        hours, mins, secs = (int(part or 0) for part in shown.groups())
        return f"{hours * 3600 + mins * 60 + secs} s"
    try:
        minutes(text)
    except PydanticCustomError as error:
        raise UsageError("wrong_span", field=wanted.name) from error
    return text


def _date(wanted: Field, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError("wrong_date", field=wanted.name) from error


def _moment(wanted: Field, text: str) -> datetime:
    """A wall time: the last time the clock here showed it, or a whole date and time."""
    now = datetime.now().astimezone()
    try:
        if hour := _HOUR.fullmatch(text.strip()):
            found = now.replace(hour=int(hour[1]), minute=int(hour[2]), second=0, microsecond=0)
            return found if found <= now else found - timedelta(days=1)
        return datetime.fromisoformat(text.strip()).astimezone()
    except ValueError as error:
        raise UsageError("wrong_moment", field=wanted.name) from error
