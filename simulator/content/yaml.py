"""The strict reader: YAML text in, plain values with their places out, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from yaml import YAMLError

from simulator.collector import collector_off
from simulator.content import slips
from simulator.content.builder import FAULTS_MAX, Budget, Builder, Stopped
from simulator.content.marks import Data, Fault, Found, LibyamlMissing, Mark, Places
from simulator.content.slips import looks_like_sentence

__all__ = [
    "Budget",
    "Data",
    "Document",
    "Fault",
    "LibyamlMissing",
    "Mark",
    "YamlError",
    "looks_like_sentence",
    "read",
]

USUAL = Budget()


class YamlError(Exception):
    """A text that cannot be read as content."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(*(fault.code for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What one text holds, with the place of every value; its data must not be changed."""

    data: Data
    notes: tuple[Fault, ...]
    """What may have been meant otherwise, though it could be read."""
    _places: Places = field(repr=False)

    def mark(self, path: Sequence[str | int], *, key: bool = False) -> Mark:
        """Where the value of a path stands, or with `key` its key; else its nearest parent."""
        return self._places.mark(path, key=key)


def read(text: str, *, budget: Budget = USUAL) -> Document:
    """What a text holds; `YamlError` says what is wrong with it."""
    if len(text) > budget.size:
        values = {"size": len(text), "limit": budget.size}
        raise YamlError((Fault("too_large", (), Mark(1, 1), values),))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    with collector_off():
        return _document(text, budget)


def _document(text: str, budget: Budget) -> Document:
    builder = Builder(text, budget)
    found, refusal, end = builder.found, None, len(text)
    try:
        builder.read()
    except Stopped as stopped:
        found.append(stopped.found)
        end = stopped.found.offset + 1
    except (YAMLError, UnicodeError) as error:
        refusal = slips.refusal_of(text, error)
        end = refusal.at + 1
    places = Places(text, builder.nodes, builder.data, builder.aliases, end)
    found += islice(slips.cut_texts(text, builder.blocks, places), FAULTS_MAX)
    if refusal:
        found += _refusal(slips.unread(refusal, places), found, places)
    elif "<<" in builder.keys:
        found += islice(slips.merge_keys(text, places), FAULTS_MAX)
    if found:
        raise YamlError(_told(found, places))
    return Document(builder.data, _told(builder.notes, places), places)


def _refusal(why: Found, found: Iterable[Found], places: Places) -> Iterator[Found]:
    """Why libyaml stopped, unless it did at the rest of a text that was cut: that is said."""
    stopped_on = places.at(why.offset).line
    cuts = [places.at(f.offset).line for f in found if f.code == "text_cut_by_comment"]
    if stopped_on - 1 not in cuts:
        yield why._replace(path=places.open_path())


def _told(found: Iterable[Found], places: Places) -> tuple[Fault, ...]:
    """Findings with their paths and places, in the order of the text."""
    faults: dict[tuple[Mark, str], Fault] = {}
    for fault in map(places.fault, found):
        values = dict(fault.values)
        if fault.code == "duplicate_key":
            values["first"] = places.mark(fault.path, key=True)
        faults.setdefault((fault.mark, fault.code), replace(fault, values=values))
    return tuple(faults[at] for at in sorted(faults))
