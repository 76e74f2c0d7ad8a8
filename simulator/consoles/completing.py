"""What may stand next in a line: verbs, what they are about, fields and their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from simulator.consoles.commands import CONSOLE, VERBS
from simulator.consoles.draft import Draft
from simulator.consoles.seats import ROLES
from simulator.domain.history import GROUPS
from simulator.domain.view import Choice, Field

DELIMITERS = " =,"
"""Between what is completed each by itself."""
_WORD = re.compile(r"[^ =,]*$")


def candidates(line: str, choices: Sequence[Choice], places: Iterable[str] = ()) -> list[str]:
    """What the last piece of a line may become, given what may be done now."""
    begun = _WORD.search(line)
    assert begun is not None
    before, piece = line[: begun.start()], begun[0]
    return sorted({word for word in _words(before, choices, places) if word.startswith(piece)})


def answers(line: str, draft: Draft) -> list[str]:
    """What may be answered to what is asked for."""
    values = (value for field in draft.asked for value in _values(field))
    return [value for value in values if value.startswith(line.rpartition(",")[2])]


def _words(before: str, choices: Sequence[Choice], places: Iterable[str]) -> Iterator[str]:
    verb, _, rest = before.partition(" ")
    offered = [choice for choice in choices if choice.kind == VERBS.get(verb)]
    if not before:
        known = {choice.kind for choice in choices}
        yield from (f"{verb} " for verb, kind in VERBS.items() if kind in known)
        yield from (f"{word} " for word in CONSOLE if word.isalpha())
    elif verb == "as":
        yield from places
    elif verb == "help":
        yield from (*VERBS, *CONSOLE)
    elif verb == "history":
        yield from (
            *GROUPS,
            *(place for place in places if place not in ROLES and "/" not in place),
        )
    elif verb == "look":
        yield from {c.about for c in choices if "inject" in c.given}
    elif offered:
        yield from _after(rest, offered)


def _after(rest: str, offered: Sequence[Choice]) -> Iterator[str]:
    """What may follow a verb and whatever stands behind it."""
    about = rest.partition(" ")[0]
    chosen = next((c for c in offered if c.about and c.about == about), None)
    if not rest.strip():
        yield from (f"{choice.about} " for choice in offered if choice.about)
    choice = chosen or next((c for c in offered if not c.about), offered[0])
    name = rest.rpartition(" ")[2].partition("=")[0]
    named = next((f for f in choice.fields if f.name == name), None) if "=" in rest else None
    if named is not None:
        yield from _values(named)
        return
    for field in choice.fields:
        if f"{field.name}=" not in rest:
            yield f"{field.name}="
            yield from _values(field) if field.required else ()


def _values(field: Field) -> Iterator[str]:
    if field.kind == "flag" and not field.options:
        yield from ("yes", "no")
    yield from (value for value, _ in field.options if " " not in value)
