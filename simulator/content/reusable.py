"""The reusable injects of a library, in the language and with the names of one exercise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from simulator.content import faces
from simulator.content.faces import Channels
from simulator.content.files import InjectFile
from simulator.content.following import Following
from simulator.content.library import Library
from simulator.content.placeholders import Filling
from simulator.content.problems import validated
from simulator.content.sources import Sources


def reusable(
    library: Library, channels: Channels, language: str, values: Mapping[str, object]
) -> Iterator[tuple[str, InjectFile]]:
    """Each by its name, `theme/id`; what is wrong in the library is left out."""
    following = Following(Sources(), library, partial(faces.is_text, channels), [])
    following.language = language
    for name in library.injects():
        found = following.library_inject(name, ())
        if found is None:
            continue
        data = Filling(values, InjectFile, name).filled(found[1])
        inject, _ = validated(InjectFile, data, name)
        if inject is not None:
            yield name, inject
