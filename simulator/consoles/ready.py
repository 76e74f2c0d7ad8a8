"""Injects that lie ready, looked for and taken at a console by who makes one up on the spot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from simulator.consoles.draft import Draft
from simulator.consoles.plain import plain
from simulator.consoles.reader import Reader
from simulator.domain.errors import UsageError
from simulator.service.ready import ReadyInject, shelved

FROM = re.compile(r"(?:^|\s)from=(\S+)")


def matching(ready: Sequence[ReadyInject], text: str) -> list[ReadyInject]:
    """Those in which all words are found, in the order of the shelf; accents do not matter."""
    words = _plain(text).split()
    return shelved(each for each in ready if all(word in _said(each) for word in words))


def _said(each: ReadyInject) -> str:
    return _plain(f"{each.id} {each.group} {each.title} {each.sender} {each.label} {each.body}")


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def lines_of(each: ReadyInject, reader: Reader) -> Iterator[str]:
    """One of them whole: how it comes, what it says, what control makes of it."""
    yield " · ".join(part for part in (each.label or each.channel, each.sender) if part)
    yield each.title
    yield from (f"{label}: {value}" for label, value in each.facts)
    yield ""
    yield plain(each.body)
    yield ""
    for key, text in each.guidance:
        yield f"{reader.coded('guidance', key)} {plain(text)}"


# In the plain console


def listed(ready: Sequence[ReadyInject], text: str, reader: Reader) -> Iterator[str]:
    """What lies ready and fits the words; the one that is named, whole."""
    named = next((each for each in ready if each.id == text), None)
    if named is not None:
        yield from lines_of(named, reader)
        return
    found = matching(ready, text)
    yield from (f"{each.id}: {each.title} ({each.label or each.channel})" for each in found)
    yield reader.say("console.library_more" if found else "screen.shelf.nothing")


def named_in(line: str, ready: Sequence[ReadyInject]) -> tuple[str, ReadyInject | None]:
    """A line without its `from=theme/id`, and the inject that this names. Raises `UsageError`."""
    found = FROM.search(line)
    if found is None:
        return line, None
    names = {each.id: each for each in ready}
    if found[1] not in names:
        near = get_close_matches(found[1], names, n=3, cutoff=0.4)
        raise UsageError("not_among", word=found[1], options=", ".join(near or list(names)[:3]))
    return FROM.sub("", line, count=1), names[found[1]]


def taken(draft: Draft, ready: ReadyInject) -> Draft:
    """A draft with what it does not say itself; details belong to their own channel."""
    for name, value in ready.values.items():
        own = name != "details" or draft.values.get("channel") == ready.channel
        if name not in draft.values and own:
            draft = draft.filled(name, value)
    return draft
