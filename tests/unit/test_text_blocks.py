"""Words are found block by block, as they would be in the whole file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import pytest
import yaml

from simulator.text import has, languages, words


def leaves(place: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    if isinstance(place, Mapping) and "other" not in place:
        for key, inner in place.items():
            yield from leaves(inner, (*path, key))
    else:
        yield ".".join(path), place


@pytest.mark.parametrize("language", languages())
def test_every_text_of_a_file_is_found(language: str) -> None:
    source = resources.files("simulator") / "locales" / f"{language}.yaml"
    whole = yaml.load(source.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
    for key, text in leaves(whole):
        assert has(key, language), key
        if isinstance(text, str) and "{" not in text:
            assert words(key, language) == text


@pytest.mark.parametrize("key", ["nothing", "nothing.here", "errors", "errors.nothing", "", "."])
def test_a_key_without_words_comes_back(key: str) -> None:
    assert words(key) == key
    assert not has(key)
