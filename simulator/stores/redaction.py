"""Redaction: texts of people taken out of a record that otherwise stays what it was (K37)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from simulator.acts import RECORDED, Recorded
from simulator.acts.play import ExerciseCreated
from simulator.domain.errors import StoreError
from simulator.domain.model import Model, Readable
from simulator.stores.base import Stored, read_back

REMOVED = "[removed]"


def redacted(kept: Stored) -> Stored:
    """A record without the texts that people wrote into it; its digest stays.

    Raises `StoreError` for the first record, which holds the scenario and no text of people.
    """
    record = read_back(kept.text)
    if isinstance(record.event, ExerciseCreated):
        raise StoreError("holds_the_scenario", seq=kept.seq)
    text = RECORDED.dump_json(without_texts(record), by_alias=True, exclude_none=True)
    return replace(kept, text=text, redacted=True)


def without_texts(record: Recorded) -> Recorded:
    """The record with every text of its event replaced."""
    return record.having(event=_cleared(record.event))


def _cleared(value: Model) -> Model:
    fields = type(value).model_fields
    changes = {
        name: _without(found, _is_text(field.annotation, field.metadata))
        for name, field in fields.items()
        if (found := getattr(value, name)) is not None
    }
    return value.having(**changes)


def _without(value: object, is_text: bool) -> object:
    """The value with its texts replaced, if they are texts, and with those of what it holds."""
    if isinstance(value, Model):
        return _cleared(value)
    if isinstance(value, str):
        return REMOVED if is_text else value
    if isinstance(value, tuple):
        return tuple(_without(each, is_text) for each in value)
    if isinstance(value, Mapping):
        return {key: _without(each, is_text) for key, each in value.items()}
    return value


def _is_text(annotation: Any, metadata: tuple[Any, ...] | list[Any] = ()) -> bool:
    """Whether a field is, or lists, text that people read."""
    if any(isinstance(mark, Readable) for mark in metadata):
        return True
    more = getattr(annotation, "__metadata__", ())
    return any(isinstance(mark, Readable) for mark in more) or any(
        _is_text(part) for part in get_args(annotation)
    )
