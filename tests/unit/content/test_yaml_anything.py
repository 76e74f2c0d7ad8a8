"""The strict reader on any data: what was written is read, and every place is where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from simulator.content.yaml import Data, Document, Mark, YamlError, read

LINES_OF_YAML_ALONE = "\x85\u2028\u2029\ufeff"
"""Line ends to libyaml, signs to JSON, which writes them as they are."""

texts = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cn"], exclude_characters=LINES_OF_YAML_ALONE
    )
    | st.sampled_from("\n\t #:-'\"{}[],&*!|>%@`?"),
    max_size=30,
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | st.sampled_from(["no", "yes", "on", "sí", "não", "oui", "10:40", "007", "0x10", "<<", "~"])
)
anything: st.SearchStrategy[Data] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=30,
)


def places(node: pyyaml.Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Every path, whether the key is meant, and where PyYAML says that it stands."""
    yield path, False, (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, pyyaml.MappingNode):
        for key, value in node.value:
            step = (*path, key.value)
            yield step, True, (key.start_mark.line + 1, key.start_mark.column + 1)
            yield from places(value, step)
    elif isinstance(node, pyyaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from places(value, (*path, at))


def told(document: Document, text: str) -> list[tuple[object, ...]]:
    root = pyyaml.compose(text, Loader=pyyaml.CSafeLoader)
    assert root is not None
    return [
        (path, key, document.mark(path, key=key))  # type: ignore[arg-type]
        for path, key, _ in places(root)
    ]


def expected(text: str) -> list[tuple[object, ...]]:
    root = pyyaml.compose(text, Loader=pyyaml.CSafeLoader)
    assert root is not None
    return list(places(root))


@given(data=anything)
@pytest.mark.parametrize("indent", [None, 1])
def test_json_is_read_as_it_was_meant(indent: int | None, data: Data) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    document = read(text)
    assert repr(document.data) == repr(data)
    assert told(document, text) == expected(text)


@given(data=anything)
@pytest.mark.parametrize("flow", [False, None, True])
def test_what_pyyaml_writes_is_read_as_it_was_meant(flow: bool | None, data: Data) -> None:
    text = pyyaml.dump(
        data,
        Dumper=pyyaml.CSafeDumper,
        default_flow_style=flow,
        allow_unicode=True,
        sort_keys=False,
    )
    document = read(text)
    assert repr(document.data) == repr(data)
    assert told(document, text) == expected(text)


@given(st.lists(texts.filter(str.isalpha), min_size=1))
def test_every_scalar_stands_where_its_mark_says(words: list[str]) -> None:
    lines = ["a:", *(f"  - '{word}'" for word in words)]
    document = read("\n".join(lines))
    for at, word in enumerate(words):
        mark = document.mark(("a", at))
        assert lines[mark.line - 1][mark.column - 1 :] == f"'{word}'"


@given(st.text(st.sampled_from("ab1 \n\t:-#'\"{}[],&*!|>%@`?~<é\r\0"), max_size=40))
def test_any_text_is_read_or_refused_with_places_in_it(text: str) -> None:
    try:
        document = read(text)
        faults = document.notes
        data = document.data
    except YamlError as error:
        faults, data = error.faults, None
        assert faults
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for fault in faults:
        assert 1 <= fault.mark.line <= lines
        assert fault.mark.column >= 1
    if isinstance(data, dict):
        assert all(isinstance(document.mark((key,), key=True), Mark) for key in data)
