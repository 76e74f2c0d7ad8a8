"""Our values as YAML that people like to read, and that the strict reader reads back as the same.

Fields stand in their own order, defaults are left out, sentences are items of their own, texts of
several lines are written as they are. A text is quoted only where the reader would take it for
something else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, get_args

import yaml
from pydantic.fields import FieldInfo
from yaml.emitter import Emitter, ScalarAnalysis

from simulator.content.builder import NUMBER, WORDS
from simulator.domain.model import Model, Prose, Span, minutes
from simulator.domain.scenario import Route

LONG = 80
"""Prose longer than this stands on lines of its own; so does a list of pointers."""
SMALL = 4
"""Lines of a list's longest item up to which no empty line parts it from the next."""
PLAIN_ITEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./+-]*")
OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")
WIDTH = 1 << 20
"""No line is broken for its length."""
STR = "tag:yaml.org,2002:str"


def write_yaml(value: Model, *, modeline: str | None = None) -> str:
    """The value as YAML; `modeline` is the path of its JSON Schema, for editors."""
    blocks: list[str] = []
    parted = False
    for key, item in _fields(value).items():
        text = _section(key, item) if isinstance(item, list) else _dump({key: item})
        apart = text.count("\n") > 1
        if blocks and (apart or parted):
            blocks.append("\n")
        blocks.append(text)
        parted = apart
    head = f"# yaml-language-server: $schema={modeline}\n" if modeline else ""
    return head + "".join(blocks)


def _section(key: str, items: list[Any]) -> str:
    """A list at the top; long items are parted by empty lines."""
    if not items or isinstance(items, _Row):
        return _dump({key: items})
    texts = [_dump([item]) for item in items]
    between = "\n" if max(text.count("\n") for text in texts) > SMALL else ""
    lines = between.join(texts).rstrip("\n").split("\n")
    return f"{key}:\n" + "".join(f"  {line}\n" if line else "\n" for line in lines)


# --- Values as plain data, with a note of how each is written ---


class _Block(str):
    """A text written on lines of its own."""

    __slots__ = ()


class _Quoted(str):
    """A text in quotes."""

    __slots__ = ()


class _Row(list[Any]):
    """A list written in one line."""


def _fields(value: Model) -> dict[str, Any]:
    """The fields of a value by the names that files use, those at their default left out."""
    made: dict[str, Any] = {}
    for name, field in type(value).model_fields.items():
        item = getattr(value, name)
        if name == "schema_version" or item != field.get_default(call_default_factory=True):
            made[field.alias or name] = _plain(item, field)
    return made


def _plain(value: object, field: FieldInfo) -> Any:
    if _is(field, minutes) and isinstance(value, float | int):
        return _span(value)
    if isinstance(value, str) and _is(field, _PROSE):
        return _prose(value)
    return _data(value)


def _data(value: object) -> Any:
    """Anything a model may hold."""
    if isinstance(value, Model):
        return _fields(value)
    if isinstance(value, tuple | list):
        return _list(value)
    if isinstance(value, Mapping):
        return {_key(key): _data(item) for key, item in value.items()}
    if isinstance(value, datetime):
        precise = "auto" if value.second or value.microsecond else "minutes"
        return value.isoformat(" ", precise)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _key(name: str) -> str:
    """A key of several words is quoted, or it looks like a sentence with a colon in it."""
    return _Quoted(name) if any(sign.isspace() for sign in name) else name


def _list(values: tuple[Any, ...] | list[Any]) -> Any:
    if len(values) == 1 and isinstance(values[0], Route) and values[0].when is None:
        return values[0].to
    made = [_data(value) for value in values]
    made = [list(item) if isinstance(item, _Row) else item for item in made]  # `- [one]` is a slip
    short = all(
        isinstance(item, int)
        or (isinstance(item, str) and PLAIN_ITEM.fullmatch(item) and _may_be_plain(item))
        for item in made
    )
    return _Row(made) if short and sum(len(str(item)) + 2 for item in made) < LONG else made


def _span(value: float) -> int | float | str:
    """Minutes as a number; what is no round number of them, in seconds."""
    if float(value).is_integer():
        return int(value)
    seconds = f"{round(value * 60, 3):.10g} s"
    return seconds if "e" not in seconds and minutes(seconds) == value else value


def _prose(text: str) -> str:
    """Long prose, and prose that would need quotes, on lines of its own."""
    looks = _analysed(text)
    fits = looks.allow_block and not OTHER_BREAKS.search(text)
    if fits and (looks.multiline or len(text) > LONG or not _may_be_plain(text)):
        return _Block(text + "\n")  # what ends a text is cleaned away on entry
    return text


def _is(field: FieldInfo, mark: object) -> bool:
    """Whether the field's type, or a member of its union, carries a mark."""
    return any(getattr(found, "func", found) is mark for found in _marks(field))


def _marks(field: FieldInfo) -> Iterator[object]:
    yield from field.metadata
    for member in get_args(field.annotation):
        yield from getattr(member, "__metadata__", ())


_PROSE = get_args(Prose)[2].func
assert any(getattr(mark, "func", None) is minutes for mark in get_args(Span))


# --- The emitter ---


class _Dumper(yaml.SafeDumper):
    """PyYAML's emitter with our reader's idea of what a plain scalar is, and lists indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand two spaces in."""
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        """Every value is written out."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    looks = _analysed(text)
    style = '"'
    if _may_be_plain(text):
        style = ""
    elif looks.multiline and looks.allow_block and not OTHER_BREAKS.search(text):
        style = "|"
    elif looks.allow_single_quoted and not looks.multiline and re.search(r'["\\]', text):
        style = "'"
    return dumper.represent_scalar(STR, text, style=style)


def _block(dumper: _Dumper, text: _Block) -> yaml.ScalarNode:
    return dumper.represent_scalar(STR, str(text), style="|")


def _quoted(dumper: _Dumper, text: _Quoted) -> yaml.ScalarNode:
    return dumper.represent_scalar(STR, str(text), style='"')


def _row(dumper: _Dumper, items: _Row) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


_Dumper.yaml_implicit_resolvers = {}
_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Block, _block)
_Dumper.add_representer(_Quoted, _quoted)
_Dumper.add_representer(_Row, _row)
for _kind, _written in (
    ("bool", re.compile(r"(?:true|false)\Z")),
    ("null", re.compile(r"(?:null|~|)\Z")),
    ("int", re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")),
    ("float", NUMBER),
):
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", _written, None)

_emitter = Emitter(io.StringIO(), allow_unicode=True)


def _analysed(text: str) -> ScalarAnalysis:
    return _emitter.analyze_scalar(text)


def _may_be_plain(text: str) -> bool:
    """Whether the reader takes the text for what it is without quotes."""
    if not text or text in WORDS or text == "<<" or NUMBER.match(text):
        return False
    return bool(_analysed(text).allow_block_plain)


def _dump(data: object) -> str:
    return str(
        yaml.dump(
            data,
            Dumper=_Dumper,
            allow_unicode=True,
            default_flow_style=False,
            sort_keys=False,
            width=WIDTH,
        )
    )
